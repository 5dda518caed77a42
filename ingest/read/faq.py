"""Reads a FAQ, JSONL or CSV: each question with its answer becomes a document."""

import csv
import json
import re
from collections.abc import Iterator
from datetime import date
from io import StringIO
from typing import ClassVar

from pydantic import ConfigDict, Field, ValidationError, field_validator

from corpus.text import fold
from corpus.types import Document, Section, SourceKind
from ingest.read import Page, SourceError, named
from ingest.read.decode import decode
from ingest.read.fields import Fields

# The names that people give a field; the first is the one in messages.
_NAMES = {
    "id": ("id", "identifiant", "numéro", "n°"),
    "question": ("question",),
    "answer": ("réponse", "answer"),
    "theme": ("thème", "thématique"),
    "updated": ("mise à jour", "mis à jour le", "date de mise à jour", "updated"),
    "valid_until": ("valable jusqu'au", "valide jusqu'au", "fin de validité", "valid until"),
}
_FIELDS = {fold(name): field for field, names in _NAMES.items() for name in names}
_REQUIRED = ("id", "question", "answer")
_DATES = ("updated", "valid_until")
_INVISIBLE = dict.fromkeys(map(ord, "\u00ad\u200b\u200c\u200d\u2060\ufeff"))


class _Pair(Fields):
    model_config = ConfigDict(str_strip_whitespace=True)
    kinds: ClassVar[tuple[SourceKind, ...]] = ("faq", "jurist")

    id: str = Field(min_length=1)
    question: str = Field(min_length=1)
    answer: str = Field(min_length=1)
    theme: str = ""
    valid_until: str = Field("", pattern=r"^(\d{4}-\d{2}-\d{2})?$")

    @field_validator("question", "answer", "theme", mode="before")
    @classmethod
    def _visible(cls, value: object) -> object:
        return value.translate(_INVISIBLE) if isinstance(value, str) else value

    @field_validator(*_DATES, mode="before")
    @classmethod
    def _iso(cls, value: object) -> object:
        # Excel writes 31/12/2026 in France.
        found = re.fullmatch(r"\s*(\d{1,2})/(\d{1,2})/(\d{4})\s*", str(value))
        return f"{found[3]}-{found[2]:0>2}-{found[1]:0>2}" if found else value

    @field_validator(*_DATES)
    @classmethod
    def _real_day(cls, value: str) -> str:
        if value.count("-") == 2:
            date.fromisoformat(value)
        return value


def is_faq(text: str) -> bool:
    """Whether JSON lines are questions with their answers: the first line tells."""
    try:
        first = json.loads(text.lstrip().partition("\n")[0])
    except (ValueError, RecursionError):
        return False
    return isinstance(first, dict) and "question" in first and "title" not in first


def read_jsonl(_name: str, data: bytes) -> Iterator[Page]:
    """The pairs of a JSONL file, in order; a line that is wrong refuses the whole file."""
    return _pages(_objects(decode(data)))


def read_csv(_name: str, data: bytes) -> Iterator[Page]:
    """The pairs of a CSV file, in order; a row that is wrong refuses the whole file.

    The delimiter is the one that makes the most known columns of the first row.
    """
    # Excel's own first line; an empty one keeps the count of lines.
    text = re.sub(r'^"?sep=.?"?\n', "\n", decode(data), flags=re.I)
    headers = {mark: _header(text, mark) for mark in ";,\t|"}
    known = {mark: (sum(map(bool, fields)), len(fields)) for mark, fields in headers.items()}
    return _pages(_records(text, max(known, key=lambda mark: known[mark])))


def _objects(text: str) -> Iterator[tuple[int, object]]:
    """What each line of JSON holds, with its number."""
    for number, line in enumerate(text.split("\n"), 1):
        if line.strip():
            try:
                yield number, json.loads(line)
            except (ValueError, RecursionError) as error:
                raise SourceError(f"la ligne {number} n'est pas du JSON valide") from error


def _rows(text: str, delimiter: str) -> Iterator[tuple[int, list[str]]]:
    """The rows that are not empty, each with the number of its first line."""
    reader = csv.reader(StringIO(text), delimiter=delimiter, strict=True, skipinitialspace=True)
    number = 1
    try:
        for cells in reader:
            if any(cell.strip() for cell in cells):
                yield number, cells
            number = reader.line_num + 1
    except csv.Error as error:
        raise SourceError(
            f"à la ligne {number}, un guillemet n'est pas fermé ou pas doublé, ou une cellule "
            "dépasse 131 072 caractères"
        ) from error


def _header(text: str, delimiter: str) -> list[str]:
    """The field of each column, empty where the name is none that is known."""
    try:
        _, cells = next(_rows(text, delimiter), (1, []))
    except SourceError:
        return []
    return [_FIELDS.get(fold(cell).replace("_", " ").strip(), "") for cell in cells]


def _records(text: str, delimiter: str) -> Iterator[tuple[int, object]]:
    """The fields of each row under the header, with the number of its first line."""
    rows = _rows(text, delimiter)
    number, _ = next(rows, (1, []))
    fields = _header(text, delimiter)
    for field, (name, *_) in _NAMES.items():
        if field in _REQUIRED and field not in fields:
            raise SourceError(
                f"à la ligne {number}, qui doit nommer les colonnes, « {name} » manque"
            )
        if fields.count(field) > 1:
            raise SourceError(
                f"à la ligne {number}, deux colonnes disent « {name} » : n'en gardez qu'une"
            )
    for number, cells in rows:
        if any(cell.strip() for cell in cells[len(fields) :]):
            raise SourceError(
                f"la ligne {number} a plus de cellules que la première : mettez entre guillemets "
                f"les textes où il y a « {delimiter} »"
            )
        yield number, {f: cell for f, cell in zip(fields, cells, strict=False) if f}


def _pages(records: Iterator[tuple[int, object]]) -> Iterator[Page]:
    """A document for each pair; ids are told apart."""
    lines: dict[str, int] = {}
    for number, record in records:
        try:
            pair = _Pair.model_validate(record)
        except ValidationError as error:
            raise SourceError(f"à la ligne {number}, {_wrong(error)}") from error
        first = lines.setdefault(pair.id, number)
        if first != number:
            raise SourceError(
                f"à la ligne {number}, l'identifiant « {named(pair.id)} » est déjà celui de la "
                f"ligne {first}"
            )
        yield Page(_document(pair), declared=True)


def _wrong(error: ValidationError) -> str:
    """Which field is wrong, in the words of the person who fills a table."""
    place = error.errors()[0]["loc"]
    field = str(place[0]) if place else ""
    if not field:
        return "il n'y a pas une question avec sa réponse"
    name = _NAMES.get(field, (field,))[0]
    advice = " : écrivez la date JJ/MM/AAAA" if field in _DATES else ""
    return f"le champ « {name} » ({field}) manque ou est mal formé{advice}"


def _document(pair: _Pair) -> Document:
    text = "\n".join(line.rstrip() for line in pair.answer.splitlines())
    title = " ".join(pair.question.split())
    # A jurist's answer is named by its date: its question is the heading it is read under.
    is_jurist = pair.source_kind == "jurist"
    section = Section(
        section_id=f"{pair.id}#1",
        heading=title if is_jurist else "",
        path=(pair.theme,) if pair.theme and not is_jurist else (),
        kind="text",
        start=0,
        end=len(text),
    )
    return Document(
        document_id=pair.id,
        title=title,
        kit="",
        edition="",
        fiche=None,
        levels=pair.levels,
        url=pair.url,
        updated=pair.updated,
        source_kind=pair.source_kind or "faq",
        text=text,
        sections=(section,),
        valid_until=pair.valid_until,
    )
