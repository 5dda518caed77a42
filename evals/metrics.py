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


def share(values: Iterable[bool]) -> float | None:
    """The share of true values, None of no value."""
    given = list(values)
    return round(sum(given) / len(given), 4) if given else None
