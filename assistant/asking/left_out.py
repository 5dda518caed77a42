"""Which names a message wants no more of: « un autre exemple que celui d'Orléans »."""

import re
from collections.abc import Iterable

from assistant.asking.phrases import flat
from corpus.text import fold

_LEFT_OUT = re.compile(
    r"(?:(?P<other>\b(?:autres?|ailleurs) (?:[\w'-]+ ){0,3}?)(?:que |qu')"
    r"|(?:^|, |\b)(?:a part|hormis|sauf|(?:en )?(?:de)?hors(?: d[eu]s?)?|(?:, |mais |et )pas)\b"
    r"|\b(?:laiss(?:ez|e|ons)|oubli(?:ez|e|ons))(?: tomber)?\b)"
    r"(?P<things>[^,.;:?!]+)[,.;:]?"
)
_WORD = re.compile(r"[\w-]+")
# What all of the fiches are about.
_FIELD = {"ess", "rtes"}


def left_out(text: str, names: Iterable[str] = ()) -> tuple[str, tuple[str, ...]]:
    """The text without what it wants no more of, and the names in that, as written.

    `names` are known ones, which may be written without a capital; where none is named the text
    comes back whole.
    """
    known = {fold(name) for name in names}
    found: list[str] = []
    kept, end = "", 0
    for match in _LEFT_OUT.finditer(flat(text)):
        start, stop = match.span("things")
        words = _WORD.findall(text[start:stop])
        own = [
            word
            for word in words
            if len(word) > 1
            and (word[0].isupper() or fold(word) in known)
            and fold(word) not in _FIELD
        ]
        if own:
            kept += text[end : match.start()] + text[slice(*match.span("other"))]
            found, end = [*found, *own], match.end()
    rest = " ".join((kept + text[end:]).split())
    return (rest, tuple(found)) if found and _WORD.search(rest) else (text, ())
