"""Which rows a table of questions holds: CSV, JSONL or XLSX, read one by one."""

from collections.abc import Iterator
from collections.abc import Set as AbstractSet
from contextlib import contextmanager
from dataclasses import replace
from functools import partial
from itertools import chain, count, islice
from pathlib import Path
from typing import Any, TextIO

from assistant.triage.columns import BrokenRow, Row, roles, row_of
from assistant.triage.header import ABOVE, delimiter_among, header_among
from corpus.decode import opened_text
from corpus.delimited import json_lines, rows
from corpus.errors import AssistantError, SourceError, named

FORMS = (".csv", ".tsv", ".jsonl", ".xlsx")
# The first signs of a table tell its delimiter.
_START = 65_536
# A line beyond it would fill the memory; this stands for it, and is neither JSON nor a question.
_LONGEST = 1_000_000
_TOO_LONG = "\x00\n"


def read_rows(path: Path) -> Iterator[Row | BrokenRow]:
    """The rows of a file, in order; a row that cannot be asked stands as its error.

    A row without an id gets one that no other has, by its line. Raises
    AssistantError where the file cannot be read, or has no column of questions.
    """
    with readable(path):
        if not path.stat().st_size:
            raise SourceError("le fichier est vide : donnez une table de questions")
        read = _READERS[form_of(path)]
        taken: set[str] = set()
        for row in read(path):
            if isinstance(row, Row) and not row.id:
                taken = taken or {one.id for one in read(path) if isinstance(one, Row)}
                row = replace(row, id=_free(row.number, taken))
                taken.add(row.id)
            yield row


def _free(number: int, taken: AbstractSet[str]) -> str:
    """The number of a line as the id of its row, in other words where another row has that."""
    others = (f"ligne {number}-{place}" for place in count(2))
    names = chain((f"{number}", f"ligne {number}"), others)
    return next(name for name in names if name not in taken)


def form_of(path: Path) -> str:
    """The suffix that tells a table's form; AssistantError where it is none that is known."""
    form = path.suffix.lower()
    if form not in FORMS:
        raise AssistantError(
            f"Le fichier « {named(path.name)} » n'est pas une table : donnez un fichier "
            ".csv, .xlsx ou .jsonl."
        )
    return form


def sentence(reason: str) -> str:
    """A phrase that says what is wrong as a sentence that also says what to do."""
    remedy = "" if " : " in reason else " : corrigez-le et relancez"
    return f"{reason[0].upper()}{reason[1:]}{remedy}."


@contextmanager
def readable(path: Path) -> Iterator[None]:
    """Whatever keeps a file from being read, as an AssistantError that names it."""
    name = named(path.name)
    try:
        yield
    except SourceError as error:
        raise AssistantError(sentence(f"dans « {name} », {error}")) from error
    except OSError as error:
        raise AssistantError(
            f"Le fichier « {name} » ne peut pas être lu : vérifiez qu'il existe et ses droits."
        ) from error


def _csv(path: Path) -> Iterator[Row | BrokenRow]:
    with opened_text(path) as file:
        delimiter = delimiter_among(file.read(_START))
        file.seek(0)
        left = rows(_lines(file), delimiter, skip_spaces=False)
        first = list(islice(left, ABOVE))
        found = header_among((n, row) for n, row in first if not isinstance(row, SourceError))
        number = found[1] if found else 1
        below = [(n, cells) for n, cells in first if n >= number]
        _, header = below.pop(0) if below else (1, [])
        if isinstance(header, SourceError):
            raise header
        yield from _of_cells(header, chain(below, left))


def _lines(file: TextIO) -> Iterator[str]:
    for line in iter(partial(file.readline, _LONGEST), ""):
        if len(line) < _LONGEST:
            yield line
            continue
        yield _TOO_LONG
        while line and not line.endswith("\n"):
            line = file.readline(_LONGEST)


def _xlsx(path: Path) -> Iterator[Row | BrokenRow]:
    from assistant.triage.sheet import sheet_rows

    left = sheet_rows(path)
    _, header = next(left, (1, []))
    yield from _of_cells(header, left)


def _of_cells(
    header: list[str], left: Iterator[tuple[int, list[str] | SourceError]]
) -> Iterator[Row | BrokenRow]:
    """The rows under a header."""
    names = _distinct(header)
    places = roles(names)
    if "question" not in places:
        raise SourceError(
            "aucune colonne ne s'appelle « question » : nommez ainsi celle des questions, sur la "
            "première ligne"
        )
    needed = names.index(places["question"])
    for number, cells in left:
        record = {} if isinstance(cells, SourceError) else dict(zip(names, cells, strict=False))
        try:
            if isinstance(cells, SourceError):
                raise cells
            if any(cell.strip() for cell in cells[len(names) :]):
                raise SourceError(
                    "il y a plus de cellules que de colonnes : mettez entre "
                    "guillemets les textes où il y a le séparateur"
                )
            if len(cells) <= needed:
                raise SourceError("il n'y a pas assez de cellules : complétez la ligne")
            yield row_of(number, record, places)
        except SourceError as error:
            yield broken_row(number, str(error), record.get(places.get("id", "")))


def _distinct(header: list[str]) -> list[str]:
    """A name for each column, each once."""
    names: list[str] = []
    for place, cell in enumerate(header, 1):
        name = cell.strip() or f"colonne {place}"
        while name in names:
            name = f"{name} ({place})"
        names.append(name)
    return names


def _jsonl(path: Path) -> Iterator[Row | BrokenRow]:
    with opened_text(path) as file:
        for number, record in json_lines(_lines(file)):
            try:
                yield _of_object(number, record)
            except SourceError as error:
                known = record if isinstance(record, dict) else {}
                yield broken_row(number, str(error), known.get(roles(list(known)).get("id")))


def _of_object(number: int, record: Any) -> Row:
    if isinstance(record, SourceError):
        raise record
    if not isinstance(record, dict):
        raise SourceError("ce n'est pas un objet avec les champs « id » et « question »")
    return row_of(number, record, roles(list(record)))


def broken_row(number: int, reason: str, id: Any = None) -> BrokenRow:
    """A row, by its number and its own id, and why it cannot be asked: a French phrase."""
    own = named(str(id).strip(), 40) if isinstance(id, (str, int, float)) else ""
    told = f" (n° {own})" if own and own != str(number) else ""
    where = "" if f"ligne {number}" in reason else f"à la ligne {number}{told}, "
    return BrokenRow(number, sentence(f"{where}{reason}"))


_READERS = {".csv": _csv, ".tsv": _csv, ".jsonl": _jsonl, ".xlsx": _xlsx}
