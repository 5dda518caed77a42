"""Where texts and vectors are kept by the hash of their content, apart from every generation."""

import hashlib
import sqlite3
from collections.abc import Iterable, Iterator
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from corpus.types import Document

if TYPE_CHECKING:
    import numpy as np
    from pydantic import TypeAdapter

    Array = np.ndarray[Any, np.dtype[np.float32]]

# A unit vector's length may be this far from 1 (half-precision models).
UNIT_TOLERANCE = 0.01
_SCHEMA = """
create table if not exists documents (hash text primary key, body blob not null) without rowid;
create table if not exists vectors (
    hash text not null, encoder text not null, vector blob not null, primary key (hash, encoder)
) without rowid;
"""


def text_hash(text: str) -> str:
    """The name of a text: SHA-256 of its UTF-8 bytes."""
    return hashlib.sha256(text.encode()).hexdigest()


@lru_cache(maxsize=1)
def _adapter() -> "TypeAdapter[Document]":
    from pydantic import TypeAdapter

    return TypeAdapter(Document)


def document_hash(document: Document) -> str:
    """The name of a document: SHA-256 of all its fields."""
    return body_hash(_adapter().dump_json(document))


def body_hash(body: bytes) -> str:
    """The name of a document's stored form: SHA-256 of its bytes."""
    return hashlib.sha256(body).hexdigest()


def parse_document(body: bytes) -> Document:
    """The document of a stored form; ValueError where it is none."""
    return _adapter().validate_json(body)


def _unit_vector(stored: bytes) -> "Array | None":
    """A stored vector, None where its bytes are not those of a unit vector."""
    import numpy as np

    if not stored or len(stored) % np.dtype(np.float32).itemsize:
        return None
    vector = np.frombuffer(stored, dtype=np.float32)
    return vector if abs(float(np.linalg.norm(vector)) - 1) < UNIT_TOLERANCE else None


class Objects:
    """Documents and vectors by content hash, in one SQLite file.

    Rows are only added, and collected once no generation refers to them, so that a reader
    of an older generation never misses one.
    """

    def __init__(self, path: Path, *, writable: bool) -> None:
        # A reader too undoes what a killed ingest had half written; SQLite opens a file that cannot
        # be written for reading only.
        mode = "rwc" if writable else "rw"
        self._database = sqlite3.connect(
            f"{path.absolute().as_uri()}?mode={mode}", uri=True, timeout=30
        )
        if writable:
            self._database.executescript(_SCHEMA)

    def add_documents(self, documents: Iterable[Document]) -> None:
        """Keep documents; one already there, which may be damaged, is written anew."""
        bodies = (_adapter().dump_json(document) for document in documents)
        rows = ((body_hash(body), body) for body in bodies)
        with self._database:
            self._database.executemany("insert or replace into documents values (?, ?)", rows)

    def bodies(self, hashes: Iterable[str]) -> dict[str, bytes]:
        """The stored forms of documents by hash; absent ones are left out."""
        found = {}
        for name in hashes:
            row = self._database.execute(
                "select body from documents where hash = ?", (name,)
            ).fetchone()
            if row is not None:
                found[name] = bytes(row[0])
        return found

    def documents(self, hashes: Iterable[str]) -> Iterator[Document]:
        """The documents of these hashes, in order, one at a time; KeyError where one is missing."""
        for name in hashes:
            yield parse_document(self.bodies([name])[name])

    def add_vectors(self, encoder: str, hashes: list[str], vectors: "Array") -> None:
        """Keep the vectors that an encoder gave for the texts of these hashes."""
        rows = [
            (name, encoder, vector.tobytes()) for name, vector in zip(hashes, vectors, strict=True)
        ]
        with self._database:
            self._database.executemany("insert or replace into vectors values (?, ?, ?)", rows)

    def vectors(self, encoder: str, hashes: Iterable[str]) -> dict[str, "Array"]:
        """The vectors kept for these texts by this encoder; absent or damaged ones are left out."""
        found = {}
        for name in hashes:
            row = self._database.execute(
                "select vector from vectors where hash = ? and encoder = ?", (name, encoder)
            ).fetchone()
            vector = None if row is None else _unit_vector(row[0])
            if vector is not None:
                found[name] = vector
        return found

    def lacking(self, encoder: str, hashes: Iterable[str]) -> set[str]:
        """Those of these texts for which no sound vector by this encoder is kept."""
        return {name for name in dict.fromkeys(hashes) if not self.vectors(encoder, [name])}

    def collect(self, documents: set[str], vectors: set[tuple[str, str]]) -> None:
        """Delete what is not among these document hashes and (text hash, encoder) pairs."""
        with self._database:
            for (name,) in self._database.execute("select hash from documents").fetchall():
                if name not in documents:
                    self._database.execute("delete from documents where hash = ?", (name,))
            rows = self._database.execute("select hash, encoder from vectors").fetchall()
            for pair in rows:
                if pair not in vectors:
                    self._database.execute(
                        "delete from vectors where hash = ? and encoder = ?", pair
                    )

    def is_sound(self) -> bool:
        """Whether SQLite finds no damage in the file; it may raise where it cannot look."""
        found: tuple[str] = self._database.execute("pragma quick_check(1)").fetchone()
        return found[0] == "ok"

    def close(self) -> None:
        """Let go of the file."""
        self._database.close()
