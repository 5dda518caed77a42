"""How the next generation of an index is written, verified and made the current one."""

import logging
import shutil
import sqlite3
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from corpus import manifest as m
from corpus.encoder import Encoder
from corpus.errors import AssistantError
from corpus.lexical import LexicalIndex
from corpus.objects import Objects, document_hash, text_hash
from corpus.place import create_store, delete_stores
from corpus.types import Document, Passage, Section, heading_path

if TYPE_CHECKING:
    import numpy as np

    Array = np.ndarray[Any, np.dtype[np.float32]]

log = logging.getLogger(__name__)

BM25 = "bm25"
# Texts are embedded and kept in runs of this many, so that a stopped ingest loses little.
_RUN = 64


@dataclass(frozen=True, slots=True)
class Content:
    """What a generation is to hold: documents with their sources, and their passages in order."""

    documents: dict[str, Document]
    sources: dict[str, str]
    passages: tuple[Passage, ...]
    passage_tokens: int
    exact_duplicates: int
    near_duplicates: int


def embedded_text(document: Document, section: Section, passage: Passage) -> str:
    """What the encoder reads for a passage: title, headings, text."""
    parts = (document.title, heading_path(section), document.text[passage.start : passage.end])
    return "\n".join(part for part in parts if part)


def passage_texts(documents: dict[str, Document], passages: Sequence[Passage]) -> list[str]:
    """The words of each passage, in order: what BM25 indexes, and the encoder reads."""
    sections = {s.section_id: s for d in documents.values() for s in d.sections}
    return [embedded_text(documents[p.document_id], sections[p.section_id], p) for p in passages]


def embedded_hashes(passages: Sequence[Passage], texts: Sequence[str]) -> tuple[str, ...]:
    """The hash of the text embedded for each passage: that of the one it is tied to, if any."""
    own = {p.passage_id: text for p, text in zip(passages, texts, strict=True) if not p.same_as}
    return tuple(text_hash(own[p.same_as or p.passage_id]) for p in passages)


def write_generation(index: Path, content: Content, encoder: Encoder) -> None:
    """Write a generation from stored vectors (only new text is embedded) and swap the pointer.

    Raises where the new generation does not hold together; the current one is then untouched.
    """
    texts = passage_texts(content.documents, content.passages)
    previous = m.current_generation(index)
    name = f"{int(previous) + 1 if previous and previous.isdecimal() else 1:06d}"
    folder = index / m.GENERATIONS / name
    objects = Objects(index / m.OBJECTS, writable=True)
    try:
        objects.add_documents(content.documents.values())
        vectors = _vectors(
            objects,
            encoder,
            {
                passage.passage_id: text
                for passage, text in zip(content.passages, texts, strict=True)
                if not passage.same_as
            },
        )
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(parents=True)
        _write_stores(index, name, texts, vectors)
        entries = tuple(
            m.Entry(d.document_id, document_hash(d), content.sources[d.document_id])
            for d in content.documents.values()
        )
        m.write_manifest(
            folder,
            m.Manifest(
                format=m.FORMAT,
                encoder=encoder.name,
                passage_tokens=content.passage_tokens,
                documents=entries,
                passages=content.passages,
                text_hashes=embedded_hashes(content.passages, texts),
                exact_duplicates=content.exact_duplicates,
                near_duplicates=content.near_duplicates,
            ),
        )
        m.point_to(index, name)
        _collect(index, objects, {name, previous})
    finally:
        objects.close()
        if m.current_generation(index) == previous:
            # What was not finished would fill a disk that may be full already.
            shutil.rmtree(folder, ignore_errors=True)
            # A server that cannot be asked now is asked at the end of the next ingest.
            with suppress(AssistantError):
                delete_stores(index)


def _vectors(objects: Objects, encoder: Encoder, texts: dict[str, str]) -> dict[str, "Array"]:
    """The vector of each passage by its id, from those kept where the text was embedded before."""
    hashes = {name: text_hash(text) for name, text in texts.items()}
    found = objects.vectors(encoder.name, hashes.values())
    new = {hashes[name]: text for name, text in texts.items() if hashes[name] not in found}
    names = list(new)
    for start in range(0, len(names), _RUN):
        run = names[start : start + _RUN]
        vectors = encoder.passages([new[name] for name in run])
        objects.add_vectors(encoder.name, run, vectors)
        found.update(zip(run, vectors, strict=True))
        log.info("%d/%d new passages embedded", start + len(run), len(names))
    return {name: found[hashed] for name, hashed in hashes.items()}


def _write_stores(
    index: Path, generation: str, texts: list[str], vectors: dict[str, "Array"]
) -> None:
    import numpy as np

    batches = [(list(vectors), np.array(list(vectors.values()), dtype=np.float32))]
    store = create_store(index, generation)
    try:
        store.write(batches)
        store.verify(batches)
    finally:
        store.close()
    LexicalIndex.create(index / m.GENERATIONS / generation / BM25, texts)


def _collect(index: Path, objects: Objects, keep: set[str | None]) -> None:
    """Delete the generations that no reader can still be opening, and what only they used."""
    documents: set[str] = set()
    vectors: set[tuple[str, str]] = set()
    for folder in sorted((index / m.GENERATIONS).iterdir()):
        manifest = _readable(folder) if folder.name in keep else None
        if manifest is None:
            shutil.rmtree(folder, ignore_errors=True)
            log.info("removed generation %s", folder.name)
            continue
        documents |= {entry.hash for entry in manifest.documents}
        vectors |= {(name, manifest.encoder) for name in manifest.text_hashes}
    try:
        objects.collect(documents, vectors)
        delete_stores(index)
    except (sqlite3.Error, AssistantError) as error:
        # The new generation stands; the next one collects what this one could not.
        log.warning("what no generation uses was not deleted: %s", error)


def _readable(folder: Path) -> m.Manifest | None:
    try:
        return m.read_manifest(folder)
    except AssistantError:
        return None
