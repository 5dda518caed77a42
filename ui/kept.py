"""What a tab kept of its conversation, as far as it is what was once put there."""

import json
from typing import Any, NamedTuple

from assistant.types import Language
from ui.render import Turn
from ui.replies import Unanswered


class Kept(NamedTuple):
    """The turns, what stood in the question's box, and what may go to the jurist."""

    turns: list[Turn]
    draft: str
    unanswered: Unanswered | None


def read(text: str) -> Kept:
    """What `scripts.CONVERSATION` kept; whatever is of another form is left out."""
    try:
        stored = json.loads(text)
        match stored:
            case [[*turns], draft, *more]:
                kept = [turn for turn in map(_turn, turns) if turn]
                return Kept(kept, draft if isinstance(draft, str) else "", _unanswered(more))
    except (ValueError, TypeError, RecursionError):
        pass
    return Kept([], "", None)


def _turn(value: Any) -> Turn | None:
    match value:
        # Pages of earlier versions kept no language, or not whether it was asked alone.
        case [str(number), str(asked), str(html), *more]:
            language: Language = "en" if more[:1] == ["en"] else "fr"
            return Turn(int(number), asked, html, language, more[1:] == [True])
    return None


def _unanswered(values: list[Any]) -> Unanswered | None:
    match values:
        # A page of an earlier version kept none.
        case [[str(asked), str(understood), bool(is_refused)]]:
            return Unanswered(asked, understood, is_refused)
    return None
