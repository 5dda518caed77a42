"""Who asks sees the state and reply of their own questions, and nothing of the jurists'."""

from dataclasses import asdict, fields

from assistant.records.records import Records
from assistant.records.types import Asker, AskerReply
from tests.assistant.records.conftest import CITATION, DRAFTED, MASKED


def test_only_the_token_that_was_given_shows_a_question(records: Records) -> None:
    mine = records.askers.submit(Asker("Testville"), DRAFTED, MASKED)
    other = records.askers.submit(Asker("Autreville"), DRAFTED, MASKED)
    assert [reply.id for reply in records.askers.replies([mine.token])] == [mine.id]
    for wrong in ("", str(mine.id), mine.token[:-1], mine.token.swapcase(), "é\ud800", "%"):
        assert records.askers.replies([wrong]) == ()
    both = records.askers.replies([mine.token, "none", other.token])
    assert [reply.id for reply in both] == [other.id, mine.id]
    assert mine.token not in repr(mine)


def test_the_token_itself_is_not_stored(records: Records) -> None:
    receipt = records.askers.submit(Asker(), DRAFTED, MASKED)
    row, _ = records.queue.row(receipt.id)
    assert receipt.token not in repr(row)
    assert (row.source, row.state) == ("chat", "a_traiter")


def test_the_reply_leaves_without_what_is_the_jurists(records: Records) -> None:
    receipt = records.askers.submit(Asker("Testville", "DGS"), DRAFTED, MASKED)
    (waiting,) = records.askers.replies([receipt.token])
    assert (waiting.state, waiting.reply, waiting.replied_at) == ("a_traiter", "", None)
    assert "épiceries" not in repr(waiting)
    records.review.validate(receipt.id, "Claire Vidal", 1)
    (reply,) = records.askers.replies([receipt.token])
    assert (reply.state, reply.citations) == ("validee", (CITATION,))
    said = repr(asdict(reply))
    for inside in ("Claire", "un passage", "Une fiche répond", "DGS"):
        assert inside not in said
    assert {field.name for field in fields(AskerReply)} == {
        *("id", "question", "asked_at", "state", "reply", "citations", "replied_at")
    }
