"""How triaged rows are written: JSONL, CSV or XLSX, whole or not at all."""

import codecs
import csv
import json
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from assistant.triage.cells import Object, cells, harmless, header_of, shown
from assistant.triage.sheet import write_sheet
from assistant.triage.table import form_of
from corpus.errors import AssistantError, named
from corpus.whole import whole


def write_rows(path: Path, rows: Callable[[], Iterable[Object]]) -> None:
    """Write the rows in the form of the path's suffix; each call of `rows` gives them anew.

    A broken row, `{"line", "error"}`, is a line of JSONL and none of a table.
    """
    form = form_of(path)
    with writable(path), whole(path) as file:
        if form == ".jsonl":
            _write_jsonl(file, rows())
            return
        header = header_of(_whole(rows()))
        table = (cells(row, header) for row in _whole(rows()))
        if form == ".xlsx":
            write_sheet(file, "Tri", _under(shown(header), table))
        else:
            _write_csv(file, _under(shown(header), table), "\t" if form == ".tsv" else ";")


def _whole(rows: Iterable[Object]) -> Iterator[Object]:
    return (row for row in rows if "error" not in row)


def _under(header: list[str], table: Iterable[list[str | float]]) -> Iterator[list[str | float]]:
    yield list(header)
    yield from table


@contextmanager
def writable(path: Path) -> Iterator[None]:
    """Whatever keeps a file from being written, as an AssistantError that names it."""
    try:
        yield
    except OSError as error:
        raise AssistantError(
            f"Le fichier « {named(path.name)} » ne peut pas être écrit : vérifiez son dossier, les "
            "droits et la place libre, puis relancez."
        ) from error


def _write_jsonl(file: IO[bytes], rows: Iterable[Object]) -> None:
    for row in rows:
        file.write(f"{json.dumps(row, ensure_ascii=False)}\n".encode("utf-8", "replace"))


def _write_csv(file: IO[bytes], table: Iterable[list[str | float]], delimiter: str) -> None:
    # French Excel opens what has a byte order mark and semicolons.
    text = codecs.getwriter("utf-8-sig")(file, "replace")
    writer = csv.writer(text, delimiter=delimiter)
    writer.writerows([harmless(cell) for cell in row] for row in table)
