"""Whether an answer holds what its case asks for: document, key facts, status."""

import re

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


def holds(text: str, wording: str) -> bool:
    """Whether a wording stands in a text by itself, without regard to case and accents.

    « 5 % » is not in « 15 % », « 200 euros » not in « 3 200 euros », « vélo » not in
    « développer »; a word may stand in the plural.
    """
    sought = fold(wording).strip()
    before = r"(?<!\w)(?<!\d[.,])"
    if re.match(r"\d{3}(?!\d)", sought):
        before += r"(?<!\d )"
    after = r"(?:e?s|x)?(?!\w)" if sought[-1:].isalpha() else ""
    if sought[-1:].isdigit():
        after = r"(?!\w|[.,]\d| \d{3}(?!\d))"
    return re.search(before + re.escape(sought) + after, fold(text)) is not None


def held_facts(case: Case, said: Said) -> list[bool]:
    """Whether each key fact stands in the text in one of its wordings; a refusal holds none."""
    return [
        said.status != "refused" and any(holds(said.text, wording) for wording in fact)
        for fact in case.key_facts
    ]


def key_fact_share(case: Case, said: Said) -> float | None:
    """The share of the key facts that the text holds."""
    held = held_facts(case, said)
    return sum(held) / len(held) if held else None


def has_key_facts(case: Case, said: Said) -> float | None:
    """Whether every key fact stands in the text."""
    found = key_fact_share(case, said)
    return None if found is None else float(found == 1)


def answered(said: Said) -> float | None:
    """How far a question is answered: a partial answer counts half."""
    return None if said.status is None else _ANSWERED[said.status]


def right(case: Case, said: Said) -> float | None:
    """Whether status and key facts are as expected; a near miss may be answered in part.

    An answer to a case without key facts is right where it cites the right document first.
    """
    if said.status is None:
        return None
    facts = has_key_facts(case, said)
    if case.label == "multi_part":
        return float(said.status == case.expected and (said.status == "refused" or facts != 0))
    if case.label == "answerable":
        if said.status == "refused":
            return 0.0
        return right_document_first(case, said) if facts is None else facts
    if case.label == "off_topic":
        return float(said.status == "refused")
    return float(said.status != "answered")


def same_answer(case: Case, said: Said, original: Said) -> float | None:
    """Whether a reworded question gets the same status and document first, no key fact less."""
    if said.citations is None or original.citations is None:
        return None
    if said.is_missing:
        return 0.0
    facts = [key_fact_share(case, s) or 0.0 for s in (said, original)]
    same = (said.status, first_document(said)) == (original.status, first_document(original))
    return float(same and facts[0] >= facts[1])
