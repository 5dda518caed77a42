"""Which choices exist: environment variables `ASSISTANT_*`, read once."""

import os
import re
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Annotated

from platformdirs import user_cache_path
from pydantic import Field, SecretStr, ValidationError, field_validator, model_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

from corpus.address import parse_address, parse_headers
from corpus.errors import AssistantError

EMBEDDED = "embedded"
# What a wrong one should be; bounds are told from the setting itself.
_ACCEPTED = {
    "today": "donnez une date sous la forme AAAA-MM-JJ, comme 2026-03-31",
    "llm": "donnez « fournisseur:modèle », comme « openai:NOM »",
    "llm_base_url": "donnez une adresse qui commence par http:// ou https://",
}
# What an encoder reads before a text may well be nothing.
_MAY_BE_EMPTY = ("query_prompt", "passage_prompt")


class Settings(BaseSettings):
    """Every setting, with its default; the README's table lists them."""

    model_config = SettingsConfigDict(
        env_prefix="ASSISTANT_", frozen=True, hide_input_in_errors=True
    )

    index: Path = Field(default=Path("var/index"), description="folder of the index")
    encoder: str = Field(
        default=EMBEDDED,
        description="`embedded`, or a sentence-transformers model: a hub name or a path",
    )
    query_prompt: str = Field(
        default="query: ", description="what the encoder reads before a question"
    )
    passage_prompt: str = Field(
        default="passage: ", description="what the encoder reads before a passage"
    )
    cache: Path = Field(
        default_factory=lambda: user_cache_path("assistant-kits-ess"),
        description="folder where the embedded encoder is unpacked once",
    )
    chroma: str = Field(
        default="",
        description="address of a Chroma server that keeps the vectors; empty: the index's folder",
    )
    chroma_headers: SecretStr = Field(
        default=SecretStr(""),
        description="what that server is sent with each request: `Name: value`, several with `;`",
    )
    reranker: str = Field(
        default="",
        description="a sentence-transformers CrossEncoder that reranks: a hub name or a path",
    )
    reader: bool = Field(
        default=True, description="whether the trained reader helps to decide (`false`: no)"
    )
    anticipated: bool = Field(
        default=True,
        description="whether the questions anticipated of known fiches help to find and decide "
        "(`false`: no)",
    )
    today: date | None = Field(
        default=None,
        description="the day that answers count from (YYYY-MM-DD), else the present day in Paris",
    )
    passage_tokens: int = Field(
        default=300, ge=40, le=400, description="longest passage, in cl100k tokens"
    )
    private_addresses: bool = Field(
        default=False,
        description="whether `ingest` may fetch pages from private and loopback addresses",
    )
    most_pages: int = Field(
        default=100, ge=1, description="most pages that `ingest` fetches for one address"
    )
    llm: str = Field(
        default="",
        pattern=r"^([a-z_]+:\S+)?$",
        description="language model that words the answers, as LangChain names it: "
        "`openai:NAME` for any OpenAI-compatible server; empty: none",
    )
    llm_base_url: str = Field(
        default="", pattern=r"^(https?://\S+)?$", description="address of that server, up to `/v1`"
    )
    llm_api_key: SecretStr = Field(
        default=SecretStr(""),
        description="key that is sent to it; for `openai:` no other variable is read",
    )
    llm_timeout: float = Field(
        default=30, gt=0, le=600, description="seconds that the model may take for one answer"
    )
    llm_max_tokens: int = Field(
        default=1200, ge=100, le=32000, description="longest reply of the model, in its tokens"
    )
    triage_outside_model: bool = Field(
        default=False,
        description="whether the triage may send its questions to that language model",
    )

    records: SecretStr = Field(
        default=SecretStr("sqlite:///var/records.sqlite3"),
        description="database of the questions and of the jurists' answers, as SQLAlchemy names it",
    )
    jurists: Annotated[tuple[str, ...], NoDecode] = Field(
        default=(), description="names of the jurists, separated by commas; empty: no queue"
    )

    hosts: Annotated[tuple[str, ...], NoDecode] = Field(
        default=(),
        description="names, separated by commas, under which a server put before the page asks it",
    )

    @model_validator(mode="before")
    @classmethod
    def _empty_is_unset(cls, values: dict[str, object]) -> dict[str, object]:
        # An empty path would be the folder that a command is run in.
        given = {
            name: value.strip() if isinstance(value, str) and name not in _MAY_BE_EMPTY else value
            for name, value in values.items()
        }
        return {k: v for k, v in given.items() if v != "" or k in _MAY_BE_EMPTY}

    @field_validator("today", mode="before")
    @classmethod
    def _day(cls, value: object) -> object:
        # A number would count from 1970.
        if isinstance(value, str) and not re.fullmatch(r"\d{4}-\d\d-\d\d", value):
            raise ValueError(_ACCEPTED["today"])
        return value

    @field_validator("jurists", "hosts", mode="before")
    @classmethod
    def _names(cls, value: object) -> object:
        if not isinstance(value, str):
            return value
        names = (" ".join(name.split()) for name in value.split(","))
        return tuple(name for name in names if name)

    @field_validator("index", "cache", "encoder", "reranker", mode="before")
    @classmethod
    def _home(cls, value: object) -> object:
        # No shell has read « ~ » in the file of a service.
        return os.path.expanduser(value) if isinstance(value, str) else value

    @field_validator("chroma")
    @classmethod
    def _address(cls, value: str) -> str:
        return parse_address(value) if value else ""

    @field_validator("chroma_headers")
    @classmethod
    def _headers(cls, value: SecretStr) -> SecretStr:
        parse_headers(value)
        return value


@lru_cache(maxsize=1)
def settings() -> Settings:
    """The settings of this process; AssistantError where the environment gives a wrong one."""
    try:
        return Settings()
    except ValidationError as error:
        wrong = error.errors()[0]
        name, given = str(wrong["loc"][0]), str(wrong["input"])
        secret = Settings.model_fields[name].annotation is SecretStr or "@" in given
        # A validator of ours says in French what it takes.
        ours = wrong["type"] == "value_error"
        remedy = str(wrong["ctx"]["error"]) if ours else _accepted(name)
        raise AssistantError(
            f"Le réglage ASSISTANT_{name.upper()} n'accepte pas "
            f"{'la valeur donnée' if secret else f'« {given} »'} : {remedy}."
        ) from error


def _accepted(name: str) -> str:
    """What a setting accepts, as a French phrase that says what to do."""
    field = Settings.model_json_schema()["properties"][name]
    if name in _ACCEPTED:
        return _ACCEPTED[name]
    if field["type"] == "boolean":
        return "donnez true ou false"
    if field["type"] not in ("integer", "number"):
        return "corrigez cette variable d'environnement"
    number = "un nombre entier" if field["type"] == "integer" else "un nombre"
    if "exclusiveMinimum" in field:
        least = f"plus grand que {field['exclusiveMinimum']:g}"
    else:
        least = f"d'au moins {field['minimum']}"
    most = f" et d'au plus {field['maximum']:g}" if "maximum" in field else ""
    return f"donnez {number} {least}{most}"
