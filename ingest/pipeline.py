"""In what order an index is made or brought up to date."""

import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from importlib import resources
from itertools import chain
from pathlib import Path

from corpus import manifest as m
from corpus.dedupe import deduplicate
from corpus.encoder import Encoder, open_encoder
from corpus.errors import AssistantError
from corpus.generation import Content, write_generation
from corpus.index import reading_texts
from corpus.lexical import words_name
from corpus.objects import Objects
from corpus.settings import Settings
from corpus.writing import writing
from ingest.merge import Merge
from ingest.read import Page, Skipped
from ingest.sources import Sources
from ingest.split import split


@dataclass(frozen=True, slots=True)
class Edition:
    """A passage that says with other figures what a newer edition says; both are kept."""

    newer: str
    older: str


@dataclass(frozen=True, slots=True)
class Report:
    """What an ingest did; `exact_duplicates` counts the paragraphs and passages not kept twice.

    `replaced_digests`, `kept_over_digests` and `kept_over_forms` (the same in a lesser kind of
    file) are document ids; `editions` are all those of the index.
    """

    documents: int
    sections: int
    passages: int
    added: int
    updated: int
    unchanged: int
    removed: int
    exact_duplicates: int
    near_duplicates: int
    boilerplate_lines: int
    skipped: tuple[Skipped, ...]
    replaced_digests: tuple[str, ...]
    kept_over_digests: tuple[str, ...]
    kept_over_forms: tuple[str, ...]
    editions: tuple[Edition, ...]
    embedding_model: str
    seconds: float


def shipped_fiches() -> Path:
    """The folder of the digests that ship with the program."""
    return Path(str(resources.files("corpus").joinpath("fiches")))


def ingest(
    sources: list[str],
    index: Path,
    settings: Settings,
    *,
    rebuild: bool = False,
    prune: bool = False,
    encoder: Encoder | None = None,
) -> Report:
    """Bring an index up to date with the sources: files, folders or addresses.

    Without sources it reads the shipped fiches; without an encoder it opens that of the settings.
    Raises AssistantError where another ingest is writing, or the folder cannot be written; the
    current generation is then as it was.
    """
    started = time.monotonic()
    encoder = encoder or open_encoder(settings)
    given = Sources(sources or ([] if rebuild else [str(shipped_fiches())]), settings, index)
    pages = given.pages()
    first = next(pages, None)
    if first is None and m.current_generation(index) is None:
        if rebuild:
            raise AssistantError(
                f"Il n'y a pas d'index à refaire dans « {index} » : lancez d'abord « python -m "
                "ingest » avec vos sources."
            )
        report = _nothing(encoder)
    else:
        found = chain([] if first is None else [first], pages)
        with writing(index):
            report = _update(
                index,
                settings,
                encoder,
                found,
                given.name,
                rebuild,
                given.hold if prune else None,
            )
    seconds = round(time.monotonic() - started, 2)
    return replace(report, skipped=(*given.skipped, *report.skipped), seconds=seconds)


def _update(
    index: Path,
    settings: Settings,
    encoder: Encoder,
    pages: Iterator[tuple[str, Page]],
    called: Callable[[str], str],
    rebuild: bool,
    prune: Callable[[str], bool] | None,
) -> Report:
    """Bring the index up to date with the pages; `called` is how a report calls their source.

    `prune` tells, once all are read, whether a stored source is one that they should have given.
    """
    current = m.current_generation(index)
    manifest = m.read_manifest(index / m.GENERATIONS / current) if current else None
    if manifest is not None and not rebuild:
        _require(index, manifest, encoder.name, settings.passage_tokens)
    objects = Objects(index / m.OBJECTS, writable=True)
    try:
        with reading_texts(index):
            merge = Merge(objects, manifest, called)
        repeated = furniture = 0
        for source, page in pages:
            merge.take(source, page)
            repeated += page.repeated
            furniture += page.furniture
        merge.keep()
        removed = merge.prune(prune) if prune else set()
        entries = merge.entries()
        if (
            rebuild
            or manifest is None
            or entries != manifest.documents
            or manifest.words != words_name()
        ):
            content = _content(objects, entries, settings.passage_tokens)
            write_generation(index, content, encoder)
            manifest = m.read_manifest(index / m.GENERATIONS / str(m.current_generation(index)))
    finally:
        objects.close()
    return Report(
        documents=len(manifest.documents),
        sections=merge.sections(),
        passages=sum(not p.same_as for p in manifest.passages),
        added=len(merge.added),
        updated=len(merge.updated),
        unchanged=len(merge.unchanged - merge.added - merge.updated),
        removed=len(removed),
        exact_duplicates=manifest.exact_duplicates + repeated,
        near_duplicates=manifest.near_duplicates,
        boilerplate_lines=furniture,
        skipped=tuple(merge.skipped),
        replaced_digests=tuple(sorted(merge.replaced_digests)),
        kept_over_digests=tuple(sorted(merge.kept_over_digests)),
        kept_over_forms=tuple(sorted(merge.kept_over_forms)),
        editions=tuple(Edition(p.newer, p.passage_id) for p in manifest.passages if p.newer),
        embedding_model=encoder.name,
        seconds=0.0,
    )


def _require(index: Path, manifest: m.Manifest, encoder: str, passage_tokens: int) -> None:
    """Refuse to add to an index what would not be as the rest of it."""
    if manifest.encoder != encoder or manifest.passage_tokens != passage_tokens:
        raise AssistantError(
            f"L'index « {index} » a été fait avec un autre modèle ou une autre longueur de "
            "passage : relancez avec --rebuild pour le refaire entièrement."
        )


def _nothing(encoder: Encoder) -> Report:
    """The report of an ingest that read nothing where there is no index: none is made."""
    none = dict.fromkeys(
        ("documents", "sections", "passages", "added", "updated", "unchanged", "removed"), 0
    )
    return Report(
        **none,
        exact_duplicates=0,
        near_duplicates=0,
        boilerplate_lines=0,
        skipped=(),
        replaced_digests=(),
        kept_over_digests=(),
        kept_over_forms=(),
        editions=(),
        embedding_model=encoder.name,
        seconds=0.0,
    )


def _content(objects: Objects, entries: tuple[m.Entry, ...], passage_tokens: int) -> Content:
    """The documents cut into passages, those that say the same tied together."""
    documents = objects.documents(entry.hash for entry in entries)
    kept = deduplicate(
        (p, document) for document in documents for p in split(document, passage_tokens)
    )
    return Content(entries, kept.passages, passage_tokens, kept.exact, kept.near)
