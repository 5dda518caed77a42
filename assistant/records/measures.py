"""What the queue shows of the FAQ juridique: how many questions, on what, and how they fare."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from statistics import quantiles

from sqlalchemy import ColumnElement, Text, case, cast, func, select

from assistant.records.engine import Database
from assistant.records.filtering import came_between
from assistant.records.models import RowRecord
from corpus.clock import in_paris

# What the triage says of a mail that asks nothing; a test compares.
_ASKS_NOTHING = "Le message ne pose aucune question"


@dataclass(frozen=True, slots=True)
class Measured:
    """How many questions of a period there are of each kind, and how long answers took.

    `replied` are the questions with an answer, `rejected` those that were not taken up; `drafted`,
    `to_jurist`, `off_topic`, `repeated` and `asks_nothing` share out all questions; `unchanged`,
    `edited` and `by_hand` are answers validated, the other `replied` those of another question;
    `months` are `YYYY-MM` in Paris; the hours run from a
    question's arrival to its answer.
    """

    questions: int
    replied: int
    rejected: int
    themes: dict[str, int]
    levels: dict[str, int]
    months: dict[str, int]
    drafted: int
    to_jurist: int
    off_topic: int
    repeated: int
    asks_nothing: int
    unchanged: int
    edited: int
    by_hand: int
    median_hours: float | None
    p90_hours: float | None


def measures(database: Database, since: date | None = None, until: date | None = None) -> Measured:
    """The figures of the questions that came on these days, both included; all without them."""
    period = came_between(since, until)
    validated = RowRecord.state == "validee"
    rejected = RowRecord.state == "rejetee"
    replied = RowRecord.replied_at.is_not(None) & ~rejected
    for_jurist = RowRecord.decision == "juriste"
    # As it is stored: JSON.
    nothing = cast(RowRecord.reasons, Text).startswith(f'["{_ASKS_NOTHING}')
    counted = select(
        func.count(),
        _number(replied),
        _number(rejected),
        _number(RowRecord.answer.is_not(None)),
        _number(for_jurist & ~nothing),
        _number(RowRecord.decision == "hors_perimetre"),
        _number(RowRecord.decision == "doublon"),
        _number(for_jurist & nothing),
        _number(validated & RowRecord.edited.is_(False)),
        _number(validated & RowRecord.edited.is_(True)),
        _number(validated & RowRecord.edited.is_(None)),
    ).where(*period)
    fields = (
        RowRecord.theme,
        RowRecord.level,
        RowRecord.created_at,
        case((replied, RowRecord.replied_at)),
    )
    themes, levels, months = Counter[str](), Counter[str](), Counter[str]()
    hours = []
    with database.reading() as session:
        numbers = session.execute(counted).one()
        for theme, level, asked, given in session.execute(
            select(*fields).where(*period).execution_options(yield_per=1000)
        ):
            themes[theme] += 1
            levels[level or ""] += 1
            months[f"{in_paris(asked):%Y-%m}"] += 1
            if given is not None:
                hours.append((given - asked).total_seconds() / 3600)
    total, answered, refused, drafted, jurist, off_topic, repeated, asks_nothing, *done = numbers
    unchanged, edited, by_hand = done
    median, p90 = _median_and_p90(hours)
    return Measured(
        questions=total,
        replied=answered,
        rejected=refused,
        themes=dict(sorted(themes.items())),
        levels=dict(sorted(levels.items())),
        months=dict(sorted(months.items())),
        drafted=drafted,
        to_jurist=jurist,
        off_topic=off_topic,
        repeated=repeated,
        asks_nothing=asks_nothing,
        unchanged=unchanged,
        edited=edited,
        by_hand=by_hand,
        median_hours=median,
        p90_hours=p90,
    )


def _number(condition: ColumnElement[bool]) -> ColumnElement[int]:
    """How many rows meet a condition."""
    return func.coalesce(func.sum(case((condition, 1), else_=0)), 0)


def _median_and_p90(values: Iterable[float]) -> tuple[float | None, float | None]:
    found = list(values)
    if len(found) < 2:
        return (found[0], found[0]) if found else (None, None)
    tenths = quantiles(found, n=10, method="inclusive")
    return tenths[4], tenths[8]
