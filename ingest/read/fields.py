"""How the fields that a source declares and its blocks make a document."""

from pydantic import ValidationError

from corpus.catalogue import fiche_id, identify
from corpus.fields import ADVICE, wrong_fields
from corpus.fields import Fields as Fields
from corpus.types import Document
from ingest.build import Block, assemble
from ingest.read import SourceError


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
    """The reason that names the wrong fields."""
    return SourceError(wrong_fields(error, ADVICE, {}))
