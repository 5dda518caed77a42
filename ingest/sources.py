"""Which documents the sources of an ingest give, one by one, and which stored ones are theirs."""

from collections.abc import Iterator, Sequence
from pathlib import Path

from corpus.settings import Settings
from ingest.read import Page, Skipped, SourceError, is_document, read_source
from ingest.web import Gone, is_address, pruned_by, read_address


class Sources:
    """Files, folders and addresses, read once, in order.

    `skipped` and `read` (the path or address of each document) grow as the pages are taken.
    """

    def __init__(self, given: Sequence[str], settings: Settings, index: Path) -> None:
        self._given = given
        self._settings = settings
        self._index = index
        self.skipped: list[Skipped] = []
        self.read: list[str] = []

    def pages(self) -> Iterator[tuple[str, Page]]:
        """The documents that can be read, each with its path or address."""
        for source in self._given:
            for place, found in self._places(source):
                if isinstance(found, Skipped):
                    self.skipped.append(found)
                else:
                    self.read.append(place)
                    yield place, found

    def hold(self, stored: str) -> bool:
        """Whether a stored source is a part of these, all of which were read.

        False where one could not be read: it may well hold its documents still.
        """
        whole = all(isinstance(page, Gone) for page in self.skipped)
        return whole and any(self._holds(source, stored) for source in self._given)

    def _holds(self, source: str, stored: str) -> bool:
        if is_address(source):
            return pruned_by(source, self.read, self.skipped)(stored)
        return Path(stored).is_relative_to(Path(source).absolute())

    def _places(self, source: str) -> Iterator[tuple[str, Page | Skipped]]:
        if is_address(source):
            return read_address(source, self._settings, self._index)
        return _read_files(source)


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
