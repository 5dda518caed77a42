"""What the scores of one answer are."""

from collections.abc import Mapping

from corpus.types import Document
from evals.cases import Case
from evals.metrics import answers, grounding
from evals.metrics.values import Scores
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
        words=len(said.text.split()),
        milliseconds=(said.timings_ms or {}).get("total"),
        confidence=said.confidence,
    )
