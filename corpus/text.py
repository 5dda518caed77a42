"""How French text is folded for matching and cut into sentences and list items, offsets kept."""

import re
import unicodedata
from collections.abc import Iterator

# A space that follows the end of a sentence. « élu.e.s » has no space after its dots; an
# abbreviation or an initial before the dot, or a lower-case letter after it, ends nothing.
_ABBREVIATIONS = ("art", "cf", "ex", "p", "pp", "vol", "éd", "hab", "env", "av", "bd", "tél", "St")
_NOT_AFTER = "".join(rf"(?<!\b{word}\.)" for word in (*_ABBREVIATIONS, "[A-Z]", "Mme", "Dr"))
SENTENCE_SPACE = (
    rf"(?:(?<=[.!?…])|(?<=[.!?…][»”\")\]])|(?<=[.!?…]\s[»”])){_NOT_AFTER}"
    r"[^\S\n]+(?=[A-ZÀ-ÖØ-ÞŒ0-9«“\"(•\[])"
)
BULLET = r"[ \t\u00a0]*(?:[-–—•●▪◦*]|\d{1,2}[.)])[ \t\u00a0]+"
_UNIT_BREAK = re.compile(rf"\n+|{SENTENCE_SPACE}")
_BULLET_START = re.compile(BULLET)


def fold(text: str) -> str:
    """The text in lower case without accents, with plain spaces and apostrophes, for matching."""
    plain = text.casefold().replace("’", "'").replace("œ", "oe")
    letters = (c for c in unicodedata.normalize("NFKD", plain) if not unicodedata.combining(c))
    return re.sub(r"\s+", " ", "".join(letters))


def typeset(text: str) -> str:
    """A French sentence for a page: no line ends between a word and « » : ; ? !, apostrophes are
    curly.
    """
    curly = re.sub(r"(?<=\w)'(?=[\w«])", "’", text)
    return re.sub(r"(?<=«) | (?=[»:;?!])", "\u00a0", curly)


def squeeze(text: str) -> str:
    """The text on one line with single plain spaces, for comparing paragraphs."""
    return " ".join(text.replace("’", "'").split())


def is_list_item(text: str) -> bool:
    """Whether a line begins with a bullet or an item number."""
    return _BULLET_START.match(text) is not None


def units(text: str, start: int = 0, end: int | None = None) -> Iterator[tuple[int, int]]:
    """The spans of the sentences and list items of `text[start:end]`, without outer space.

    A line break ends a unit: readers unwrap lines before the text is stored.
    """
    end = len(text) if end is None else end
    position = start
    for match in _UNIT_BREAK.finditer(text, start, end):
        yield from _trimmed(text, position, match.start())
        position = match.end()
    yield from _trimmed(text, position, end)


def last_sentence(text: str) -> str:
    """The last sentence or list item of a text; the text where it holds none."""
    *_, (start, end) = [(0, len(text)), *units(text)]
    return text[start:end]


def _trimmed(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    if start < end:
        yield start, end
