"""Do quotes support a statement? As a language model says, asked over HTTP."""

import json
import time
from collections.abc import Sequence
from functools import cache, lru_cache, partial
from hashlib import sha256
from importlib import resources
from operator import itemgetter
from threading import Lock
from typing import TYPE_CHECKING, Any

from pydantic import BaseModel, ConfigDict, StrictBool, ValidationError

from assistant.chat_model import chat_model
from assistant.writer import ModelUnavailable, Writer, open_writer
from corpus.address import is_loopback
from corpus.settings import Settings
from evals.judge.types import Asked, Verdict
from evals.systems.usage import watching

if TYPE_CHECKING:
    from langchain_core.runnables import Runnable

# How much of a reason is kept, in characters.
_REASON = 300


class Ruling(BaseModel):
    """What the model is asked to return; the reason first, so that the verdict follows from it."""

    # OpenAI's strict mode wants `additionalProperties: false` on every object.
    model_config = ConfigDict(extra="forbid")

    reason: str
    supported: StrictBool


class LanguageModel:
    """A chat model that judges, asked as `assistant.writer` asks the one that answers.

    The settings' `llm_*` are the judge's. Raises AssistantError as `open_writer` does.
    """

    batch = 1

    def __init__(self, settings: Settings, at_once: int) -> None:
        opened = open_writer(settings)
        assert opened is not None
        self.name = settings.llm
        self.at_once = at_once
        said = (settings.llm, settings.llm_base_url, _prompt())
        self.identity = sha256(json.dumps(said).encode()).hexdigest()[:16]
        asks = lru_cache(maxsize=1)(partial(_judging, settings, is_loopback(opened.host)))
        self._writer = Writer(
            self.name, opened.host, settings.llm_timeout, settings.llm_api_key, asks
        )
        self._opening = Lock()

    def verdicts(self, asked: Sequence[Asked]) -> list[Verdict]:
        """What the model says of each, in time; a failure is no verdict."""
        return [self._verdict(statement, quotes) for statement, quotes in asked]

    def _verdict(self, statement: str, quotes: Sequence[str]) -> Verdict:
        data = {"affirmation": statement, "extraits": list(quotes)}
        talk = [("system", _prompt()), ("human", json.dumps(data, ensure_ascii=False, indent=1))]
        started = time.monotonic()
        with watching() as usage:
            try:
                with self._opening:
                    deadline = self._writer.deadline()
                said = _parsed(self._writer.reply(talk, deadline))
            except ModelUnavailable as failure:
                late = isinstance(failure.__context__, TimeoutError)
                said = Verdict(None, "timeout" if late else "unavailable", str(failure))
        took = round(time.monotonic() - started, 3)
        return Verdict(said.supported, said.failure, said.reason, usage.tokens, took)


def _judging(settings: Settings, here: bool) -> "Runnable[Any, Any]":
    """The chat model that answers, asked for the form of `Ruling` instead of its own.

    A server that refuses a form is asked without, as there.
    """
    answering: Any = chat_model(settings, here)
    (model,) = answering.fallbacks
    structured = model.with_structured_output(
        Ruling.model_json_schema(), method="json_schema", include_raw=True, strict=True
    ) | itemgetter("raw")
    chain: Runnable[Any, Any] = structured.with_fallbacks(
        [model], exceptions_to_handle=answering.exceptions_to_handle
    )
    return chain


def _parsed(text: str) -> Verdict:
    """The object in the model's text, without what stands around it."""
    try:
        ruling = Ruling.model_validate_json(text[text.find("{") : text.rfind("}") + 1])
    except ValidationError:
        return Verdict(None, "malformed", " ".join(text.split())[:_REASON])
    return Verdict(ruling.supported, reason=" ".join(ruling.reason.split())[:_REASON])


@cache
def _prompt() -> str:
    file = resources.files("evals.judge").joinpath("prompts/system.txt")
    return file.read_text(encoding="utf-8")
