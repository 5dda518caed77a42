"""Reads JSONL documents, one a line, in the form that CONTRACT names."""

from collections.abc import Iterator

from pydantic import BaseModel, Field, ValidationError

from corpus.decode import decode
from corpus.delimited import json_lines
from corpus.types import Document
from ingest.build import Block, assemble
from ingest.read import Page, SourceError, named
from ingest.read.fields import Fields, wrong_field


class _Section(BaseModel):
    id: str = ""
    heading: str = ""
    text: str = ""


class _Line(Fields):
    id: str = Field(pattern=r"\S")
    title: str = Field(pattern=r"\S")
    sections: tuple[_Section, ...] = ()
    text: str = ""


def read(_name: str, data: bytes) -> Iterator[Page]:
    """The documents of a JSONL file, in order; a line that is wrong refuses the whole file."""
    for number, line in json_lines(decode(data).split("\n")):
        if isinstance(line, SourceError):
            raise line
        try:
            yield Page(_document(_Line.model_validate(line)), declared=True)
        except ValidationError as error:
            raise SourceError(f"à la ligne {number}, {wrong_field(error)}") from error


def _document(line: _Line) -> Document:
    given = line.sections or (_Section(text=line.text),)
    blocks = [Block(1, s.heading.strip(), s.text.strip(), s.id) for s in given]
    text, sections = assemble(line.id, blocks)
    if not sections:
        raise SourceError(f"le document « {named(line.id)} » n'a pas de texte")
    return Document(
        document_id=line.id,
        title=line.title,
        kit=line.kit,
        edition=line.edition,
        fiche=line.fiche,
        levels=line.levels,
        url=line.url,
        updated=line.updated,
        source_kind=line.source_kind or ("fiche" if line.kit and line.fiche else "page"),
        text=text,
        sections=sections,
    )
