"""How a file of questions is asked: a result a line, and what is wrong with a broken line."""

import json
import math
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import IO, Any, NoReturn

import click

from corpus.console import writing
from corpus.errors import AssistantError, named
from corpus.types import Level


@dataclass(frozen=True, slots=True)
class Line:
    """A question as the contract's line gives it; None where the line says nothing."""

    question: str
    id: str | int | float | None
    history: list[str] | None
    level: Level | None
    kit: str | None


def many(source: str, target: str, work: Callable[[Line], dict[str, Any]]) -> int:
    """Write one line of output a line of input; a broken one yields its number and why.

    `-` is stdin or stdout. The exit status; AssistantError where a file cannot be read or written.
    """
    status = 0
    with _reading(source):
        file = click.open_file(source, "rb")
    with file, writing(target), click.open_file(target, "wb") as out:
        for number, line in _numbered(file, source):
            try:
                result = work(_with_id(line))
            except AssistantError as error:
                result, status = {"line": number, "error": str(error)}, 1
            text = json.dumps(result, ensure_ascii=False) + "\n"
            out.write(text.encode("utf-8", "replace"))
            out.flush()
    return status


def checked_line(value: Any) -> Line:
    """The question of a line's JSON value, with or without an id; AssistantError if it is none."""
    from assistant.question import check_preferences

    if not isinstance(value, dict):
        raise AssistantError("La ligne n'est pas un objet avec les champs « id » et « question ».")
    texts = [value.get("question"), *_list(value.get("history"))]
    if not all(isinstance(text, str) for text in texts):
        raise AssistantError("« question » doit être un texte et « history » une liste de textes.")
    check_preferences(value.get("level"), value.get("kit"))
    if not _is_id(value.get("id")):
        raise AssistantError("« id » doit être un texte ou un nombre.")
    kit = value.get("kit") or None
    return Line(value["question"], value.get("id"), value.get("history"), value.get("level"), kit)


def _with_id(line: bytes) -> Line:
    try:
        value = json.loads(line.decode("utf-8-sig"), parse_constant=_no_constant)
    except (ValueError, RecursionError) as error:
        raise AssistantError("La ligne n'est pas du JSON valide en UTF-8.") from error
    read = checked_line(value)
    if read.id is None:
        raise AssistantError("La ligne n'a pas d'« id » : donnez à chaque question le sien.")
    return read


def _is_id(value: Any) -> bool:
    """Whether JSON can give it back: 1e400 is read as an infinity, which JSON has not."""
    if isinstance(value, float):
        return math.isfinite(value)
    return value is None or (isinstance(value, str | int) and not isinstance(value, bool))


def _no_constant(name: str) -> NoReturn:
    """NaN and Infinity, which Python reads and JSON has not."""
    raise ValueError(name)


def _list(value: Any) -> list[Any]:
    return [] if value is None else value if isinstance(value, list) else [value, None]


def _numbered(file: IO[bytes], source: str) -> Iterator[tuple[int, bytes]]:
    """The lines that are not blank, with their numbers from 1."""
    with _reading(source):
        for number, line in enumerate(file, 1):
            if line.strip():
                yield number, line


@contextmanager
def _reading(source: str) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise AssistantError(
            f"Le fichier « {named(source, 1000)} » ne peut pas être lu : vérifiez qu'il existe et "
            "ses droits."
        ) from error
