"""How is a JSONL file read? A line that is broken is named, and the others are kept."""

import json
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn, TypeVar

from corpus.errors import AssistantError

if TYPE_CHECKING:
    from pydantic import ValidationError

T = TypeVar("T")
_NO_OBJECT = "ce n'est pas un objet JSON sur une seule ligne"
# What a person is told of each type of error that pydantic finds.
_WRONG = {
    "missing": "manque",
    "string_type": "doit être un texte, entre guillemets",
    "string_too_short": "est vide",
    "literal_error": "n'accepte que {expected}",
    "tuple_type": "doit être une liste",
    "string_pattern_mismatch": "est vide",
    "too_short": "est une liste vide",
    "less_than_equal": "dépasse {le}",
    "greater_than_equal": "est au-dessous de {ge}",
}


@dataclass(frozen=True, slots=True)
class BrokenLine:
    """A line that cannot be used, by its number from 1, and why, in French."""

    line: int
    reason: str


def read_lines(path: Path, parse: Callable[[Any], T]) -> Iterator[tuple[int, T | BrokenLine]]:
    """Each line of a file, but blank ones, as `parse` makes it of its JSON value, or a BrokenLine.

    Its number from 1 comes first. AssistantError where the file cannot be read.
    """
    for number, line in enumerate(read_bytes(path).splitlines(), 1):
        if line.strip():
            yield number, _parsed(number, line, parse)


def _parsed(number: int, line: bytes, parse: Callable[[Any], T]) -> T | BrokenLine:
    from pydantic import ValidationError

    try:
        return parse(json.loads(line.decode("utf-8-sig"), parse_constant=_no_constant))
    except ValidationError as error:
        return BrokenLine(number, wrong_field(error))
    except UnicodeDecodeError:
        return BrokenLine(number, "ce n'est pas du texte en UTF-8")
    except (ValueError, RecursionError):
        return BrokenLine(number, _NO_OBJECT)


def wrong_field(error: "ValidationError") -> str:
    """The first field that is not as it should be, and how it should, in French."""
    first = error.errors()[0]
    name = ".".join(str(part) for part in first["loc"])
    if not name:
        return str(first["ctx"]["error"]) if first["type"] == "value_error" else _NO_OBJECT
    told = {k: re.sub("'(.*?)'", r"« \1 »", str(v)) for k, v in first.get("ctx", {}).items()}
    wrong = _WRONG.get(first["type"], "est mal formé").format_map(told)
    return f"le champ « {name} » {wrong}".replace(" or ", " ou ")


def read_folder(folder: Path) -> Iterator[Any]:
    """The JSON value of each line of our own files in a folder, in the order of their names."""
    for file in sorted(folder.glob("*.jsonl")):
        yield from map(json.loads, read_bytes(file).splitlines())


def read_bytes(path: Path) -> bytes:
    """The bytes of a file that a person named; AssistantError where it cannot be read."""
    try:
        return path.read_bytes()
    except OSError as error:
        raise AssistantError(
            f"« {path} » ne peut pas être lu : vérifiez son nom et vos droits."
        ) from error


def _no_constant(name: str) -> NoReturn:
    """NaN and Infinity, which Python reads and JSON has not."""
    raise ValueError(name)
