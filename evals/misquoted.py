"""How the citations of an answer are made wrong on purpose, one in a known way."""

import random
import re
from collections.abc import Iterator, Mapping
from dataclasses import replace

from corpus.types import Document
from evals.said import Quoted, Said

Documents = Mapping[str, Document]

# A quote's word that is long enough to be more than a function word.
_WORD = re.compile(r"\b[a-zà-ÿ]{6,}\b")
# A line that is long enough to be more than a heading, in characters.
_PARAGRAPH = re.compile(r"[^\n]{60,}")


def neighbour_cited(said: Said, documents: Documents, rng: random.Random) -> Said | None:
    """A citation quotes, exactly, the paragraph before or after its own passage instead."""
    near = [
        (cited, span)
        for cited in said.citations or ()
        if cited.start is not None and cited.document_id in documents
        for span in _beside(cited, documents[cited.document_id])
    ]
    if not near:
        return None
    cited, span = rng.choice(near)
    return _citing(said, cited, _quoting(cited, documents[cited.document_id], *span))


def stranger_cited(said: Said, documents: Documents, rng: random.Random) -> Said | None:
    """A citation quotes, exactly, a paragraph of another document instead."""
    if not said.citations:
        return None
    cited = rng.choice(said.citations)
    others = sorted(documents.keys() - {cited.document_id})
    if not others:
        return None
    document = documents[rng.choice(others)]
    spans = [found.span() for found in _PARAGRAPH.finditer(document.text)]
    return _citing(said, cited, _quoting(cited, document, *rng.choice(spans))) if spans else None


def offsets_moved(said: Said, _: Documents, rng: random.Random) -> Said | None:
    """The offsets of a citation stand some characters further."""
    located = [c for c in said.citations or () if c.start is not None and c.end is not None]
    if not located:
        return None
    cited, by = rng.choice(located), rng.randint(1, 40)
    moved = replace(cited, start=(cited.start or 0) + by, end=(cited.end or 0) + by)
    return _citing(said, cited, moved)


def quote_changed(said: Said, _: Documents, rng: random.Random) -> Said | None:
    """A word of a quote is another word of the quote."""
    places = [(c, word) for c in said.citations or () for word in _WORD.finditer(c.quote or "")]
    if not places:
        return None
    cited, word = rng.choice(places)
    others = sorted({w[0] for c, w in places if c is cited} - {word[0]})
    if not others:
        return None
    text = cited.quote or ""
    quote = text[: word.start()] + rng.choice(others) + text[word.end() :]
    return _citing(said, cited, replace(cited, quote=quote))


def mark_dropped(said: Said, _: Documents, rng: random.Random) -> Said | None:
    """A statement loses one of its citations; the citation stays in the list."""
    cited = [i for i, s in enumerate(said.statements or ()) if s.citations]
    if not cited or said.statements is None:
        return None
    position = rng.choice(cited)
    statement = said.statements[position]
    dropped = rng.choice(statement.citations)
    left = [number for number in statement.citations if number != dropped]
    changed = replace(statement, citations=tuple(left))
    return replace(
        said, statements=(*said.statements[:position], changed, *said.statements[position + 1 :])
    )


def _citing(said: Said, old: Quoted, new: Quoted) -> Said:
    return replace(said, citations=tuple(new if c is old else c for c in said.citations or ()))


def _beside(cited: Quoted, document: Document) -> Iterator[tuple[int, int]]:
    """The spans of the paragraphs before and after a quote."""
    spans = [found.span() for found in _PARAGRAPH.finditer(document.text)]
    yield from [span for span in spans if span[1] <= (cited.start or 0)][-1:]
    yield from [span for span in spans if span[0] >= (cited.end or 0)][:1]


def _quoting(cited: Quoted, document: Document, start: int, end: int) -> Quoted:
    """A citation of the same number that quotes another span, under its section."""
    section = next((s for s in document.sections if s.start <= start < s.end), None)
    return replace(
        cited,
        document_id=document.document_id,
        quote=document.text[start:end],
        start=start,
        end=end,
        section_id=section.section_id if section else "",
        heading=section.heading if section else "",
    )
