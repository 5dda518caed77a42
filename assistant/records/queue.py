"""What is in the queue of questions, and how questions come into it."""

from collections.abc import Iterable
from dataclasses import asdict
from datetime import date

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from assistant.records import convert
from assistant.records.changes import held
from assistant.records.engine import Database
from assistant.records.filtering import conditions
from assistant.records.listing import EVERY, Filter, Newest, Page
from assistant.records.models import DraftRecord, EventRecord, RowRecord, storable
from assistant.records.types import Asker, Draft, Event, Publication, QueueRow, Source
from assistant.records.waiting import Waiting, answered_alike, waiting_with
from assistant.triage.types import Triaged
from assistant.types import answer_json
from corpus.clock import begins, now
from corpus.errors import AssistantError
from corpus.runs import in_runs
from corpus.text import fold

# Rows are added in transactions of this many: what was added before a failure stays.
_RUN = 200
_PAGE_SIZE = 25


class Queue:
    """The questions that were sent, as they stand."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def add(
        self, rows: Iterable[tuple[Triaged, str, Asker]], batch: str, came: date | None = None
    ) -> int:
        """Add triaged rows of a batch, each with its masked question and its asker.

        Rows that the batch holds already, by their id, are left as they are. `came` is the day on
        which they were received, None for now. Returns how many were added.
        """
        if not batch.strip():
            raise AssistantError("Un lot de questions doit avoir un nom : donnez-en un.")
        added = 0
        for run in in_runs(rows, _RUN):
            with self._database.writing(alone=batch) as session:
                ids = [storable(triaged.id) for triaged, _, _ in run]
                known = set(
                    session.scalars(
                        select(RowRecord.external_id).where(
                            RowRecord.batch == batch, RowRecord.external_id.in_(ids)
                        )
                    )
                )
                for name, (triaged, masked, asker) in zip(ids, run, strict=True):
                    if name not in known:
                        known.add(name)
                        insert(session, triaged, masked, asker, "batch", batch, name, came=came)
                        added += 1
        return added

    def rows(self, wanted: Filter = EVERY, number: int = 1, size: int = _PAGE_SIZE) -> Page:
        """The rows that a filter wants, the newest first; pages are counted from 1."""
        wants = conditions(wanted)
        with self._database.reading() as session:
            total = session.scalar(select(func.count()).select_from(RowRecord).where(*wants))
            found = session.scalars(
                select(RowRecord)
                .where(*wants)
                .order_by(RowRecord.created_at.desc(), RowRecord.id.desc())
                .limit(size)
                .offset((max(number, 1) - 1) * size)
            )
            rows = tuple(convert.queue_row(record) for record in found)
        return Page(rows, total or 0, max(number, 1), size)

    def row(self, row_id: int) -> tuple[QueueRow, tuple[Event, ...]]:
        """A row with its history, oldest first; AssistantError where there is none."""
        with self._database.reading() as session:
            record = session.get(RowRecord, row_id)
            if record is None:
                raise AssistantError(
                    f"La question n° {row_id} n'est pas dans la file : rechargez la page."
                )
            events = session.scalars(
                select(EventRecord).where(EventRecord.row_id == row_id).order_by(EventRecord.id)
            )
            return convert.queue_row(record), tuple(convert.event(one) for one in events)

    def motives(self) -> dict[int, str]:
        """Why each row that was ever rejected was so the last time, as it stays among jurists."""
        with self._database.reading() as session:
            found = session.execute(
                select(EventRecord.row_id, EventRecord.reason)
                .where(EventRecord.action == "reject")
                .order_by(EventRecord.id)
            )
            return dict(found.all())

    def waiting_with(self, row_id: int) -> tuple[Waiting, ...]:
        """The questions that wait for the same reply as a row, in the order of their numbers."""
        with self._database.reading() as session:
            row = session.get(RowRecord, row_id)
            return waiting_with(session, row) if row else ()

    def answered_alike(self, row_id: int) -> QueueRow | None:
        """The last answered of the questions that ask the same in the same words, if one was."""
        with self._database.reading() as session:
            row = session.get(RowRecord, row_id)
            found = answered_alike(session, row) if row else None
            return convert.queue_row(found) if found else None

    def newest(self) -> Newest:
        """What differs as soon as anything was added or done."""
        with self._database.reading() as session:
            rows = session.scalar(select(func.count()).select_from(RowRecord))
            events = session.scalar(select(func.count()).select_from(EventRecord))
        return Newest(rows or 0, events or 0)

    def save_draft(
        self, row_id: int, by: str, text: str, publication: Publication | None = None
    ) -> None:
        """Keep what a jurist has begun to write on a row; where that is nothing, it is dropped."""
        with self._database.writing() as session:
            held(session, row_id)
            record = session.get(DraftRecord, (row_id, by))
            if text or publication:
                kept = asdict(publication) if publication else None
                session.merge(
                    DraftRecord(row_id=row_id, by=by, text=text, saved_at=now(), publication=kept)
                )
            elif record is not None:
                session.delete(record)

    def draft(self, row_id: int, by: str) -> Draft | None:
        """What a jurist has begun to write on a row."""
        with self._database.reading() as session:
            record = session.get(DraftRecord, (row_id, by))
            return convert.draft(record) if record else None


def insert(
    session: Session,
    triaged: Triaged,
    masked: str,
    asker: Asker,
    source: Source,
    batch: str,
    external_id: str,
    token_hash: str | None = None,
    came: date | None = None,
) -> RowRecord:
    """Add one row, with the event that begins its history."""
    at = now()
    row = RowRecord(
        external_id=external_id,
        batch=batch,
        source=source,
        organisation=asker.organisation,
        function=asker.function,
        email=asker.email,
        token_hash=token_hash,
        question=triaged.question,
        masked=masked,
        folded=fold(triaged.question),
        folded_origin=fold(f"{asker.organisation} {external_id if source == 'batch' else ''}"),
        decision=triaged.decision,
        theme=triaged.theme,
        level=triaged.level,
        confidence=triaged.confidence,
        reasons=list(triaged.reasons),
        answer=answer_json(triaged.answer) if triaged.answer else None,
        for_jurist=convert.plain(triaged.for_jurist),
        duplicates=convert.plain(triaged.duplicates),
        created_at=begins(came) if came else at,
        changed_at=at,
    )
    session.add(row)
    session.flush()
    session.add(EventRecord(row_id=row.id, at=at, by="", action="add", changes={}))
    return row
