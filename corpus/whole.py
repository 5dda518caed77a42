"""How a small file is written so that nobody ever meets half of it, a killed program neither."""

import os
from pathlib import Path


def write_whole(file: Path, data: bytes) -> None:
    """Write a file beside its place and move it there once it is on the disk; OSError as it is."""
    new = file.with_name(f"{file.name}.new")
    with open(new, "wb") as opened:
        opened.write(data)
        opened.flush()
        os.fsync(opened.fileno())
    os.replace(new, file)
