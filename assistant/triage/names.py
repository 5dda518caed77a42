"""Where a text names a person: after a civility, by a known first name, or as a signature."""

import re
import tomllib
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path

from assistant.triage.mail_lines import is_closing
from corpus.text import fold

FILE = Path(__file__).with_name("names.toml")
_CAPITAL = r"[A-ZÀ-ÖØ-ÝŒ][\w'’]*(?:-[A-ZÀ-ÖØ-ÝŒ][\w'’]*){0,3}"
_PARTICLE = r"(?:(?:de la|de|du|des|le|la|d['’]|von|van|van der|ben|el|al|da|dos|di) ?)"
_SURNAME = rf"(?:{_PARTICLE}(?={_CAPITAL}))?{_CAPITAL}"
_CIVILITY = re.compile(
    r"\b(?:MM?\.|M(?= [A-Z])|Mrs?\.?|Ms|Miss|Mmes?|Mlle|Mesdames|Messieurs|Madame|Monsieur"
    rf"|Ma[iî]tre|Me|Docteure?|Dr\.?|Pr\.?|Professeure?) "
    rf"(?P<name>{_PARTICLE}?{_CAPITAL}(?: {_SURNAME}){{0,3}})"
)
_PAIR = re.compile(rf"\b(?P<first>{_CAPITAL}) (?P<last>(?:[A-Z]\. )?{_SURNAME}(?: {_CAPITAL})?)")
_CALLED = re.compile(
    r"(?i:\b(?:je m['’]appelle|je soussigné(?:e|\(e\))?|nommée? |signé :)) ?,? ?"
    rf"(?P<name>{_CAPITAL}(?: {_SURNAME}){{1,2}})"
)
_SIGNATURE = re.compile(
    rf"(?:(?:M\.|Mme|Dr|Me|Pr) )?(?P<name>{_CAPITAL} (?:{_SURNAME}|[A-Z]\.)(?: {_CAPITAL})?)"
    r"(?:\s*[,–—|/(-].*)?$"
)
# How much before a name may say that it is a place's, a body's or a law's.
_BEFORE = 80


def names_in(text: str) -> Iterator[tuple[int, int]]:
    """The spans of the persons' names in a text; they may overlap."""
    for match in _CIVILITY.finditer(text):
        # « M. de La Fontière » is a name, « Madame La Présidente » none.
        words = [fold(word) for word in match["name"].split() if word[:1].isupper()]
        own = [word for word in words if word not in ("la", "le")]
        if own and own[0] not in _words("not_names"):
            yield match.span("name")
    yield from (match.span("name") for match in _CALLED.finditer(text))
    yield from _pairs(text)
    yield from _signatures(text)


def _pairs(text: str) -> Iterator[tuple[int, int]]:
    """A known first name and what follows it."""
    position = 0
    while True:
        match = _PAIR.search(text, position)
        if match is None:
            return
        # A pair that is no name may overlap one that is: « Bonjour Jean Dupont ».
        position = match.end("first")
        if _is_person(match) and not _is_borne(
            text[max(0, match.start() - _BEFORE) : match.start()]
        ):
            yield match.span()
            position = match.end()


def _is_borne(before: str) -> bool:
    """Whether the words before a name say that a place, a body or a law bears it."""
    line = fold(before.rpartition("\n")[2])
    near = re.findall(r"[\w-]+|[.;:!?,(]", line)[-6:]
    own = [word for word in near if word not in ("de", "du", "des", "la", "le", "d", "l")][-3:]
    return not {*".;:!?,("} & {*own[-1:]} and bool({*own} & _words("bearers"))


def _is_person(match: re.Match[str]) -> bool:
    last = [fold(word) for word in match["last"].split()]
    # « Josiane Le Corre » and « Jean de La Tour » have particles, « Rose La » has none.
    own = {*last} - {"le", "la", "les", "de", "du", "des"} or {*last}
    return _is_first_name(match["first"]) and not own & (_words("famous") | _words("not_names"))


def _is_first_name(word: str) -> bool:
    known = _words("first_names")
    return fold(word) in known or ("-" in word and {*fold(word).split("-")} <= known)


def _signatures(text: str) -> Iterator[tuple[int, int]]:
    """The name that is the first line after a mail's farewell."""
    closed, start = False, 0
    for line in text.splitlines(keepends=True):
        own = line.strip()
        if closed and own:
            match = _SIGNATURE.match(own)
            if match and not {fold(w) for w in re.split(r"[\s'’-]", match["name"])} & _words(
                "not_names"
            ):
                offset = start + line.index(own)
                yield offset + match.start("name"), offset + match.end("name")
            closed = is_closing(own)
        else:
            closed = closed or is_closing(own)
        start += len(line)


@lru_cache(maxsize=4)
def _words(group: str) -> frozenset[str]:
    """One group of words of `names.toml`."""
    return frozenset(tomllib.loads(FILE.read_text("utf-8"))[group].split())
