"""In what order an index is made or brought up to date."""

import logging
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from importlib import resources
from pathlib import Path

from corpus import manifest as m
from corpus.dedupe import deduplicate
from corpus.encoder import open_encoder
from corpus.errors import AssistantError
from corpus.generation import Content, write_generation
from corpus.settings import Settings
from corpus.writing import writing
from ingest.merge import Merge, merge_pages
from ingest.merge import prune as drop
from ingest.read import Page, Skipped, SourceError, is_document, read_source
from ingest.split import split
from ingest.web import Gone, is_address, pruned_by, read_address

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Report:
    """What an ingest did; `exact_duplicates` counts the paragraphs and passages not kept twice."""

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
) -> Report:
    """Bring an index up to date with the sources: files, folders or addresses.

    Without sources it reads the shipped fiches. Raises AssistantError where another ingest is
    writing, or the folder cannot be written; the current generation is then as it was.
    """
    started = time.monotonic()
    given = sources or ([] if rebuild else [str(shipped_fiches())])
    pages, skipped = _read(given, settings, index)
    # A source that could not be read may well hold its documents still.
    whole = all(isinstance(s, Gone) for s in skipped)
    read = [source for source, _ in pages]
    roots = [_holds(source, read, skipped) for source in given] if prune and whole else []
    if not pages and m.current_generation(index) is None:
        if rebuild:
            raise AssistantError(f"Il n'y a pas d'index à refaire dans « {index} ».")
        report = _nothing(settings)
    else:
        with writing(index):
            report = _update(index, settings, pages, rebuild, roots)
    seconds = round(time.monotonic() - started, 2)
    return replace(report, skipped=tuple(skipped), seconds=seconds)


def _holds(source: str, read: list[str], skipped: list[Skipped]) -> Callable[[str], bool]:
    """Whether a stored source is a part of this one, which was read."""
    if is_address(source):
        return pruned_by(source, read, skipped)
    root = Path(source).absolute()
    return lambda stored: Path(stored).is_relative_to(root)


def _read(
    sources: list[str], settings: Settings, index: Path
) -> tuple[list[tuple[str, Page]], list[Skipped]]:
    """The pages of every source, each with its path or address, and what was not read."""
    pages: list[tuple[str, Page]] = []
    skipped: list[Skipped] = []
    for source in sources:
        web = is_address(source)
        for place, found in read_address(source, settings, index) if web else _read_files(source):
            if isinstance(found, Skipped):
                skipped.append(found)
            else:
                pages.append((place, found))
    return pages, skipped


def _read_files(source: str) -> Iterator[tuple[str, Page | Skipped]]:
    """The documents of a file or a folder, each with its file's absolute path."""
    for name in _files(source):
        path = str(Path(name).absolute())
        try:
            for found in read_source(name):
                if isinstance(found, Skipped):
                    found = Skipped(f"{name}/{found.source}", found.reason)
                yield path, found
        except SourceError as error:
            yield path, Skipped(name, str(error))


def _files(source: str) -> list[str]:
    """The files of a folder, those in the form of documents; anything else as it is named."""
    folder = Path(source)
    try:
        if not folder.is_dir():
            return [source]
    except OSError:
        return [source]  # read_source says why
    return [str(p) for p in sorted(folder.rglob("*")) if p.is_file() and is_document(p)] or [source]


def _update(
    index: Path,
    settings: Settings,
    pages: list[tuple[str, Page]],
    rebuild: bool,
    prune: list[Callable[[str], bool]],
) -> Report:
    encoder = open_encoder(settings)
    current = m.current_generation(index)
    manifest = m.read_manifest(index / m.GENERATIONS / current) if current else None
    merge = merge_pages(index, manifest, pages)
    removed = drop(merge, prune)
    stale = manifest is not None and (
        manifest.encoder != encoder.name or manifest.passage_tokens != settings.passage_tokens
    )
    if stale and not rebuild:
        raise AssistantError(
            f"L'index « {index} » a été fait avec un autre modèle ou une autre longueur de "
            "passage : relancez avec --rebuild pour le refaire entièrement."
        )
    if merge.added or merge.updated or removed or rebuild or manifest is None:
        write_generation(index, _content(merge, settings.passage_tokens), encoder)
        manifest = m.read_manifest(index / m.GENERATIONS / str(m.current_generation(index)))
    return Report(
        documents=len(manifest.documents),
        sections=sum(len(d.sections) for d in merge.documents.values()),
        passages=sum(not p.same_as for p in manifest.passages),
        added=len(merge.added),
        updated=len(merge.updated),
        unchanged=len(merge.unchanged - merge.added - merge.updated),
        removed=len(removed),
        exact_duplicates=manifest.exact_duplicates + sum(page.repeated for _, page in pages),
        near_duplicates=manifest.near_duplicates,
        boilerplate_lines=sum(page.furniture for _, page in pages),
        skipped=(),
        replaced_digests=tuple(sorted(merge.replaced_digests)),
        kept_over_digests=tuple(sorted(merge.kept_over_digests)),
        embedding_model=encoder.name,
        seconds=0.0,
    )


def _nothing(settings: Settings) -> Report:
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
        embedding_model=open_encoder(settings).name,
        seconds=0.0,
    )


def _content(merge: Merge, passage_tokens: int) -> Content:
    # The newest edition comes first: it stands for the others where they share a passage.
    ordered = sorted(merge.documents.values(), key=lambda d: (-int(d.edition or 0), d.document_id))
    documents = {d.document_id: d for d in ordered}
    cut = [passage for d in ordered for passage in split(d, passage_tokens)]
    kept = deduplicate(cut, documents)
    return Content(documents, merge.sources, kept.passages, passage_tokens, kept.exact, kept.near)
