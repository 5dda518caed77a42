"""Whether an answer holds what its case asks for: document, key facts, status."""

from corpus.text import fold
from evals.cases import Case
from evals.said import Said

_ANSWERED = {"answered": 1.0, "partial": 0.5, "refused": 0.0}


def first_document(said: Said) -> str | None:
    """The document of the first citation; None where nothing is cited."""
    return said.citations[0].document_id if said.citations else None


def right_document_first(case: Case, said: Said) -> float | None:
    """Whether the first citation is of a document that answers the case."""
    if not case.document_ids or said.citations is None:
        return None
    return float(first_document(said) in case.document_ids)


def key_fact_share(case: Case, said: Said) -> float | None:
    """The share of the key facts that stand in the text, each in one of its wordings."""
    if not case.key_facts:
        return None
    text = fold(said.text)
    held = [any(fold(wording) in text for wording in fact) for fact in case.key_facts]
    return sum(held) / len(held)


def has_key_facts(case: Case, said: Said) -> float | None:
    """Whether every key fact stands in the text."""
    found = key_fact_share(case, said)
    return None if found is None else float(found == 1)


def answered(said: Said) -> float | None:
    """How far a question is answered: a partial answer counts half."""
    return None if said.status is None else _ANSWERED[said.status]


def right(case: Case, said: Said) -> float | None:
    """Whether status and key facts are as expected; a near miss may be answered in part."""
    if said.status is None:
        return None
    facts = has_key_facts(case, said) != 0
    if case.label == "multi_part":
        return float(said.status == case.expected and facts)
    if case.label == "answerable":
        return float(said.status != "refused" and facts)
    if case.label == "off_topic":
        return float(said.status == "refused")
    return float(said.status != "answered")


def same_answer(case: Case, said: Said, original: Said) -> float | None:
    """Whether a reworded question gets the same document first, and no key fact less."""
    if said.citations is None or original.citations is None:
        return None
    facts = [key_fact_share(case, s) or 0.0 for s in (said, original)]
    return float(first_document(said) == first_document(original) and facts[0] >= facts[1])
