"""Reads the site export: pages one after the other as plain text, each body standing twice."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher

from corpus.catalogue import Identity, identify
from corpus.decode import decode
from corpus.text import is_list_item, squeeze
from corpus.types import Document
from ingest import clean
from ingest.build import Block, announces_levers, assemble, heading_kind
from ingest.read import Page, SourceError, named

_MONTHS = {
    name: number
    for number, name in enumerate(
        [
            "janvier",
            "février",
            "mars",
            "avril",
            "mai",
            "juin",
            "juillet",
            "août",
            "septembre",
            "octobre",
            "novembre",
            "décembre",
        ],
        1,
    )
}
_UPDATED = re.compile(rf"[Mm]is à jour en ({'|'.join(_MONTHS)}) (\d{{4}})")
# A heading in plain text shows by its shape alone; lengths measured on the ten pages, whose
# longest heading has 96 characters.
_HEADING_LENGTH = 120
_LEAD_IN_WORDS = 7
_PRONOUN = re.compile(r"^(?:Cela|Ceci|Ce|Il|Ils|Elle|Elles|Ces|On)\b")
_SENTENCE_END = re.compile(r"[.!;,…]\s*$|[.!?…]\s+[A-ZÀ-Ý]|https?://|@")
_NOT_HEADING = re.compile(
    r"^(?:Sources?\b|Article \d|\W*Découvrez|Téléchargez|Guide complet)", re.I
)
# Paragraphs that may differ between a body and its copy before we take the next for a title.
_COPY_GAP = 3
# The longest of the ten pages has 81; two copies of 3,000 lines that are all the same take
# 2 s to align, and of ten times more a hundred times that.
_MOST_PARAGRAPHS = 3_000


def read(_name: str, data: bytes) -> Iterator[Page]:
    """The pages of an export, or one of a plain text whose first line is its title."""
    for stretch in _pages(_stretches(decode(data))):
        document = _document(stretch.title, stretch.body)
        if not document.sections:
            raise SourceError(f"la page « {named(stretch.title)} » n'a pas de texte sous son titre")
        yield Page(document, stretch.repeated, stretch.furniture)


@dataclass(frozen=True, slots=True)
class _Stretch:
    """A page before it becomes a document."""

    title: str
    body: list[str]
    repeated: int
    furniture: int


def _pages(stretches: list[tuple[list[str], int]]) -> Iterator[_Stretch]:
    """Each page of the export; what only its second copy holds stands at the body's end."""
    title, body = _titled(stretches[0][0])
    furniture = stretches[0][1]
    for position, (stretch, labels) in enumerate(stretches[1:], 1):
        end = _copy_end(body, stretch)
        known = {squeeze(p) for p in body}
        added = [p for p in stretch[:end] if squeeze(p) not in known]
        yield _Stretch(title, body + added, end - len(added), furniture + labels)
        furniture = 0
        if end < len(stretch):
            title, body = _titled(stretch[end:])
        elif position + 1 < len(stretches):
            raise SourceError(
                f"aucun titre ne suit la page « {named(title)} » : l'export est abîmé"
            )
    if len(stretches) == 1:
        yield _Stretch(title, body, 0, furniture)


def _titled(paragraphs: list[str]) -> tuple[str, list[str]]:
    """The first line as a title, and the paragraphs after it."""
    if not paragraphs:
        raise SourceError("le fichier n'a pas de texte sous les rubriques du site")
    title, _, rest = paragraphs[0].partition("\n")
    return title, [*([rest] if rest else []), *paragraphs[1:]]


def _stretches(text: str) -> list[tuple[list[str], int]]:
    """The paragraphs between the runs of field labels, each with the furniture lines before it."""
    lines = [line.rstrip(" \t\u00a0\u200b") for line in text.split("\n")]
    filled = [line for line in lines if line]
    # Where pages come without blank lines, each line is a paragraph.
    loose = len(lines) > len(filled) * 1.1
    stretches: list[tuple[list[str], int]] = []
    current, furniture, position = list[str](), 0, 0
    lines = lines if loose else [part for line in filled for part in (line, "")]
    while position < len(lines):
        labels = clean.field_labels(lines, position)
        if labels:
            stretches.append((_paragraphs(current), furniture))
            current, furniture = [], sum(bool(x) for x in lines[position : position + labels])
        elif clean.is_furniture(lines[position]):
            furniture += 1
        else:
            current.append(lines[position])
        position += labels or 1
    return [*stretches, (_paragraphs(current), furniture)]


def _paragraphs(lines: list[str]) -> list[str]:
    return [p for p in re.split(r"\n{2,}", "\n".join(lines).strip("\n")) if p]


def _copy_end(body: list[str], stretch: list[str]) -> int:
    """Where the second copy of a body ends in the stretch that begins with it."""
    if max(len(body), len(stretch)) > _MOST_PARAGRAPHS:
        raise SourceError(
            f"une page du fichier a plus de {_MOST_PARAGRAPHS} paragraphes : découpez-la"
        )
    matcher = SequenceMatcher(
        None, [squeeze(p) for p in body], [squeeze(p) for p in stretch], autojunk=False
    )
    end = 0
    for match in matcher.get_matching_blocks():
        if match.size and match.b - end <= _COPY_GAP:
            end = match.b + match.size
    return end


def _document(title: str, body: list[str]) -> Document:
    identity = identify(" ".join(title.split()))
    text, sections = assemble(identity.document_id, list(_blocks(body)))
    return Document(
        document_id=identity.document_id,
        title=identity.title,
        kit=identity.kit,
        edition=identity.edition,
        fiche=identity.fiche,
        levels=identity.levels,
        url=identity.url,
        updated=_updated(text, identity),
        source_kind="fiche" if identity.fiche else "page",
        text=text,
        sections=sections,
    )


def _updated(text: str, identity: Identity) -> str:
    found = _UPDATED.search(text) if not identity.fiche else None
    return f"{found[2]}-{_MONTHS[found[1]]:02d}" if found else ""


def _blocks(body: list[str]) -> Iterator[Block]:
    """The body cut at its headings; levers under the line that announces them, examples below."""
    heading, level, texts = "", 0, list[str]()
    under_levers = in_resources = False
    for position, paragraph in enumerate(body):
        first, _, rest = paragraph.partition("\n")
        following = rest or (body[position + 1] if position + 1 < len(body) else "")
        if texts and heading_kind(heading) == "resources" and not in_resources:
            # A table of contents ends with its list; a reading list runs to the page's end.
            yield from _block(level, heading, texts)
            level, heading, texts = 1, "", []
        if in_resources or not _is_heading(first, following):
            texts.append(paragraph)
            continue
        yield from _block(level, heading, texts)
        kind = heading_kind(first)
        if kind == "resources":
            # Titles of a reading list have the shape of headings.
            level, in_resources = 1, not is_list_item(following)
        elif announces_levers(first):
            level, under_levers = 1, True
        elif under_levers:
            level = 2 if kind == "lever" else 3
        else:
            level = 2 if kind == "example" else 1
        heading, texts = first.strip(), [rest] if rest else []
    yield from _block(level, heading, texts)


def _block(level: int, heading: str, texts: list[str]) -> Iterator[Block]:
    if texts or (heading and heading_kind(heading) != "resources"):
        yield Block(level, heading, "\n\n".join(texts))


def _is_heading(line: str, following: str) -> bool:
    """Whether a line has the shape of a heading: short, no sentence, with text after it."""
    line = line.strip(" \u00a0")
    if (
        (not following and heading_kind(line) != "resources")
        or len(line) > _HEADING_LENGTH
        or is_list_item(line)
    ):
        return False
    if _SENTENCE_END.search(line) or _NOT_HEADING.match(line) or line[:1].islower():
        return False
    if line.endswith(":"):
        short = len(line.rstrip(" :\u00a0").split()) <= _LEAD_IN_WORDS
        return short and not _PRONOUN.match(line) and "," not in line
    return True
