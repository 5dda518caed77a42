"""How is one result scored? Pure functions; what is missing is None, never 0."""

from collections.abc import Iterable, Sequence

from assistant.types import Answer
from corpus.text import fold
from corpus.types import Hit
from evals.cases import Case


def section_rank(case: Case, hits: Sequence[Hit]) -> int | None:
    """The rank of the case's section among the distinct sections found, from 1."""
    sections = list(dict.fromkeys(hit.section.section_id for hit in hits))
    return sections.index(case.section_id) + 1 if case.section_id in sections else None


def recall_at(ranks: Sequence[int | None], k: int) -> float | None:
    """The share of questions whose section is among the first k (one relevant section each)."""
    return share(rank is not None and rank <= k for rank in ranks)


def right_document_first(case: Case, answer: Answer) -> bool:
    """Whether the first citation is of a document that answers the case."""
    return bool(answer.citations) and answer.citations[0].document_id in case.document_ids


def has_key_facts(case: Case, answer: Answer) -> bool:
    """Whether every key fact stands in the text, in one of its wordings."""
    text = fold(answer.text)
    return all(any(fold(wording) in text for wording in fact) for fact in case.key_facts)


def refused_wrongly(answer: Answer) -> float:
    """How far an answer refuses a question that the fiches answer: a partial one counts half."""
    return {"answered": 0.0, "partial": 0.5, "refused": 1.0}[answer.status]


def right(case: Case, answer: Answer) -> bool:
    """Whether status and key facts are as expected; a near miss may be answered in part."""
    if case.label == "multi_part":
        return answer.status == case.expected and has_key_facts(case, answer)
    if case.label == "answerable":
        return answer.status != "refused" and has_key_facts(case, answer)
    if case.label == "off_topic":
        return answer.status == "refused"
    return answer.status != "answered"


def same_answer(case: Case, answer: Answer, original: Answer) -> bool:
    """Whether a reworded question gets the same document first, and no key fact less."""
    first = [a.citations[0].document_id if a.citations else None for a in (answer, original)]
    return first[0] == first[1] and (
        has_key_facts(case, answer) or not has_key_facts(case, original)
    )


def share(values: Iterable[bool | float]) -> float | None:
    """The mean of the values, None of no value."""
    given = list(values)
    return round(sum(given) / len(given), 4) if given else None
