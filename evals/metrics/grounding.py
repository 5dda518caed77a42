"""Whether the citations bear out what an answer states."""

from collections.abc import Callable, Mapping

from assistant.claims import unborne
from corpus.types import Document
from evals.cases import Case
from evals.said import Quoted, Said, Stated

# Whether quotes entail a claim; None where the judge does not know.
Judge = Callable[[str, list[str]], bool | None]


def quotes_exact(said: Said, documents: Mapping[str, Document]) -> float | None:
    """The share of the quotes that are the document's text at their offsets, or anywhere in it."""
    if not said.citations:
        return None
    return sum(exact(c, documents) for c in said.citations) / len(said.citations)


def exact(cited: Quoted, documents: Mapping[str, Document]) -> bool:
    """Whether a quote stands in its document: between its offsets where they are told."""
    document = documents.get(cited.document_id)
    if document is None or not cited.quote:
        return False
    if cited.start is None or cited.end is None:
        return cited.quote in document.text
    return document.text[cited.start : cited.end] == cited.quote


def claims_borne(said: Said) -> float | None:
    """The share of the statements whose figures, dates, laws and names stand in their quotes."""
    if not said.statements or said.citations is None:
        return None
    borne = [not unborne(s.text, _quotes(s, said)) for s in said.statements]
    return sum(borne) / len(borne)


def _quotes(statement: Stated, said: Said) -> list[str]:
    return [c.quote for c in said.citations or () if c.number in statement.citations]


def citation_recall(
    said: Said, documents: Mapping[str, Document], judge: Judge | None = None
) -> float | None:
    """The share of the statements whose citations together support them (ALCE)."""
    del documents, judge
    return claims_borne(said)


def citation_precision(
    case: Case, said: Said, documents: Mapping[str, Document], judge: Judge | None = None
) -> float | None:
    """The share of the citations that support and stand in the case's evidence (ALCE)."""
    del documents, judge
    if not said.citations:
        return None
    right = [not case.document_ids or c.document_id in case.document_ids for c in said.citations]
    return sum(right) / len(right)
