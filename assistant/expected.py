"""Which expression must an answer hold: an amount, a share, a count, a date or a duration.

Where the question asks for one and no extract holds any, the extracts do not answer it,
however near they are.
"""

import re
from collections.abc import Iterable

from corpus.text import fold

_NUMBER = (
    r"(?:\d|\b(?:deux|trois|quatre|cinq|six|sept|huit|neuf|dix|onze|douze|quinze|vingt|trente|"
    r"quarante|cinquante|soixante|cent|mille|(?:diz|quinz|vingt|trent|cinquant|cent)aines?)\b)"
)
_MONTH = "janvier|fevrier|mars|avril|juin|juillet|aout|septembre|octobre|novembre|decembre"

# Kind: how a question asks for it, what an answer must hold, and how its lack is said.
_KINDS = {
    "duration": (
        r"combien de temps|quelle (?:est |etait )?(?:la )?duree|pendant combien|how long",
        rf"{_NUMBER}[^.;]{{0,12}}\b(?:ans?|mois|jours?|semaines?|annees?|heures?)\b",
        "la durée demandée",
    ),
    "amount": (
        r"quels? (?:est |sont |etait )?(?:le |la |les )?"
        r"(?:montants?|budgets?|couts?|prix|tarifs?)\b"
        r"|combien (?:\w+ )?cout|combien d'(?:euros|argent)|how much|what (?:budget|cost|amount)"
        r"|quelle somme",
        r"\d\s*(?:€|euros?\b|k€|m€)|(?:millions?|milliards?) d'euros|gratuit",
        "le montant demandé",
    ),
    "share": (
        r"quelle (?:est |etait )?(?:la )?(?:part|proportion)\b|pourcentage"
        r"|quel (?:est )?(?:le )?taux|what (?:share|percentage|proportion)",
        r"\d\s*%|\d/\d|pour cent\b|\b(?:moitie|tiers|quart)\b|majorit",
        "la part demandée",
    ),
    "count": (
        r"\bcombien (?:de |d'|y a)|how many|quel (?:est )?(?:le )?nombre",
        _NUMBER,
        "le nombre demandé",
    ),
    "date": (
        r"^quand\b|\b(?:de|depuis|c'est) quand\b|en quelle annee|a quelle date"
        r"|quelle (?:est |etait )?(?:la )?(?:date|annee)\b|^(?:when|what year)\b",
        rf"\b(?:1[6-9]|20)\d\d\b|\b(?:{_MONTH})\b|depuis (?:plus de )?\d+ ans",
        "la date demandée",
    ),
}


def lacking(question: str, texts: Iterable[str]) -> str | None:
    """What the question asks for and none of the texts holds, in French; None where nothing."""
    asked = fold(question)
    held = fold("\n".join(texts))
    for asks, holds, name in _KINDS.values():
        if re.search(asks, asked):
            return None if re.search(holds, held) else name
    return None
