"""Reads Markdown with front matter: one document a file, as the shipped digests are."""

from collections.abc import Iterator, Sequence
from itertools import pairwise

from pydantic import ValidationError

from corpus.decode import decode
from corpus.text import is_list_item
from ingest.build import Block
from ingest.read import Page, SourceError
from ingest.read.fields import Fields, document, wrong_field

# 100,000 items of a list take 5 s and 230 MB.
_MOST_LINES = 200_000


def read(_name: str, data: bytes) -> Iterator[Page]:
    """The document of a Markdown file; its front matter names what its title does not tell."""
    meta, body = _parted(decode(data))
    try:
        fields = Fields.model_validate(meta)
    except ValidationError as error:
        raise wrong_field(error) from error
    yield Page(document(fields, list(_blocks(body))), declared=bool(fields.id), form="md")


def _parted(text: str) -> tuple[dict[str, object], str]:
    """The front matter and the text after it; two rules around a text are no front matter."""
    import yaml
    from frontmatter.default_handlers import YAMLHandler

    handler = YAMLHandler()
    try:
        head, body = handler.split(text) if handler.detect(text) else ("", text)
    except ValueError:  # a first rule, and no second one
        return {}, text
    try:
        meta = handler.load(head)
    # A day such as 2026-13-45 is a ValueError.
    except (yaml.YAMLError, ValueError, RecursionError) as error:
        raise SourceError(
            "l'en-tête (front matter) n'est pas du YAML valide : corrigez les lignes entre « --- »"
        ) from error
    return (meta, body) if isinstance(meta, dict) else ({}, text)


def _blocks(body: str) -> Iterator[Block]:
    """The text under each heading, as it is written but for paragraphs of several lines."""
    from markdown_it import MarkdownIt

    lines: list[str | None] = [*body.split("\n")]
    if len(lines) > _MOST_LINES:
        raise SourceError(
            f"le texte a plus de {_MOST_LINES} lignes : découpez-le en plusieurs fichiers"
        )
    level, heading, start = 0, "", 0
    # What stands inside a paragraph is kept as it is: nothing in it needs parsing.
    for token, content in pairwise(MarkdownIt().enable("table").disable("inline").parse(body)):
        if content.type == "inline" and content.map:
            _unwrap(lines, content.map[0], content.content)
        if token.type == "heading_open" and token.level == 0 and token.map:
            yield from _block(level, heading, lines[start : token.map[0]])
            level, heading, start = int(token.tag[1:]), content.content, token.map[1]
    yield from _block(level, heading, lines[start:])


def _unwrap(lines: list[str | None], first: int, paragraph: str) -> None:
    """Put a paragraph, of a list's item perhaps, in one line, but for breaks that are asked for."""
    place = first
    for number, (before, line) in enumerate(pairwise(paragraph.split("\n")), first + 1):
        if before.endswith(("  ", "\\")) or is_list_item(line.strip()):
            place = number
        else:
            lines[place] = f"{(lines[place] or '').rstrip()} {line.strip()}"
            lines[number] = None


def _block(level: int, heading: str, lines: Sequence[str | None]) -> Iterator[Block]:
    text = "\n".join(line.rstrip() for line in lines if line is not None).strip("\n")
    if heading or text:
        yield Block(level, heading, text)
