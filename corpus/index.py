"""How a finished index is opened and searched: one generation, read only."""

import re
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from corpus import manifest as m
from corpus.errors import AssistantError
from corpus.generation import BM25
from corpus.lexical import LexicalIndex, words_name
from corpus.objects import Objects
from corpus.place import open_store
from corpus.types import Document, Passage, Section
from corpus.withheld import Withheld

if TYPE_CHECKING:
    import numpy as np

    Array = np.ndarray[Any, np.dtype[np.float32]]
    Places = np.ndarray[Any, np.dtype[np.int64]]


def open_manifest(index: Path) -> tuple[str, m.Manifest]:
    """The current generation's name and manifest; one sentence where there is none."""
    name = m.current_generation(index)
    if name is None:
        if (index / m.GENERATIONS).is_dir():
            raise AssistantError(
                f"L'index « {index} » est inachevé : l'ingestion a été interrompue, relancez "
                "« python -m ingest » avec les mêmes sources."
            )
        raise AssistantError(
            f"Il n'y a pas d'index dans « {index} » : lancez d'abord "
            f"« python -m ingest --index {index} »."
        )
    return name, m.read_manifest(index / m.GENERATIONS / name)


@contextmanager
def reading_texts(index: Path) -> Iterator[None]:
    """Say in one sentence that a kept text is missing or damaged."""
    try:
        yield
    except (KeyError, ValueError, sqlite3.Error) as error:
        raise AssistantError(
            f"L'index « {index} » est incomplet (textes manquants) : donnez un autre dossier avec "
            "--index et relancez « python -m ingest » avec vos sources."
        ) from error


def open_documents(index: Path, manifest: m.Manifest) -> dict[str, Document]:
    """The documents of a generation by id; one sentence where one is missing."""
    with reading_texts(index):
        objects = Objects(index / m.OBJECTS, writable=False)
        try:
            documents = objects.documents(entry.hash for entry in manifest.documents)
            return {document.document_id: document for document in documents}
        finally:
            objects.close()


def require_encoder(index: Path, manifest: m.Manifest, encoder_name: str) -> None:
    """Refuse an index that another encoder made."""
    if manifest.encoder != encoder_name:
        raise AssistantError(
            f"L'index « {index} » a été fait avec un autre modèle ou d'autres consignes "
            "(ASSISTANT_ENCODER, ASSISTANT_QUERY_PROMPT, ASSISTANT_PASSAGE_PROMPT) : "
            "rétablissez ces réglages ou relancez « python -m ingest --rebuild »."
        )


def require_words(index: Path, manifest: m.Manifest) -> None:
    """Refuse an index whose words were read in another way."""
    if manifest.words != words_name():
        raise AssistantError(
            f"L'index des mots de « {index} » a été fait par une autre version du programme : "
            "relancez « python -m ingest --rebuild », qui ne recalcule aucun vecteur."
        )


_INCOMPLETE = "L'index « {index} » est incomplet : relancez « python -m ingest --rebuild »."
_WORD = re.compile(r"[^\W\d_]+")


class Index:
    """One generation of an index, for as long as its reader keeps it open."""

    def __init__(self, index: Path, encoder_name: str, today: date | None = None) -> None:
        """Open the current generation; refuse one of another encoder or other words.

        `today` is the day on which documents must hold to be cited, else the present one in Paris.
        """
        self._path = index
        self.generation, manifest = open_manifest(index)
        require_encoder(index, manifest, encoder_name)
        require_words(index, manifest)
        self.documents = open_documents(index, manifest)
        self._withheld = Withheld(index, self.documents.values(), today)
        self.sections: dict[str, Section] = {
            s.section_id: s for d in self.documents.values() for s in d.sections
        }
        self.passages: tuple[Passage, ...] = manifest.passages
        self._position = {p.passage_id: i for i, p in enumerate(self.passages)}
        self._ties: dict[str, list[int]] = {}
        for position, passage in enumerate(self.passages):
            self._ties.setdefault(passage.same_as or passage.passage_id, []).append(position)
        bm25 = index / m.GENERATIONS / self.generation / BM25
        if not bm25.is_dir():
            raise AssistantError(_INCOMPLETE.format(index=index))
        self._lexical = LexicalIndex.open(bm25)
        self._store = open_store(index, self.generation)
        try:
            self.require_vectors()
        except AssistantError:
            self._store.close()
            raise

    def require_vectors(self) -> None:
        """Raise AssistantError where the vectors cannot be asked now, or are not as many."""
        if self._store.count() != len(self._ties):
            raise AssistantError(_INCOMPLETE.format(index=self._path))

    @cached_property
    def words(self) -> frozenset[str]:
        """The words of the documents and their titles, as written, in small letters."""
        texts = (f"{document.title} {document.text}" for document in self.documents.values())
        return frozenset(word for text in texts for word in _WORD.findall(text.lower()))

    @cached_property
    def section_of(self) -> "Places":
        """The place of each passage's section among `sections`, shape (passages,)."""
        import numpy as np

        places = {name: place for place, name in enumerate(self.sections)}
        return np.array([places[passage.section_id] for passage in self.passages])

    @cached_property
    def document_of(self) -> "Places":
        """The place of each passage's document among `documents`, shape (passages,)."""
        import numpy as np

        places = {name: place for place, name in enumerate(self.documents)}
        return np.array([places[passage.document_id] for passage in self.passages])

    @cached_property
    def older(self) -> list[int]:
        """The positions of the passages whose figures a newer edition gives anew."""
        return [place for place, passage in enumerate(self.passages) if passage.newer]

    def passage(self, passage_id: str) -> Passage | None:
        """A passage by its id."""
        position = self._position.get(passage_id)
        return None if position is None else self.passages[position]

    def place(self, passage_id: str) -> int:
        """The position of a passage that the index holds."""
        return self._position[passage_id]

    def passage_before(self, passage: Passage) -> Passage | None:
        """The passage that stands before one in its section."""
        position = self._position[passage.passage_id]
        before = self.passages[position - 1] if position else None
        return before if before and before.section_id == passage.section_id else None

    def withheld(self) -> frozenset[str]:
        """The documents that may not be cited now, although the generation holds them."""
        return self._withheld.names()

    def citable(self, passage: Passage) -> Passage:
        """The passage without what names a document that may not be cited now."""
        withheld = self.withheld()
        if withheld.isdisjoint((*passage.also_in, passage.newer_in)):
            return passage
        also_in = tuple(name for name in passage.also_in if name not in withheld)
        if passage.newer_in in withheld:
            passage = replace(passage, newer="", newer_in="")
        return replace(passage, also_in=also_in)

    def same(self, passage: Passage) -> list[Passage]:
        """The passages that say the same as one and may be cited now, itself among them."""
        tied = [self.passages[p] for p in self._ties[passage.same_as or passage.passage_id]]
        withheld = self.withheld()
        return [self.citable(p) for p in tied if p.document_id not in withheld]

    def nearest(self, vector: "Array", count: int) -> dict[int, float]:
        """The cosine similarity of the nearest passages by position; equal texts share theirs.

        Those that may not be cited are among them.
        """
        found = self._store.search(vector, min(count, len(self._ties)))
        return {position: similarity for name, similarity in found for position in self._ties[name]}

    def lexical_scores(self, question: str) -> "Array":
        """The BM25 score of every passage, in the order of `passages`."""
        return self._lexical.scores(question)

    def rarity(self, stem: str) -> float:
        """How rare a stem is among the passages (inverse document frequency)."""
        return self._lexical.rarity(stem)

    def knows(self, stem: str) -> bool:
        """Whether any passage holds the stem."""
        return self._lexical.knows(stem)

    def close(self) -> None:
        """Let go of the files."""
        self._store.close()
