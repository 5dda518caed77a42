"""How the chat model is made with LangChain, so that text goes where the settings say."""

from functools import lru_cache
from operator import itemgetter
from typing import TYPE_CHECKING, Any

from pydantic import SecretStr

from assistant.reply import Reply
from corpus.settings import Settings

if TYPE_CHECKING:
    from langchain_core.runnables import Runnable
    from openai import DefaultAsyncHttpxClient

OPENAI = "https://api.openai.com/v1"
# Refusals to serve (429, 5xx) and cut connections are tried again by the client, which waits
# half a second, then one, or as long as the server asks; the time limit holds over all of it.
_HTTP_RETRIES = 2
# Said to the servers that want no key: the client wants one, and would take OPENAI_API_KEY.
_NO_KEY = "none"


def chat_model(settings: Settings, here: bool) -> "Runnable[Any, Any]":
    """The model that the settings name, asked for the form of `Reply`.

    `here`: its server is on this machine. Raises what LangChain and the provider's package do.
    """
    from langchain.chat_models import init_chat_model
    from langchain_core.exceptions import ModelInvalidRequestError
    from openai import UnprocessableEntityError

    provider, _, name = settings.llm.partition(":")
    options = _options(settings) | (_openai_options(settings, here) if provider == "openai" else {})
    model = init_chat_model(name, model_provider=provider, **options)
    if provider == "openai":
        _forget_environment(model)
    # `json_schema` is what most servers take (OpenAI, Mistral, vLLM, Ollama, llama.cpp, LM
    # Studio): Ollama ignores `tool_choice`, LM Studio refuses `json_object`. Where it is refused
    # (DeepSeek, older servers: 400 or 422) the same is asked without: the form stands in the
    # prompt too, and one parser reads both.
    structured = model.with_structured_output(
        Reply.model_json_schema(), method="json_schema", include_raw=True, strict=True
    ) | itemgetter("raw")
    refusals = (ModelInvalidRequestError, UnprocessableEntityError)
    chain: Runnable[Any, Any] = structured.with_fallbacks([model], exceptions_to_handle=refusals)
    return chain


def _options(settings: Settings) -> dict[str, Any]:
    """What the settings give, for any provider."""
    options: dict[str, Any] = {
        "timeout": settings.llm_timeout,
        "max_retries": _HTTP_RETRIES,
        "max_tokens": settings.llm_max_tokens,
    }
    key = settings.llm_api_key.get_secret_value().strip()
    if key:
        options["api_key"] = SecretStr(key)
    if settings.llm_base_url:
        options["base_url"] = settings.llm_base_url
    return options


def _openai_options(settings: Settings, here: bool) -> dict[str, Any]:
    """What keeps text and key on their way to the address of the settings, or to OpenAI's."""
    options: dict[str, Any] = {
        "base_url": settings.llm_base_url or OPENAI,
        "api_key": SecretStr(settings.llm_api_key.get_secret_value().strip() or _NO_KEY),
        # Empty, it keeps OPENAI_PROXY from being read.
        "openai_proxy": "",
        "http_async_client": _http_client(here),
    }
    if settings.llm_base_url:
        # LangChain would send `max_completion_tokens`, which Mistral refuses (422) and Ollama
        # ignores; OpenAI itself wants it. The Responses API is OpenAI's alone.
        limit = {"max_tokens": settings.llm_max_tokens}
        options |= {"max_tokens": None, "extra_body": limit, "use_responses_api": False}
        options["temperature"] = 0
    return options


@lru_cache
def _http_client(here: bool) -> "DefaultAsyncHttpxClient":
    """What uses the system's proxies, but not to this machine, and follows no redirection."""
    from openai import DefaultAsyncHttpxClient

    return DefaultAsyncHttpxClient(trust_env=not here, follow_redirects=False)


def _forget_environment(model: Any) -> None:
    """Drop what the client read from OPENAI_ORG_ID, OPENAI_PROJECT_ID and their like.

    Given as empty they would be read all the same, or sent empty.
    """
    client = model.root_async_client
    client.organization = client.project = None
    # OPENAI_CUSTOM_HEADERS, which may hold another key; there is no public way to drop them.
    client._custom_headers = {}
