"""How far each batch of questions came, and which of its rows stand in the queue already."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import and_, func, select, update

from assistant.records.engine import Database
from assistant.records.models import BatchRecord, EventRecord, RowRecord, storable
from corpus.clock import now
from corpus.runs import in_runs
from corpus.text import fold

_LINE = re.compile(r" \(ligne \d+\)$")
# Questions looked for at a time.
_RUN = 500
# A batch that nobody sent again for so long is not told any more.
_TOLD = timedelta(days=30)


@dataclass(frozen=True, slots=True)
class Unfinished:
    """A batch of which not all rows were triaged; `moved_at` is when it last went on."""

    batch: str
    name: str
    total: int
    inside: int
    moved_at: datetime


@dataclass(frozen=True, slots=True)
class Sent:
    """A row of a batch, before it is triaged."""

    id: str
    question: str
    organisation: str


class Batches:
    """The batches that were sent, each under the name that its rows bear."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def begin(self, batch: str, name: str, total: int) -> None:
        """Say that a batch, of a file of this name, begins or goes on."""
        with self._database.writing(alone=batch) as session:
            session.merge(
                BatchRecord(batch=batch, name=name, total=total, started_at=now(), ended_at=None)
            )

    def end(self, batch: str, name: str) -> None:
        """Say that all of a batch was looked at; earlier ones of the same file are done with it."""
        with self._database.writing(alone=batch) as session:
            session.execute(
                update(BatchRecord)
                .where(
                    (BatchRecord.batch == storable(batch)) | (BatchRecord.name == storable(name))
                )
                .where(BatchRecord.ended_at.is_(None))
                .values(ended_at=now())
            )

    def unfinished(self) -> tuple[Unfinished, ...]:
        """The batches that were begun and did not end, the newest first."""
        # `created_at` may be the day that a table tells, `changed_at` that of a jurist's act.
        came_in = and_(EventRecord.row_id == RowRecord.id, EventRecord.action == "add")
        with self._database.reading() as session:
            found = session.execute(
                select(BatchRecord, func.count(RowRecord.id), func.max(EventRecord.at))
                .outerjoin(RowRecord, RowRecord.batch == BatchRecord.batch)
                .outerjoin(EventRecord, came_in)
                .where(BatchRecord.ended_at.is_(None), BatchRecord.started_at > now() - _TOLD)
                .group_by(BatchRecord.batch)
                .order_by(BatchRecord.started_at.desc())
            )
            return tuple(
                Unfinished(
                    one.batch,
                    one.name,
                    one.total,
                    inside,
                    max(came or one.started_at, one.started_at),
                )
                for one, inside, came in found
            )

    def within(self, batch: str, ids: Iterable[str]) -> frozenset[str]:
        """Which of these ids are those of rows that stand in the queue from this batch."""
        with self._database.reading() as session:
            found = session.scalars(
                select(RowRecord.external_id).where(RowRecord.batch == storable(batch))
            )
            stored = set(found)
        return frozenset(name for name in ids if storable(name) in stored)

    def elsewhere(self, batch: str, rows: Iterable[Sent]) -> frozenset[Sent]:
        """The rows that stand in the queue from another batch, under the same id and question.

        Capitals, accents and spaces aside; rows of two local governments are not the same.
        """
        found: set[Sent] = set()
        with self._database.reading() as session:
            for run in in_runs(rows, _RUN):
                standing: dict[tuple[str, str], list[str]] = {}
                for name, folded, organisation in session.execute(
                    select(RowRecord.external_id, RowRecord.folded, RowRecord.organisation).where(
                        RowRecord.source == "batch",
                        RowRecord.batch != storable(batch),
                        RowRecord.folded.in_({_folded(row.question) for row in run}),
                    )
                ):
                    standing.setdefault((_given(name), folded), []).append(_folded(organisation))
                for row in run:
                    before = standing.get((_given(storable(row.id)), _folded(row.question)), [])
                    own = _folded(row.organisation)
                    if any(not own or not other or own == other for other in before):
                        found.add(row)
        return frozenset(found)


def _folded(text: str) -> str:
    return storable(fold(text))


def _given(id: str) -> str:
    """The id without the line by which rows of one id in a file are told apart."""
    return _LINE.sub("", id)
