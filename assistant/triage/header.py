"""Which of a table's first rows names its columns."""

from collections.abc import Iterable, Sequence
from io import StringIO
from itertools import islice

from assistant.triage.columns import FIELDS, roles
from corpus.delimited import DELIMITERS, delimiter_of, folded, rows
from corpus.errors import SourceError

# Rows above the header that a table may have: a title, a date.
ABOVE = 20
# Whether a row names more than the questions, whether it is as wide as most rows below, whether it
# has several cells, as a title has not, and whether its questions have a name of the list.
Sure = tuple[bool, bool, bool, bool]


def header_among(first: Iterable[tuple[int, Sequence[str]]]) -> tuple[Sure, int] | None:
    """The number of the row that most surely names the columns, the first of several.

    None where no row names a column of questions.
    """
    table = list(first)
    widths = [_width(cells) for _, cells in table]
    named = [
        (sure, -number)
        for place, (number, cells) in enumerate(table)
        if (sure := _sure(cells, widths[place + 1 :]))
    ]
    if not named:
        return None
    sure, number = max(named)
    return sure, -number


def delimiter_among(start: str) -> str:
    """The delimiter under which one of a text's first rows most surely names its columns.

    A title above them may hold another delimiter, or none; rows below the columns then have more
    cells, or fewer.
    """

    def sure(mark: str) -> tuple[bool, bool, Sure] | None:
        first = [
            (number, cells)
            for number, cells in islice(rows(StringIO(start), mark, skip_spaces=False), ABOVE)
            if not isinstance(cells, SourceError)
        ]
        found = header_among(first)
        if found is None:
            return None
        columns = len(dict(first)[found[1]])
        below = [len(cells) == columns for number, cells in first if number > found[1]]
        return found[0][0], 2 * sum(below) >= len(below), found[0]

    found = {mark: key for mark in DELIMITERS if (key := sure(mark))}
    return max(found, key=lambda mark: found[mark]) if found else delimiter_of(start, FIELDS)


def _sure(cells: Sequence[str], below: Sequence[int]) -> Sure | None:
    found = roles(cells)
    if "question" not in found:
        return None
    wide = 2 * sum(width <= _width(cells) for width in below) >= len(below)
    several = sum(bool(cell.strip()) for cell in cells) > 1
    return len(found) > 1, wide, several, folded(found["question"]) in FIELDS


def _width(cells: Sequence[str]) -> int:
    """How many cells a row has up to its last that is not empty."""
    return max((place for place, cell in enumerate(cells, 1) if cell.strip()), default=0)
