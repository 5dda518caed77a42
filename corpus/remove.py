"""How documents leave an index: the next generation is made without them."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from corpus.dedupe import deduplicate
from corpus.encoder import Encoder
from corpus.errors import AssistantError
from corpus.generation import Content, write_generation
from corpus.index import open_documents, open_manifest, require_encoder
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
        documents = open_documents(index, manifest)
        unknown = [name for name in names if name not in documents]
        if unknown:
            raise AssistantError(
                f"Aucun document « {unknown[0]} » dans l'index, rien n'a été retiré : "
                "« python -m corpus list » donne les documents."
            )
        kept = {name: d for name, d in documents.items() if name not in names}
        if not kept:
            raise AssistantError(
                "L'index ne peut pas rester vide, rien n'a été retiré : chargez d'abord d'autres "
                f"sources, ou supprimez le dossier « {index} » pour tout effacer."
            )
        passages = [
            replace(passage, also_in=(), same_as="")
            for passage in manifest.passages
            if passage.document_id in kept
        ]
        tied = deduplicate(passages, kept)
        sources = {e.document_id: e.source for e in manifest.documents if e.document_id in kept}
        content = Content(
            kept, sources, tied.passages, manifest.passage_tokens, tied.exact, tied.near
        )
        write_generation(index, content, encoder)
    return Removed(
        removed=tuple(dict.fromkeys(names)),
        documents=len(kept),
        passages=sum(not p.same_as for p in tied.passages),
    )
