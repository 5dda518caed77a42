"""How is what a run asks kept? So that a killed run goes on where it stopped."""

import json
import os
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol, TypeVar

from corpus.errors import AssistantError
from corpus.manifest import current_generation
from corpus.runs import Progress
from evals.folder import writing


class _Asked(Protocol):
    @property
    def id(self) -> str: ...


T = TypeVar("T", bound=_Asked)


@dataclass(frozen=True, slots=True)
class Kept:
    """The folder that keeps rows of JSON values, and a check before each new one, which raises
    where the index is no longer the same.
    """

    folder: Path
    check: Callable[[], None]

    def rows(
        self, what: str, cases: Sequence[T], work: Callable[[T], dict[str, Any]], name: str
    ) -> list[dict[str, Any]]:
        """The row of each case, from the file or made now and added to it, a line at a time."""
        path = self.folder / name
        with writing(self.folder):
            rows = _whole_lines(path)
        left = [case for case in cases if case.id not in rows]
        progress = Progress(what, len(left))
        for case in left:
            self.check()
            rows[case.id] = work(case)
            line = json.dumps(rows[case.id], ensure_ascii=False) + "\n"
            with writing(self.folder), path.open("ab") as file:
                file.write(line.encode("utf-8", "replace"))
                file.flush()
                os.fsync(file.fileno())
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


def _whole_lines(path: Path) -> dict[str, dict[str, Any]]:
    """The rows of a file by id; a last line that was cut off is removed from it."""
    if not path.exists():
        return {}
    data = path.read_bytes()
    whole = data[: data.rfind(b"\n") + 1]
    if len(whole) < len(data):
        with path.open("r+b") as file:
            file.truncate(len(whole))
    return {row["id"]: row for row in map(json.loads, whole.splitlines())}
