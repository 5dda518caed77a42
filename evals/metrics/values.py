"""What the scores of a case and a figure over many cases are."""

from dataclasses import dataclass

from evals.cases import Case
from evals.said import Said


@dataclass(frozen=True, slots=True)
class Scores:
    """The scores of one case, from 0 to 1 for better; None where answer or case do not tell.

    `answered` is 1 for an answer, .5 for a partial one, 0 for a refusal; `right` says whether
    status and key facts are as the label asks (the document, where a case has no key facts);
    `citation_precision` counts a citation that bears its statement out and, where the case has
    evidence, stands in it.
    """

    right_document_first: float | None
    key_facts: float | None
    key_fact_share: float | None
    answered: float | None
    right: float | None
    citation_recall: float | None
    citation_precision: float | None
    quotes_exact: float | None
    claims_borne: float | None
    words: int | None
    milliseconds: float | None
    confidence: float | None


@dataclass(frozen=True, slots=True)
class Scored:
    """A case, what a system said to it, and the scores of that."""

    case: Case
    said: Said
    scores: Scores


@dataclass(frozen=True, slots=True)
class Figure:
    """A value over a number of cases with the bounds of its 95 % interval.

    All three are None where no case tells; the bounds alone where one case cannot tell them.
    """

    value: float | None
    low: float | None
    high: float | None
    cases: int
