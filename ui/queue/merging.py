"""What a question treated as a duplicate would be answered, shown before it leaves."""

from hashlib import sha256
from html import escape

from assistant.records.merging import Given
from corpus.errors import AssistantError
from ui import sources
from ui.queue.desk import Desk
from ui.queue.panel import Panel, Updates

_HEADING = "Réponse qui partirait, mot pour mot"


def same_as(answer: int | str, other: str) -> dict[str, int]:
    """Of what a question is the duplicate; AssistantError where nothing, or no number, says it."""
    number = other.strip().removeprefix("n°").strip()
    if number:
        if not number.isdecimal() or len(number) > 9:
            raise AssistantError(
                f"« {number} » n'est pas le numéro d'une question : donnez un nombre."
            )
        return {"other_id": int(number)}
    if not isinstance(answer, int):
        raise AssistantError(
            "Rien ne dit de quoi c'est le doublon : choisissez une réponse validée ou donnez le "
            "numéro d'une question."
        )
    return {"answer_id": answer}


def shown_given(panel: Panel, desk: Desk, row_id: int, answer: int | str, other: str) -> Updates:
    """What the components become that show the reply; AssistantError where there is none."""
    given = desk.records.review.would_give(row_id, **same_as(answer, other))
    if given.waits_for is not None:
        html = (
            f"<p>La question n° {given.waits_for} n’a pas encore de réponse\u00a0: celle-ci "
            "recevra la même, mot pour mot, quand elle sera donnée.</p>"
        )
    else:
        with desk.documents() as documents:
            body = sources.reply(given.reply, given.citations, documents, f"g{row_id}")
        html = f"<h3>{escape(_HEADING)}</h3>{body}"
    return {panel.given: html, panel.given_seen: mark_of(given)}


def mark_of(given: Given) -> str:
    """What tells the reply that was shown from any other."""
    return sha256(f"{given.waits_for}:{given.reply}".encode()).hexdigest()[:16]
