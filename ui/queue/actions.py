"""What the buttons of an open question do, and what the page says of it."""

from collections.abc import Callable, Sequence
from typing import Any, get_args

from assistant.records.types import Conflict, QueueRow, Reuse
from assistant.triage.types import Theme
from corpus.errors import AssistantError
from corpus.types import LEVELS
from ui.queue import render
from ui.queue.citing import cited, cited_choices
from ui.queue.desk import Desk
from ui.queue.merging import mark_of, same_as, shown_given
from ui.queue.opened import draft_of, shown
from ui.queue.panel import Panel, Seen, Updates
from ui.queue.question import NOT_SENT

# What an action is given: the row's number, who acts, the version seen.
Action = Callable[[int, str, int], QueueRow]


class Actions:
    """The actions of one page; each returns what its components become."""

    def __init__(self, desk: Desk, panel: Panel) -> None:
        self._desk = desk
        self._panel = panel
        self._review = desk.records.review

    def open(self, row_id: Any, who: str) -> Updates:
        """Show a row, with what this jurist has begun to write on it."""
        if not who:
            return self._say("Vous n'avez pas dit qui vous êtes : choisissez votre nom.", True)
        try:
            return shown(self._panel, self._desk, int(row_id), who) | self._say("")
        except (TypeError, ValueError):
            return self._say("Cette question n'est pas dans la file : rechargez la page.", True)
        except AssistantError as error:
            return self._say(str(error), True)

    def validate(
        self, seen: str, who: str, text: str, ticked: Sequence[str], reuse: Reuse | None
    ) -> Updates:
        """Send the draft as it is; not where another text stands in the field."""

        def act(row_id: int, by: str, version: int) -> QueueRow:
            row = self._row(row_id)
            if row.version == version and (text, {*ticked}) != (draft_of(row), {*_drafted(row)}):
                raise AssistantError(
                    "La réponse ou ses passages ont été modifiés : choisissez « Valider la "
                    "réponse modifiée »."
                )
            return self._review.validate(row_id, by, version, reuse)

        said = "Réponse validée telle quelle." + _published(reuse)
        return self._do(seen, who, text, act, said)

    def edit(
        self, seen: str, who: str, text: str, ticked: Sequence[str], reuse: Reuse | None
    ) -> Updates:
        """Send the draft in the jurist's words."""

        def act(row_id: int, by: str, version: int) -> QueueRow:
            kept = cited(self._row(row_id), text, ticked)
            return self._review.edit(row_id, by, version, text, kept, reuse)

        return self._do(seen, who, text, act, "Réponse modifiée et validée." + _published(reuse))

    def by_hand(
        self, seen: str, who: str, text: str, ticked: Sequence[str], reuse: Reuse | None
    ) -> Updates:
        """Send a reply that is the jurist's own."""

        def act(row_id: int, by: str, version: int) -> QueueRow:
            kept = cited(self._row(row_id), text, ticked)
            return self._review.answer(row_id, by, version, text, kept, reuse)

        after = _published(reuse)
        said, of_batch = f"Réponse envoyée.{after}", f"Réponse enregistrée.{after}"
        return self._do(seen, who, text, act, said, of_batch)

    def reject(self, seen: str, who: str, typed: str, reason: str, reply: str) -> Updates:
        """Leave the question without an answer."""
        return self._do(
            seen,
            who,
            typed,
            lambda i, by, v: self._review.reject(i, by, v, reason, reply),
            "Question rejetée.",
        )

    def would_give(self, seen: str, same: int | str, other: str) -> Updates:
        """Show the reply that a duplicate would be sent."""
        if not other.strip() and not isinstance(same, int):
            return {self._panel.given: "", self._panel.given_seen: ""}
        try:
            return shown_given(self._panel, self._desk, Seen.of(seen).row_id, same, other)
        except AssistantError as error:
            return {self._panel.given: render.said(str(error), True), self._panel.given_seen: ""}

    def merge(
        self, seen: str, who: str, typed: str, same: int | str, other: str, read: str
    ) -> Updates:
        """Treat the question as one that was asked before; only with the reply that was shown."""

        def act(row_id: int, by: str, version: int) -> QueueRow:
            of = same_as(same, other)
            given = self._review.would_give(row_id, **of)
            if read != mark_of(given):
                raise AssistantError(
                    "La réponse qui partirait n'a pas encore été montrée, rien n'a été envoyé : "
                    "lisez-la, puis recommencez."
                )
            return self._review.merge(row_id, by, version, seen=given, **of)

        updates = self._do(seen, who, typed, act, "Question traitée comme doublon.")
        if self._panel.given_seen in updates or not seen:
            return updates
        return self.would_give(seen, same, other) | updates

    def assign(self, seen: str, who: str, typed: str, to: str) -> Updates:
        """Give the question to a jurist, or to nobody."""
        said = f"Question attribuée à {to}." if to else "Question attribuée à personne."
        return self._do(
            seen, who, typed, lambda i, by, v: self._review.assign(i, by, v, to), said, is_kept=True
        )

    def classify(self, seen: str, who: str, typed: str, theme: Any, level: Any) -> Updates:
        """Change the theme and the level."""

        def act(row_id: int, by: str, version: int) -> QueueRow:
            if theme not in get_args(Theme) or (level and level not in LEVELS):
                raise AssistantError("Ce thème ou ce niveau n'existe pas : rechargez la page.")
            return self._review.classify(row_id, by, version, theme=theme, level=level or None)

        return self._do(seen, who, typed, act, "Thème et niveau enregistrés.", is_kept=True)

    def reopen(self, seen: str, who: str, reason: str) -> Updates:
        """Take the question up anew, with what was typed before a colleague treated it."""
        updates = self._do(
            seen,
            who,
            "",
            lambda i, by, v: self._review.reopen(i, by, v, reason),
            "Question rouverte.",
        )
        return {one: value for one, value in updates.items() if one not in self._panel.typed()}

    def _do(
        self,
        seen: str,
        who: str,
        typed: str,
        act: Action,
        said: str,
        of_batch: str = "",
        is_kept: bool = False,
    ) -> Updates:
        """Act, and show the row as it then stands; after a conflict what was typed stays.

        `of_batch` takes the place of `said` where the question came in a batch.
        """
        try:
            on = Seen.of(seen)
            try:
                row = act(on.row_id, who, on.version)
            except Conflict as error:
                return self._after(error, on.row_id, who, typed)
            if row.source == "batch" and row.reply and not is_kept:
                said = f"{of_batch or said} {NOT_SENT}"
            return shown(self._panel, self._desk, on.row_id, who, is_kept) | self._say(said)
        except AssistantError as error:
            return self._say(str(error), True)

    def _after(self, error: Conflict, row_id: int, who: str, typed: str) -> Updates:
        queue = self._desk.records.queue
        if typed:
            begun = queue.draft(row_id, who)
            queue.save_draft(row_id, who, typed, begun.publication if begun else None)
        updates = shown(self._panel, self._desk, row_id, who, is_kept=True)
        return updates | self._say(f"{error} Ce que vous aviez écrit est gardé.", True)

    def _row(self, row_id: int) -> QueueRow:
        return self._desk.records.queue.row(row_id)[0]

    def _say(self, text: str, is_wrong: bool = False) -> Updates:
        return {self._panel.message: render.said(text, is_wrong)}


def _drafted(row: QueueRow) -> list[str]:
    return cited_choices(row)[1]


def _published(reuse: Reuse | None) -> str:
    if reuse is None:
        return ""
    return (
        " Elle ne sera citée qu’après « Publier les réponses validées », dans l’onglet « Réponses "
        "validées »."
    )
