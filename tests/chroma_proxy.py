"""A reverse proxy that authenticates, in front of a Chroma server: real HTTP on this machine."""

import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import httpx
import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

TOKEN = "jeton-d-essai-5fa1"
HEADERS = f"Authorization: Bearer {TOKEN}; X-Origine: essai"
_METHODS = ["GET", "POST", "PUT", "DELETE"]


class Proxy:
    """Passes requests on; `instead` answers in the server's place, `before` sees each one first."""

    def __init__(self, server: str) -> None:
        self.server = server
        self.address = ""
        self.largest = 0
        self.instead: Callable[[], Response] | None = None
        self.before: Callable[[str], None] = lambda path: None

    async def answer(self, request: Request) -> Response:
        if request.headers.get("Authorization") != f"Bearer {TOKEN}":
            return Response("Unauthorized", 401)
        if request.headers.get("X-Origine") != "essai":
            return Response("Forbidden", 403)
        if self.instead is not None:
            return self.instead()
        body = await request.body()
        self.largest = max(self.largest, len(body))
        self.before(request.url.path)
        async with httpx.AsyncClient(timeout=30, trust_env=False) as client:
            try:
                answered = await client.request(
                    request.method,
                    f"{self.server}{request.url.path.removeprefix('/vecteurs')}",
                    params=request.query_params,
                    content=body,
                    headers={"Content-Type": request.headers.get("Content-Type", "")},
                )
            except httpx.HTTPError:
                return Response("Bad Gateway", 502)
        return Response(
            answered.content, answered.status_code, media_type=answered.headers.get("Content-Type")
        )


@contextmanager
def proxy_of(server: str) -> Iterator[Proxy]:
    """A proxy under a path of a free port, stopped at the end."""
    proxy = Proxy(server)
    routes = [Route("/{path:path}", proxy.answer, methods=_METHODS)]
    with served(Starlette(routes=routes)) as address:
        proxy.address = f"{address}/vecteurs"
        yield proxy


@contextmanager
def served(app: object) -> Iterator[str]:
    """An application served on a free port of this machine, stopped at the end."""
    listener = socket.socket()
    listener.bind(("127.0.0.1", 0))
    listener.listen()
    config = uvicorn.Config(app, log_level="error", lifespan="off", ws="none")  # type: ignore[arg-type]
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]})
    thread.start()
    try:
        yield f"http://127.0.0.1:{listener.getsockname()[1]}"
    finally:
        server.should_exit = True
        thread.join(20)
        listener.close()
