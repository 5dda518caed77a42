"""How the next generation of an index is written, verified and made the current one."""

import logging
import shutil
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from corpus import manifest as m
from corpus.encoder import Encoder
from corpus.lexical import LexicalIndex
from corpus.objects import Objects, document_hash, text_hash
from corpus.store import VectorStore
from corpus.types import Document, Passage, Section, heading_path

if TYPE_CHECKING:
    import numpy as np

    Array = np.ndarray[Any, np.dtype[np.float32]]

log = logging.getLogger(__name__)

CHROMA = "chroma"
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


def write_generation(index: Path, content: Content, encoder: Encoder) -> None:
    """Write a generation from stored vectors (only new text is embedded) and swap the pointer.

    Raises where the new generation does not hold together; the current one is then untouched.
    """
    sections = {s.section_id: s for d in content.documents.values() for s in d.sections}
    texts = [
        embedded_text(content.documents[p.document_id], sections[p.section_id], p)
        for p in content.passages
    ]
    embedded = {
        p.passage_id: text for p, text in zip(content.passages, texts, strict=True) if not p.same_as
    }
    hashes = tuple(text_hash(embedded[p.same_as or p.passage_id]) for p in content.passages)
    objects = Objects(index / m.OBJECTS, writable=True)
    try:
        objects.add_documents(content.documents.values())
        vectors = _vectors(objects, encoder, embedded)
        name = _next_name(index)
        folder = index / m.GENERATIONS / name
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(parents=True)
        _write_stores(folder, texts, vectors)
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
                text_hashes=hashes,
                exact_duplicates=content.exact_duplicates,
                near_duplicates=content.near_duplicates,
            ),
        )
        previous = m.current_generation(index)
        m.point_to(index, name)
        _collect(index, objects, {name, previous})
    finally:
        objects.close()


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


def _write_stores(folder: Path, texts: list[str], vectors: dict[str, "Array"]) -> None:
    import numpy as np

    matrix = np.array(list(vectors.values()), dtype=np.float32)
    store = VectorStore(folder / CHROMA)
    try:
        store.write(list(vectors), matrix)
        store.verify(list(vectors), matrix)
    finally:
        store.close()
    LexicalIndex.create(folder / BM25, texts)


def _next_name(index: Path) -> str:
    current = m.current_generation(index)
    return f"{int(current) + 1 if current else 1:06d}"


def _collect(index: Path, objects: Objects, keep: set[str | None]) -> None:
    """Delete the generations that no reader can still be opening, and what only they used."""
    documents: set[str] = set()
    vectors: set[tuple[str, str]] = set()
    for folder in sorted((index / m.GENERATIONS).iterdir()):
        if folder.name not in keep:
            shutil.rmtree(folder, ignore_errors=True)
            log.info("removed generation %s", folder.name)
            continue
        manifest = m.read_manifest(folder)
        documents |= {entry.hash for entry in manifest.documents}
        vectors |= {(name, manifest.encoder) for name in manifest.text_hashes}
    objects.collect(documents, vectors)
