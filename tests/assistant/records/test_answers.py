"""Validated answers are in force from their validation until their end or their withdrawal."""

import json
from datetime import timedelta
from pathlib import Path

import pytest

from assistant.records import answers
from assistant.records.records import Records
from assistant.records.types import Reuse
from corpus.clock import today
from corpus.errors import AssistantError
from corpus.withheld import FILE, read_withheld
from tests.assistant.records.conftest import HARD, row_of

CLAIRE = "Claire Vidal"
TODAY = today()
DAY = timedelta(days=1)


def validated(records: Records, reuse: Reuse = Reuse(), name: str = "1") -> int:  # noqa: B008
    row = records.review.validate(row_of(records, name=name), CLAIRE, 1, reuse)
    assert row.answer_id
    return row.answer_id


def test_the_faq_and_the_answered_questions_are_those_in_force(
    records: Records, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept = validated(records, Reuse(valid_until=TODAY))
    ended = validated(records, name="2")
    with monkeypatch.context() as earlier:
        earlier.setattr(answers, "today", lambda: TODAY - DAY)
        records.answers.set_end(ended, CLAIRE, TODAY - DAY)
    records.answers.withdraw(validated(records, name="3"), CLAIRE, "Erreur.")
    (line,) = records.answers.export_faq()
    assert line == {
        "id": f"jurist-{kept}",
        "question": "Comment [nom] peut-elle aider une épicerie ?",
        "answer": "Les villages s’appuient sur des épiceries.",
        "theme": "subventions",
        "updated": TODAY.isoformat(),
        "valid_until": TODAY.isoformat(),
        "levels": ["commune"],
        "source_kind": "jurist",
    }
    assert CLAIRE not in json.dumps(line)
    (answered,) = records.answers.answered()
    assert answered.id == line["id"]
    assert len(records.answers.all()) == 3


def test_an_end_to_come_can_be_set_and_lifted_and_is_in_the_history(
    records: Records, monkeypatch: pytest.MonkeyPatch
) -> None:
    number = validated(records)
    assert records.answers.set_end(number, CLAIRE, TODAY).valid_until == TODAY
    monkeypatch.setattr(answers, "today", lambda: TODAY + DAY)
    assert records.answers.in_force() == ()
    with pytest.raises(AssistantError, match=r"est passée, .* : .* retirez-la"):
        records.answers.set_end(number, CLAIRE, TODAY)
    records.answers.set_end(number, CLAIRE, None)
    assert len(records.answers.in_force()) == 1
    events = records.queue.row(records.queue.rows().rows[0].id)[1]
    assert [(e.action, e.reason) for e in events][2:] == [("end", TODAY.isoformat()), ("end", "")]


def test_what_is_withdrawn_is_withheld_in_the_index_at_once(
    records: Records, tmp_path: Path
) -> None:
    index = tmp_path / "index"
    index.mkdir()
    first, second, third = (validated(records, name=name) for name in "123")
    records.answers.withdraw(first, CLAIRE, "Erreur.")
    records.answers.set_end(second, CLAIRE, TODAY)
    row = next(r for r in records.queue.rows().rows if r.answer_id == third)
    records.review.reopen(row.id, CLAIRE, row.version)
    assert read_withheld(index) == {"jurist-1": None, "jurist-2": TODAY, "jurist-3": None}
    records.answers.set_end(second, CLAIRE, None)
    assert "jurist-2" not in read_withheld(index)


def test_nothing_is_withdrawn_where_the_index_cannot_be_told(
    records: Records, tmp_path: Path
) -> None:
    number = validated(records)
    (tmp_path / "index" / FILE).mkdir(parents=True)
    with pytest.raises(AssistantError, match=FILE):
        records.answers.withdraw(number, CLAIRE, "Erreur.")
    assert len(records.answers.in_force()) == 1


def test_an_answer_is_withdrawn_once_under_a_name_with_a_reason(records: Records) -> None:
    number = validated(records)
    for by, why in ((" ", "Erreur."), (CLAIRE, " ")):
        with pytest.raises(AssistantError):
            records.answers.withdraw(number, by, why)
    records.answers.withdraw(number, CLAIRE, "Erreur.")
    with pytest.raises(AssistantError, match="déjà retirée"):
        records.answers.withdraw(number, CLAIRE, "Encore.")
    with pytest.raises(AssistantError, match="n'existe pas"):
        records.answers.set_end(99, CLAIRE, TODAY)
    with pytest.raises(AssistantError, match="retirée"):
        records.review.merge(row_of(records, HARD, "2"), CLAIRE, 1, answer_id=number)
