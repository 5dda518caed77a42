"""Under which names, and from which pages, the application may be asked.

A site that someone visits can make its own name lead to this machine (DNS rebinding), and read
what is served here: only the machine's own names, and those of a server put before it, are known.
It can also send requests here from its own page: Gradio lets any origin do so, and read the
replies, unless the page is served as localhost.
"""

from collections.abc import Collection
from urllib.parse import urlsplit

from starlette.datastructures import Headers
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Receive, Scope, Send

from corpus.address import is_loopback


class KnownHosts:
    """Answers 421 under a name that is neither local nor given, 403 to another site's page."""

    def __init__(self, app: ASGIApp, names: Collection[str] = ()) -> None:
        self.app = app
        self.names = {name.lower() for name in names}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass on what this page asks under a known name."""
        if scope["type"] in ("http", "websocket"):
            headers = Headers(scope=scope)
            host = headers.get("host", "")
            if not self._knows(_name(f"//{host}")):
                await PlainTextResponse(_UNKNOWN, 421)(scope, receive, send)
                return
            if not self._is_ours(headers.get("origin"), host):
                await PlainTextResponse(_ELSEWHERE, 403)(scope, receive, send)
                return
        await self.app(scope, receive, send)

    def _knows(self, name: str) -> bool:
        return is_loopback(name) or name in self.names

    def _is_ours(self, origin: str | None, host: str) -> bool:
        """Whether a request comes from a page served here, or from no page at all."""
        if origin is None:
            return True
        # The name that a server put before the page is asked under may be another than ours.
        return origin.partition("://")[2] == host or _name(origin) in self.names


_UNKNOWN = (
    "Cette page n'est pas servie sous ce nom : ouvrez-la par son adresse locale, ou ajoutez le nom "
    "au réglage ASSISTANT_HOSTS."
)
_ELSEWHERE = (
    "Cette demande vient d'une autre page que celle de l'assistant : ouvrez l'assistant à son "
    "adresse, ou ajoutez le nom de celle-ci au réglage ASSISTANT_HOSTS."
)


def _name(address: str) -> str:
    try:
        return urlsplit(address).hostname or ""
    except ValueError:
        return ""
