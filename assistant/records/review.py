"""What a jurist does to a row of the queue: each action on the version seen, all or nothing."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy.orm import Session

from assistant.records import convert
from assistant.records.answers import Withhold, stands, withdraw
from assistant.records.changes import change, held, named, seen
from assistant.records.engine import Database
from assistant.records.merging import Given, credited, given, pass_on, told
from assistant.records.models import DraftRecord, RowRecord
from assistant.records.replying import draft_of, drop_draft, kept_of, reply
from assistant.records.types import AS_IT_IS, Action, QueueRow, Reuse
from assistant.triage.types import Theme
from assistant.types import Citation
from corpus.clock import now
from corpus.errors import AssistantError
from corpus.types import Level


class Review:
    """The actions on a row; each is given who acts and the version of the row that they saw.

    Each returns the row as it then stands, and raises Conflict where another person changed it
    meanwhile, AssistantError where the action does not fit the row; nothing is then changed.
    """

    def __init__(self, database: Database, withhold: Withhold) -> None:
        self._database = database
        self._withhold = withhold

    def validate(
        self, row_id: int, by: str, version: int, reuse: Reuse | None = AS_IT_IS
    ) -> QueueRow:
        """Send the draft as it is, and keep it as a validated answer unless `reuse` is None."""
        with self._database.writing() as session:
            row = _open(session, row_id, version)
            draft = draft_of(row)
            return reply(session, row, named(by), "validate", draft[0], draft[1], reuse)

    def edit(
        self,
        row_id: int,
        by: str,
        version: int,
        text: str,
        citations: Sequence[Citation],
        reuse: Reuse | None = AS_IT_IS,
    ) -> QueueRow:
        """Send the draft in other words, with those of the row's citations that are kept."""
        with self._database.writing() as session:
            row = _open(session, row_id, version)
            draft_of(row)
            kept = kept_of(row, citations)
            return reply(session, row, named(by), "edit", text, kept, reuse)

    def answer(
        self,
        row_id: int,
        by: str,
        version: int,
        text: str,
        citations: Sequence[Citation] = (),
        reuse: Reuse | None = AS_IT_IS,
    ) -> QueueRow:
        """Send a reply written by hand, with those of the row's citations that bear it out."""
        with self._database.writing() as session:
            row = _open(session, row_id, version)
            kept = kept_of(row, citations)
            return reply(session, row, named(by), "answer", text, kept, reuse)

    def reject(self, row_id: int, by: str, version: int, reason: str, reply: str = "") -> QueueRow:
        """Leave a question without an answer; the reason stays inside, the reply goes out."""
        if not reason.strip():
            raise AssistantError("Un rejet doit être motivé : dites pourquoi en une phrase.")
        with self._database.writing() as session:
            row = _open(session, row_id, version)
            who = named(by)
            values: dict[str, Any] = {"state": "rejetee", "replied_by": who, "replied_at": now()}
            change(session, row, who, "reject", reason, reply=reply.strip(), **values)
            pass_on(session, row, who)
            drop_draft(session, row, who)
            return convert.queue_row(row)

    def would_give(
        self, row_id: int, *, answer_id: int | None = None, other_id: int | None = None
    ) -> Given:
        """What `merge` would give who asks; nothing is changed."""
        with self._database.reading() as session:
            row = _first_held(session, row_id, other_id)
            return told(given(session, row, answer_id, other_id))

    def merge(
        self,
        row_id: int,
        by: str,
        version: int,
        *,
        answer_id: int | None = None,
        other_id: int | None = None,
        seen: Given | None = None,
    ) -> QueueRow:
        """Give who asks the reply to the same question: a validated answer, or another row's.

        A row that waits for its reply passes it on when it has one. `seen` is what `would_give`
        showed: nothing else is given.
        """
        with self._database.writing() as session:
            _first_held(session, row_id, other_id)
            row = _open(session, row_id, version)
            who = named(by)
            values = given(session, row, answer_id, other_id)
            if seen is not None and seen != told(values):
                raise AssistantError(
                    "La réponse à reprendre a changé, rien n'a été envoyé : relisez-la, puis "
                    "recommencez."
                )
            change(session, row, who, "merge", **credited(values, who))
            pass_on(session, row, who)
            return convert.queue_row(row)

    def assign(self, row_id: int, by: str, version: int, to: str = "") -> QueueRow:
        """Give the row to a jurist, or to nobody."""
        return self._set(row_id, by, version, "assign", assigned_to=to.strip())

    def classify(
        self, row_id: int, by: str, version: int, *, theme: Theme, level: Level | None
    ) -> QueueRow:
        """Change the row's theme and level."""
        return self._set(row_id, by, version, "classify", theme=theme, level=level)

    def _set(self, row_id: int, by: str, version: int, action: Action, **values: Any) -> QueueRow:
        """Set fields of a row; one that holds these values already stays as it is.

        A page may ask for the same change twice: the second is no conflict with the first.
        """
        with self._database.writing() as session:
            row = held(session, row_id)
            if any(getattr(row, name) != value for name, value in values.items()):
                change(session, seen(session, row_id, version), named(by), action, **values)
            return convert.queue_row(row)

    def reopen(self, row_id: int, by: str, version: int, reason: str = "") -> QueueRow:
        """Take a row up anew: its reply becomes a draft, the answer it made is withdrawn."""
        with self._database.writing() as session:
            row = seen(session, row_id, version)
            who = named(by)
            if row.state == "a_traiter":
                raise AssistantError("Cette question est déjà à traiter : rien n'est à rouvrir.")
            if row.state == "validee" and row.answer_id and stands(session, row.answer_id):
                withdraw(session, row.answer_id, who, reason or _REOPENED, self._withhold)
            begun = session.get(DraftRecord, (row_id, who))
            if row.state == "validee" and row.edited is not False and begun is None:
                session.add(DraftRecord(row_id=row_id, by=who, text=row.reply, saved_at=now()))
            change(session, row, who, "reopen", reason, state="a_traiter", **_NOTHING)
            return convert.queue_row(row)


def _first_held(session: Session, row_id: int, other_id: int | None) -> RowRecord:
    """The row, held with the other in the order of their numbers.

    Two who merge each with the other wait, none is killed.
    """
    both = sorted({row_id, row_id if other_id is None else other_id})
    return {number: held(session, number) for number in both}[row_id]


_REOPENED = "question rouverte"
# What a row without a reply holds.
_NOTHING: dict[str, Any] = {
    "reply": "",
    "reply_citations": [],
    "replied_by": "",
    "replied_at": None,
    "edited": None,
    "answer_id": None,
    "duplicate_of": None,
}


def _open(session: Session, row_id: int, version: int) -> RowRecord:
    """The row seen, which is still to be treated."""
    row = seen(session, row_id, version)
    if row.state != "a_traiter":
        raise AssistantError("Cette question est déjà traitée : rouvrez-la d'abord.")
    return row
