"""How the page at an address is fetched: each step of its redirects permitted and checked."""

import re
from dataclasses import dataclass
from pathlib import PurePosixPath
from urllib.parse import unquote

import httpx

from ingest.read import SourceError
from ingest.web.addresses import joined, parse
from ingest.web.client import Client
from ingest.web.robots import Robots

_MOST_REDIRECTS = 5
_HTML = ("text/html", "application/xhtml+xml")
_NO_DOCUMENT = re.compile(r"(?:image|audio|video|font)/|text/css|(?:text|application)/javascript")
# The declared encodings that are followed: those whose bytes do not tell which one it is.
_CHARSET = re.compile(
    r"charset=[\"']?\s*(iso-8859-1?\d|windows-125\d|utf-16(?:le|be)?|macintosh)\b", re.I
)
# As browsers do: the same letters, and « œ », « € », « ’ » besides.
_READ_AS = {"iso-8859-1": "windows-1252"}


@dataclass(frozen=True, slots=True)
class Fetched:
    """A page: its final address, a file's name for it and its bytes.

    `moved` says that the site gave another address for good (301, 308) on the way.
    """

    address: str
    name: str
    data: bytes
    moved: bool


def fetch(address: str, client: Client, robots: Robots) -> Fetched:
    """The page at an address, after at most five redirects.

    Raises SourceError for every failure; where a machine may not be reached, before any request.
    """
    url, moved = parse(address), False
    for _ in range(_MOST_REDIRECTS + 1):
        robots.require(url)
        answer = client.ask(url)
        if answer.status == httpx.codes.OK:
            kind = answer.kind.partition(";")[0].strip().lower()
            if _NO_DOCUMENT.match(kind):
                raise SourceError(
                    f"ce n'est pas un document ({kind}) : donnez l'adresse d'une page ou d'un .pdf"
                )
            data = answer.body
            if kind in _HTML or kind.startswith("text/"):
                data = _as_declared(data, answer.kind)
            return Fetched(str(url), _name(url, kind), data, moved)
        moved = moved or answer.status in (301, 308)
        url = joined(url, answer.location)
    raise SourceError(
        "l'adresse renvoie sans fin à d'autres adresses : vérifiez-la dans un navigateur"
    )


def _name(url: httpx.URL, kind: str) -> str:
    """The name of the file that the page would be saved as."""
    name = PurePosixPath(unquote(url.path)).name
    return f"{name}.html" if kind in _HTML else name


def _as_declared(data: bytes, content_type: str) -> bytes:
    """Text in UTF-8 where the site names an encoding and the bytes are not UTF-8 already.

    Bytes that read as UTF-8 are, whatever is declared; UTF-16 without its mark reads so too, but
    holds nulls.
    """
    declared = _CHARSET.search(content_type)
    if declared is None:
        return data
    encoding = declared[1].lower()
    try:
        if "\x00" not in data.decode("utf-8"):
            return data
    except UnicodeDecodeError:
        pass
    try:
        return data.decode(_READ_AS.get(encoding, encoding)).encode()
    except UnicodeError:
        return data
