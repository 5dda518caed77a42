"""Whether a quote stands in its document, and in what a case holds for its evidence."""

from collections.abc import Mapping

from corpus.text import fold
from corpus.types import Document, Section, heading_path
from evals.cases import Case
from evals.metrics.answers import holds
from evals.said import Quoted


def exact(cited: Quoted, documents: Mapping[str, Document]) -> bool | None:
    """Whether a quote is its document's text: between its offsets where they are told.

    None where the quote itself is not told.
    """
    if cited.quote is None:
        return None
    return _start(cited, documents.get(cited.document_id)) is not None


def stands_in_evidence(case: Case, cited: Quoted, documents: Mapping[str, Document]) -> bool | None:
    """Whether a citation is of a document that answers, and of a section that does.

    True of a case without evidence. A section answers that the case names, by id or by the start
    of its heading, or that holds a key fact; where the document has none of that name (a digest
    words its headings anew), the document is enough. None where only the quote could tell, and is
    not told.
    """
    if case.document_ids and cited.document_id not in case.document_ids:
        return False
    document = documents.get(cited.document_id)
    if document is not None and case.document_ids and cited.quote is None:
        return None if any(_named(case, section) for section in document.sections) else True
    start = _start(cited, document)
    if document is None or start is None:
        return not case.document_ids
    if not any(_named(case, section) for section in document.sections):
        return True
    return any(
        _named(case, section) or _holds_fact(case, document.text[section.start : section.end])
        for section in document.sections
        if section.start <= start < section.end
    )


def _start(cited: Quoted, document: Document | None) -> int | None:
    """The offset of a quote in its document; None where it is not there."""
    if document is None or not cited.quote:
        return None
    if cited.start is None or cited.end is None:
        found = document.text.find(cited.quote)
        return found if found >= 0 else None
    return cited.start if document.text[cited.start : cited.end] == cited.quote else None


def _named(case: Case, section: Section) -> bool:
    if case.section_id:
        return section.section_id == case.section_id
    heading = fold(case.heading).rstrip(" :")
    return bool(heading) and heading in fold(heading_path(section))


def _holds_fact(case: Case, text: str) -> bool:
    return any(holds(text, wording) for fact in case.key_facts for wording in fact)
