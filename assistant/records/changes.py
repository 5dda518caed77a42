"""How a row is changed by a named person: on the version seen, and with an event in its history."""

from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from assistant.records.models import EventRecord, RowRecord
from assistant.records.types import Action, Conflict
from corpus.clock import in_paris, now
from corpus.errors import AssistantError


def named(by: str) -> str:
    """The name of who acts; AssistantError where there is none."""
    name = " ".join(by.split())
    if not name:
        raise AssistantError("Cette action se fait sous un nom : choisissez d'abord le vôtre.")
    return name


def held(session: Session, row_id: int) -> RowRecord:
    """A row that nobody else changes until the transaction ends; AssistantError where none is."""
    # Without its relations, whose rows are not to be locked.
    found = session.scalar(select(RowRecord).where(RowRecord.id == row_id).with_for_update())
    if found is None:
        raise AssistantError(f"La question n° {row_id} n'est pas dans la file : rechargez la page.")
    return found


def seen(session: Session, row_id: int, version: int) -> RowRecord:
    """The row to be changed; Conflict where it is no more the version that was seen."""
    row = held(session, row_id)
    if row.version != version:
        last = session.scalar(
            select(EventRecord)
            .where(EventRecord.row_id == row_id)
            .order_by(EventRecord.id.desc())
            .limit(1)
        )
        raise Conflict(_conflict(last, row.state == "a_traiter"))
    return row


def _conflict(last: EventRecord | None, is_todo: bool) -> str:
    who = last.by if last and last.by else "une autre personne"
    when = f" le {in_paris(last.at):%d/%m/%Y à %H:%M:%S}" if last else ""
    again = "puis recommencez" if is_todo else "et rouvrez-la si elle est à reprendre"
    return (
        f"Cette question a été modifiée par {who}{when}, rien n'a été enregistré : relisez-la, "
        f"{again}."
    )


def change(
    session: Session, row: RowRecord, by: str, action: Action, reason: str = "", **values: Any
) -> None:
    """Set these fields of a row and write the event that says what was before and after."""
    at = now()
    changes = {
        name: [_json(getattr(row, name)), _json(value)]
        for name, value in values.items()
        if getattr(row, name) != value
    }
    for name, value in values.items():
        setattr(row, name, value)
    # The time always changes, so that every action makes a new version.
    row.changed_at = at
    session.add(
        EventRecord(row_id=row.id, at=at, by=by, action=action, reason=reason, changes=changes)
    )
    session.flush()


def _json(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date) else value
