"""How passages' vectors are written, read and searched: the only file that knows Chroma."""

import os
import shutil
import tempfile
import weakref
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from corpus.errors import AssistantError

if TYPE_CHECKING:
    import numpy as np
    from chromadb import Collection

    Array = np.ndarray[Any, np.dtype[np.float32]]

_COLLECTION = "passages"
# A vector's cosine distance to itself, as Chroma rounds it.
_SAME = 1e-4


class VectorStore:
    """One generation's vectors in an embedded Chroma, opened on its own folder."""

    _forget: "weakref.finalize[..., VectorStore] | None" = None

    def __init__(self, folder: Path) -> None:
        """Open a store, new or made before; AssistantError where its files are damaged.

        Chroma writes even to read: of a folder that is read only, or on a full disk, it gets a
        copy, until `close`.
        """
        import chromadb
        from chromadb.api.shared_system_client import SharedSystemClient
        from chromadb.config import Settings
        from chromadb.errors import ChromaError

        if folder.is_dir() and not _takes_writing(folder):
            folder = self._copied(folder)
        try:
            self._client = chromadb.PersistentClient(
                path=str(folder), settings=Settings(anonymized_telemetry=False)
            )
        except ChromaError as error:
            # Chroma keeps what failed to start, and would hand it out at the next try.
            SharedSystemClient._identifier_to_system.pop(str(folder), None)
            raise AssistantError(_BROKEN) from error

    def _copied(self, folder: Path) -> Path:
        """A writable copy of a store, deleted by `close`, or else when the program ends."""
        try:
            copy = Path(tempfile.mkdtemp(prefix="assistant-chroma-"))
            self._forget = weakref.finalize(self, shutil.rmtree, copy, ignore_errors=True)
            store = Path(shutil.copytree(folder, copy / "store"))
            for path in (store, *store.rglob("*")):
                path.chmod(0o700)
        except OSError as error:
            raise AssistantError(
                "L'index est en lecture seule, ou sur un disque plein, et n'a pas pu être copié "
                "pour être lu : libérez de la place dans le dossier temporaire, ou donnez-en un "
                "autre par TMPDIR."
            ) from error
        return store

    def write(self, batches: Iterable[tuple[list[str], "Array"]]) -> None:
        """Fill a new store with ids and their unit vectors, shape (ids, dimensions)."""
        from chromadb.errors import ChromaError

        try:
            collection = self._client.create_collection(
                _COLLECTION,
                embedding_function=None,
                configuration={
                    "hnsw": {"space": "cosine", "ef_search": 200, "ef_construction": 200}
                },
            )
            for ids, vectors in batches:
                collection.add(ids=ids, embeddings=vectors)
        except ChromaError as error:
            raise AssistantError(UNWRITTEN) from error

    def count(self) -> int:
        """How many vectors there are; AssistantError where the files are damaged."""
        from chromadb.errors import ChromaError

        try:
            return int(self._client.get_collection(_COLLECTION, embedding_function=None).count())
        except ChromaError as error:
            raise AssistantError(_BROKEN) from error

    def search(self, vector: "Array", count: int) -> list[tuple[str, float]]:
        """The nearest passages' ids with their cosine similarity, best first."""
        collection = self._client.get_collection(_COLLECTION, embedding_function=None)
        found = collection.query(
            query_embeddings=vector[None, :], n_results=count, include=["distances"]
        )
        assert found["distances"] is not None
        return [
            (name, 1.0 - distance)
            for name, distance in zip(found["ids"][0], found["distances"][0], strict=True)
        ]

    def verify(self, batches: Iterable[tuple[list[str], "Array"]]) -> None:
        """Raise where an id is not found by its own vector, or there are others."""
        from chromadb.errors import ChromaError

        try:
            collection = self._client.get_collection(_COLLECTION, embedding_function=None)
            found = sum(_found(collection, ids, vectors) for ids, vectors in batches)
            if found != collection.count():
                raise AssistantError(_BROKEN)
        except ChromaError as error:
            raise AssistantError(_BROKEN) from error

    def close(self) -> None:
        """Let go of the files."""
        self._client.close()  # type: ignore[attr-defined]  # missing in its protocol
        if self._forget is not None:
            self._forget()


def _found(collection: "Collection", ids: list[str], vectors: "Array") -> int:
    """How many ids there are; AssistantError where one is not found by its own vector."""
    found = collection.query(query_embeddings=vectors, n_results=1, include=["distances"])
    assert found["distances"] is not None
    for name, vector, names, distances in zip(
        ids, vectors, found["ids"], found["distances"], strict=True
    ):
        # The graph of neighbours misses a few among many, and equal vectors tie: it is asked for
        # the passage alone before it is held to be lost.
        found_itself = names == [name] and distances[0] < _SAME
        if not found_itself and not _alone(collection, name, vector):
            raise AssistantError(_BROKEN)
    return len(ids)


def _alone(collection: "Collection", name: str, vector: "Array") -> bool:
    """Whether an id bears this vector, as far as the vectors that are searched know."""
    found = collection.query(
        query_embeddings=vector[None, :], n_results=1, ids=[name], include=["distances"]
    )
    assert found["distances"] is not None
    return found["ids"] == [[name]] and found["distances"][0][0] < _SAME


# What Chroma may need to open and check a store: with 1 MiB free it failed now and then.
_ROOM = 16 << 20


def _takes_writing(folder: Path) -> bool:
    writable = all(os.access(path, os.W_OK) for path in (folder, *folder.glob("*")))
    return writable and shutil.disk_usage(folder).free >= _ROOM


UNWRITTEN = (
    "L'index vectoriel n'a pas pu être écrit : vérifiez la place libre et les droits du dossier de "
    "l'index, puis relancez la même commande."
)
_BROKEN = (
    "L'index vectoriel est incomplet ou abîmé : relancez « python -m ingest --rebuild », qui le "
    "refait à partir des textes gardés."
)
