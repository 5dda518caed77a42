"""Under which names the page may be asked for.

A site that someone visits can make its own name lead to this machine (DNS rebinding), and read
what is served here. Only the machine's own names, and those of a server put before it, are known.
"""

from collections.abc import Collection
from urllib.parse import urlsplit

from starlette.datastructures import Headers
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Receive, Scope, Send

from corpus.address import is_loopback


class KnownHosts:
    """Answers 421 where a page is asked for under a name that is neither local nor given."""

    def __init__(self, app: ASGIApp, names: Collection[str] = ()) -> None:
        self.app = app
        self.names = {name.lower() for name in names}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass on what is asked under a known name."""
        if scope["type"] in ("http", "websocket") and not self._knows(Headers(scope=scope)):
            said = (
                "Cette page n'est pas servie sous ce nom : ouvrez-la par son adresse locale, ou "
                "ajoutez le nom au réglage ASSISTANT_HOSTS."
            )
            await PlainTextResponse(said, 421)(scope, receive, send)
            return
        await self.app(scope, receive, send)

    def _knows(self, headers: Headers) -> bool:
        try:
            host = urlsplit(f"//{headers.get('host', '')}").hostname or ""
        except ValueError:
            return False
        return is_loopback(host) or host in self.names
