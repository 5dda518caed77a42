"""How an index moves to another machine: one zip file of texts, vectors and manifest.

Chroma and BM25 are not in it: the other machine makes its own from these. Nothing is unpacked to
disk and nothing is unpickled: entries of fixed names, read up to a fixed size.
"""

import sqlite3
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from corpus import manifest as m
from corpus.check import misplaced, sound_documents
from corpus.encoder import Encoder
from corpus.errors import AssistantError
from corpus.generation import Content, embedded_hashes, passage_texts, write_generation
from corpus.index import open_manifest
from corpus.objects import UNIT_TOLERANCE, Objects
from corpus.types import Document
from corpus.whole import whole
from corpus.withheld import Ends, dump_withheld, parse_withheld, read_withheld, withhold
from corpus.writing import is_damage, writing

if TYPE_CHECKING:
    import numpy as np

    Array = np.ndarray[Any, np.dtype[np.float32]]

_MANIFEST, _DOCUMENTS, _VECTORS = "manifest.json", "documents.jsonl", "vectors.f32"
_WITHHELD = "withheld.json"
# The most bytes read of each entry, whatever the file says: about 200,000 passages.
_MOST = {_MANIFEST: 128 << 20, _DOCUMENTS: 512 << 20, _VECTORS: 512 << 20, _WITHHELD: 8 << 20}
# A vector made anew on another processor is at least this close to the one in the file: int8
# rounds differently from one to another, another model's vectors are far.
_SAME_MODEL = 0.95


@dataclass(frozen=True, slots=True)
class Moved:
    """What a file of an index holds; passages that say the same count once."""

    file: str
    documents: int
    passages: int


class _Unfit(Exception):
    """A file that does not hold a whole index."""


def export_index(index: Path, file: Path) -> Moved:
    """Write the current generation to a file, which is replaced only by a finished one; to a pipe
    as it is made.

    Raises AssistantError where the index is not whole or the file cannot be written.
    """
    import numpy as np

    _, manifest = open_manifest(index)
    hashes = list(dict.fromkeys(manifest.text_hashes))
    try:
        objects = Objects(index / m.OBJECTS, writable=False)
        try:
            bodies = objects.bodies(entry.hash for entry in manifest.documents)
            kept = objects.vectors(manifest.encoder, hashes)
        finally:
            objects.close()
        vectors = np.array([kept[name] for name in hashes], dtype="<f4")
        _content(manifest, bodies, vectors)
    except (KeyError, ValueError, sqlite3.Error, _Unfit) as error:
        raise AssistantError(
            f"L'index « {index} » est incomplet et n'a pas été exporté : « python -m corpus check "
            "» dit ce qui manque."
        ) from error
    entries: dict[str, bytes] = {
        _MANIFEST: m.dump_manifest(manifest),
        _DOCUMENTS: b"\n".join(bodies[entry.hash] for entry in manifest.documents),
        _VECTORS: vectors.tobytes(),
        _WITHHELD: dump_withheld(read_withheld(index)),
    }
    if any(len(data) > _MOST[name] for name, data in entries.items()):
        raise AssistantError(
            f"L'index « {index} » est trop grand pour un seul fichier et n'a pas été exporté : "
            "copiez son dossier pendant qu'aucune ingestion n'y écrit."
        )
    try:
        with whole(file) as new, zipfile.ZipFile(new, "w", zipfile.ZIP_DEFLATED) as archive:
            for name, data in entries.items():
                archive.writestr(name, data)
    except OSError as error:
        raise AssistantError(
            f"Le fichier « {file} » ne peut pas être écrit : vérifiez son dossier, les droits et "
            "la place libre."
        ) from error
    return _moved(file, manifest)


def import_index(file: Path, index: Path, encoder: Encoder) -> Moved:
    """Make the index of a file the next generation; the one that is there stays until it is whole.

    Raises AssistantError for a file that is not a whole index of this format and model.
    """
    import numpy as np

    with _reading(file):
        entries = _entries(file)
        manifest = m.parse_manifest(entries[_MANIFEST])
        lines = entries[_DOCUMENTS].split(b"\n")
        if len(lines) != len(manifest.documents):
            raise _Unfit
        bodies = {e.hash: line for e, line in zip(manifest.documents, lines, strict=True)}
        hashes = list(dict.fromkeys(manifest.text_hashes))
        vectors = np.frombuffer(entries[_VECTORS], dtype="<f4").reshape(len(hashes), -1)
        content, documents = _content(manifest, bodies, vectors)
        ends = parse_withheld(entries[_WITHHELD])
    if manifest.encoder != encoder.name:
        raise AssistantError(
            f"L'index du fichier « {file} » a été fait avec un autre modèle ou d'autres consignes "
            f"({manifest.encoder}) : réglez d'abord ASSISTANT_ENCODER, ASSISTANT_QUERY_PROMPT et "
            "ASSISTANT_PASSAGE_PROMPT comme sur l'autre machine."
        )
    with _reading(file):
        again = encoder.passages([next(passage_texts(documents.values(), content.passages))])[0]
        if content.passages[0].same_as or again.shape != vectors[0].shape:
            raise _Unfit
        if float(again @ vectors[0]) < _SAME_MODEL:
            raise _Unfit
    with writing(index):
        _drop_damaged(index / m.OBJECTS)
        objects = Objects(index / m.OBJECTS, writable=True)
        try:
            objects.add_documents(documents.values())
            # Those made here are trusted above the file's.
            known = objects.vectors(encoder.name, hashes)
            new = [place for place, name in enumerate(hashes) if name not in known]
            objects.add_vectors(encoder.name, [hashes[place] for place in new], vectors[new])
        finally:
            objects.close()
        withhold(index, _stricter(read_withheld(index), ends))
        write_generation(index, content, encoder)
    return _moved(file, manifest)


def _drop_damaged(store: Path) -> None:
    """Delete the kept texts and vectors that cannot be read: a file brings all anew."""
    if not store.exists():
        return
    try:
        objects = Objects(store, writable=True)
        try:
            sound = objects.is_sound()
        finally:
            objects.close()
    except sqlite3.Error as error:
        if not is_damage(error):
            raise
        sound = False
    if not sound:
        store.unlink()
        # What was half written to the one is not to be undone in the next.
        Path(f"{store}-journal").unlink(missing_ok=True)


def _moved(file: Path, manifest: m.Manifest) -> Moved:
    passages = sum(not p.same_as for p in manifest.passages)
    return Moved(str(file), len(manifest.documents), passages)


def _stricter(ours: Ends, theirs: Ends) -> Ends:
    """The documents of a file with the earlier end of its own and ours."""
    return {
        name: min(end, ours.get(name, end), key=lambda day: day or date.min)
        for name, end in theirs.items()
    }


@contextmanager
def _reading(file: Path) -> Iterator[None]:
    """Say in one sentence why a file is not an index to import, whatever is wrong with it."""
    try:
        yield
    except FileNotFoundError as error:
        raise AssistantError(
            f"Le fichier « {file} » n'existe pas : donnez celui que « python -m corpus export » a "
            "écrit."
        ) from error
    except m.OtherFormat as error:
        raise AssistantError(
            f"Le fichier « {file} » a été fait par une autre version du programme : exportez-le de "
            "nouveau avec celle-ci, ou relancez « python -m ingest » avec vos sources."
        ) from error
    except (
        _Unfit,
        OSError,
        ValueError,
        EOFError,
        NotImplementedError,
        zipfile.BadZipFile,
        zlib.error,
    ) as error:
        raise AssistantError(
            f"Le fichier « {file} » n'est pas un index complet et rien n'a été importé : donnez "
            "celui que « python -m corpus export » a écrit, copié en entier."
        ) from error


def _entries(file: Path) -> dict[str, bytes]:
    """The entries of the file, each read no further than its limit."""
    with zipfile.ZipFile(file) as archive:
        found = archive.infolist()
        plain = all(
            info.compress_type in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
            and not info.flag_bits & 1  # encrypted
            for info in found
        )
        names = [info.filename for info in found]
        # A file of before what may not be cited was told has no such entry.
        if (
            not plain
            or sorted({*names, _WITHHELD}) != sorted(_MOST)
            or len(set(names)) < len(names)
        ):
            raise _Unfit
        entries = {_WITHHELD: b"{}"}
        for info in found:
            most = _MOST[info.filename]
            with archive.open(info) as entry:
                entries[info.filename] = entry.read(most + 1)
            if len(entries[info.filename]) > most:
                raise _Unfit
    return entries


def _content(
    manifest: m.Manifest, bodies: dict[str, bytes], vectors: "Array"
) -> tuple[Content, dict[str, Document]]:
    """What these parts make together, and the documents; _Unfit where they do not agree.

    `vectors` has shape (texts, dimensions), in the order in which the manifest first names them.
    """
    import numpy as np

    documents, damaged = sound_documents(manifest.documents, bodies)
    repeated = len(documents) != len(manifest.documents)
    undated = any(d.edition and not d.edition.isdecimal() for d in documents.values())
    if damaged or repeated or undated or not manifest.passages:
        raise _Unfit
    if any(misplaced(documents, manifest.passages)):
        raise _Unfit
    texts = passage_texts(documents.values(), manifest.passages)
    if embedded_hashes(manifest.passages, texts) != manifest.text_hashes:
        raise _Unfit
    lengths = np.linalg.norm(vectors, axis=1)
    if not np.all(np.abs(lengths - 1) < UNIT_TOLERANCE):
        raise _Unfit
    content = Content(
        manifest.documents,
        manifest.passages,
        manifest.passage_tokens,
        manifest.exact_duplicates,
        manifest.near_duplicates,
    )
    return content, documents
