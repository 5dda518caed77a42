"""Which questions and answers a FAQ holds, JSONL or CSV."""

import json
import re
from collections.abc import Iterator
from datetime import date
from io import StringIO
from typing import ClassVar

from pydantic import ConfigDict, Field, ValidationError, field_validator

from corpus.decode import decode
from corpus.delimited import delimiter_of, fields_of, json_lines, rows
from corpus.errors import SourceError, named
from corpus.fields import ADVICE, Fields, wrong_fields
from corpus.text import fold
from corpus.types import SourceKind

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


class Pair(Fields):
    """A question with its answer; the dates are ISO dates or empty."""

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
        try:
            return date(*map(int, reversed(found.groups()))).isoformat() if found else value
        except ValueError:
            return value


def is_faq(text: str) -> bool:
    """Whether JSON lines are questions with their answers: the first line tells."""
    try:
        first = json.loads(text.lstrip().partition("\n")[0])
    except (ValueError, RecursionError):
        return False
    return isinstance(first, dict) and "question" in first and "title" not in first


def pairs_of_jsonl(data: bytes) -> Iterator[Pair]:
    """The pairs of a JSONL file, in order; a line that is wrong refuses the whole file."""
    return _pairs(json_lines(decode(data).split("\n")))


def pairs_of_csv(data: bytes) -> Iterator[Pair]:
    """The pairs of a CSV file, in order; a row that is wrong refuses the whole file."""
    text = decode(data)
    return _pairs(_records(text, delimiter_of(text, _FIELDS)))


def _records(text: str, delimiter: str) -> Iterator[tuple[int, object]]:
    """The fields of each row under the header, with the number of its first line."""
    left = rows(StringIO(text), delimiter)
    number, header = next(left, (1, []))
    if isinstance(header, SourceError):
        raise header
    fields = fields_of(header, _FIELDS)
    _check(number, fields)
    for number, cells in left:
        if isinstance(cells, SourceError):
            raise cells
        if any(cell.strip() for cell in cells[len(fields) :]):
            raise SourceError(
                f"la ligne {number} a plus de cellules que la première : mettez entre guillemets "
                f"les textes où il y a « {delimiter} »"
            )
        yield number, {f: cell for f, cell in zip(fields, cells, strict=False) if f}


def _check(number: int, fields: list[str]) -> None:
    """SourceError where a column lacks or stands twice."""
    for field, (name, *_) in _NAMES.items():
        if field in _REQUIRED and field not in fields:
            raise SourceError(
                f"à la ligne {number}, qui doit nommer les colonnes, « {name} » manque"
            )
        if fields.count(field) > 1:
            raise SourceError(
                f"à la ligne {number}, deux colonnes disent « {name} » : n'en gardez qu'une"
            )


def _pairs(records: Iterator[tuple[int, object]]) -> Iterator[Pair]:
    """The pairs that the records hold; ids are told apart."""
    lines: dict[str, int] = {}
    for number, record in records:
        if isinstance(record, SourceError):
            raise record
        try:
            pair = Pair.model_validate(record)
        except ValidationError as error:
            raise SourceError(f"à la ligne {number}, {_wrong(error)}") from error
        first = lines.setdefault(pair.id, number)
        if first != number:
            raise SourceError(
                f"à la ligne {number}, l'identifiant « {named(pair.id)} » est déjà celui de la "
                f"ligne {first}"
            )
        yield pair


def _wrong(error: ValidationError) -> str:
    """Which fields are wrong, in the words of the person who fills a table."""
    if not error.errors()[0]["loc"]:
        return "il n'y a pas une question avec sa réponse"
    advice = ADVICE | dict.fromkeys(_DATES, "écrivez la date JJ/MM/AAAA")
    return wrong_fields(error, advice, {field: name for field, (name, *_) in _NAMES.items()})
