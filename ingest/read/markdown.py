"""Reads Markdown with front matter: one document a file, as the shipped digests are."""

from collections.abc import Iterator
from itertools import pairwise

from pydantic import ValidationError

from ingest.build import Block
from ingest.read import Page, SourceError
from ingest.read.decode import decode
from ingest.read.fields import Fields, document, wrong_field


def read(_name: str, data: bytes) -> Iterator[Page]:
    """The document of a Markdown file; its front matter names what its title does not tell."""
    import frontmatter
    import yaml

    try:
        meta, body = frontmatter.parse(decode(data))
        fields = Fields.model_validate(meta)
    except yaml.YAMLError as error:
        raise SourceError(
            "l'en-tête (front matter) n'est pas du YAML valide : corrigez les lignes entre « --- »"
        ) from error
    except ValidationError as error:
        raise wrong_field(error) from error
    yield Page(document(fields, list(_blocks(body))), declared=bool(fields.id), form="md")


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
