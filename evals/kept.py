"""How is what a run asks kept? So that a killed run goes on where it stopped."""

import json
import logging
import os
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol, TypeVar

from corpus.errors import AssistantError
from corpus.manifest import current_generation
from corpus.runs import Progress
from evals.folder import write_whole, writing
from evals.lines import BrokenLine, read_lines

log = logging.getLogger(__name__)


class Identified(Protocol):
    """What has an id of its own."""

    @property
    def id(self) -> str:
        """What no other has."""
        ...


T = TypeVar("T", bound=Identified)
V = TypeVar("V", bound=Identified)


@dataclass(frozen=True, slots=True)
class Kept:
    """The folder that keeps rows of JSON values, and a check before each new one, which raises
    where the index is no longer the same.
    """

    folder: Path
    check: Callable[[], None]

    def rows(
        self,
        what: str,
        cases: Sequence[T],
        work: Callable[[T], dict[str, Any]],
        name: str,
        parse: Callable[[Any], V],
        again: Callable[[V], bool] = lambda _: False,
    ) -> list[V]:
        """What `parse` makes of each case's row: from the file, or made now and added to it.

        Those of which `again` is true are taken out of the file and made anew.
        """
        path = self.folder / name
        rows = read_kept(path, parse, again)
        left = [case for case in cases if case.id not in rows]
        progress = Progress(what, len(left))
        for case in left:
            self.check()
            row = work(case)
            add_kept(path, row)
            rows[case.id] = parse(row)
            progress.advance(1)
        return [rows[case.id] for case in cases]


def unchanged(index: Path, generation: str) -> Callable[[], None]:
    """A check that raises AssistantError where an index is no longer of this generation."""

    def check() -> None:
        if current_generation(index) != generation:
            raise AssistantError(
                f"L'index « {index} » a été renouvelé pendant l'évaluation : relancez-la "
                "avec un autre dossier (--output)."
            )

    return check


def read_kept(
    path: Path, parse: Callable[[Any], V], again: Callable[[V], bool] = lambda _: False
) -> dict[str, V]:
    """The rows of a file by id, the last of each; lines that are broken are named and taken out,
    as those are, unnamed, of which `again` is true.

    A program that is killed while it writes leaves a line that is cut off.
    """
    if not path.exists():
        return {}
    with writing(path.parent):
        data = path.read_bytes()
    rows: dict[str, V] = {}
    whole: list[bytes] = []
    lines = data.splitlines()
    for number, row in read_lines(path, parse):
        if isinstance(row, BrokenLine):
            log.warning(
                "« %s », ligne %d : %s ; elle est retirée et demandée de nouveau.",
                path, row.line, row.reason,
            )  # fmt: skip
        elif not again(row):
            rows[row.id] = row
            whole.append(lines[number - 1])
    if len(whole) < len(lines) or data[-1:] not in (b"", b"\n"):
        write_whole(path, b"".join(line + b"\n" for line in whole))
    return rows


def add_kept(path: Path, row: dict[str, Any]) -> None:
    """Add a row to a file so that it stands there whole even if the machine stops."""
    line = json.dumps(row, ensure_ascii=False) + "\n"
    with writing(path.parent), path.open("ab") as file:
        file.write(line.encode("utf-8", "replace"))
        file.flush()
        os.fsync(file.fileno())
