"""What is kept of a batch under way, so that one that was stopped asks nothing twice."""

import json
import os
from collections.abc import Iterable, Iterator
from pathlib import Path
from types import TracebackType
from typing import Any

from filelock import FileLock, Timeout

from assistant.triage.written import writable
from corpus.errors import AssistantError, named


class Part:
    """The file of rows done beside an output: one line each, after one that says what made them.

    A line is `{"asked": key of what was asked, "row": what became of it}`. `kept` are the places
    of the lines that an earlier run left, by key; `anew` says that what stood there was made by
    something else.
    """

    def __init__(self, target: Path, fingerprint: str) -> None:
        """Open it; AssistantError where another process holds it or the folder is not writable."""
        self._path = target.with_name(f"{target.name}.part.jsonl")
        self._target = target
        self._lock = FileLock(f"{self._path}.lock", timeout=0)
        with writable(target):
            # FileLock would make a folder of a mistyped name.
            target.parent.stat()
            try:
                self._lock.acquire()
            except Timeout as error:
                raise AssistantError(
                    f"Un autre tri écrit déjà « {named(target.name)} » : attendez qu'il finisse."
                ) from error
            self._open({"fingerprint": fingerprint})

    def _open(self, first: dict[str, str]) -> None:
        same = self._first() == first
        self.anew = not same and self._path.exists()
        self.kept = self._cut() if same else {}
        self._file = self._path.open("ab" if same else "wb")
        if not same:
            self._write(first)
        self._empty = not self.kept

    def __enter__(self) -> "Part":
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._file.close()
        if self._empty:
            self._path.unlink(missing_ok=True)
        # Its file stays: another triage may hold it by now, and a third would make a new one.
        self._lock.release()

    def add(self, key: str, value: Any) -> int:
        """Keep one more row, on the disk; its place in the file, in bytes."""
        place = self._file.tell()
        self._write({"asked": key, "row": value})
        self._empty = False
        return place

    def _write(self, value: Any) -> None:
        with writable(self._target):
            self._file.write(json.dumps(value).encode() + b"\n")
            self._file.flush()
            os.fsync(self._file.fileno())

    def rows(self, places: Iterable[int]) -> Iterator[Any]:
        """The rows that stand at these places, in their order."""
        with self._path.open("rb") as file:
            for place in places:
                file.seek(place)
                yield json.loads(file.readline())["row"]

    def remove(self) -> None:
        """Remove it: the output is written."""
        self._path.unlink()

    def _first(self) -> Any:
        """Whose rows these are, None where the first line does not say it."""
        try:
            with self._path.open("rb") as file:
                return json.loads(file.readline())
        except (FileNotFoundError, ValueError, RecursionError):
            return None

    def _cut(self) -> dict[str, int]:
        """Drop the first line that is not whole and what follows; the places of those before."""
        places: dict[str, int] = {}
        with self._path.open("r+b") as file:
            whole = len(file.readline())
            for line in file:
                key = _key(line)
                if key is None:
                    break
                places[key] = whole
                whole += len(line)
            file.truncate(whole)
        return places


def _key(line: bytes) -> str | None:
    """What the row of a line was asked by, None where the line is not whole."""
    try:
        return str(json.loads(line)["asked"]) if line.endswith(b"\n") else None
    except (ValueError, TypeError, KeyError, RecursionError):
        return None
