"""What of a reply is published for others, and which personal data it would show them."""

from collections.abc import Sequence
from typing import get_args

from assistant.records.types import Reuse
from corpus.errors import AssistantError
from ui.queue.filters import parse_day

_MOST_NAMED = 5
_BEFORE_SENDING = (
    "rien n'a été envoyé : corrigez la question ou la réponse publiée, ou cochez celles qui "
    "peuvent l'être, puis validez de nouveau."
)
_REWORD = (
    "rien n'a été envoyé : récrivez la question ou la réponse publiée en termes généraux, puis "
    "validez de nouveau."
)
_KINDS = {"iban": "IBAN", "nir": "numéro de sécurité sociale"}


class PersonalData(AssistantError):
    """Personal data in what would be published, to be mended or allowed; nothing was done.

    `found` are its pieces, each with its kind; `remedy` says what was not done and what to do.
    """

    def __init__(self, found: Sequence[str], remedy: str) -> None:
        self.found = tuple(found)
        super().__init__(_holds("des données personnelles", found, remedy))


def _holds(what: str, found: Sequence[str], remedy: str) -> str:
    more = "…" if len(found) > _MOST_NAMED else ""
    named = ", ".join(found[:_MOST_NAMED])
    return f"Ce qui serait publié contient {what} ({named}{more}), {remedy}"


def marks_in(*texts: str) -> list[str]:
    """The marks of masked personal data that stand in texts: « [nom] », each once."""
    from assistant.triage.personal import Kind

    whole = "\n".join(texts).casefold()
    marks = (f"[{_KINDS.get(kind, kind)}]" for kind in get_args(Kind))
    return [mark for mark in marks if mark.casefold() in whole]


def refuse_marks(found: Sequence[str], remedy: str) -> None:
    """Raise AssistantError where marks were found; `remedy` says what to do."""
    if found:
        raise AssistantError(_holds("encore des marques de données masquées", found, remedy))


def personal_in(*texts: str) -> list[str]:
    """The pieces of personal data in texts: « Odette Vauquelin (nom) », each once."""
    from assistant.triage.personal import found

    pieces = (
        f"{text[a:b]} ({_KINDS.get(kind, kind)})" for text in texts for kind, a, b in found(text)
    )
    return list(dict.fromkeys(" ".join(piece.split()) for piece in pieces))


def reuse_of(
    publish: bool, reply: str, question: str, text: str, until: str, allowed: Sequence[str]
) -> Reuse | None:
    """How a reply is kept for others, None where it is not.

    Raises PersonalData for what is not among `allowed`, AssistantError for a wrong date or for a
    mark of masked data.
    """
    if not publish:
        return None
    if not question.strip():
        raise AssistantError(
            "La question à publier est vide : écrivez-la, ou ne publiez pas cette réponse."
        )
    until_day = parse_day(until, "queue-reuse-until")
    published = text.strip() or reply
    refuse_marks(marks_in(question, published), _REWORD)
    found = personal_in(question, published)
    if not {*found} <= {*allowed}:
        raise PersonalData(found, _BEFORE_SENDING)
    return Reuse(question.strip(), text.strip(), until_day, tuple(found))
