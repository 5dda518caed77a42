"""How passages' vectors are written, read and searched: the only file that knows Chroma."""

from pathlib import Path
from typing import TYPE_CHECKING, Any

from corpus.errors import AssistantError

if TYPE_CHECKING:
    import numpy as np

    Array = np.ndarray[Any, np.dtype[np.float32]]

_COLLECTION = "passages"
# Chroma's largest batch is bound by SQLite's variables (5,461 here); stay well below.
_BATCH = 1000


class VectorStore:
    """One generation's vectors in an embedded Chroma, opened on its own folder."""

    def __init__(self, folder: Path) -> None:
        """Open a store, new or made before; AssistantError where its files are damaged."""
        import chromadb
        from chromadb.config import Settings
        from chromadb.errors import ChromaError

        try:
            self._client = chromadb.PersistentClient(
                path=str(folder), settings=Settings(anonymized_telemetry=False)
            )
        except ChromaError as error:
            raise AssistantError(_BROKEN) from error

    def write(self, ids: list[str], vectors: "Array") -> None:
        """Fill a new store with unit vectors, shape (passages, dimensions)."""
        collection = self._client.create_collection(
            _COLLECTION,
            embedding_function=None,
            configuration={"hnsw": {"space": "cosine", "ef_search": 200, "ef_construction": 200}},
        )
        for start in range(0, len(ids), _BATCH):
            collection.add(
                ids=ids[start : start + _BATCH], embeddings=vectors[start : start + _BATCH]
            )

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

    def verify(self, ids: list[str], vectors: "Array") -> None:
        """Check that every passage is found by its own vector; raise where one is not."""
        collection = self._client.get_collection(_COLLECTION, embedding_function=None)
        if collection.count() != len(ids):
            raise AssistantError(_BROKEN)
        for start in range(0, len(ids), _BATCH):
            batch = ids[start : start + _BATCH]
            found = collection.query(
                query_embeddings=vectors[start : start + _BATCH],
                n_results=min(3, len(ids)),
                include=["distances"],
            )
            assert found["distances"] is not None
            for name, names, distances in zip(batch, found["ids"], found["distances"], strict=True):
                # Passages with the same vector tie: another id at distance 0 is as good.
                if name not in names and distances[0] > 1e-4:
                    raise AssistantError(_BROKEN)

    def close(self) -> None:
        """Let go of the files."""
        self._client.close()  # type: ignore[attr-defined]  # missing in its protocol


_BROKEN = (
    "L'index vectoriel est incomplet ou abîmé : relancez « python -m ingest --rebuild », qui le "
    "refait à partir des textes gardés."
)
