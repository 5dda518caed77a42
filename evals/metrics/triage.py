"""How good is the triage? Scores of rows and pairs, and the figures over them.

Pure functions; what cannot be told is None, never 0.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import get_args

from assistant.triage.types import Decision, Triaged
from evals.metrics.confidence import calibration_error
from evals.metrics.costs import cost_of, repeats_rightly
from evals.metrics.intervals import bootstrap, mean_figure
from evals.metrics.values import Figure
from evals.triage_cases import PairCase, RowCase

DECISIONS: tuple[Decision, ...] = get_args(Decision)
# What must not be answered from the fiches.
UNANSWERED: tuple[Decision, ...] = ("juriste", "hors_perimetre")
# What a pair gets where it is taken for twice the same question.
DUPLICATE = "duplicate"


@dataclass(frozen=True, slots=True)
class RowScores:
    """The scores of one row, 1 where what the name says holds, else 0; None where it does not
    apply. `cost` is in readings of a draft, `confidence` as the triage says it.
    """

    right: float
    defensible: float
    answered_wrongly: float | None
    never_to_jurist: float | None
    never_answered: float | None
    never_answered_partly: float | None
    theme: float | None
    theme_defensible: float | None
    duplicate_found: float | None
    duplicate_named: float | None
    false_duplicate: float | None
    level: float | None
    level_said_right: float | None
    cost: float
    confidence: float


@dataclass(frozen=True, slots=True)
class ScoredRow:
    """A row, what the triage made of it, and the scores of that."""

    case: RowCase
    triaged: Triaged
    scores: RowScores


@dataclass(frozen=True, slots=True)
class ScoredPair:
    """A pair, and whether one of its questions is taken for a repetition of the other."""

    case: PairCase
    taken: bool


def score_row(case: RowCase, triaged: Triaged) -> RowScores:
    """The scores of what the triage made of a row."""
    got, repeats = triaged.decision, bool(case.duplicate_of)
    themed = case.decision != "hors_perimetre"
    named = [one.id for one in triaged.duplicates]
    levels = case.level is not None, triaged.level is not None
    return RowScores(
        right=float(got == case.decision),
        defensible=float(got in (case.decision, case.other)),
        answered_wrongly=_if(case.decision in UNANSWERED, got == "reponse_fiche"),
        never_to_jurist=_if(bool(case.never), got == "juriste"),
        never_answered=_if(bool(case.never), got == "reponse_fiche"),
        never_answered_partly=_if(bool(case.never), got == "reponse_partielle"),
        theme=_if(themed, triaged.theme == case.theme),
        theme_defensible=_if(themed, triaged.theme in (case.theme, *case.theme_also)),
        duplicate_found=_if(repeats, repeats_rightly(case, triaged)),
        duplicate_named=_if(repeats, case.duplicate_of in named),
        false_duplicate=_if(not repeats, got == "doublon"),
        level=_if(levels[0], triaged.level == case.level),
        level_said_right=_if(all(levels), triaged.level == case.level),
        cost=cost_of(case, triaged),
        confidence=triaged.confidence,
    )


def triage_figures(
    rows: Sequence[ScoredRow], pairs: Sequence[ScoredPair] = ()
) -> dict[str, Figure]:
    """The figures by name, in order, each over the rows or pairs that tell it."""
    sure, right = [r.scores.confidence for r in rows], [r.scores.right for r in rows]
    return {
        "decision_right": mean_figure(right),
        "decision_defensible": _mean(rows, "defensible"),
        "decision_cost": _mean(rows, "cost"),
        "answered_wrongly": _mean(rows, "answered_wrongly"),
        "never_to_jurist": _mean(rows, "never_to_jurist"),
        "never_answered": _mean(rows, "never_answered"),
        "never_answered_partly": _mean(rows, "never_answered_partly"),
        **{
            f"recall_{d}": _mean((r for r in rows if r.case.decision == d), "right")
            for d in DECISIONS
        },
        **{
            f"precision_{d}": _mean((r for r in rows if r.triaged.decision == d), "right")
            for d in DECISIONS
        },
        "theme_right": _mean(rows, "theme"),
        "theme_defensible": _mean(rows, "theme_defensible"),
        "duplicates_found": _mean(rows, "duplicate_found"),
        "duplicates_named": _mean(rows, "duplicate_named"),
        "false_duplicates": _mean(rows, "false_duplicate"),
        "pairs_found": mean_figure(float(p.taken) for p in pairs if p.case.label == DUPLICATE),
        "lookalikes_taken": mean_figure(float(p.taken) for p in pairs if p.case.label != DUPLICATE),
        "level_found": _mean(rows, "level"),
        "level_said_right": _mean(rows, "level_said_right"),
        # A resample's calibration error is higher on average than that of its rows.
        "calibration_error": bootstrap(calibration_error, sure, right, centred=True),
    }


def confusion(rows: Iterable[ScoredRow]) -> dict[str, dict[str, int]]:
    """How many rows of each label got each decision."""
    counted = Counter((row.case.decision, row.triaged.decision) for row in rows)
    return {label: {d: counted[label, d] for d in DECISIONS} for label in DECISIONS}


def _if(applies: bool, holds: bool) -> float | None:
    return float(holds) if applies else None


def _mean(rows: Iterable[ScoredRow], name: str) -> Figure:
    return mean_figure(getattr(row.scores, name) for row in rows)
