"""How a file of questions is asked: a result a line, and what is wrong with a broken line."""

import json
import math
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from itertools import chain
from pathlib import Path
from typing import IO, Any, NoReturn

import click

from corpus.console import writing
from corpus.decode import UTF_16, decode
from corpus.errors import AssistantError, SourceError, named
from corpus.numbers import counted
from corpus.types import Level
from corpus.whole import whole


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

    `-` is stdin or stdout; a file takes its place once it is whole. Broken lines and the count are
    said on stderr. The exit status; AssistantError where a file cannot be read or written.
    """
    done = broken = 0
    with _reading(source):
        file = click.open_file(source, "rb")
    with file, writing(target), _opened(target) as out:
        for number, line in _numbered(file, source):
            try:
                result = work(_with_id(line))
                done += 1
            except AssistantError as error:
                result = {"line": number, "error": str(error)}
                broken += 1
                click.echo(f"Ligne {number}\u00a0: {error}", err=True)
            text = json.dumps(result, ensure_ascii=False) + "\n"
            out.write(text.encode("utf-8", "replace"))
            out.flush()
    click.echo(_said(done, broken, target), err=True)
    return 1 if broken else 0


def _opened(target: str) -> AbstractContextManager[IO[bytes]]:
    return click.open_file("-", "wb") if target == "-" else whole(Path(target))


def _said(done: int, broken: int, target: str) -> str:
    """How many lines were asked, how many are to be corrected, and where the result is."""
    text = counted(done, "question traitée", "questions traitées")
    if broken:
        text += f", {counted(broken, 'ligne', 'lignes')} à corriger"
    return f"{text}." if target == "-" else f"{text}. Résultat\u00a0: {named(target, 1000)}"


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


def _with_id(line: str | SourceError) -> Line:
    if isinstance(line, SourceError):
        reason = str(line)
        raise AssistantError(f"{reason[0].upper()}{reason[1:]}.")
    try:
        value = json.loads(line, parse_constant=_no_constant)
    except (ValueError, RecursionError) as error:
        raise AssistantError("La ligne n'est pas du JSON valide.") from error
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


def _numbered(file: IO[bytes], source: str) -> Iterator[tuple[int, str | SourceError]]:
    """The lines that are not blank, with their numbers from 1; why, in place of what is no text."""
    with _reading(source):
        for number, line in enumerate(_decoded(file), 1):
            if isinstance(line, SourceError) or line.strip():
                yield number, line


def _decoded(file: IO[bytes]) -> Iterator[str | SourceError]:
    """Each line as soon as it is there; those of UTF-16, and of old Macs, which end otherwise, once
    all are.
    """
    first = file.readline()
    if first.startswith(UTF_16):
        first += file.read()
    for data in chain([first], file):
        try:
            yield from decode(data).removesuffix("\n").split("\n")
        except SourceError as error:
            yield error


@contextmanager
def _reading(source: str) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise AssistantError(
            f"Le fichier « {named(source, 1000)} » ne peut pas être lu : vérifiez qu'il existe et "
            "ses droits."
        ) from error
