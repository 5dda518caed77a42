"""What a jurist does is done once, under a name, on what they saw, and is in the history."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta
from threading import Barrier

import pytest

from assistant.records.listing import Filter
from assistant.records.records import Records
from assistant.records.replying import own_citations
from assistant.records.types import Conflict, QueueRow, Reuse
from corpus.clock import today
from corpus.errors import AssistantError
from tests.assistant.records.conftest import ANSWER, CITATION, HARD, HELPFUL, Opener, row_of

CLAIRE, ALI = "Claire Vidal", "Ali Roche"


def history(records: Records, number: int) -> list[tuple[str, str]]:
    return [(event.action, event.by) for event in records.queue.row(number)[1]][1:]


def test_a_draft_validated_as_it_is_goes_out_unchanged(records: Records) -> None:
    number = row_of(records)
    records.queue.save_draft(number, CLAIRE, "Un début")
    row = records.review.validate(number, CLAIRE, 1)
    assert row == records.queue.row(number)[0]
    assert (row.state, row.reply, row.edited) == ("validee", ANSWER.text, False)
    assert (row.reply_citations, row.replied_by, row.version) == ((CITATION,), CLAIRE, 2)
    assert history(records, number) == [("validate", CLAIRE)]
    event = records.queue.row(number)[1][-1]
    assert event.changes["state"] == ("a_traiter", "validee")
    assert event.changes["reply"] == ("", ANSWER.text)
    assert records.queue.draft(number, CLAIRE) is None
    (answer,) = records.answers.in_force()
    assert (answer.id, answer.jurist) == (row.answer_id, CLAIRE)
    assert answer.text == "Les villages s’appuient sur des épiceries."
    assert "Ravel" not in answer.question


def test_an_edited_draft_is_marked_as_edited_and_keeps_the_sources_chosen(records: Records) -> None:
    number = row_of(records)
    own = own_citations(records.queue.row(number)[0])
    assert own == (CITATION, replace(HELPFUL, number=2))
    row = records.review.edit(number, CLAIRE, 1, "Oui, sous conditions [1][2].", own)
    assert (row.edited, row.reply) == (True, "Oui, sous conditions [1][2].")
    assert row.reply_citations == own
    same = row_of(records, name="2")
    assert records.review.edit(same, CLAIRE, 1, ANSWER.text, [CITATION]).edited is False
    fewer = row_of(records, name="3")
    assert records.review.edit(fewer, CLAIRE, 1, ANSWER.text, []).edited is True


def test_a_reply_by_hand_needs_no_draft_and_may_stay_out_of_the_reused_ones(
    records: Records,
) -> None:
    number = row_of(records, HARD)
    row = records.review.answer(number, CLAIRE, 1, "Appelez-nous.", reuse=None)
    assert (row.state, row.edited, row.answer_id) == ("validee", None, None)
    assert records.answers.all() == ()


def test_what_is_reused_may_be_worded_otherwise(records: Records) -> None:
    reuse = Reuse("Qui est responsable ?", "Le maire [1], en général.")
    records.review.answer(row_of(records, HARD), CLAIRE, 1, "Bonjour Mme Ravel. [1]", reuse=reuse)
    (answer,) = records.answers.in_force()
    assert (answer.question, answer.text) == ("Qui est responsable ?", "Le maire, en général.")


@pytest.mark.parametrize(
    ("act", "said"),
    [
        (lambda r, n: r.review.validate(n, CLAIRE, 1), "pas de brouillon"),
        (lambda r, n: r.review.edit(n, CLAIRE, 1, "Oui.", []), "pas de brouillon"),
        (lambda r, n: r.review.answer(n, " ", 1, "Oui."), "sous un nom"),
        (lambda r, n: r.review.answer(n, CLAIRE, 1, " \n"), "est vide"),
        (lambda r, n: r.review.answer(n, CLAIRE, 1, "[1]"), "à publier est vide"),
        (lambda r, n: r.review.answer(n, CLAIRE, 1, "Oui.", [CITATION]), "pas de celles"),
        (lambda r, n: r.review.reject(n, CLAIRE, 1, ""), "motivé"),
        (lambda r, n: r.review.reopen(n, CLAIRE, 1), "déjà à traiter"),
        (lambda r, n: r.review.merge(n, CLAIRE, 1, other_id=n), "elle-même"),
        (lambda r, n: r.review.merge(n, CLAIRE, 1, other_id=99), "n° 99"),
        (lambda r, n: r.review.merge(n, CLAIRE, 1), "n° -1"),
        (lambda r, n: r.review.merge(n, CLAIRE, 1, answer_id=99), "n'est plus valable"),
    ],
)
def test_an_action_that_does_not_fit_changes_nothing(
    records: Records, act: Callable[[Records, int], object], said: str
) -> None:
    number = row_of(records, HARD)
    before = records.queue.row(number)
    with pytest.raises(AssistantError, match=said) as caught:
        act(records, number)
    assert str(caught.value).count(" : ") == 1
    assert records.queue.row(number) == before
    assert records.answers.all() == ()


def test_a_rejected_question_keeps_its_reason_inside(records: Records) -> None:
    number = row_of(records, HARD)
    row = records.review.reject(number, CLAIRE, 1, "Un recours est en cours.", "Voyez un avocat.")
    assert (row.state, row.reply) == ("rejetee", "Voyez un avocat.")
    assert records.queue.row(number)[1][-1].reason == "Un recours est en cours."


def test_a_duplicate_gets_the_reply_of_the_same_question(records: Records) -> None:
    first, second = row_of(records), row_of(records, name="2")
    answered = records.review.validate(first, CLAIRE, 1)
    row = records.review.merge(second, ALI, 1, other_id=first)
    assert (row.state, row.reply, row.duplicate_of) == ("doublon", answered.reply, first)
    assert (row.reply_citations, row.replied_by, row.edited) == ((CITATION,), ALI, None)
    third = records.review.merge(row_of(records, name="3"), ALI, 1, answer_id=answered.answer_id)
    assert (third.reply, third.answer_id) == (records.answers.all()[0].text, answered.answer_id)


def test_what_a_duplicate_would_get_is_shown_before_and_nothing_else_is_given(
    records: Records,
) -> None:
    first, second, third = (row_of(records, name=name) for name in "abc")
    before = records.queue.row(second)
    waiting = records.review.would_give(second, other_id=first)
    assert (waiting.reply, waiting.waits_for) == ("", first)
    row = records.review.validate(first, CLAIRE, 1)
    with pytest.raises(AssistantError, match="a changé"):
        records.review.merge(second, ALI, 1, other_id=first, seen=waiting)
    assert records.queue.row(second) == before
    given = records.review.would_give(second, other_id=first)
    assert (given.reply, given.citations, given.waits_for) == (ANSWER.text, (CITATION,), None)
    assert records.queue.row(second) == before
    assert records.review.merge(second, ALI, 1, other_id=first, seen=given).reply == given.reply
    assert row.answer_id
    by_answer = records.review.would_give(third, answer_id=row.answer_id)
    assert by_answer.reply == records.answers.all()[0].text
    with pytest.raises(AssistantError, match="elle-même"):
        records.review.would_give(second, other_id=second)


def test_duplicates_wait_for_the_reply_through_any_chain(records: Records) -> None:
    a, b, c, d = (row_of(records, name=name) for name in "abcd")
    records.review.merge(c, ALI, 1, other_id=b)
    assert records.queue.row(c)[0].replied_at is None
    row = records.review.merge(b, ALI, 1, other_id=a)
    assert (row.duplicate_of, records.queue.row(c)[0].duplicate_of) == (a, a)
    records.review.merge(d, ALI, 1, other_id=c)
    assert records.queue.row(d)[0].duplicate_of == a
    with pytest.raises(AssistantError, match="elle-même"):
        records.review.merge(a, ALI, 1, other_id=d)
    records.review.validate(a, CLAIRE, 1)
    assert {records.queue.row(n)[0].reply for n in (b, c, d)} == {ANSWER.text}
    assert history(records, d) == [("merge", ALI), ("merge", CLAIRE)]


def test_duplicates_of_a_rejected_question_are_rejected_with_it(records: Records) -> None:
    first, second = row_of(records), row_of(records, name="2")
    records.review.merge(second, ALI, 1, other_id=first)
    records.review.reject(first, CLAIRE, 1, "Hors sujet.", "Voyez votre préfecture.")
    row = records.queue.row(second)[0]
    assert (row.state, row.reply) == ("rejetee", "Voyez votre préfecture.")


def test_a_reopened_question_takes_its_answer_back(records: Records) -> None:
    number = row_of(records)
    row = records.review.validate(number, CLAIRE, 1)
    row = records.review.reopen(number, ALI, row.version, "La loi a changé.")
    assert (row.state, row.reply, row.reply_citations) == ("a_traiter", "", ())
    assert (row.replied_at, row.answer_id, row.edited) == (None, None, None)
    (answer,) = records.answers.all()
    assert (answer.withdrawn_by, answer.withdrawn_why) == (ALI, "La loi a changé.")
    assert history(records, number)[1:] == [("withdraw", ALI), ("reopen", ALI)]
    assert records.review.validate(number, CLAIRE, row.version).answer_id != answer.id


def test_a_question_whose_answer_was_withdrawn_can_be_reopened(records: Records) -> None:
    row = records.review.validate(row_of(records), CLAIRE, 1)
    assert row.answer_id
    records.answers.withdraw(row.answer_id, ALI, "Erreur.")
    version = records.queue.row(row.id)[0].version
    assert records.review.reopen(row.id, ALI, version).state == "a_traiter"


def test_a_reply_that_is_reopened_is_the_draft_of_who_reopens_it(records: Records) -> None:
    number = row_of(records, HARD)
    row = records.review.answer(number, CLAIRE, 1, "Une longue réponse.")
    records.queue.save_draft(number, ALI, "Ce qu'Ali écrivait.")
    row = records.review.reopen(number, CLAIRE, row.version)
    begun = [records.queue.draft(number, by) for by in (CLAIRE, ALI)]
    assert [one and one.text for one in begun] == ["Une longue réponse.", "Ce qu'Ali écrivait."]
    row = records.review.answer(number, CLAIRE, row.version, "Une réponse corrigée.")
    records.review.reopen(number, ALI, row.version)
    assert records.queue.draft(number, ALI) == begun[1]


def test_an_answer_that_has_ended_already_is_not_kept_for_reuse(records: Records) -> None:
    number = row_of(records)
    reuse = Reuse(valid_until=today() - timedelta(days=1))
    with pytest.raises(AssistantError, match="date de fin"):
        records.review.validate(number, CLAIRE, 1, reuse)
    assert records.review.validate(number, CLAIRE, 1, Reuse(valid_until=today())).answer_id


def test_theme_level_and_jurist_can_be_changed_and_are_in_the_history(records: Records) -> None:
    number = row_of(records)
    records.review.classify(number, CLAIRE, 1, theme="mobilite", level=None)
    records.review.assign(number, CLAIRE, 2, ALI)
    row = records.review.assign(number, CLAIRE, 3)
    assert (row.theme, row.level, row.assigned_to) == ("mobilite", None, "")
    changes = [event.changes for event in records.queue.row(number)[1][1:]]
    assert changes == [
        {"theme": ("subventions", "mobilite"), "level": ("commune", None)},
        {"assigned_to": ("", ALI)},
        {"assigned_to": (ALI, "")},
    ]


def test_the_same_change_asked_for_twice_is_no_conflict_and_one_event(records: Records) -> None:
    number = row_of(records)
    first = records.review.assign(number, CLAIRE, 1, ALI)
    assert records.review.assign(number, CLAIRE, 1, ALI) == first
    assert len(records.queue.row(number)[1]) == 2
    with pytest.raises(Conflict, match="puis recommencez"):
        records.review.assign(number, CLAIRE, 1, CLAIRE)


def test_the_second_of_two_is_told_who_was_first_and_when(records: Records) -> None:
    number = row_of(records)
    records.review.edit(number, CLAIRE, 1, "De Claire.", [])
    with pytest.raises(
        Conflict, match=rf"modifiée par {CLAIRE} le \d\d/\d\d/\d{{4}} à \d\d:"
    ) as said:
        records.review.edit(number, ALI, 1, "D’Ali.", [])
    assert str(said.value).count(" : ") == 1
    assert str(said.value).endswith("relisez-la, et rouvrez-la si elle est à reprendre.")
    assert records.queue.row(number)[0].reply == "De Claire."
    assert len(records.answers.all()) == 1


def test_of_many_at_once_one_wins_and_nothing_is_lost(opened: Opener) -> None:
    records = opened()
    names = [f"Juriste {n}" for n in range(6)]
    others = [opened() for _ in names]
    for turn in range(5):
        number, barrier = row_of(records, name=str(turn)), Barrier(len(names))

        def act(
            pair: tuple[Records, str], number: int = number, barrier: Barrier = barrier
        ) -> object:
            barrier.wait()
            try:
                return pair[0].review.answer(number, pair[1], 1, f"De {pair[1]}.")
            except Conflict as error:
                return error

        with ThreadPoolExecutor(len(names)) as pool:
            done = list(pool.map(act, zip(others, names, strict=True)))
        (won,) = [row for row in done if isinstance(row, QueueRow)]
        assert all(won.replied_by in str(e) for e in done if isinstance(e, Conflict))
        assert records.queue.row(number)[0] == won
        assert history(records, number) == [("answer", won.replied_by)]
    assert len(records.answers.all()) == 5


def test_two_who_merge_each_with_the_other_make_no_ring(opened: Opener) -> None:
    records, other = opened(), opened()
    for turn in range(5):
        a, b = row_of(records, name=f"a{turn}"), row_of(records, name=f"b{turn}")
        barrier = Barrier(2)

        def act(
            given: tuple[Records, int, int], barrier: Barrier = barrier
        ) -> QueueRow | AssistantError:
            barrier.wait()
            try:
                return given[0].review.merge(given[1], ALI, 1, other_id=given[2])
            except AssistantError as error:
                return error

        with ThreadPoolExecutor(2) as pool:
            done = list(pool.map(act, [(records, a, b), (other, b, a)]))
        (refused,) = [one for one in done if isinstance(one, AssistantError)]
        assert isinstance(refused, Conflict) or "elle-même" in str(refused)
    assert records.queue.rows(Filter(state="doublon")).total == 5
