"""Who may write an index: one process at a time, told in one sentence where it cannot."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from filelock import FileLock, Timeout

from corpus.errors import AssistantError


@contextmanager
def writing(index: Path) -> Iterator[None]:
    """Hold the write lock of an index, whose folder is made where it is missing.

    Raises AssistantError where another process holds it, and in place of every failure to
    write: no rights, no room, a read-only disk.
    """
    try:
        index.mkdir(parents=True, exist_ok=True)
        with FileLock(index / "write.lock", timeout=0):
            yield
    except Timeout as error:
        raise AssistantError(
            f"Une autre ingestion écrit déjà dans « {index} » : attendez qu'elle finisse."
        ) from error
    except (OSError, sqlite3.Error) as error:
        if is_damage(error):
            raise AssistantError(
                f"Les textes gardés dans « {index} » sont abîmés : importez-y une sauvegarde "
                "(« python -m corpus import »), ou relancez « python -m ingest » avec vos sources "
                "et un autre dossier (--index)."
            ) from error
        raise AssistantError(
            f"L'index « {index} » ne peut pas être écrit : vérifiez "
            "les droits et la place libre, ou donnez un autre dossier avec --index."
        ) from error


def is_damage(error: Exception) -> bool:
    """Whether SQLite found its file damaged, or none of its own."""
    # The last byte of an extended code is the plain one.
    code = getattr(error, "sqlite_errorcode", 0) & 0xFF
    return code in (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB)
