"""What a source may declare of a document: front matter, JSONL lines and FAQ rows alike."""

from collections.abc import Mapping
from datetime import date
from typing import ClassVar

from pydantic import (
    BaseModel,
    ConfigDict,
    Field,
    ValidationError,
    field_validator,
    model_validator,
)

from corpus.errors import named
from corpus.types import KITS, Level, SourceKind

# What a person is told to write in a field.
ADVICE = {
    "kit": f"écrivez {', '.join(KITS)} ou rien",
    "url": "écrivez une adresse qui commence par http:// ou https://, ou rien",
    "updated": "écrivez la date AAAA-MM-JJ ou rien",
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

    @field_validator("updated", "valid_until", check_fields=False)
    @classmethod
    def _real_day(cls, value: str) -> str:
        if value:
            date.fromisoformat(f"{value}-01-01"[:10])
        return value


def wrong_fields(
    error: ValidationError, advice: Mapping[str, str], names: Mapping[str, str]
) -> str:
    """Which fields are wrong and what to write there, in one French phrase.

    `names` are those under which a person knows them, where these are others.
    """
    wrong: dict[str, str] = {}
    for one in error.errors():
        field = str(one["loc"][0]) if one["loc"] else "entier"
        name = ".".join(map(str, one["loc"])) or field
        called = f"« {names[field]} » ({field})" if field in names else f"« {name} »"
        given = one["input"]
        held = isinstance(given, str | int | float) and named(str(given))
        how = f"est mal formé (« {held} »)" if held else "manque ou est mal formé"
        remedy = f" : {advice[field]}" if field in advice else ""
        wrong.setdefault(field, f"le champ {called} {how}{remedy}")
    return " ; ".join(wrong.values())
