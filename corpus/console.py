"""How every command prints: French for a person, only JSON with `--json`, one line a failure."""

import json
import logging
import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import asdict, is_dataclass
from functools import wraps
from pathlib import Path
from typing import Any

import click

from corpus.errors import AssistantError, named
from corpus.usage import Command

index_option = click.option(
    "--index",
    type=click.Path(path_type=Path),
    help="Folder of the index [default: ASSISTANT_INDEX or var/index].",
)
json_option = click.option("--json", "as_json", is_flag=True, help="Print only JSON.")


def command(group: click.Group | None = None, name: str | None = None) -> Callable[..., Any]:
    """A click command whose return value is the exit status and whose failures take one line."""

    def decorate(function: Callable[..., int]) -> click.Command:
        @wraps(function)
        def run(*args: Any, **kwargs: Any) -> None:
            logging.basicConfig(level=logging.WARNING, stream=sys.stderr, format="%(message)s")
            for package in ("corpus", "ingest", "assistant", "ui", "evals"):
                logging.getLogger(package).setLevel(logging.INFO)
            try:
                status = function(*args, **kwargs)
            except AssistantError as error:
                click.echo(" ".join(str(error).split()), err=True)
                status = 1
            except KeyboardInterrupt:
                click.echo("Interrompu.", err=True)
                status = 1
            except BrokenPipeError:
                sys.stderr.close()
                status = 1
            sys.exit(status)

        return (group.command if group else click.command)(name, Command)(run)

    return decorate


def emit(value: Any, as_json: bool, text: str) -> None:
    """Print a value: as JSON, or the text made of it for a person."""
    said = json.dumps(plain(value), ensure_ascii=False) if as_json else text
    # A file's name may hold bytes that are no UTF-8.
    with writing():
        click.echo(said.encode("utf-8", "replace").decode("utf-8"))


@contextmanager
def writing(target: str = "-") -> Iterator[None]:
    """Whatever keeps an output from being written, as an AssistantError; `-` is stdout.

    A reader that has left (BrokenPipeError) is no failure to be told.
    """
    try:
        yield
    except BrokenPipeError:
        raise
    except OSError as error:
        where = f"dans « {named(target, 1000)} »"
        if target == "-":
            where = "sur la sortie standard"
            _drop_stdout()
        raise AssistantError(
            f"Le résultat ne peut pas être écrit {where} : vérifiez le dossier, les droits et la "
            "place libre, puis relancez."
        ) from error


def _drop_stdout() -> None:
    """Python would write anew what is left in the buffer as it ends, and fail with a traceback."""
    with suppress(OSError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def plain(value: Any) -> Any:
    """A dataclass as the plain values that JSON knows."""
    return asdict(value) if is_dataclass(value) and not isinstance(value, type) else value
