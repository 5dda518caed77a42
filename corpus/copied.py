"""When a store is read from a copy of its folder, and where that stands."""

import os
import shutil
import tempfile
import weakref
from pathlib import Path

from corpus.errors import AssistantError

# What Chroma may need to open and check a store: with 1 MiB free it failed now and then.
_ROOM = 16 << 20


def takes_writing(folder: Path) -> bool:
    """Whether a store's files can be written and its disk has room: Chroma writes even to read."""
    writable = all(os.access(path, os.W_OK) for path in (folder, *folder.glob("*")))
    return writable and shutil.disk_usage(folder).free >= _ROOM


class WritableCopy:
    """A copy of a folder for as long as it is read."""

    def __init__(self, folder: Path) -> None:
        """Copy it; AssistantError where there is no room."""
        try:
            copy = Path(tempfile.mkdtemp(prefix="assistant-chroma-"))
            self.delete = weakref.finalize(self, shutil.rmtree, copy, ignore_errors=True)
            self.folder = Path(shutil.copytree(folder, copy / "store"))
            for path in (self.folder, *self.folder.rglob("*")):
                path.chmod(0o700)
        except OSError as error:
            raise AssistantError(
                "L'index est en lecture seule, ou sur un disque plein, et n'a pas pu être copié "
                "pour être lu : libérez de la place dans le dossier temporaire, ou donnez-en un "
                "autre par TMPDIR."
            ) from error
