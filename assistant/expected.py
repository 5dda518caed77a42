"""Which expression must an answer hold: an amount, a share, a count, a date or a duration.

Where the question asks for one and no extract holds any, the extracts do not answer it,
however near they are.
"""

import re
from collections.abc import Iterable

from assistant.types import AnswerKind
from corpus.text import fold

_NUMBER = (
    r"(?:\d|\b(?:deux|trois|quatre|cinq|six|sept|huit|neuf|dix|onze|douze|quinze|vingt|trente|"
    r"quarante|cinquante|soixante|cent|mille|(?:diz|quinz|vingt|trent|cinquant|cent)aines?)\b)"
)
_MONTH = "janvier|fevrier|mars|avril|mai|juin|juillet|aout|septembre|octobre|novembre|decembre"

_MUST_HOLD: dict[AnswerKind, str] = {
    "duration": rf"{_NUMBER}[^.;]{{0,12}}\b(?:ans?|mois|jours?|semaines?|annees?|heures?)\b",
    "amount": rf"{_NUMBER}\s*(?:(?:millions?|milliards?|k|m|md) ?)?(?:d')?(?:€|euros?\b)|gratuit",
    "share": r"\d\s*%|\d/\d|pour cent\b|\b(?:moitie|tiers|quart)\b|majorit",
    "count": _NUMBER,
    "date": rf"\b(?:1[6-9]|20)\d\d\b|\d(?:er)? (?:{_MONTH})\b|depuis (?:plus de )?\d+ ans",
}


def lacking(kind: AnswerKind, texts: Iterable[str]) -> bool:
    """Whether an answer of this kind must hold an expression that none of the texts holds."""
    holds = _MUST_HOLD.get(kind)
    return holds is not None and not re.search(holds, fold("\n".join(texts)))
