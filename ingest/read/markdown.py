"""Reads Markdown with front matter: one document a file, as the shipped digests are."""

from collections.abc import Iterator
from itertools import pairwise

from pydantic import ValidationError

from corpus.types import Document
from ingest.build import Block, assemble
from ingest.catalogue import fiche_id, identify, title_id
from ingest.read import Page, SourceError
from ingest.read.fields import Fields, wrong_field


def read(text: str) -> Iterator[Page]:
    """The document of a Markdown file; its front matter names what its title does not tell."""
    import frontmatter
    import yaml

    try:
        meta, body = frontmatter.parse(text)
        fields = Fields.model_validate(meta)
    except yaml.YAMLError as error:
        raise SourceError(
            "l'en-tête (front matter) n'est pas du YAML valide : corrigez les lignes entre « --- »"
        ) from error
    except ValidationError as error:
        raise wrong_field(error) from error
    yield Page(_document(fields, list(_blocks(body))), declared=bool(fields.id))


def _document(fields: Fields, blocks: list[Block]) -> Document:
    heading = next((b.heading for b in blocks if b.level == 1), "")
    title = fields.title or heading
    if not title:
        raise SourceError("le document n'a ni « title » dans son en-tête, ni titre « # »")
    known = identify(title)
    kit, edition = fields.kit or known.kit, fields.edition or known.edition
    fiche = fields.fiche or known.fiche
    made = fiche_id(kit, edition, fiche) if fiche else title_id(title)
    text, sections = assemble(fields.id or made, blocks)
    if not sections:
        raise SourceError("le document n'a pas de texte")
    return Document(
        document_id=fields.id or made,
        title=fields.title or known.title,
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


def _blocks(body: str) -> Iterator[Block]:
    """The text under each heading, as it is written."""
    from markdown_it import MarkdownIt

    lines = body.split("\n")
    level, heading, start = 0, "", 0
    for token, content in pairwise(MarkdownIt().parse(body)):
        if token.type == "heading_open" and token.level == 0 and token.map:
            yield from _block(level, heading, lines[start : token.map[0]])
            level, heading, start = int(token.tag[1:]), content.content, token.map[1]
    yield from _block(level, heading, lines[start:])


def _block(level: int, heading: str, lines: list[str]) -> Iterator[Block]:
    text = "\n".join(line.rstrip() for line in lines).strip("\n")
    if heading or text:
        yield Block(level, heading, text)
