"""How is a JSONL file read? A line that is broken is named, and the others are kept."""

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NoReturn, TypeVar

from corpus.errors import AssistantError

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class BrokenLine:
    """A line that cannot be used, by its number from 1, and why, in French."""

    line: int
    reason: str


def read_lines(path: Path, parse: Callable[[Any], T]) -> Iterator[T | BrokenLine]:
    """Each line of a file as `parse` makes it of its JSON value, or as a BrokenLine.

    AssistantError where the file cannot be read.
    """
    from pydantic import ValidationError

    for number, line in enumerate(read_bytes(path).splitlines(), 1):
        try:
            yield parse(json.loads(line, parse_constant=_no_constant))
        except ValidationError as error:
            wrong = ".".join(str(part) for part in error.errors()[0]["loc"]) or "entier"
            yield BrokenLine(number, f"le champ « {wrong} » manque ou est mal formé")
        except (ValueError, RecursionError):
            yield BrokenLine(number, "ce n'est pas un objet JSON")


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
