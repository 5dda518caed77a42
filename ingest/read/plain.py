"""What may stand in a stored text: no control character but the line's end, no half character."""

import re
from dataclasses import replace

from corpus.types import Document, Section
from ingest.read import MOST_SIGNS, SourceError, named, too_long

_CONTROL = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\u2028\u2029]")
_HALF = re.compile("[\ud800-\udfff]")
# A question of a FAQ is its title, and may be a letter of a page.
_LONGEST_TITLE = 5_000


def plain(document: Document) -> Document:
    """The document with such characters replaced one by one, so that every offset stays right.

    Sections of which nothing is left are dropped. Raises SourceError where no text is left or no
    title, or where the title is no title.
    """
    title = _line(document.title).strip()
    if not title:
        raise SourceError("le document n'a pas de titre : donnez-lui un titre de premier niveau")
    if len(title) > _LONGEST_TITLE:
        raise SourceError(
            f"le titre dépasse {_LONGEST_TITLE} signes : mettez un titre court sur la première "
            "ligne et le texte en dessous"
        )
    text = _signs(document.text)
    if len(text) > MOST_SIGNS:
        raise too_long()
    name = _line(document.document_id)
    if not name.strip():
        raise SourceError(f"le document « {named(title)} » n'a pas d'identifiant lisible")
    sections = tuple(
        _section(section, f"{name}#{number}")
        for number, section in enumerate(document.sections, 1)
        if text[section.start : section.end].strip()
    )
    if not sections:
        raise SourceError("le document n'a pas de texte")
    return replace(
        document,
        document_id=name,
        title=title,
        text=text,
        sections=sections,
    )


def _signs(text: str) -> str:
    return _HALF.sub("\ufffd", _CONTROL.sub(" ", text))


def _line(text: str) -> str:
    return _signs(text).replace("\n", " ")


def _section(section: Section, number: str) -> Section:
    return replace(
        section,
        section_id=_line(section.section_id) if section.section_id.strip() else number,
        heading=_line(section.heading),
        path=tuple(map(_line, section.path)),
    )
