"""How passages' vectors are written, read and searched: the only file that knows Chroma."""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from corpus.copied import WritableCopy, takes_writing
from corpus.errors import AssistantError

if TYPE_CHECKING:
    import numpy as np
    from chromadb import Collection, QueryResult
    from chromadb.api.collection_configuration import CreateCollectionConfiguration

    Array = np.ndarray[Any, np.dtype[np.float32]]
    # Ids and their unit vectors, shape (ids, dimensions).
    Batches = Iterable[tuple[Sequence[str], Array]]


class VectorStore:
    """One generation's vectors: a collection of an embedded Chroma or of a Chroma server."""

    def __init__(self, chroma: "Embedded | Server", name: str = "passages") -> None:
        """Take the collection of this name, made before or to be written; `close` closes both."""
        self._chroma = chroma
        self._name = name

    @cached_property
    def _collection(self) -> "Collection":
        return self._chroma.get(self._name)

    def write(self, batches: "Batches") -> None:
        """Fill a new store."""
        with _saying(self._chroma.unwritten):
            self._collection = self._chroma.create(self._name)
            for ids, vectors in self._requests(batches):
                self._collection.add(ids=ids, embeddings=vectors)

    def count(self) -> int:
        """How many vectors there are; AssistantError where they cannot be read."""
        with _saying(self._chroma.broken):
            return int(self._collection.count())

    def search(self, vector: "Array", count: int) -> list[tuple[str, float]]:
        """The nearest passages' ids with their cosine similarity, best first."""
        with _saying(self._chroma.broken):
            found = self._collection.query(
                query_embeddings=vector[None, :], n_results=count, include=["distances"]
            )
        assert found["distances"] is not None
        return [
            (name, 1.0 - distance)
            for name, distance in zip(found["ids"][0], found["distances"][0], strict=True)
        ]

    def verify(self, batches: "Batches") -> None:
        """Check that the store holds these passages alone, each found by its own vector."""
        with _saying(self._chroma.broken):
            seen = 0
            for ids, vectors in self._requests(batches):
                seen += len(ids)
                for name in self._lost(ids, vectors):
                    raise AssistantError(self._chroma.broken) from LookupError(name)
            count = self._collection.count()
            if seen != count:
                raise AssistantError(self._chroma.broken) from LookupError(f"{count} of {seen}")

    def _lost(self, ids: list[str], vectors: "Array") -> Iterator[str]:
        """The passages among these that are not found by their own vector."""
        nearest = self._collection.query(
            query_embeddings=vectors, n_results=1, include=["distances"]
        )
        for place, name in enumerate(ids):
            alone = vectors[place : place + 1]
            if not _is_itself(name, nearest, place) and not self._holds_alone(name, alone):
                yield name

    def _holds_alone(self, name: str, vector: "Array") -> bool:
        """Whether a passage is found by its vector, shape (1, dimensions), among itself alone.

        The graph of neighbours misses some among many, and equal vectors tie.
        """
        if not self._collection.get(ids=[name], include=[])["ids"]:
            return False  # a server fails where it is asked for an id that is not there
        found = self._collection.query(
            query_embeddings=vector, n_results=1, ids=[name], include=["distances"]
        )
        return _is_itself(name, found, 0)

    def _requests(self, batches: "Batches") -> Iterator[tuple[list[str], "Array"]]:
        """The batches cut to what one request may hold."""
        for ids, vectors in batches:
            most = self._chroma.most(vectors.shape[-1])
            for start in range(0, len(ids), most):
                yield list(ids[start : start + most]), vectors[start : start + most]

    def close(self) -> None:
        """Let go of files and connections."""
        self._chroma.close()


# The cosine distance of a vector to itself, as Chroma rounds it.
_SAME = 1e-4


def _is_itself(name: str, found: "QueryResult", place: int) -> bool:
    assert found["distances"] is not None
    return found["ids"][place] == [name] and found["distances"][place][0] < _SAME


def _hnsw() -> "CreateCollectionConfiguration":
    return {"hnsw": {"space": "cosine", "ef_search": 200, "ef_construction": 200}}


@contextmanager
def _saying(sentence: str) -> Iterator[None]:
    """Chroma's own errors as this sentence."""
    from chromadb.errors import ChromaError

    try:
        yield
    except ChromaError as error:
        raise AssistantError(sentence) from error


# Bound by SQLite's variables, 5,461 here; stay well below.
_BATCH = 1000


class Embedded:
    """An embedded Chroma, opened on the folder of one generation."""

    broken = (
        "L'index vectoriel est incomplet ou abîmé : relancez « python -m ingest --rebuild », qui "
        "le refait à partir des textes gardés."
    )
    unwritten = (
        "L'index vectoriel n'a pas pu être écrit : vérifiez la place libre et les droits du "
        "dossier de l'index, puis relancez la même commande."
    )

    def __init__(self, folder: Path) -> None:
        """Open a store, new or made before; AssistantError where its files are damaged.

        Chroma writes even to read: of a folder that is read only, or on a full disk, it gets a
        copy, until `close`.
        """
        import chromadb
        from chromadb.api.shared_system_client import SharedSystemClient
        from chromadb.config import Settings
        from chromadb.errors import ChromaError

        self._copy = None
        if not folder.is_dir():
            # Of a store that is just being made nothing is damaged: the disk did not take it.
            self.broken = self.unwritten
        elif not takes_writing(folder):
            self._copy = WritableCopy(folder)
            folder = self._copy.folder
        try:
            self._client = chromadb.PersistentClient(
                path=str(folder), settings=Settings(anonymized_telemetry=False)
            )
        except ChromaError as error:
            # Chroma keeps what failed to start, and would hand it out at the next try.
            SharedSystemClient._identifier_to_system.pop(str(folder), None)
            raise AssistantError(self.broken) from error

    def create(self, name: str) -> "Collection":
        """Make a collection, which does not exist yet."""
        return self._client.create_collection(name, embedding_function=None, configuration=_hnsw())

    def get(self, name: str) -> "Collection":
        """Open a collection."""
        return self._client.get_collection(name, embedding_function=None)

    def most(self, dimensions: int) -> int:  # noqa: ARG002
        """How many vectors one request may hold."""
        return _BATCH

    def close(self) -> None:
        """Let go of the files."""
        self._client.close()  # type: ignore[attr-defined]  # missing in its protocol
        if self._copy is not None:
            self._copy.delete()


# The largest body that a usual reverse proxy lets through, and the bytes of a number in JSON.
_BODY, _NUMBER = 1_000_000, 22
_PAGE = 1000


class Server:
    """A Chroma server of version 1, asked in its default tenant and database."""

    broken = (
        "Le serveur Chroma n'a pas, ou pas en entier, les vecteurs de cet index : relancez "
        "« python -m ingest --rebuild », qui les y remet sans rien recalculer."
    )
    unwritten = (
        "Le serveur Chroma n'a pas pu garder les vecteurs : consultez son journal, puis relancez "
        "la même commande."
    )

    def __init__(self, address: str, headers: dict[str, str]) -> None:
        """Make sure that the server answers and is of a version we know; else AssistantError."""
        from chromadb.api.fastapi import FastAPI
        from chromadb.config import Settings, System

        from corpus.remote import Session

        system = System(
            Settings(
                chroma_server_host=address,
                chroma_server_http_port=0,  # the address has it
                chroma_client_auth_provider=None,
                anonymized_telemetry=False,
            )
        )
        self._api = system.instance(FastAPI)
        self._api._session.close()
        # Chroma's own session waits for ever, and says of a proxy's refusal no more than its page.
        self._api._session = self._session = Session(address, headers)
        try:
            with _saying(self._session.strange):
                version = self._api.get_version()
            if not isinstance(version, str) or not version.startswith("1."):
                raise AssistantError(self._session.strange)
        except AssistantError:
            self.close()
            raise

    def create(self, name: str) -> "Collection":
        """Make a collection, which does not exist yet."""
        from chromadb import Collection

        made = self._api.create_collection(name, configuration=_hnsw())
        return Collection(self._api, made, embedding_function=None)

    def get(self, name: str) -> "Collection":
        """Open a collection."""
        from chromadb import Collection

        return Collection(self._api, self._api.get_collection(name), embedding_function=None)

    def most(self, dimensions: int) -> int:
        """How many vectors one request may hold: the server's own limit, or 1 MB."""
        fits = _BODY // (_NUMBER * dimensions)
        return max(1, min(fits, self._api.get_max_batch_size()))

    def names(self, prefix: str) -> list[str]:
        """The names of the collections that begin so, in pages: the server may hold others."""
        found: list[str] = []
        with _saying(self.broken):
            for start in range(0, self._api.count_collections(), _PAGE):
                found += [c.name for c in self._api.list_collections(limit=_PAGE, offset=start)]
        return [name for name in found if name.startswith(prefix)]

    def delete(self, name: str) -> None:
        """Delete a collection."""
        with _saying(self.broken):
            self._api.delete_collection(name)

    def close(self) -> None:
        """Let go of the connections."""
        self._session.close()
