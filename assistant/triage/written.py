"""How triaged rows are written: JSONL, CSV or XLSX, whole or not at all."""

import csv
import json
import os
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

from assistant.triage.cells import Object, cells, harmless, header_of, shown
from assistant.triage.sheet import write_sheet
from assistant.triage.table import form_of
from corpus.errors import AssistantError, named


def write_rows(path: Path, rows: Callable[[], Iterable[Object]]) -> None:
    """Write the rows in the form of the path's suffix; each call of `rows` gives them anew.

    A broken row, `{"line", "error"}`, is a line of JSONL and none of a table.
    """
    form = form_of(path)
    with writable(path), _renamed(path) as new:
        if form == ".jsonl":
            _write_jsonl(new, rows())
            return
        header = header_of(_whole(rows()))
        table = (cells(row, header) for row in _whole(rows()))
        if form == ".xlsx":
            write_sheet(new, "Tri", _under(shown(header), table))
        else:
            _write_csv(new, _under(shown(header), table), "\t" if form == ".tsv" else ";")


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


@contextmanager
def _renamed(path: Path) -> Iterator[Path]:
    """A new file that takes the path's place once it is whole and on the disk."""
    # The suffix stays: openpyxl looks at it.
    new = path.with_name(f".{path.stem}.{os.getpid()}{path.suffix}")
    try:
        yield new
        with new.open("rb") as file:
            os.fsync(file.fileno())
        os.replace(new, path)
    finally:
        new.unlink(missing_ok=True)


def _write_jsonl(path: Path, rows: Iterable[Object]) -> None:
    with path.open("w", encoding="utf-8", errors="replace", newline="\n") as file:
        for row in rows:
            file.write(json.dumps(row, ensure_ascii=False) + "\n")


def _write_csv(path: Path, table: Iterable[list[str | float]], delimiter: str) -> None:
    # French Excel opens what has a byte order mark and semicolons.
    with path.open("w", encoding="utf-8-sig", errors="replace", newline="") as file:
        writer = csv.writer(file, delimiter=delimiter)
        writer.writerows([harmless(cell) for cell in row] for row in table)
