"""What the open queue does by itself: it keeps what is being typed, and tells what is new."""

import json
from dataclasses import asdict
from datetime import datetime
from typing import Any

from assistant.records.listing import Newest
from assistant.records.types import Publication
from corpus.errors import AssistantError
from ui.queue import render
from ui.queue.desk import Desk
from ui.queue.opened import draft_of
from ui.queue.panel import Seen


class Watching:
    """What the events of one page that no one asks for call."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    def look(
        self,
        last: Newest | None,
        seen: str,
        who: str,
        typed: str | None,
        saved: str,
        closed: datetime | None = None,
        *publishing: Any,
    ) -> tuple[str, str, str]:
        """What came since the list was shown, what is kept by now, how the batch goes on.

        `saved` is what was kept last, as `keep` says it; `closed` is when the batch was sent of
        which this page says nothing.
        """
        try:
            newest = self._desk.records.queue.newest()
            saved = self._keep(seen, who, typed, saved, *publishing)
            batch = render.batch(self._desk.incoming.told(closed))
        except AssistantError as error:
            said = f"{error} Pour le moment, ce que vous écrivez n’est pas enregistré."
            return "", saved, render.said(said, wrong=True)
        last = last or newest
        new = newest.rows - last.rows
        # An event without a row is what a person did.
        changed = newest.events - last.events > new
        return render.announced(new, changed), saved, batch

    def arrived(self, is_first: bool, closed: datetime | None) -> tuple[bool, datetime | None]:
        """Who comes for the first time is not told of a batch that was over before."""
        return False, self._desk.incoming.ended(successes_alone=True) if is_first else closed

    def close(self) -> tuple[datetime | None, str]:
        """Say no more of the batch that is over."""
        ended = self._desk.incoming.ended()
        return ended, render.batch(self._desk.incoming.told(ended))

    def keep(self, seen: str, who: str, typed: str | None, saved: str, *publishing: Any) -> str:
        """Keep what was typed at once; where that fails, the next look says why.

        `publishing` is whether it is to be published, and the question, text and end for that.
        Returns the row, the jurist, the text and how it is to be published that are kept by now,
        as JSON: the page holds them and forgets its own copy of the text where it is the same.
        """
        try:
            return self._keep(seen, who, typed, saved, *publishing)
        except AssistantError:
            return saved

    def _keep(
        self,
        seen: str,
        who: str,
        typed: str | None,
        saved: str,
        publish: bool | None = False,
        *written: str | None,
    ) -> str:
        """Keep what is being typed as this jurist's draft, where it has changed."""
        if not seen or not who or typed is None:
            return saved
        row_id = Seen.of(seen).row_id
        publication = Publication(*(one or "" for one in written)) if publish else None
        now = json.dumps([str(row_id), who, typed, asdict(publication) if publication else None])
        if saved == now:
            return saved
        queue = self._desk.records.queue
        row, _ = queue.row(row_id)
        original = draft_of(row)
        begun = queue.draft(row_id, who)
        kept = (begun.text, begun.publication) if begun else (original, None)
        if (typed, publication) == kept:
            return now
        if row.state != "a_traiter":
            # Treated meanwhile: nothing is kept, unless it is what was sent.
            return now if typed == row.reply else saved
        is_drafted = typed == original and publication is None
        queue.save_draft(row_id, who, "" if is_drafted else typed, publication)
        return now
