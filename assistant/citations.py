"""Is each statement borne out by an exact quote, figure by figure? The last stage."""

import logging
import re
from collections.abc import Sequence
from dataclasses import replace

from assistant.types import Citation, Statement
from corpus.index import Index
from corpus.text import fold, squeeze

log = logging.getLogger(__name__)

_FIGURE = re.compile(r"\d+(?:[\s\u00a0\u202f]\d{3})*(?:[.,]\d+)?")
_NAME = re.compile(r"(?<![.!?…:»\n•]\s)(?<!^)(?<![-•]\s)\b[A-ZÀ-Þ][\w’'-]+")


def verify(
    index: Index, statements: Sequence[Statement], citations: Sequence[Citation]
) -> tuple[tuple[Statement, ...], tuple[Citation, ...]]:
    """Keep the statements that their quotes bear out, and the citations these use, numbered 1..n.

    A citation must be the document's text between its offsets, in a passage of the index; a
    statement's figures and names must stand in its quotes. What fails is dropped and logged.
    """
    sound = {c.number: c for c in citations if _exact(index, c)}
    kept = [s for s in statements if _borne_out(s, sound)]
    order = list(dict.fromkeys(number for s in kept for number in s.citations))
    renumbered = {old: new for new, old in enumerate(order, 1)}
    return (
        tuple(replace(s, citations=tuple(renumbered[n] for n in s.citations)) for s in kept),
        tuple(replace(sound[old], number=new) for old, new in renumbered.items()),
    )


def _exact(index: Index, citation: Citation) -> bool:
    document = index.documents.get(citation.document_id)
    passage = index.passage(citation.passage_id)
    if (
        document is not None
        and passage is not None
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
    quotes = " ".join(citations[n].quote for n in statement.citations)
    figures = set(map(_number, _FIGURE.findall(quotes)))
    unborne = [f for f in _FIGURE.findall(statement.text) if _number(f) not in figures]
    words = fold(squeeze(quotes))
    unborne += [n for n in _NAME.findall(statement.text) if fold(n) not in words]
    if unborne:
        log.warning("dropped a statement: %s not in its quotes", ", ".join(unborne))
    return not unborne


def _number(figure: str) -> str:
    return re.sub(r"[\s\u00a0\u202f]", "", figure).replace(",", ".")
