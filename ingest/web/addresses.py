"""Which addresses are well formed, which name the same page, and which lie under a hub."""

import re
from urllib.parse import urlsplit

import httpx

from ingest.read import SourceError
from ingest.web.failures import malformed_link

# What mailings and social networks add to an address: the page is the same without.
_TRACKING = re.compile(r"utm_\w+|mtm_\w+|pk_\w+|fbclid|gclid|xtor", re.I)
# A kit's fiche stands below its hub or beside it: « /kit-x/… », « /kit-x-fiche-3-… ».
_FICHE_UNDER = re.compile(r"/.|[-_]fiche", re.I)


def parse(address: str) -> httpx.URL:
    """An address without fragment, tracking and default port.

    Raises SourceError where it is not http or https, has no host or holds a password.
    """
    try:
        url = httpx.URL(address.strip())
    except httpx.InvalidURL as error:
        raise SourceError("l'adresse est mal formée : copiez-la depuis un navigateur") from error
    if url.scheme not in ("http", "https") or not url.host:
        raise SourceError(
            "l'adresse n'est pas celle d'une page : donnez-en une qui commence par https://"
        )
    if url.userinfo:
        raise SourceError(
            "l'adresse contient un mot de passe : donnez-la sans lui, ou enregistrez la page"
        )
    for name in [name for name in url.params if _TRACKING.fullmatch(name)]:
        url = url.copy_remove_param(name)
    return url.copy_with(fragment=None, port=url.port)


def joined(base: httpx.URL, link: str) -> httpx.URL:
    """The address that a link leads to from a page; SourceError where it leads to no page."""
    try:
        return parse(str(base.join(link.strip())))
    except httpx.InvalidURL as error:
        raise malformed_link() from error


def shown(address: str) -> str:
    """An address as a report may print it: without a password."""
    return re.sub(r"(?<=://)[^/?#]*@", "", address)


def same_site(one: httpx.URL, other: httpx.URL) -> bool:
    """Whether two addresses are on one host, « www. » apart."""
    return _site(str(one)) == _site(str(other))


def same_page(one: str, other: str) -> bool:
    """Whether two addresses differ at most by scheme, « www. », fragment and a last slash."""
    return _place(one) == _place(other)


def is_under(hub: str, address: str) -> bool:
    """Whether an address is that of a fiche of this hub, by its path."""
    start = urlsplit(hub).path.rstrip("/")
    path = urlsplit(address).path
    return (
        _site(hub) == _site(address)
        and start != ""
        and path.startswith(start)
        and _FICHE_UNDER.match(path, len(start)) is not None
    )


def _site(address: str) -> tuple[str, int | None]:
    parts = urlsplit(address)
    standard = {"http": 80, "https": 443}.get(parts.scheme)
    port = None if parts.port == standard else parts.port
    return (parts.hostname or "").removeprefix("www."), port


def _place(address: str) -> tuple[object, ...]:
    parts = urlsplit(address)
    return *_site(address), parts.path.rstrip("/"), parts.query
