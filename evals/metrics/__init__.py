"""How good is an answer? Pure functions; what cannot be told is None, never 0."""

from evals.metrics.agreement import counted, kappa_figure
from evals.metrics.alce import Support, cited_by, mean, needed, stated, unused
from evals.metrics.answers import (
    answered,
    first_document,
    has_key_facts,
    held_facts,
    key_fact_share,
    right,
    right_document_first,
    same_answer,
)
from evals.metrics.confidence import Bin, bins, calibration_error, risk_coverage, risk_coverage_area
from evals.metrics.grounding import (
    citation_precision,
    citation_recall,
    claims_borne,
    quotes_exact,
    supported,
)
from evals.metrics.headline import APART, figures
from evals.metrics.intervals import bootstrap, mean_figure, percentile, share, share_figure
from evals.metrics.paired import graded_difference, holm, mcnemar
from evals.metrics.retrieval import RETRIEVAL, Ranked, ranked, retrieval_figures
from evals.metrics.scoring import score, with_missing
from evals.metrics.values import Figure, Scored, Scores

__all__ = [
    "APART",
    "RETRIEVAL",
    "Bin",
    "Figure",
    "Ranked",
    "Scored",
    "Scores",
    "Support",
    "answered",
    "bins",
    "bootstrap",
    "calibration_error",
    "citation_precision",
    "citation_recall",
    "cited_by",
    "claims_borne",
    "counted",
    "figures",
    "first_document",
    "graded_difference",
    "has_key_facts",
    "held_facts",
    "holm",
    "kappa_figure",
    "key_fact_share",
    "mcnemar",
    "mean",
    "mean_figure",
    "needed",
    "percentile",
    "quotes_exact",
    "ranked",
    "retrieval_figures",
    "right",
    "right_document_first",
    "risk_coverage",
    "risk_coverage_area",
    "same_answer",
    "score",
    "share",
    "share_figure",
    "stated",
    "supported",
    "unused",
    "with_missing",
]
