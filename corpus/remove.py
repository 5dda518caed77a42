"""How documents leave an index: the next generation is made without them."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from corpus import manifest as m
from corpus.dedupe import Deduplicated, deduplicate
from corpus.encoder import Encoder
from corpus.errors import AssistantError
from corpus.generation import Content, write_generation
from corpus.index import open_manifest, reading_texts, require_encoder
from corpus.objects import Objects
from corpus.types import Passage
from corpus.withheld import release
from corpus.writing import writing


@dataclass(frozen=True, slots=True)
class Removed:
    """What left an index, and what it still holds; passages that say the same count once."""

    removed: tuple[str, ...]
    documents: int
    passages: int


def remove(index: Path, names: Sequence[str], encoder: Encoder) -> Removed:
    """Write the next generation without these documents, as an ingest that never had them would.

    A passage tied to one that leaves stands for itself or is tied anew, and is the only one
    to be embedded. Raises AssistantError, the index being as it was, for an unknown id or where
    nothing would stay.
    """
    open_manifest(index)  # no lock, hence no folder, is made where there is no index
    with writing(index):
        _, manifest = open_manifest(index)
        require_encoder(index, manifest, encoder.name)
        held = {entry.document_id for entry in manifest.documents}
        unknown = [name for name in names if name not in held]
        if unknown:
            raise AssistantError(
                f"Aucun document « {unknown[0]} » dans l'index, rien n'a été retiré : "
                "« python -m corpus list » donne les documents."
            )
        entries = tuple(e for e in manifest.documents if e.document_id not in names)
        tied = _deduplicated(index, entries, manifest.passages)
        content = Content(entries, tied.passages, manifest.passage_tokens, tied.exact, tied.near)
        write_generation(index, content, encoder)
        release(index, names)
    return Removed(
        removed=tuple(dict.fromkeys(names)),
        documents=len(entries),
        passages=sum(not p.same_as for p in tied.passages),
    )


def _deduplicated(
    index: Path, entries: Sequence[m.Entry], passages: Sequence[Passage]
) -> Deduplicated:
    """The passages of these documents, tied anew."""
    own: dict[str, list[Passage]] = {}
    for passage in passages:
        own.setdefault(passage.document_id, []).append(
            replace(passage, also_in=(), same_as="", newer="", newer_in="")
        )
    with reading_texts(index):
        objects = Objects(index / m.OBJECTS, writable=False)
        try:
            documents = objects.documents(entry.hash for entry in entries)
            return deduplicate((p, d) for d in documents for p in own.get(d.document_id, []))
        finally:
            objects.close()
