"""Which documents the sources of an ingest give, one by one, and which stored ones are theirs."""

import os
from collections.abc import Callable, Iterator, Sequence
from functools import cached_property
from pathlib import Path

from corpus.settings import Settings
from ingest.read import Page, Skipped, SourceError, is_document, read_source
from ingest.web import Gone, is_address, pruned_by, read_address


class Sources:
    """Files, folders and addresses, read once, in order.

    `skipped` grows as the pages are taken.
    """

    def __init__(self, given: Sequence[str], settings: Settings, index: Path) -> None:
        self._given = given
        self._settings = settings
        self._index = index
        self._read: dict[str, list[str]] = {}
        self._names: dict[str, str] = {}
        self.skipped: list[Skipped] = []

    def pages(self) -> Iterator[tuple[str, Page]]:
        """The documents that can be read, each with its path or address."""
        for source in self._given:
            read = self._read.setdefault(source, [])
            for place, name, found in self._places(source):
                self._names[place] = name
                if isinstance(found, Skipped):
                    self.skipped.append(found)
                else:
                    read.append(place)
                    yield place, found

    def name(self, stored: str) -> str:
        """A stored source as it was given to this ingest, for its report."""
        return self._names.get(stored, stored)

    def hold(self, stored: str) -> bool:
        """Whether a stored source is a part of these, all of which were read.

        False where one could not be read: it may well hold its documents still.
        """
        return any(holds(stored) for holds in self._holders)

    @cached_property
    def _holders(self) -> list[Callable[[str], bool]]:
        """What tells whether a stored source is a part of each source, once all are read."""
        if not all(isinstance(page, Gone) for page in self.skipped):
            return []
        return [self._holder(source) for source in self._given]

    def _holder(self, source: str) -> Callable[[str], bool]:
        if is_address(source):
            return pruned_by(source, self._read[source], self.skipped)
        root = Path(source).absolute()
        return lambda stored: Path(stored).is_relative_to(root)

    def _places(self, source: str) -> Iterator[tuple[str, str, Page | Skipped]]:
        """The documents of a source, each with its stored source and the name of that."""
        if is_address(source):
            found = read_address(source, self._settings, self._index)
            return ((place, place, page) for place, page in found)
        return _read_files(source)


def _read_files(source: str) -> Iterator[tuple[str, str, Page | Skipped]]:
    """The documents of a file or a folder, each with its file's absolute path and its name."""
    unreadable: list[OSError] = []
    for name in _files(source, unreadable.append):
        path = str(Path(name).absolute())
        try:
            for found in read_source(name):
                if isinstance(found, Skipped):
                    found = Skipped(f"{name}/{found.source}", found.reason)
                yield path, name, found
        except SourceError as error:
            yield path, name, Skipped(name, str(error))
        except OSError:  # no room for what a reader writes aside, or a file gone meanwhile
            reason = "le fichier ne peut pas être lu : vérifiez ses droits et la place libre"
            yield path, name, Skipped(name, reason)
    for failure in unreadable:
        name = str(failure.filename)
        yield name, name, Skipped(name, "le dossier ne peut pas être ouvert : vérifiez ses droits")


def _files(source: str, unreadable: Callable[[OSError], None]) -> list[str]:
    """The files of a folder, those in the form of documents; anything else as it is named."""
    try:
        if not Path(source).is_dir():
            return [source]
    except OSError:
        return [source]  # read_source says why
    walked = os.walk(source, onerror=unreadable)
    found = sorted(Path(folder, name) for folder, _, names in walked for name in names)
    return [str(path) for path in found if is_document(path)] or [source]
