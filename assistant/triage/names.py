"""Where a text names a person: after a civility, by a known first name, or as a signature."""

import re
from collections.abc import Iterator

from assistant.asking.spelling import is_french
from assistant.triage.mail_lines import is_closing
from assistant.triage.name_words import (
    CAPITAL,
    PARTICLE,
    SURNAME,
    is_first_name,
    listed,
    may_be_name,
    may_be_surname,
)
from assistant.triage.named_by import named_by
from corpus.text import fold

_CIVILITY = re.compile(
    r"\b(?:MM?\.|M(?= [A-Z])|Mrs?\.?|Ms|Miss|[Mm]mes?\.?|[Mm]lles?\.?|Mesdames|Messieurs"
    r"|[Mm]adame|[Mm]onsieur|[Mm]a[iî]tre|Me|[Dd]octeure?|Dr\.?|Pr\.?|[Pp]rofesseure?) "
    rf"(?P<name>{PARTICLE}?{CAPITAL}(?: {SURNAME}){{0,3}})"
)
# « monsieur dupont ».
_IN_SMALL = re.compile(
    r"\b(?:[Mm]onsieur|[Mm]adame|[Mm]me|[Mm]lle|[Mm]r) "
    r"(?P<name>(?![dl]['’])[a-zà-ÿ][a-zà-ÿ'’-]{2,})"
)
# « MM. Riou et Penven ».
_SEVERAL = re.compile(
    rf"\b(?:MM\.|Mmes|Messieurs|Mesdames) (?P<names>{SURNAME}(?:, {SURNAME})* et {SURNAME})"
)
_PAIR = re.compile(rf"\b(?P<first>{CAPITAL}) (?P<last>(?:[A-Z]\. )?{SURNAME}(?: {CAPITAL})?)")
_CALLED = re.compile(
    r"(?i:\b(?:je m['’]appelle|je soussigné(?:e|\(e\))?|nommée? |signé :)) ?,? ?"
    rf"(?P<name>{CAPITAL}(?: {SURNAME}){{1,2}})"
)
_SIGNATURE = re.compile(
    rf"(?:(?:M\.|Mme|Dr|Me|Pr) )?(?P<name>{CAPITAL} (?:{SURNAME}|[A-Z]\.)(?: {CAPITAL})?)"
    r"(?:\s*[,–—|/(-].*)?$"
)
# « Martine », « Sylvie et Marc ».
_FIRST_NAMES = re.compile(rf"{CAPITAL}(?:(?:,| et| &) {CAPITAL})?[.!]?")
# « Cordialement, Aurélie » on one line.
_CLOSED_BY = re.compile(
    rf"(?P<closing>.{{3,60}}?)(?P<mark> ?[,–—-])? (?P<name>{CAPITAL}(?: {SURNAME})?)[.!]?$"
)
_SENTENCE_END = re.compile(r"[.?!…]+\s+")
# How much before a name may say that it is a place's, a body's or a law's.
_BEFORE = 80


def names_in(text: str) -> Iterator[tuple[int, int]]:
    """The spans of the persons' names in a text; they may overlap."""
    for match in _CIVILITY.finditer(text):
        # « M. de La Fontière » is a name, « Madame La Présidente » none.
        words = [fold(word) for word in match["name"].split() if word[:1].isupper()]
        own = [word for word in words if word not in ("la", "le")]
        if own and own[0] not in listed("not_names"):
            yield match.span("name")
    for match in _IN_SMALL.finditer(text):
        name = fold(match["name"])
        is_word = name in listed("not_names") or is_french(match["name"])
        if name in listed("surnames") - listed("not_names") or not is_word:
            yield match.span("name")
    for match in _SEVERAL.finditer(text):
        start = match.start("names")
        for one in re.finditer(SURNAME, match["names"]):
            yield start + one.start(), start + one.end()
    yield from (match.span("name") for match in _CALLED.finditer(text))
    yield from named_by(text)
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
    return not {*".;:!?,("} & {*own[-1:]} and bool({*own} & listed("bearers"))


def _is_person(match: re.Match[str]) -> bool:
    last = [fold(word) for word in match["last"].split()]
    # « Josiane Le Corre » and « Jean de La Tour » have particles, « Rose La » has none.
    own = {*last} - {"le", "la", "les", "de", "du", "des"} or {*last}
    return is_first_name(match["first"]) and not own & (listed("famous") | listed("not_names"))


def _signatures(text: str) -> Iterator[tuple[int, int]]:
    """The names that a mail's farewell is followed by, on its line or on the next."""
    closed, start = False, 0
    for line in text.splitlines(keepends=True):
        own = line.strip()
        offset = start + line.index(own)
        if own:
            found = [*_closed_by(own), *(_signed(own) if closed else ())]
            yield from ((offset + a, offset + b) for a, b in found)
            closed = is_closing(own)
        start += len(line)


def _signed(line: str) -> Iterator[tuple[int, int]]:
    """The names in the first line after a farewell."""
    match = _SIGNATURE.match(line)
    if match and may_be_name(match["name"]):
        yield match.span("name")
    if _FIRST_NAMES.fullmatch(line):
        for one in re.finditer(CAPITAL, line):
            if may_be_surname(one[0]):
                yield one.span()


def _closed_by(line: str) -> Iterator[tuple[int, int]]:
    """The name at the end of a line that follows a farewell."""
    start = max((match.end() for match in _SENTENCE_END.finditer(line)), default=0)
    match = _CLOSED_BY.match(line, start)
    if match and is_closing(match["closing"]):
        first = match["name"].split()[0]
        if is_first_name(first) or (match["mark"] and may_be_name(match["name"])):
            yield match.span("name")
