"""How one request is made: politely, within bounds, and again where that may help."""

import time
from collections.abc import Callable
from dataclasses import dataclass
from http.cookiejar import CookieJar, DefaultCookiePolicy
from pathlib import Path
from typing import Self

import httpx
import tenacity

from corpus.settings import Settings
from ingest.read import MOST_BYTES, SourceError
from ingest.web.failures import Again, check_status, malformed_link, of_transport, too_large
from ingest.web.guard import GuardedTransport
from ingest.web.kept import KeptPage, KeptPages

AGENT = "assistant-kits-ess"
_HEADERS = {
    "User-Agent": f"{AGENT} (copies a site's fiches into a local index; httpx/{httpx.__version__})",
    "Accept": "text/html,application/xhtml+xml,application/pdf,*/*;q=0.5",
    "Accept-Language": "fr",
    # The one compression whose growth has a bound (a thousandfold): no small piece fills the memory
    # before its size is known.
    "Accept-Encoding": "gzip",
}
_TRIES = 3
# In the index's folder.
KEPT = "pages.sqlite"


@dataclass(frozen=True, slots=True)
class Limits:
    """Seconds for a connection, between two pieces and for a page; bytes of a page unpacked.

    `pause` is the seconds between two requests to a host that names no delay of its own.
    """

    connect: float = 10
    read: float = 20
    page: float = 120
    size: int = MOST_BYTES
    pause: float = 1


@dataclass(frozen=True, slots=True)
class Answer:
    """What a site answered: a page (200; Content-Type, body unpacked) or where to look instead."""

    status: int
    kind: str = ""
    body: bytes = b""
    location: str = ""


class Client:
    """Asks one page after the other; `pauses` holds the seconds that each host wants between two.

    No proxy of the environment is used, nor .netrc: a proxy would resolve names itself, and no
    address would be checked. No cookie is kept.
    """

    def __init__(
        self,
        index: Path,
        settings: Settings,
        limits: Limits = Limits(),
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        self.pauses: dict[str, float] = {}
        self._limits = limits
        self._sleep = sleep
        self._asked: dict[str, float] = {}
        self._slowed: dict[str, SourceError] = {}
        self._kept = KeptPages(index / KEPT)
        self._client = httpx.Client(
            transport=GuardedTransport(private=settings.private_addresses, deadline=limits.page),
            headers=_HEADERS,
            timeout=httpx.Timeout(limits.read, connect=limits.connect),
            cookies=CookieJar(DefaultCookiePolicy(allowed_domains=[])),
            trust_env=False,
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._client.close()

    def ask(self, url: httpx.URL) -> Answer:
        """The page at an address as it is now, or the redirect that stands there.

        Raises SourceError for every failure, after three tries where trying again may help. A
        host that keeps asking to slow down is asked nothing more.
        """
        if url.host in self._slowed:
            raise self._slowed[url.host]
        retrying = tenacity.Retrying(
            retry=tenacity.retry_if_exception_type(Again),
            stop=tenacity.stop_after_attempt(_TRIES),
            wait=_wait,
            sleep=self._sleep,
            reraise=True,
        )
        try:
            return retrying(self._once, url)
        except SourceError as error:
            if getattr(error, "status", None) == httpx.codes.TOO_MANY_REQUESTS:
                self._slowed[url.host] = error
            raise

    def _once(self, url: httpx.URL) -> Answer:
        self._pause(url.host)
        kept = self._kept.find(str(url))
        wanted = {"If-None-Match": kept.etag, "If-Modified-Since": kept.modified} if kept else {}
        headers = {name: value for name, value in wanted.items() if value and value.isascii()}
        try:
            with self._client.stream("GET", url, headers=headers) as response:
                if kept is not None and response.status_code == httpx.codes.NOT_MODIFIED:
                    return Answer(httpx.codes.OK, kept.kind, kept.body)
                check_status(response)
                if response.has_redirect_location:
                    return Answer(response.status_code, location=response.headers["Location"])
                return self._page(url, response)
        except httpx.InvalidURL as error:  # httpx looks at a redirect, followed or not
            raise malformed_link() from error
        except (httpx.TransportError, httpx.DecodingError) as error:
            raise of_transport(error) from error
        finally:
            self._asked[url.host] = time.monotonic()

    def _pause(self, host: str) -> None:
        if host in self._asked:
            since = time.monotonic() - self._asked[host]
            wanted = self.pauses.get(host, self._limits.pause)
            if wanted > since:
                self._sleep(wanted - since)

    def _page(self, url: httpx.URL, response: httpx.Response) -> Answer:
        header = response.headers
        kind, etag = header.get("Content-Type", ""), header.get("ETag", "")
        modified, body = header.get("Last-Modified", ""), self._body(response)
        if (etag or modified) and "no-store" not in header.get("Cache-Control", "").lower():
            self._kept.keep(str(url), KeptPage(etag, modified, kind, body))
        return Answer(response.status_code, kind, body)

    def _body(self, response: httpx.Response) -> bytes:
        if response.headers.get("Content-Encoding", "identity").lower() not in ("gzip", "identity"):
            raise SourceError(
                "le site envoie la page dans une compression qu'on ne lui a pas demandée : "
                "enregistrez-la depuis un navigateur et donnez le fichier"
            )
        body = bytearray()
        for piece in response.iter_bytes():
            body += piece
            if len(body) > self._limits.size:
                raise too_large(self._limits.size)
        return bytes(body)


def _wait(state: tenacity.RetryCallState) -> float:
    """The seconds that the site asks to wait, else 1, then 2."""
    error = state.outcome.exception() if state.outcome else None
    after = error.after if isinstance(error, Again) else None
    return float(2 ** (state.attempt_number - 1)) if after is None else after
