"""Which of a table's first rows names its columns."""

from collections.abc import Iterable, Sequence

from assistant.triage.columns import FIELDS, roles
from corpus.delimited import folded

# Rows above the header that a table may have: a title, a date.
ABOVE = 20
# Whether a row names more than the questions, whether it has several cells, as a title has not,
# and whether its questions have a name of the list.
Sure = tuple[bool, bool, bool]


def header_among(rows: Iterable[tuple[int, Sequence[str]]]) -> tuple[Sure, int] | None:
    """The number of the row that most surely names the columns, the first of several.

    None where no row names a column of questions.
    """
    named = [(sure, -number) for number, cells in rows if (sure := _sure(cells))]
    if not named:
        return None
    sure, number = max(named)
    return sure, -number


def _sure(cells: Sequence[str]) -> Sure | None:
    found = roles(cells)
    if "question" not in found:
        return None
    several = sum(bool(cell.strip()) for cell in cells) > 1
    return len(found) > 1, several, folded(found["question"]) in FIELDS
