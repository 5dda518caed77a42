"""Which chat model words the answers, where text is sent for it, and how it is asked: in time."""

import asyncio
import re
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import lru_cache, partial
from threading import Lock, Thread
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from pydantic import SecretStr

from assistant.chat_model import OPENAI, chat_model
from corpus.address import is_loopback
from corpus.errors import AssistantError
from corpus.settings import Settings

if TYPE_CHECKING:
    from langchain_core.runnables import Runnable

# The role of a turn (system, human, ai) and its text.
Turn = tuple[str, str]

# How much of an error is logged, in characters: servers send whole pages.
_REASON = 300


class ModelUnavailable(Exception):
    """The model gave nothing that can be used; the message says why, in one line of the log."""


@dataclass(frozen=True, slots=True)
class Writer:
    """A chat model, opened when it is first asked.

    `host` is the machine, or else the provider, that text is sent to; `seconds` is the longest
    that the whole of one answer may take.
    """

    name: str
    host: str
    seconds: float
    _key: SecretStr = field(repr=False)
    _open: "Callable[[], Runnable[Any, Any]]" = field(repr=False)

    def deadline(self) -> float:
        """When an answer that begins now must be there, by `time.monotonic`.

        The model is opened first, so that the time this takes once is not the answer's.
        """
        with self._failing():
            self._open()
        return time.monotonic() + self.seconds

    def reply(self, talk: Sequence[Turn], deadline: float) -> str:
        """The model's text, before `deadline` (of `time.monotonic`); else ModelUnavailable."""
        with self._failing():
            asked = self._ask(self._open(), list(talk), deadline - time.monotonic())
            return asyncio.run_coroutine_threadsafe(asked, _loop()).result()

    async def _ask(self, chain: "Runnable[Any, Any]", talk: list[Turn], seconds: float) -> str:
        from langsmith import tracing_context

        # LANGSMITH_TRACING would send all of it to a place that the page does not name.
        with tracing_context(enabled=False):
            async with asyncio.timeout(seconds):
                message = await chain.ainvoke(talk)
        return str(message.text)

    @contextmanager
    def _failing(self) -> Iterator[None]:
        """Whatever fails in here, as ModelUnavailable."""
        try:
            yield
        except TimeoutError:
            raise ModelUnavailable(f"no answer within {self.seconds:g} s") from None
        # Each provider's package raises errors of its own, and a strange body any error at all
        # (RecursionError, AttributeError…): none may cost the reader the extractive answer.
        except Exception as error:
            raise ModelUnavailable(_reason(error, self._key)) from None


def open_writer(settings: Settings) -> Writer | None:
    """The model that the settings name; None where they name none, and nothing is imported.

    Raises AssistantError where the address is none, or where the provider is unknown, not
    installed or fails to open; `openai:`, which is installed, is opened when it is first asked.
    """
    if not settings.llm:
        return None
    provider, _, name = settings.llm.partition(":")
    host = _host(settings.llm_base_url or OPENAI)
    opened = lru_cache(maxsize=1)(partial(chat_model, settings, is_loopback(host)))
    if provider != "openai":
        _try(opened, settings)
        # Its package may read variables of its own, and pass over the address that it is given.
        host = f"{provider} (selon les réglages propres à ce fournisseur)"
    return Writer(name, host, settings.llm_timeout, settings.llm_api_key, opened)


def _host(address: str) -> str:
    try:
        parts = urlsplit(address)
        # Reading the port checks it.
        if parts.hostname and parts.port != 0:
            return parts.hostname
    except ValueError:
        pass
    raise AssistantError(
        f"Le réglage ASSISTANT_LLM_BASE_URL n'accepte pas «\u00a0{address}\u00a0»\u00a0: donnez "
        "l'adresse du serveur, jusqu'à «\u00a0/v1\u00a0»."
    )


def _try(opened: "Callable[[], Runnable[Any, Any]]", settings: Settings) -> None:
    """Open the model; AssistantError where it does not."""
    try:
        opened()
    # As in `Writer`: each provider's package raises errors of its own.
    except Exception as error:
        raise AssistantError(
            f"Le réglage ASSISTANT_LLM n'accepte pas «\u00a0{settings.llm}\u00a0»"
            f"{_refusal(error, settings.llm_api_key)}, ou donnez un modèle «\u00a0openai:…\u00a0»."
        ) from error


def _refusal(error: Exception, key: SecretStr) -> str:
    """Why a model does not open and what to do, as it follows the model's name."""
    # LangChain's own error, which names all the providers that it knows.
    if type(error) is ValueError:
        return ", dont le fournisseur n'est pas connu\u00a0: corrigez son nom"
    if isinstance(error, ImportError):
        package = re.search(r"\blangchain-[a-z-]+", str(error))
        return f"\u00a0: installez le paquet {package[0] if package else 'de ce fournisseur'}"
    return f" ({_reason(error, key)})\u00a0: vérifiez les réglages de ce fournisseur"


def _reason(error: Exception, key: SecretStr) -> str:
    """The error on one line, cut, without the key, which some servers repeat."""
    secret = key.get_secret_value().strip()
    reason = f"{type(error).__name__}: {error}"
    return " ".join((reason.replace(secret, "***") if secret else reason).split())[:_REASON]


_opening = Lock()


def _loop() -> asyncio.AbstractEventLoop:
    """The one event loop that models are asked on, in a thread of its own.

    A call is cancelled at its time limit only on a loop, and the client's open connections
    belong to the loop that opened them.
    """
    with _opening:
        return _started()


@lru_cache(maxsize=1)
def _started() -> asyncio.AbstractEventLoop:
    loop = asyncio.new_event_loop()
    Thread(target=loop.run_forever, name="language-model", daemon=True).start()
    return loop
