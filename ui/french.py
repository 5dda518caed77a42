"""What is changed in Gradio's page on its way out: language, outside links, colours, headers."""

import re

from starlette.datastructures import MutableHeaders
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send


class FrenchPage:
    """Says `lang="fr"` in Gradio's page, whose template fixes English, and drops its outside links.

    Every answer also gets headers that keep the page to this machine: nothing is fetched from
    elsewhere, and no other site can frame it.
    """

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass every request on; rewrite the page's HTML alone."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        if scope["path"].startswith("/gradio_api/upload"):
            # The page has no file to send; nothing may be left on this machine's disk.
            await PlainTextResponse("Not Found", 404)(scope, receive, send)
            return
        is_page = scope["path"] == "/"
        held: list[Message] = []
        body = bytearray()

        async def sending(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                headers["Content-Security-Policy"] = _POLICY
                headers["X-Content-Type-Options"] = "nosniff"
                # Without any referrer, a form of the page would not say that it is ours.
                headers["Referrer-Policy"] = "same-origin"
                if is_page:
                    held.append(message)
                    return
            elif is_page:
                body.extend(message.get("body", b""))
                if not message.get("more_body"):
                    page = _french(bytes(body))
                    MutableHeaders(scope=held[0])["Content-Length"] = str(len(page))
                    await send(held[0])
                    await send({"type": "http.response.body", "body": page})
                return
            await send(message)

        await self.app(scope, receive, sending)


_POLICY = (
    "default-src 'self'; script-src 'self' 'unsafe-inline' 'unsafe-eval'; "
    "style-src 'self' 'unsafe-inline'; img-src 'self' data:; font-src 'self' data:; "
    "connect-src 'self'; frame-ancestors 'none'; base-uri 'self'; form-action 'self'"
)


# Gradio takes its own words, and the page's language, from the browser's: French for everyone. Its
# dark theme would stand on the page's light grounds: no wish for one is told to it.
_IN_FRENCH = (
    "<script>for (const [name, value] of [['language', 'fr'], ['languages', ['fr']]]) "
    "Object.defineProperty(navigator, name, {get: () => value}); const media = matchMedia; "
    "window.matchMedia = query => media(/color-scheme/.test(query) ? 'not all' : query);</script>"
)


def _french(page: bytes) -> bytes:
    text = page.decode("utf-8").replace('lang="en"', 'lang="fr"', 1)
    text = text.replace("<head>", f"<head>{_IN_FRENCH}", 1)
    text = re.sub(r"<meta[^>]*(?:og:|twitter:)[^>]*>", "", text)
    text = re.sub(r"<(?:link|script)[^>]*(?:href|src)=\"https?://[^>]*>(?:</script>)?", "", text)
    return text.encode("utf-8")
