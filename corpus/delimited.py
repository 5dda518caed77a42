"""How lines of delimited text and of JSON become rows, each with its number."""

import csv
import json
import re
from collections import deque
from collections.abc import Iterable, Iterator, Mapping
from io import StringIO

from corpus.errors import SourceError
from corpus.text import fold

# Excel's own first line; an empty one keeps the count of lines.
_SEPARATOR = re.compile(r'"?sep=.?"?\n', re.I)
DELIMITERS = ";,\t|"
_QUOTE = "un guillemet n'est pas fermé ou pas doublé, ou une cellule dépasse 131 072 caractères"


class _Lines:
    """Lines of which those taken since a mark can be given back."""

    def __init__(self, lines: Iterable[str]) -> None:
        self._lines = iter(lines)
        self._back: deque[str] = deque()
        self._taken: list[str] = []
        self.number = 1

    def __iter__(self) -> Iterator[str]:
        return self

    def __next__(self) -> str:
        line = self._back.popleft() if self._back else next(self._lines)
        self._taken.append(line)
        return "\n" if self.number == 1 and _SEPARATOR.fullmatch(line) else line

    def mark(self) -> None:
        """Keep what was taken: a row, of however many lines."""
        self.number += 1
        self._taken = []

    def only_first(self) -> None:
        """Keep the first line that was taken, and give the others back."""
        self._back.extendleft(reversed(self._taken[1:]))
        del self._taken[1:]


def rows(
    lines: Iterable[str], delimiter: str, skip_spaces: bool = True
) -> Iterator[tuple[int, list[str] | SourceError]]:
    """The rows that are not empty, each with its number as a spreadsheet counts it.

    What is wrong with a row stands in its place, and the next line begins another.
    """
    source = _Lines(lines)
    while True:
        reader = csv.reader(source, delimiter=delimiter, strict=True, skipinitialspace=skip_spaces)
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error:
            source.only_first()
            reason = f"à la ligne {source.number}, {_QUOTE}"
            yield source.number, SourceError(reason)
        else:
            if any(cell.strip() for cell in cells):
                yield source.number, cells
        source.mark()


def fields_of(cells: Iterable[str], names: Mapping[str, str]) -> list[str]:
    """The field of each column by its folded name, empty where the name is none that is known."""
    return [names.get(folded(cell), "") for cell in cells]


def folded(name: str) -> str:
    """A column's name as it is compared: « Mis_à_jour » is « mis a jour »."""
    return fold(name).replace("_", " ").strip()


def delimiter_of(start: str, names: Mapping[str, str]) -> str:
    """The delimiter that makes the most known columns of the first row, then the most columns."""

    def known(mark: str) -> tuple[int, int]:
        _, cells = next(rows(StringIO(start), mark), (1, []))
        fields = [] if isinstance(cells, SourceError) else fields_of(cells, names)
        return sum(map(bool, fields)), len(fields)

    return max(DELIMITERS, key=known)


def _no_json(constant: str) -> object:
    raise ValueError(constant)


def json_lines(lines: Iterable[str]) -> Iterator[tuple[int, object]]:
    """What each line that is not empty holds; a SourceError in place of what is no JSON."""
    for number, line in enumerate(lines, 1):
        if line.strip():
            try:
                yield number, json.loads(line, parse_constant=_no_json)
            except (ValueError, RecursionError):
                yield number, SourceError(f"la ligne {number} n'est pas du JSON valide")
