"""In what order the pages of an address are fetched, and what becomes of each."""

import logging
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from urllib.parse import urlsplit

from corpus.settings import Settings
from ingest.read import Page, Skipped, SourceError, read_bytes
from ingest.web import Gone
from ingest.web.addresses import is_under, parse, same_page, shown
from ingest.web.client import Client
from ingest.web.failures import StatusError
from ingest.web.fetch import Fetched, fetch
from ingest.web.hub import canonical, listed
from ingest.web.robots import Robots

log = logging.getLogger(__name__)

_GONE = (404, 410)


def pages(address: str, settings: Settings, index: Path) -> Iterator[tuple[str, Page | Skipped]]:
    """The documents of an address or of the pages that it lists; see `read_address`."""
    with Client(index, settings) as client:
        robots = Robots(client)
        try:
            first = fetch(address, client, robots)
            if _is_home(first.address) and not _is_home(str(parse(address))):
                raise _moved(first)
            links = listed(first)
            if not links:
                yield from _documents(first, canonical(first))
                return
        except SourceError as error:
            yield address, Skipped(shown(address), str(error))
            return
        yield from _linked(first.address, links, settings.most_pages - 1, client, robots)


def _linked(
    hub: str, links: list[str], most: int, client: Client, robots: Robots
) -> Iterator[tuple[str, Page | Skipped]]:
    """The documents of the pages that a hub lists, each page once."""
    seen: set[str] = set()
    for number, link in enumerate(links[:most], 1):
        log.info("Page %d sur %d : %s", number, min(most, len(links)), link)
        try:
            page = fetch(link, client, robots)
            if _is_elsewhere(page, link, hub):
                raise _moved(page)
            if listed(page):
                raise SourceError("c'est une liste d'autres pages : donnez son adresse à part")
            if page.address not in seen:
                yield from _documents(page, _own_address(page, hub, links))
            seen.add(page.address)
        except SourceError as error:
            gone = isinstance(error, StatusError) and error.status in _GONE
            yield link, (Gone if gone else Skipped)(link, str(error))
    if len(links) > most:
        reason = f"la page renvoie à {len(links)} pages et {most} ont été lues"
        yield hub, Skipped(hub, f"{reason} : augmentez ASSISTANT_MOST_PAGES")


def _own_address(page: Fetched, hub: str, links: list[str]) -> str:
    """The address that a page gives as its own, unless it is another page's.

    Sites that give all their pages one address by mistake are many.
    """
    own = canonical(page)
    another = _is_home(own) or same_page(own, hub) or own in links
    return page.address if another else own


def _is_elsewhere(page: Fetched, link: str, hub: str) -> bool:
    """Whether a link no longer leads to its fiche.

    A site that drops a page often sends to its home page or to the hub instead, which would then
    be taken for the fiche. A fiche that has another name under its hub is still that fiche.
    """
    if same_page(page.address, link) or is_under(hub, page.address):
        return False
    return page.moved or _is_home(page.address) or same_page(page.address, hub)


def _is_home(address: str) -> bool:
    return urlsplit(address).path in ("", "/")


def _moved(page: Fetched) -> SourceError:
    return SourceError(
        f"la page a été déplacée vers {page.address} : donnez cette adresse si c'est bien elle"
    )


def _documents(page: Fetched, url: str) -> Iterator[tuple[str, Page | Skipped]]:
    """The documents of one page, all of them or, by SourceError, none; `url` is its own address."""
    for found in read_bytes(page.name, page.data):
        if isinstance(found, Skipped):
            yield page.address, Skipped(f"{page.address}/{found.source}", found.reason)
        else:
            # A JSONL line that declares its id may give its own address as well.
            own = found.document.url if found.declared else ""
            yield page.address, replace(found, document=replace(found.document, url=own or url))
