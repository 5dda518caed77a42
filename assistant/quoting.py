"""What is quoted around the best sentence, so that the quote can be read by itself."""

import re

from corpus.text import is_list_item

# What begins with a pronoun or « ces » takes up what stands before it; « il faut » does not.
_ORPHAN = re.compile(
    r"(?:Elles?|Ils?(?! (?:faut|existe|s['’]agit|y a|convient|suffit|est (?:\w+ )?(?:d[e'’]|que)))"
    r"|Cel(?:a|ui|le)|C['’]|Ces?|Cette)\b"
)


def around(text: str, spans: list[tuple[int, int]], best: int, longest: int) -> tuple[int, int]:
    """The first and the last of the units quoted with the best one, list items whole."""
    needed = best
    while needed > 0 and continues(text, spans, needed):
        needed -= 1
    first, last = needed, best
    while last + 1 < len(spans) and length(text, spans, first, last + 1) <= longest:
        last += 1
    while first > 0 and length(text, spans, first - 1, last) <= longest:
        first -= 1
    while first < needed and continues(text, spans, first):
        first += 1
    while last > best and last + 1 < len(spans) and _in_item(text, spans[last + 1]):
        last -= 1
    return first, last


def length(text: str, spans: list[tuple[int, int]], first: int, last: int) -> int:
    """The words from the first to the last of some units."""
    return len(text[spans[first][0] : spans[last][1]].split())


def continues(text: str, spans: list[tuple[int, int]], position: int) -> bool:
    """Whether a unit needs the one before it: a list item its lead-in, « Elle… » its subject."""
    unit = text[slice(*spans[position])]
    return is_list_item(unit) or _in_item(text, spans[position]) or _ORPHAN.match(unit) is not None


def _in_item(text: str, span: tuple[int, int]) -> bool:
    """Whether a unit is a further sentence of a list item, on its line or on one of its own."""
    line = text.rfind("\n", 0, span[0]) + 1
    if is_list_item(text[line:]) and not text[line : span[0]].strip():
        return False
    # An indented line right below another goes on with what that begins.
    while line and text[line] in " \t\u00a0" and not is_list_item(text[line:]):
        above = text.rfind("\n", 0, line - 1) + 1
        if not text[above : line - 1].strip():
            return False
        line = above
    return is_list_item(text[line:])
