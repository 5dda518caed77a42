"""A chat model that says what a script says: a real HTTP server with OpenAI's protocol."""

import json
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from itertools import zip_longest
from threading import Event, Lock, Thread
from typing import Any

from corpus.text import squeeze


@dataclass(frozen=True)
class Call:
    """One request, as it came."""

    path: str
    headers: dict[str, str]
    body: dict[str, Any]

    @property
    def authorization(self) -> str:
        return self.headers.get("authorization", "")

    @property
    def system(self) -> str:
        return self.body["messages"][0]["content"]

    @property
    def data(self) -> dict[str, Any]:
        """The questions and the passages that the model was given."""
        return json.loads(self.body["messages"][1]["content"])

    @property
    def last(self) -> str:
        return self.body["messages"][-1]["content"]

    def passage(self, words: str) -> int:
        """The number of the passage that holds the words."""
        passages = self.data["passages"]
        return next(p["passage"] for p in passages if squeeze(words) in squeeze(p["texte"]))


Behaviour = Callable[["Handler", Call], None]


class ScriptedModel(ThreadingHTTPServer):
    """Behaves as its script says, call by call; the last behaviour repeats."""

    def __init__(self, script: list[Behaviour]) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.script = script
        self.calls: list[Call] = []
        self.counting = Lock()
        # Whatever was asked for, calls included.
        self.paths: list[str] = []
        self.stopped = Event()
        self.silences_over = 0

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_address[1]}/v1"


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: ScriptedModel

    def do_GET(self) -> None:
        self.server.paths.append(self.path)
        self.answer("{}")

    def do_POST(self) -> None:
        self.server.paths.append(self.path)
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        headers = {name.lower(): value for name, value in self.headers.items()}
        call = Call(self.path, headers, body)
        with self.server.counting:
            self.server.calls.append(call)
            number = len(self.server.calls)
        script = self.server.script
        script[min(number, len(script)) - 1](self, call)

    def answer(self, body: str, status: int = 200, kind: str = "json", **headers: str) -> None:
        data = body.encode()
        self.send_response(status)
        fields = {"Content-Type": f"application/{kind}", "Content-Length": str(len(data))}
        for name, value in (fields | headers).items():
            self.send_header(name.replace("_", "-"), value)
        self.end_headers()
        self.wfile.write(data)

    def log_message(self, *_: Any) -> None:
        """Nothing on stderr."""


@contextmanager
def serving(*script: Behaviour) -> Iterator[ScriptedModel]:
    """The model on a free port of this machine, stopped at the end."""
    with ScriptedModel(list(script)) as server:
        Thread(target=server.serve_forever, args=(0.05,), daemon=True).start()
        try:
            yield server
        finally:
            server.stopped.set()
            server.shutdown()


def statement(
    call: Call, text: str, words: str, of: str = "", kind: str = "other", question: int = 1
) -> Any:
    """A statement that rests on words of the passage that holds them, or that holds `of`."""
    return {
        "question": question,
        "text": text,
        "kind": kind,
        "support": [{"passage": call.passage(of or words), "words": words}],
    }


def reply(call: Call, *statements: Any, answered: Sequence[str] = ()) -> str:
    """The object that is asked for; each question is said to be answered unless `answered` tells.

    That holds what is said of the first questions, in their order.
    """
    verdicts = [
        {"question": question["question"], "answered": extent}
        for question, extent in zip_longest(call.data["questions"], answered, fillvalue="yes")
    ]
    return json.dumps({"statements": statements, "verdicts": verdicts}, ensure_ascii=False)


def says(*statements: Callable[[Call], Any], answered: Sequence[str] = ()) -> Behaviour:
    """A reply in the form that is asked for."""

    def behave(handler: Handler, call: Call) -> None:
        said = reply(call, *(s(call) for s in statements), answered=answered)
        handler.answer(completion(said))

    return behave


def writes(text: str) -> Behaviour:
    """A reply of any text."""
    return lambda handler, _: handler.answer(completion(text))


def sends(body: str, status: int = 200, kind: str = "json", **headers: str) -> Behaviour:
    """Any body, with any status."""
    return lambda handler, _: handler.answer(body, status, kind, **headers)


def fails(status: int, message: str = "no", **headers: str) -> Behaviour:
    """An HTTP error in OpenAI's form."""
    return sends(json.dumps({"error": {"message": message}}), status, **headers)


def is_cut(handler: Handler, call: Call) -> None:
    """Half of a body, then the connection is closed."""
    body = completion(reply(call)).encode()
    handler.send_response(200)
    handler.send_header("Content-Type", "application/json")
    handler.send_header("Content-Length", str(len(body)))
    handler.end_headers()
    handler.wfile.write(body[: len(body) // 2])
    handler.close_connection = True


def is_silent(seconds: float) -> Behaviour:
    """No byte for a while."""

    def behave(handler: Handler, call: Call) -> None:
        handler.server.silences_over += not handler.server.stopped.wait(seconds)
        handler.close_connection = True

    return behave


def trickles(handler: Handler, call: Call) -> None:
    """A body that comes byte by byte and never ends: no single read is long."""
    handler.send_response(200)
    handler.send_header("Content-Type", "application/json")
    handler.end_headers()
    with suppress(OSError):
        while not handler.server.stopped.wait(0.1):
            handler.wfile.write(b" ")
    handler.close_connection = True


def completion(text: str) -> str:
    """A chat completion that says the text."""
    message = {"role": "assistant", "content": text}
    return json.dumps(
        {
            "id": "chatcmpl-1",
            "object": "chat.completion",
            "created": 0,
            "model": "scripted",
            "choices": [{"index": 0, "message": message, "finish_reason": "stop"}],
            "usage": {"prompt_tokens": 1, "completion_tokens": 1, "total_tokens": 2},
        }
    )
