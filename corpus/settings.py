"""Which choices exist: environment variables `ASSISTANT_*`, read once."""

from functools import lru_cache
from pathlib import Path

from platformdirs import user_cache_path
from pydantic import Field, ValidationError
from pydantic_settings import BaseSettings, SettingsConfigDict

from corpus.errors import AssistantError

EMBEDDED = "embedded"


class Settings(BaseSettings):
    """Every setting, with its default; the README's table lists them."""

    model_config = SettingsConfigDict(env_prefix="ASSISTANT_", frozen=True)

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
    passage_tokens: int = Field(
        default=300, ge=40, le=400, description="longest passage, in cl100k tokens"
    )


@lru_cache(maxsize=1)
def settings() -> Settings:
    """The settings of this process; AssistantError where the environment gives a wrong one."""
    try:
        return Settings()
    except ValidationError as error:
        wrong = error.errors()[0]
        raise AssistantError(
            f"Le réglage ASSISTANT_{str(wrong['loc'][0]).upper()} n'accepte pas "
            f"« {wrong['input']} » : corrigez cette variable d'environnement."
        ) from error
