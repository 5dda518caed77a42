"""What was fetched before, so that a site need not send an unchanged page again."""

import logging
import sqlite3
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

log = logging.getLogger(__name__)

_SCHEMA = """
create table if not exists pages (
    address text primary key, etag text not null, modified text not null, kind text not null,
    body blob not null
) without rowid
"""


@dataclass(frozen=True, slots=True)
class KeptPage:
    """A page as it was sent: its ETag and Last-Modified, Content-Type, and body unpacked."""

    etag: str
    modified: str
    kind: str
    body: bytes


class KeptPages:
    """The last version of each page, by address, in one SQLite file that may be deleted.

    Where the file cannot be read or written, pages are only sent again.
    """

    def __init__(self, file: Path) -> None:
        self._file = file

    def find(self, address: str) -> KeptPage | None:
        """The page kept for an address, if any."""
        if not self._file.exists():
            return None
        try:
            with closing(sqlite3.connect(self._file)) as database:
                row = database.execute(
                    "select etag, modified, kind, body from pages where address = ?", (address,)
                ).fetchone()
        except sqlite3.Error as error:
            log.warning("%s cannot be read, delete it: %s", self._file, error)
            return None
        return KeptPage(*row) if row else None

    def keep(self, address: str, page: KeptPage) -> None:
        """Keep a page in place of the one before."""
        row = (address, page.etag, page.modified, page.kind, page.body)
        try:
            self._file.parent.mkdir(parents=True, exist_ok=True)
            with closing(sqlite3.connect(self._file)) as database, database:
                database.execute(_SCHEMA)
                database.execute("insert or replace into pages values (?, ?, ?, ?, ?)", row)
        except (OSError, sqlite3.Error) as error:
            log.warning("%s cannot be written: %s", self._file, error)
