"""How a file is written so that nobody ever meets half of it, one of a killed program neither."""

import os
import shutil
import stat
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO


@contextmanager
def whole(file: Path) -> Iterator[IO[bytes]]:
    """A file to write beside another, whose place it takes once it is on the disk.

    Where the other is a link, its target's place; what is no regular file, as a pipe, is written
    as it is. Raises OSError.
    """
    if not _is_regular(file):
        with file.open("wb") as opened:
            yield opened
        return
    place = Path(os.path.realpath(file))
    new = place.with_name(f".{place.name}.{os.getpid()}")
    try:
        with new.open("wb") as opened:
            yield opened
            opened.flush()
            os.fsync(opened.fileno())
        # What only its owner may read stays so.
        with suppress(OSError):
            shutil.copymode(place, new)
        os.replace(new, place)
    finally:
        new.unlink(missing_ok=True)


def write_whole(file: Path, data: bytes) -> None:
    """Write a file whole; OSError as it is."""
    with whole(file) as opened:
        opened.write(data)


def _is_regular(file: Path) -> bool:
    """Whether a file is a regular one, or is none yet, through links."""
    try:
        return stat.S_ISREG(file.stat().st_mode)
    except FileNotFoundError:
        return True
