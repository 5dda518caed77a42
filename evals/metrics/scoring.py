"""What the scores of one answer are."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from corpus.types import Document
from evals.cases import Case
from evals.metrics import answers, grounding
from evals.metrics.values import Scored, Scores
from evals.said import Said


def score(case: Case, said: Said, documents: Mapping[str, Document]) -> Scores:
    """The scores of what was said to a case; `documents` are those that citations name, by id."""
    return Scores(
        right_document_first=answers.right_document_first(case, said),
        key_facts=answers.has_key_facts(case, said),
        key_fact_share=answers.key_fact_share(case, said),
        answered=answers.answered(said),
        right=answers.right(case, said),
        citation_recall=grounding.citation_recall(said, documents),
        citation_precision=grounding.citation_precision(case, said, documents),
        quotes_exact=grounding.quotes_exact(said, documents),
        claims_borne=grounding.claims_borne(said),
        words=None if said.is_missing else len(said.text.split()),
        milliseconds=(said.timings_ms or {}).get("total"),
        confidence=said.confidence,
    )


def with_missing(scored: Sequence[Scored]) -> list[Scored]:
    """Scored cases, of which those without an answer are not right, not even by a refusal due.

    Where no answer tells its status none is right or wrong, these neither.
    """
    if all(s.said.status is None for s in scored):
        return [*scored]
    return [replace(s, scores=_missed(s)) if s.said.is_missing else s for s in scored]


def _missed(scored: Scored) -> Scores:
    case = scored.case
    is_due = case.label == "answerable" or case.expected in ("answered", "partial")
    return replace(scored.scores, right=0.0, answered=0.0 if is_due else None)
