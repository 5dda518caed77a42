"""What is quoted around the best sentence, so that the quote can be read by itself."""

import re

from corpus.lexical import stems
from corpus.text import is_list_item

# Fewer words are a lead-in or a stray line.
SHORTEST = 20
_ENDS_OPEN = re.compile(r"[:;,]$")
# Words: runs that are no farther apart are quoted as one, what is left out of a passage that is
# quoted whole, what a sentence that is too short has with one beside it, or is left out of a list
# that is cut, and the rest of a list.
_GAP = 25
_REST = 15
_ROOM = 45
_LIST = 90
# What begins with a pronoun, « cet » or « leurs », with a clause before one (« Soutenue par
# l'État, elle… ») or with « pourtant » takes up what stands before it; « il faut » does not.
_IMPERSONAL = r"(?! (?:faut|existe|s['’]agit|y a|convient|suffit|est (?:\w+ )?(?:d[e'’]|que)))"
_PARTICIPLE = (
    r"(?!Depuis|Pendant|Durant|Suivant|Concernant)"
    r"(?:S['’])?\w{3,}(?:[éiu]e?s?|ise?s?|(?:er|ri)te?s?|ant) .{0,120}?"
)
_CLAUSE = rf"(?:(?:En|Depuis|Dès) \d{{4}}|Aujourd['’]hui|Désormais|{_PARTICIPLE})"
_ORPHAN = re.compile(
    rf"(?:Elles?|Ils?{_IMPERSONAL}|Cel(?:a|ui|les?)|Ceux|C['’]|Ces?|Cet(?:te)?|Leurs?|S(?:on|a|es)"
    r"|Pourtant|Cependant|Toutefois|Néanmoins|Par exemple"
    rf"|{_CLAUSE}, (?:elles?|ils?{_IMPERSONAL}))\b"
)
# What takes back some of what stands before it is quoted with it.
_CONCEDES = re.compile(r"(?:Pourtant|Cependant|Toutefois|Néanmoins|Mais|En revanche)\b")
# « La Ville soutient également le projet » adds to what stands before it.
_ADDS = re.compile(r"\b(?:également|aussi|en outre|par ailleurs)\b", re.I)
# « Cet appel… » says of which noun it speaks.
_POINTED = re.compile(r"C(?:e|et|ette|es) (?P<noun>[\w-]+)")


def around(text: str, spans: list[tuple[int, int]], best: int, longest: int) -> tuple[int, int]:
    """The first and the last of the units quoted with the best one, list items whole, and lists of
    which little would be left out.
    """
    needed = _begun(text, spans, best)
    first, last = needed, best
    while last + 1 < len(spans) and length(text, spans, first, last + 1) <= longest:
        last += 1
    while first > 0 and length(text, spans, first - 1, last) <= longest:
        first -= 1
    while first < needed and continues(text, spans, first):
        first += 1
    while last > best and last + 1 < len(spans) and _in_item(text, spans[last + 1]):
        last -= 1
    end = _list_end(text, spans, last)
    if end > last and _in_list(text, spans[last]) and length(text, spans, last + 1, end) <= _ROOM:
        last = end
    return first, last


def _list_end(text: str, spans: list[tuple[int, int]], last: int) -> int:
    """The last unit of the list that goes on after one; that one where none does."""
    while last + 1 < len(spans) and _in_list(text, spans[last + 1]):
        last += 1
    return last


def runs(text: str, spans: list[tuple[int, int]], told: list[int]) -> list[tuple[int, int]]:
    """The first and the last unit of each run that is quoted for some units, given in order: what
    they go on from and what few words stand between them, and what makes each run readable; all of
    the units where these leave out few words.
    """
    found = _joined(text, spans, [(_begun(text, spans, place), place) for place in told], _GAP)
    quoted = sum(length(text, spans, *run) for run in found)
    if length(text, spans, 0, len(spans) - 1) - quoted <= _REST:
        return [(0, len(spans) - 1)]
    return _joined(text, spans, [_readable(text, spans, *run) for run in found], 0)


def _joined(
    text: str, spans: list[tuple[int, int]], found: list[tuple[int, int]], gap: int
) -> list[tuple[int, int]]:
    """The runs of units, those as one between which no more than `gap` words stand."""
    joined: list[tuple[int, int]] = []
    for first, last in found:
        after = joined[-1][1] + 1 if joined else first
        if joined and (first <= after or length(text, spans, after, first - 1) <= gap):
            first, last = min(first, joined[-1][0]), max(last, joined.pop()[1])
        joined.append((first, last))
    return joined


def _readable(text: str, spans: list[tuple[int, int]], first: int, last: int) -> tuple[int, int]:
    """A run of units with what it announces or is taken back after it, the rest of its list where
    that is short or its last item ends open, and if it is short itself the shorter of those beside
    it.
    """
    if length(text, spans, first, last) < SHORTEST:
        beside = [(first, last + 1)] if last + 1 < len(spans) else []
        beside += [(first - 1, last)] if first else []
        shortest = min(beside, key=lambda run: length(text, spans, *run), default=(first, last))
        if length(text, spans, *shortest) <= _ROOM:
            first, last = shortest
    while last + 1 < len(spans) and (
        ends_open(text, spans[last]) or _CONCEDES.match(text, spans[last + 1][0])
    ):
        last += 1
    end = _list_end(text, spans, last)
    is_open = _ENDS_OPEN.search(text[slice(*spans[last])].rstrip()) is not None
    if end > last and (is_open or length(text, spans, last + 1, end) <= _LIST):
        last = end
    return _begun(text, spans, first), last


def _begun(text: str, spans: list[tuple[int, int]], position: int) -> int:
    """From which unit on one can be read, as far as it stands among them."""
    while position > 0 and continues(text, spans, position):
        position -= 1
    return position


def length(text: str, spans: list[tuple[int, int]], first: int, last: int) -> int:
    """The words from the first to the last of some units."""
    return len(text[spans[first][0] : spans[last][1]].split())


def continues(text: str, spans: list[tuple[int, int]], position: int) -> bool:
    """Whether a unit needs the one before it: a list item its lead-in, « Elle… » its subject."""
    unit = text[slice(*spans[position])]
    return _in_list(text, spans[position]) or _ORPHAN.match(unit) is not None


def adds(text: str, span: tuple[int, int]) -> bool:
    """Whether a unit says that it adds to what stands before it."""
    return _ADDS.search(text, *span) is not None


def points_before(text: str, spans: list[tuple[int, int]], first: int) -> bool:
    """Whether one of the units after the first says « cet appel » of what stands before these."""
    for start, end in spans[first + 1 :]:
        pointed = _POINTED.match(text[start:end])
        if pointed and not set(stems(pointed["noun"])) & set(stems(text[spans[first][0] : start])):
            return True
    return False


def ends_open(text: str, span: tuple[int, int]) -> bool:
    """Whether a unit announces what comes after it, which a list item does with a colon alone."""
    unit = text[slice(*span)].rstrip()
    return unit.endswith(":") if _in_list(text, span) else _ENDS_OPEN.search(unit) is not None


def closed(text: str, spans: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """The units without those at their end that announce what comes after them; one at least."""
    last = len(spans)
    while last > 1 and ends_open(text, spans[last - 1]):
        last -= 1
    return spans[:last]


def leading(
    text: str, spans: list[tuple[int, int]], start: int, longest: int
) -> tuple[int, int] | None:
    """The first and the last of the units with which what begins at `start`, after them, can be
    read: from a list's lead-in on, or from the first of the paragraph that « Ces questions… » takes
    up. Where these are more than `longest` words, the lead-in alone, or the nearest of them; none
    where these are items of the same list.
    """
    first = last = len(spans) - 1
    of_list = is_list_item(text[_line(text, start) :])
    while first > 0 and not _announces(text, spans[first], start):
        within_paragraph = not of_list and not _begins_line(text, spans[first][0])
        is_short = length(text, spans, first, last) < SHORTEST
        if not (within_paragraph or is_short or continues(text, spans, first)):
            break
        first -= 1
    if length(text, spans, first, last) <= longest:
        return first, last
    for place in range(first, last):
        if ends_open(text, spans[place]):
            return place, place
    if _in_list(text, spans[last]):
        return None
    while first < last and length(text, spans, first, last) > longest:
        first += 1
    return first, last


def _announces(text: str, span: tuple[int, int], item: int) -> bool:
    """Whether a unit, such as an item of an outer list, leads in the list that an item is of."""
    return _indent(text, span[0]) < _indent(text, item) and ends_open(text, span)


def _indent(text: str, start: int) -> int:
    """How many blanks the line begins with that a character stands in."""
    line = text[_line(text, start) :]
    return len(line) - len(line.lstrip(" \t\u00a0"))


def _line(text: str, start: int) -> int:
    """Where the line begins that a character stands in."""
    return text.rfind("\n", 0, start) + 1


def _begins_line(text: str, start: int) -> bool:
    return not text[_line(text, start) : start].strip()


def _in_list(text: str, span: tuple[int, int]) -> bool:
    return is_list_item(text[slice(*span)]) or _in_item(text, span)


def _in_item(text: str, span: tuple[int, int]) -> bool:
    """Whether a unit is a further sentence of a list item, on its line or on one of its own."""
    line = _line(text, span[0])
    if is_list_item(text[line:]) and _begins_line(text, span[0]):
        return False
    # An indented line right below another goes on with what that begins.
    while line and text[line] in " \t\u00a0" and not is_list_item(text[line:]):
        above = _line(text, line - 1)
        if not text[above : line - 1].strip():
            return False
        line = above
    return is_list_item(text[line:])
