"""What a source may declare of a document itself: front matter and JSONL lines alike."""

from datetime import date
from typing import ClassVar

from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator, model_validator

from corpus.catalogue import fiche_id, identify
from corpus.types import Document, Level, SourceKind
from ingest.build import Block, assemble
from ingest.read import SourceError


class Fields(BaseModel):
    """The declared fields; what is absent stays empty."""

    model_config = ConfigDict(coerce_numbers_to_str=True)
    kinds: ClassVar[tuple[SourceKind, ...]] = ("fiche", "page", "digest")

    id: str = ""
    title: str = ""
    url: str = ""
    kit: str = ""
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


def document(fields: Fields, blocks: list[Block]) -> Document:
    """A document of these blocks; its title tells what the fields leave open.

    The kit's name and the number before a title are fields, and taken off it. Raises SourceError
    where there is no title or no text.
    """
    title = fields.title or next((b.heading for b in blocks if b.level == 1), "")
    if not title:
        raise SourceError("le document n'a pas de titre : donnez-lui un titre de premier niveau")
    known = identify(title)
    kit, edition = fields.kit or known.kit, fields.edition or known.edition
    fiche = fields.fiche or known.fiche
    made = fiche_id(kit, edition, fiche) if fiche else known.document_id
    text, sections = assemble(fields.id or made, blocks)
    if not sections:
        raise SourceError("le document n'a pas de texte")
    return Document(
        document_id=fields.id or made,
        title=known.title,
        kit=kit,
        edition=edition,
        fiche=fiche,
        levels=fields.levels or known.levels,
        url=fields.url or known.url,
        updated=fields.updated,
        source_kind=fields.source_kind or ("fiche" if kit and fiche else "page"),
        text=text,
        sections=sections,
    )


def wrong_field(error: ValidationError) -> SourceError:
    """The reason that names the first wrong field."""
    name = ".".join(str(part) for part in error.errors()[0]["loc"]) or "entier"
    return SourceError(f"le champ « {name} » manque ou est mal formé")
