"""How the next generation of an index is written, verified and made the current one."""

import logging
import secrets
import shutil
import sqlite3
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import closing, suppress
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING, Any

from corpus import manifest as m
from corpus.encoder import Encoder
from corpus.errors import AssistantError
from corpus.lexical import LexicalIndex, words_name
from corpus.objects import Objects, text_hash
from corpus.place import create_store, delete_stores
from corpus.runs import Progress, in_runs
from corpus.types import Document, Passage, Section, heading_path

if TYPE_CHECKING:
    import numpy as np

    Array = np.ndarray[Any, np.dtype[np.float32]]

log = logging.getLogger(__name__)

BM25 = "bm25"
# Texts are embedded and kept in runs of this many, so that a stopped ingest loses little.
_RUN = 64
# Vectors go to the store in runs of this many.
_BATCH = 1000


@dataclass(frozen=True, slots=True)
class Content:
    """What a generation is to hold: documents that are kept already, and their passages.

    The passages stand by document, in the documents' order.
    """

    documents: tuple[m.Entry, ...]
    passages: tuple[Passage, ...]
    passage_tokens: int
    exact_duplicates: int
    near_duplicates: int


def embedded_text(document: Document, section: Section, passage: Passage) -> str:
    """What the encoder reads for a passage: title, headings, text."""
    parts = (document.title, heading_path(section), document.text[passage.start : passage.end])
    return "\n".join(part for part in parts if part)


def passage_texts(documents: Iterable[Document], passages: Iterable[Passage]) -> Iterator[str]:
    """The words of each passage, in order: what BM25 indexes, and the encoder reads.

    The passages stand by document, in the documents' order; ValueError where they do not.
    """
    left = iter(documents)
    for name, own in groupby(passages, key=lambda passage: passage.document_id):
        document = next((d for d in left if d.document_id == name), None)
        if document is None:
            raise ValueError(f"the passages of {name} do not stand where it does")
        sections = {section.section_id: section for section in document.sections}
        for passage in own:
            yield embedded_text(document, sections[passage.section_id], passage)


def embedded_hashes(passages: Sequence[Passage], texts: Iterable[str]) -> tuple[str, ...]:
    """The hash of the text embedded for each passage: that of the one it is tied to, if any."""
    own = {
        passage.passage_id: text_hash(text)
        for passage, text in zip(passages, texts, strict=True)
        if not passage.same_as
    }
    return tuple(own[p.same_as or p.passage_id] for p in passages)


def heads(passages: Sequence[Passage], hashes: Sequence[str]) -> dict[str, str]:
    """The ids of the passages that Chroma holds, each with the hash of its text."""
    named = zip(passages, hashes, strict=True)
    return {passage.passage_id: hashed for passage, hashed in named if not passage.same_as}


def write_generation(index: Path, content: Content, encoder: Encoder) -> None:
    """Write a generation from stored vectors (only new text is embedded) and swap the pointer.

    Texts and vectors pass through in runs: the memory it takes is that of the passages' places and
    of BM25. Raises AssistantError where there is no document, or the new generation does not hold
    together; the current one is then untouched.
    """
    if not content.documents:
        raise AssistantError(
            "L'index ne peut pas rester vide, rien n'a été retiré : chargez d'abord d'autres "
            f"sources, ou supprimez le dossier « {index} » pour tout effacer."
        )
    previous = m.current_generation(index)
    name = _next_name(previous)
    folder = index / m.GENERATIONS / name
    objects = Objects(index / m.OBJECTS, writable=True)
    try:
        hashes = embedded_hashes(content.passages, _texts(objects, content))
        _embed(objects, encoder, content, hashes)
        # What a killed ingest left under this number would take the room of this one.
        for left in folder.parent.glob(f"{_number(name)}*"):
            shutil.rmtree(left, ignore_errors=True)
        folder.mkdir(parents=True)
        own = heads(content.passages, hashes)
        with closing(create_store(index, name)) as store:
            store.write(batches(objects, encoder.name, own))
            store.verify(batches(objects, encoder.name, own))
        LexicalIndex.create(folder / BM25, _texts(objects, content))
        m.write_manifest(
            folder,
            m.Manifest(
                format=m.FORMAT,
                encoder=encoder.name,
                passage_tokens=content.passage_tokens,
                documents=content.documents,
                passages=content.passages,
                text_hashes=hashes,
                exact_duplicates=content.exact_duplicates,
                near_duplicates=content.near_duplicates,
                words=words_name(),
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


def _next_name(previous: str | None) -> str:
    """A number that goes on, and digits of its own.

    A reader that has a deleted index open never takes the one made in its place for it, nor one of
    two copies of a folder what the other wrote.
    """
    number = _number(previous or "")
    return f"{int(number) + 1 if number.isdecimal() else 1:06d}-{secrets.token_hex(4)}"


def _number(name: str) -> str:
    """What a generation's name begins with; all of it where an earlier version gave it."""
    return name.partition("-")[0]


def _texts(objects: Objects, content: Content) -> Iterator[str]:
    documents = objects.documents(entry.hash for entry in content.documents)
    return passage_texts(documents, content.passages)


def _embed(objects: Objects, encoder: Encoder, content: Content, hashes: Sequence[str]) -> None:
    """Embed and keep the texts that have no vector yet."""
    lacking = objects.lacking(encoder.name, hashes)
    if not lacking:
        return
    progress = Progress("Passages vectorisés", len(lacking))
    for run in in_runs(_named(hashes, _texts(objects, content), lacking), _RUN):
        vectors = encoder.passages([text for _, text in run])
        objects.add_vectors(encoder.name, [name for name, _ in run], vectors)
        progress.advance(len(run))


def _named(
    hashes: Iterable[str], texts: Iterable[str], wanted: Collection[str]
) -> Iterator[tuple[str, str]]:
    """The wanted texts with their hashes, each once."""
    left = set(wanted)
    for name, text in zip(hashes, texts, strict=True):
        # A passage that is tied to another bears that one's hash, not its own text's.
        if name in left and text_hash(text) == name:
            left.remove(name)
            yield name, text


def batches(
    objects: Objects, encoder: str, own: Mapping[str, str]
) -> Iterator[tuple[list[str], "Array"]]:
    """The ids of passages with their vectors, shape (ids, dimensions), in runs.

    `own` are the passages that `heads` gives.
    """
    import numpy as np

    for run in in_runs(own.items(), _BATCH):
        vectors = objects.vectors(encoder, [hashed for _, hashed in run])
        yield [name for name, _ in run], np.array([vectors[hashed] for _, hashed in run])


def _collect(index: Path, objects: Objects, keep: set[str | None]) -> None:
    """Delete the generations that no reader can still be opening, and what only they used."""
    documents: set[str] = set()
    vectors: set[tuple[str, str]] = set()
    for folder in sorted((index / m.GENERATIONS).iterdir()):
        manifest = _readable(folder) if folder.name in keep else None
        if manifest is None:
            shutil.rmtree(folder, ignore_errors=True)
            log.info("Ancienne génération supprimée : %s", folder.name)
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
