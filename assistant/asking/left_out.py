"""Which names of a reply a message wants no more of: « un autre exemple que celui d'Orléans »."""

import re
from collections.abc import Iterable

from assistant.asking.phrases import flat
from corpus.text import fold

# « d'autres villes que », not « les autres dispositifs que Lyon propose », nor « une autre
# association est-elle aidée plus que Lyon ».
_WORD = (
    r"(?!(?:plus|moins|aussi|est|sont|a|ont|peu\w+|dis\w+|pens\w+|[\w-]+-(?:ils?|elles?))\b)[\w'-]+"
)
_OTHER = (
    r"(?P<other>(?<!les )(?<!ces )(?<!l')\b(?:autres?|ailleurs)"
    rf"(?: {_WORD}){{0,5}}?) (?:que |qu')"
)
_BUT = (
    r"(?:(?:(?:^|, |\b)(?:mis )?a part|hormis|, pas|^(?:laissez|laissons|oubliez)(?: tomber)?) "
    r"|\ben dehors (?=d)|(?:non,? )?je (?:ne )?parl\w+ (?:plus|pas) (?=d[^,.;?]*[,.;] ))"
)
_THAT = (
    r"(?:(?:de |d')?(?:ce(?:lui|lles?|ux)|(?:l[ae]s? |l')\w+) )?"
    r"(?:(?:de|du|des|a|au|aux|en|l[ae]s?) |[dl]')*"
)
# What may stand after the names: no verb of theirs.
_END = r"(?=\s*(?:[,.;:?!)]|$)| (?:qui|ont|a|en|pour|dans|avec|plutot|svp|stp|s'il)\b)"


def left_out(text: str, names: Iterable[str]) -> tuple[str, tuple[str, ...]]:
    """The text without what it wants no more of, and which of the known `names` that is.

    The text comes back whole where it names none of them, or nothing else.
    """
    known = {fold(name): name for name in names}
    if not known:
        return text, ()
    name = rf"(?:{'|'.join(re.escape(one) for one in sorted(known, key=len, reverse=True))})"
    thing = rf"{_THAT}{name}(?![\w'-])(?: {name}(?![\w'-]))*"
    things = rf"{thing}(?:(?:, | et | ou | ni ){thing})*{_END}"
    match = re.search(rf"(?:{_OTHER}|{_BUT}){things}", flat(text))
    if match is None:
        return text, ()
    kept = text[slice(*match.span("other"))] if match["other"] else ""
    before, after = text[: match.start()], text[match.end() :]
    rest = f"{before}{kept}{after if before or kept else after.lstrip(' ,.;:')}"
    found = re.findall(rf"(?<![\w-]){name}(?![\w'-])", match[0])
    return (rest, tuple(known[one] for one in found)) if re.search(r"\w\w", rest) else (text, ())
