"""Which expression must an answer hold: an amount, a share, a date, an address; and which year.

Where the question asks for one and no extract holds any, the extracts do not answer it,
however near they are.
"""

import re
from collections.abc import Collection, Iterable

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
    # A street, a town's postcode, a site, a mail address, a telephone number.
    "contact": r"\d(?: ?(?:bis|ter))?,? (?:rue|avenue|place|boulevard|quai|chemin|allee|impasse)\b"
    r"|(?<!\d)\d{5} [a-z]|\bwww\.|https?:|\w@\w|\b0\d(?:[ .]?\d\d){4}\b",
}
_YEAR = re.compile(r"\b(?:19|20)\d\d\b")


def lacking(kind: AnswerKind, texts: Iterable[str]) -> bool:
    """Whether an answer of this kind must hold an expression that none of the texts holds."""
    holds = _MUST_HOLD.get(kind)
    return holds is not None and not re.search(holds, fold("\n".join(texts)))


def of_another_year(asked: Collection[str], texts: Iterable[str]) -> bool:
    """Whether the texts speak of other years, and of none of those that are asked about."""
    named = set(_YEAR.findall("\n".join(texts)))
    return bool(asked and named) and named.isdisjoint(asked)
