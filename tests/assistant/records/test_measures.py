"""The figures are those of the rows, and unknown where there are none."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import update

from assistant.records.listing import Filter
from assistant.records.models import RowRecord
from assistant.records.records import Records
from assistant.triage.reasons import asks_nothing
from tests.assistant.records.conftest import ANSWER, CITATION, HARD, row_of

CLAIRE = "Claire Vidal"
DAY = timedelta(days=1)


def test_an_empty_queue_has_no_times(records: Records) -> None:
    found = records.measures()
    assert (found.questions, found.themes, found.months) == (0, {}, {})
    assert (found.median_hours, found.p90_hours) == (None, None)


def test_questions_and_replies_are_counted(records: Records) -> None:
    numbers = [row_of(records, name=str(n)) for n in range(4)]
    hard = [row_of(records, HARD, f"h{n}") for n in range(2)]
    records.review.validate(numbers[0], CLAIRE, 1)
    records.review.edit(numbers[1], CLAIRE, 1, ANSWER.text, [CITATION])
    records.review.edit(numbers[2], CLAIRE, 1, "Autrement.", [])
    records.review.answer(hard[0], CLAIRE, 1, "Oui.")
    found = records.measures()
    assert (found.questions, found.replied) == (6, 4)
    assert found.themes == {"subventions": 4, "autre": 2}
    assert found.levels == {"": 2, "commune": 4}
    assert (found.drafted, found.to_jurist) == (4, 2)
    assert (found.unchanged, found.edited, found.by_hand) == (2, 1, 1)


def test_every_question_is_in_one_count(records: Records) -> None:
    row_of(records, name="a")
    row_of(records, HARD, "b")
    thanks = replace(HARD, question="Merci !", reasons=asks_nothing(("thanks",)))
    for name in "cd":
        row_of(records, thanks, name)
    row_of(records, replace(HARD, decision="hors_perimetre"), "e")
    row_of(records, replace(HARD, decision="doublon"), "f")
    found = records.measures()
    counts = (found.drafted, found.to_jurist, found.off_topic, found.repeated, found.asks_nothing)
    assert counts == (1, 1, 1, 1, 2)


def test_a_rejected_question_is_counted_apart_and_its_time_is_none(records: Records) -> None:
    first, second, third = (row_of(records, name=name) for name in "abc")
    records.review.merge(third, CLAIRE, 1, other_id=second)
    records.review.validate(first, CLAIRE, 1)
    before = records.measures()
    records.review.reject(second, CLAIRE, 1, "Hors sujet.", "Voyez la préfecture.")
    found = records.measures()
    assert (found.questions, found.replied, found.rejected) == (3, 1, 2)
    assert (found.median_hours, found.p90_hours) == (before.median_hours, before.p90_hours)


def test_days_and_months_are_those_of_paris(records: Records) -> None:
    number = row_of(records)
    evening = datetime(2026, 6, 30, 22, 30, tzinfo=UTC)
    with records._database.writing() as session:
        values = {"created_at": evening}
        session.execute(update(RowRecord).where(RowRecord.id == number).values(**values))
    july = date(2026, 7, 1)
    assert records.measures().months == {"2026-07": 1}
    assert records.measures(since=july, until=july).questions == 1
    assert records.measures(until=july - DAY).questions == 0
    assert records.queue.rows(Filter(since=july)).total == 1
    assert records.queue.rows(Filter(until=july - DAY)).total == 0


def test_times_to_answer_are_in_hours_and_months_are_told_apart(records: Records) -> None:
    numbers = [row_of(records, name=str(n)) for n in range(11)]
    for number in numbers:
        records.review.validate(number, CLAIRE, 1, None)
    asked = datetime(2026, 1, 31, 12, tzinfo=UTC)
    with records._database.writing() as session:
        for place, number in enumerate(numbers):
            came = asked + place // 6 * DAY
            values = {"created_at": came, "replied_at": came + place * timedelta(hours=1)}
            session.execute(update(RowRecord).where(RowRecord.id == number).values(**values))
    found = records.measures()
    assert (found.median_hours, found.p90_hours) == (pytest.approx(5), pytest.approx(9))
    assert found.months == {"2026-01": 6, "2026-02": 5}
    january = records.measures(until=asked.date())
    assert (january.questions, january.months) == (6, {"2026-01": 6})
    assert records.measures(since=asked.date() + DAY).questions == 5
