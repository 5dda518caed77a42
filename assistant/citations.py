"""Is each statement borne out by an exact quote, figure by figure? The last stage."""

import logging
from collections.abc import Iterable, Sequence
from dataclasses import replace

from assistant.claims import unborne
from assistant.types import Citation, Statement
from corpus.index import Index
from corpus.types import Hit

log = logging.getLogger(__name__)

# Characters between two paragraphs, at most.
_BETWEEN_PARAGRAPHS = 2


def cite(number: int, hit: Hit, start: int, end: int) -> Citation:
    """A citation of what stands between two offsets of the document's text, inside the hit."""
    document = hit.document
    return Citation(
        number=number,
        document_id=document.document_id,
        source_kind=document.source_kind,
        kit=document.kit,
        edition=document.edition,
        fiche=document.fiche,
        title=document.title,
        heading=hit.heading,
        section_id=hit.section.section_id,
        passage_id=hit.passage.passage_id,
        quote=document.text[start:end],
        start=start,
        end=end,
        url=document.url,
        updated=document.updated,
        also_in=hit.passage.also_in,
        newer_in=hit.passage.newer_in,
        page=document.page(start),
    )


def verify(
    index: Index, statements: Sequence[Statement], citations: Sequence[Citation]
) -> tuple[tuple[Statement, ...], tuple[Citation, ...]]:
    """Keep the statements that their quotes bear out, and the citations these use, numbered 1..n.

    A citation must be the document's text between its offsets, in a passage of the index; a
    statement's figures, dates, laws, names and negation must stand in its quotes. What fails is
    dropped and logged.
    """
    sound = {c.number: c for c in citations if _exact(index, c)}
    kept = [s for s in statements if _borne_out(s, sound)]
    order = list(dict.fromkeys(number for s in kept for number in s.citations))
    renumbered = {old: new for new, old in enumerate(order, 1)}
    return (
        tuple(replace(s, citations=tuple(renumbered[n] for n in s.citations)) for s in kept),
        tuple(replace(sound[old], number=new) for old, new in renumbered.items()),
    )


def is_among(one: Citation, quoted: Iterable[Citation]) -> bool:
    """Whether some quotes, one after the other, hold all of another."""
    spans = sorted((q.start, q.end) for q in quoted if q.document_id == one.document_id)
    held = one.start
    for start, end in spans:
        if start <= held + _BETWEEN_PARAGRAPHS:
            held = max(held, end)
    return held >= one.end


def _exact(index: Index, citation: Citation) -> bool:
    document = index.documents.get(citation.document_id)
    passage = index.passage(citation.passage_id)
    if (
        document is not None
        and passage is not None
        and citation.document_id not in index.withheld()
        and document.text[citation.start : citation.end] == citation.quote
        and passage.start <= citation.start < citation.end <= passage.end
    ):
        return True
    log.warning("dropped a citation that is not the text of %s", citation.passage_id)
    return False


def _borne_out(statement: Statement, citations: dict[int, Citation]) -> bool:
    if not statement.citations or any(n not in citations for n in statement.citations):
        log.warning("dropped a statement without a sound citation: %s", statement.text)
        return False
    missing = unborne(statement.text, [citations[n].quote for n in statement.citations])
    if missing:
        log.warning("dropped a statement, its quotes lack %s", ", ".join(missing))
    return not missing
