"""A site on this machine that behaves as its pages say, and remembers what it was asked."""

import hashlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Event, Thread
from typing import Any

Behaviour = Callable[["Handler"], None]


@dataclass
class Asked:
    """One request, and how many bytes of body answered it."""

    path: str
    headers: dict[str, str]
    status: int = 0
    sent: int = 0


@dataclass
class Site:
    """The pages by path; a path that is not there is a 404."""

    pages: dict[str, Behaviour] = field(default_factory=dict)
    asked: list[Asked] = field(default_factory=list)
    stopped: Event = field(default_factory=Event)
    port: int = 0

    def url(self, path: str = "/", host: str = "127.0.0.1") -> str:
        return f"http://{host}:{self.port}{path}"

    @property
    def paths(self) -> list[str]:
        return [asked.path for asked in self.asked]

    def statuses(self, path: str) -> list[int]:
        return [asked.status for asked in self.asked if asked.path == path]


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: "Server"

    def do_GET(self) -> None:
        headers = {name.lower(): value for name, value in self.headers.items()}
        self.asked = Asked(self.path, headers)
        self.server.site.asked.append(self.asked)
        self.server.site.pages.get(self.path, status(404))(self)

    def begin(self, code: int, fields: dict[str, str]) -> None:
        self.asked.status = code
        self.send_response(code)
        for name, value in fields.items():
            self.send_header(name, value)
        self.end_headers()

    def body(self, data: bytes) -> None:
        self.asked.sent += len(data)
        self.wfile.write(data)

    def log_message(self, *_: Any) -> None:
        """Nothing on stderr."""


class Server(ThreadingHTTPServer):
    site: Site

    def handle_error(self, *_: Any) -> None:
        """A reader that hangs up is no news."""


def page(data: str | bytes, kind: str = "text/html; charset=utf-8", **fields: str) -> Behaviour:
    """A page with its ETag; one that was sent before is not sent again."""
    raw = data.encode() if isinstance(data, str) else data
    tag = f'"{hashlib.sha256(raw).hexdigest()[:12]}"'

    def behave(handler: Handler) -> None:
        more = {name.replace("_", "-"): value for name, value in fields.items()}
        if handler.headers.get("If-None-Match") == tag:
            handler.begin(304, {"ETag": tag})
            return
        own = {"Content-Type": kind, "ETag": tag, "Content-Length": str(len(raw))}
        handler.begin(200, own | more)
        handler.body(raw)

    return behave


def status(code: int, data: str = "", **fields: str) -> Behaviour:
    def behave(handler: Handler) -> None:
        more = {name.replace("_", "-"): value for name, value in fields.items()}
        handler.begin(code, {"Content-Length": str(len(data.encode()))} | more)
        handler.body(data.encode())

    return behave


def redirect(to: str, code: int = 302) -> Behaviour:
    return status(code, Location=to)


def in_turn(*behaviours: Behaviour) -> Behaviour:
    """The first request gets the first behaviour, and so on; the last one repeats."""
    left = list(behaviours)
    return lambda handler: (left.pop(0) if len(left) > 1 else left[0])(handler)


def hang_up(handler: Handler) -> None:
    """The connection is cut in the middle of the page."""
    handler.begin(200, {"Content-Type": "text/html", "Content-Length": "1000"})
    handler.body(b"<html>")
    handler.close_connection = True


def silence(handler: Handler) -> None:
    handler.server.site.stopped.wait(20)


def drip(handler: Handler) -> None:
    """A header that never ends, a few signs at a time."""
    handler.wfile.write(b"HTTP/1.1 200 OK\r\nX-Slow: ")
    while not handler.server.site.stopped.wait(0.05):
        handler.wfile.write(b"x")


def endless(handler: Handler) -> None:
    handler.begin(200, {"Content-Type": "text/html", "Connection": "close"})
    while not handler.server.site.stopped.is_set():
        handler.body(b"<p>encore</p>" * 1000)


# A site of a test is asked without pause.
ROBOTS = "User-agent: *\nCrawl-delay: 0\n"


@contextmanager
def serving(
    pages: dict[str, Behaviour] | None = None, host: str = "127.0.0.1", port: int = 0
) -> Iterator[Site]:
    """The site on a free port of this machine, stopped at the end."""
    site = Site({"/robots.txt": page(ROBOTS, "text/plain")} | (pages or {}))
    with Server((host, port), Handler) as server:
        server.daemon_threads = True
        server.site, site.port = site, server.server_address[1]
        Thread(target=server.serve_forever, args=(0.05,), daemon=True).start()
        try:
            yield site
        finally:
            site.stopped.set()
            server.shutdown()
