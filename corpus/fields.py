"""What a source may declare of a document: front matter, JSONL lines and FAQ rows alike."""

from datetime import date
from typing import ClassVar

from pydantic import BaseModel, ConfigDict, Field, field_validator, model_validator

from corpus.types import KITS, Level, SourceKind

# What a person is told to write in a field.
ADVICE = {
    "kit": f" : écrivez {', '.join(KITS)} ou rien",
    "url": " : écrivez une adresse qui commence par http:// ou https://, ou rien",
}


class Fields(BaseModel):
    """The declared fields; what is absent stays empty."""

    model_config = ConfigDict(coerce_numbers_to_str=True)
    kinds: ClassVar[tuple[SourceKind, ...]] = ("fiche", "page", "digest")

    id: str = ""
    title: str = ""
    # It is shown as a link beside what is cited.
    url: str = Field(default="", pattern=r"^((?i:https?)://\S+)?$")
    kit: str = Field(default="", pattern=rf"^({'|'.join(KITS)})?$")
    edition: str = Field(default="", pattern=r"^(\d{4})?$")
    fiche: int | None = None
    updated: str = Field(default="", pattern=r"^(\d{4}(-\d{2}){0,2})?$")
    levels: tuple[Level, ...] = ()
    source_kind: SourceKind | None = None

    @model_validator(mode="before")
    @classmethod
    def _null_is_absent(cls, value: object) -> object:
        return (
            {k: v for k, v in value.items() if v is not None} if isinstance(value, dict) else value
        )

    @field_validator("source_kind")
    @classmethod
    def _known_kind(cls, value: SourceKind | None) -> SourceKind | None:
        if value is not None and value not in cls.kinds:
            raise ValueError("a kind of another form of source")
        return value

    @field_validator("updated", mode="before")
    @classmethod
    def _date_as_text(cls, value: object) -> object:
        # YAML reads 2026-03-12 as a date.
        return value.isoformat() if isinstance(value, date) else value
