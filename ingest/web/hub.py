"""Which pages a hub lists: its fiches and documents, and whether a page is a hub at all."""

import re
from collections.abc import Container, Iterator

import httpx
from lxml.html import HtmlElement

from corpus.catalogue import identify
from corpus.decode import decode
from corpus.text import fold
from ingest.read import SourceError, html
from ingest.read.kinds import reader
from ingest.read.markup import said
from ingest.read.site import is_list_of_links, own_part, site_parts
from ingest.read.tree import parse as parse_page
from ingest.read.tree import shown
from ingest.web.addresses import is_under, joined, same_page, same_site
from ingest.web.fetch import Fetched

_NAMES_A_FICHE = re.compile(r"\bfiche (?:pratique|thematique|n ?°? ?\d|\d)")
_FICHE_ADDRESS = re.compile(r"[/_-]fiche-?(?:n-?)?\d[^/]*$", re.I)
_DOCUMENT = re.compile(r"\.(?:pdf|docx|odt)$", re.I)
# One link to a fiche is a reference; two make a list.
_LIST = 2


def listed(page: Fetched) -> list[str]:
    """The addresses that a hub lists, fiches before documents, in its order; none for a page.

    A page that links to two fiches under its own address is only a list: what it says of itself
    would be found in place of them. Where the addresses tell less (documents, pages below it,
    links called « Fiche 3 »), it is a list if most of its text is links, else a text that refers
    to others.
    """
    if reader(page.name, page.data) is not html.read:
        return []
    root = parse_page(decode(page.data))
    left_out = site_parts(root)
    content = own_part(root, left_out)
    _, title = html.choose_title(root, content, left_out, page.name)
    if identify(title).fiche is not None or _FICHE_ADDRESS.search(httpx.URL(page.address).path):
        return []
    links: dict[str, str] = {}
    for url, text in _links(page.address, root, content, left_out):
        links[url] = f"{links.get(url, '')} {text}"  # a card links by its picture and its title
    # A hub whose list stands in what is a menu by its name or place.
    for url, text in _links(page.address, root, root, frozenset()):
        if _is_own_fiche(page.address, url):
            links.setdefault(url, text)
    found = [url for url, text in links.items() if _is_listed(page.address, url, text)]
    fiches = sum(_is_own_fiche(page.address, url) for url in found)
    if fiches < _LIST and (len(found) < _LIST or not is_list_of_links(content, left_out)):
        return []
    return sorted(found, key=_is_document)


def _is_listed(hub: str, url: str, text: str) -> bool:
    named = _NAMES_A_FICHE.search(text) is not None
    return named or _is_document(url) or is_under(hub, url)


def _is_own_fiche(hub: str, url: str) -> bool:
    return is_under(hub, url) and not _is_document(url) and "fiche" in httpx.URL(url).path.lower()


def _is_document(url: str) -> bool:
    return _DOCUMENT.search(httpx.URL(url).path) is not None


def canonical(page: Fetched) -> str:
    """The address that a page gives as its own, where it is on the same site; else where it is."""
    if reader(page.name, page.data) is not html.read:
        return page.address
    root = parse_page(decode(page.data))
    for link in root.xpath("//link[@rel='canonical']/@href"):
        url = _joined(_base(page.address, root), str(link))
        if url is not None and same_site(url, httpx.URL(page.address)):
            return str(url)
    return page.address


def _links(
    address: str, root: HtmlElement, content: HtmlElement, left_out: Container[HtmlElement]
) -> Iterator[tuple[str, str]]:
    """The links of a page's own part to other pages of its site, each with what it is called."""
    base, site = _base(address, root), httpx.URL(address)
    for event, element in shown(content, left_out):
        if event == "start" and element.tag == "a":
            url = _joined(base, element.get("href", ""))
            if url is not None and same_site(url, site) and not same_page(str(url), address):
                text = f"{said(element)} {element.get('title', '')}"
                yield str(url), fold(text)


def _base(address: str, root: HtmlElement) -> httpx.URL:
    given = root.xpath("string(//base/@href)").strip()
    return (_joined(httpx.URL(address), given) if given else None) or httpx.URL(address)


def _joined(base: httpx.URL, link: str) -> httpx.URL | None:
    """The page that a link leads to; None where it leads to none (mail, script, nonsense)."""
    try:
        return joined(base, link)
    except SourceError:
        return None
