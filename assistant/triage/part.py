"""What is kept of a batch under way, so that one that was stopped goes on from where it was."""

import json
import os
from collections.abc import Iterator
from pathlib import Path
from types import TracebackType
from typing import Any

from filelock import FileLock, Timeout

from assistant.triage.written import writable
from corpus.errors import AssistantError, named


class Part:
    """The file of rows done beside an output: one line each, after one that names their source.

    `done` is how many rows stand in it; `anew` says that what stood there was of other sources.
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
        self.done = self._cut() if same else 0
        self._file = self._path.open("ab" if same else "wb")
        if not same:
            self._write(first)

    def __enter__(self) -> "Part":
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._file.close()
        if not self.done:
            self._path.unlink(missing_ok=True)
        self._lock.release()
        Path(self._lock.lock_file).unlink(missing_ok=True)

    def add(self, value: Any) -> None:
        """Keep one more row, on the disk."""
        self._write(value)
        self.done += 1

    def _write(self, value: Any) -> None:
        with writable(self._target):
            self._file.write(json.dumps(value).encode() + b"\n")
            self._file.flush()
            os.fsync(self._file.fileno())

    def rows(self) -> Iterator[Any]:
        """The rows that stand in it, in order."""
        with self._path.open("rb") as file:
            next(file)
            for line in file:
                yield json.loads(line)

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

    def _cut(self) -> int:
        """Drop the first line that is not whole and what follows; how many rows stand before."""
        whole = count = 0
        with self._path.open("r+b") as file:
            for line in file:
                if not line.endswith(b"\n") or not _is_object(line):
                    break
                whole += len(line)
                count += 1
            file.truncate(whole)
        return count - 1


def _is_object(line: bytes) -> bool:
    try:
        return isinstance(json.loads(line), dict)
    except (ValueError, RecursionError):
        return False
