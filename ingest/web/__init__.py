"""How an address becomes documents: the page itself, or the fiches that a hub page links to."""

import re
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from ingest.read import Page, Skipped

if TYPE_CHECKING:
    from corpus.settings import Settings


@dataclass(frozen=True, slots=True)
class Gone(Skipped):
    """A page that a hub links to and that its site says is no more (404, 410)."""


def is_address(source: str) -> bool:
    """Whether a source is an address, of whatever scheme, and no path of a file."""
    return re.match(r"[a-z][a-z0-9+.-]+://", source, re.I) is not None


def read_address(
    address: str, settings: "Settings", index: Path
) -> Iterator[tuple[str, Page | Skipped]]:
    """The documents of an address, each with its page's own address, and the pages not read.

    Pages are fetched one after the other as they are asked for; what was fetched is kept in the
    index's folder, so that an unchanged page is not sent again. Never raises for a page.
    """
    from ingest.web.pages import pages

    return pages(address, settings, index)


def pruned_by(
    address: str, read: Collection[str], skipped: Collection[Skipped]
) -> Callable[[str], bool]:
    """Tell whether a stored source is one that this address, once read, would still give.

    `read` are the sources that gave documents. What lies under the address counts only where it
    was read as a hub this time: a hub that is empty for a day removes nothing.
    """
    from ingest.web.addresses import is_under, parse, same_page

    root = str(parse(address))
    is_hub = sum(is_address(source) and is_under(root, source) for source in read) > 1
    gone = {page.source for page in skipped if isinstance(page, Gone)}

    def holds(stored: str) -> bool:
        if not is_address(stored):
            return False
        listed = stored in gone or (is_hub and is_under(root, stored))
        return listed or same_page(root, stored)

    return holds
