"""What a language model reads, writes and says while one question is answered."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

from langchain_core.callbacks import BaseCallbackHandler
from langchain_core.outputs import ChatGeneration, LLMResult
from langchain_core.tracers.context import register_configure_hook
from pydantic import ValidationError

from assistant.reply import Reply


class Usage(BaseCallbackHandler):
    """The calls of a chat model, with its replies and the tokens that it says it read and wrote."""

    # Each call is noted before the answer goes on, in the order they come.
    run_inline = True

    def __init__(self) -> None:
        self.calls = 0
        self.replies: list[str] = []
        self._told: list[tuple[int, int]] = []

    @property
    def tokens(self) -> tuple[int, int] | None:
        """Tokens read and written in all calls; None where one of them does not tell."""
        if len(self._told) < self.calls:
            return None
        return sum(read for read, _ in self._told), sum(written for _, written in self._told)

    def proposed(self) -> set[str]:
        """The distinct statements of all replies, on one line each, borne out or not."""
        found: set[str] = set()
        for text in self.replies:
            try:
                reply = Reply.model_validate_json(text[text.find("{") : text.rfind("}") + 1])
            except ValidationError:
                continue
            found |= {" ".join(one.text.split()) for one in reply.statements}
        return found

    def on_chat_model_start(self, *_: Any, **__: Any) -> None:
        """Note that a call begins."""
        self.calls += 1

    def on_llm_end(self, response: LLMResult, **_: Any) -> None:
        """Note a reply, and its tokens where the server tells them."""
        generation = response.generations[0][0]
        self.replies.append(generation.text)
        if isinstance(generation, ChatGeneration):
            told = getattr(generation.message, "usage_metadata", None)
            if told:
                self._told.append((told["input_tokens"], told["output_tokens"]))

    def on_llm_error(self, error: BaseException, **_: Any) -> None:
        """Take off a call that the server refused (4xx): it read nothing."""
        if 400 <= getattr(error, "status_code", 0) < 500:
            self.calls -= 1


_watched: ContextVar[Usage | None] = ContextVar("evals_usage", default=None)
# LangChain adds the handler to whatever is called in this context, the writer's thread included.
register_configure_hook(_watched, inheritable=True)


@contextmanager
def watching() -> Iterator[Usage]:
    """What the models called in this block read, write and say."""
    usage = Usage()
    token = _watched.set(usage)
    try:
        yield usage
    finally:
        _watched.reset(token)
