"""Which documents are the same one, and which of two stays."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from pathlib import Path

from corpus import manifest as m
from corpus.catalogue import normal_title
from corpus.index import open_documents
from corpus.objects import document_hash, text_hash
from corpus.types import Document
from ingest.read import Page


@dataclass(slots=True)
class Merge:
    """The documents that the index is to hold, and what became of those that were read."""

    documents: dict[str, Document] = field(default_factory=dict)
    sources: dict[str, str] = field(default_factory=dict)
    added: set[str] = field(default_factory=set)
    updated: set[str] = field(default_factory=set)
    unchanged: set[str] = field(default_factory=set)
    replaced_digests: set[str] = field(default_factory=set)
    kept_over_digests: set[str] = field(default_factory=set)


def merge_pages(index: Path, manifest: m.Manifest | None, pages: list[tuple[str, Page]]) -> Merge:
    """What an index is to hold once these pages (each with its source) are in it."""
    merge = Merge()
    if manifest is not None:
        merge.documents = open_documents(index, manifest)
        merge.sources = {entry.document_id: entry.source for entry in manifest.documents}
    known = {key: d.document_id for d in merge.documents.values() for key in _keys(d)}
    for source, page in pages:
        keys = _keys(page.document, declared=page.declared)
        name = next((known[key] for key in keys if key in known), page.document.document_id)
        before = merge.documents.get(name)
        document = _with_own_sections(page.document, merge.documents, name)
        if before is not None and document_hash(before) == document_hash(document):
            merge.unchanged.add(name)
            continue
        if before is not None and document.source_kind == "digest" != before.source_kind:
            merge.kept_over_digests.add(name)
            merge.unchanged.add(name)
            continue
        if before is None:
            merge.added.add(document.document_id)
        else:
            if before.source_kind == "digest" != document.source_kind:
                merge.replaced_digests.add(name)
            # A page read twice in this run was added by its first reading.
            moved = merge.added if name in merge.added else merge.updated
            moved.discard(name)
            moved.add(document.document_id)
            del merge.documents[name], merge.sources[name]
        merge.documents[document.document_id] = document
        merge.sources[document.document_id] = source
        known |= dict.fromkeys(keys, document.document_id)
    return merge


def _with_own_sections(document: Document, others: dict[str, Document], name: str) -> Document:
    """The document with section ids that no other one has: a declared one may stand in two."""
    taken = {s.section_id for n, d in others.items() if n != name for s in d.sections}
    sections = []
    for number, section in enumerate(document.sections, 1):
        if section.section_id in taken:
            own = f"{document.document_id}#{section.section_id}"
            section = replace(section, section_id=own if own not in taken else f"{own}#{number}")
        taken.add(section.section_id)
        sections.append(section)
    return replace(document, sections=tuple(sections))


def _keys(document: Document, *, declared: bool = False) -> list[tuple[str, ...]]:
    """What makes two documents the same one, the surest first."""
    keys: list[tuple[str, ...]] = [("id", document.document_id)]
    if document.kit and document.fiche:
        keys.append(("fiche", document.kit, document.edition, str(document.fiche)))
    elif not declared:
        keys.append(("title", document.kit, document.edition, normal_title(document.title)))
        keys.append(("text", text_hash(document.text)))
    return keys


def prune(merge: Merge, holds: list[Callable[[str], bool]]) -> set[str]:
    """Drop the documents that what was read holds no more; each tells whose source is its own."""
    held = merge.added | merge.updated | merge.unchanged
    gone = {
        name
        for name, source in merge.sources.items()
        if name not in held and any(is_its(source) for is_its in holds)
    }
    for name in gone:
        del merge.documents[name], merge.sources[name]
    return gone
