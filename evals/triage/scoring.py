"""How good the decisions of the triage are on labelled rows and pairs, with intervals.

Wilson's interval for shares, as `evals/metrics/intervals.py` gives it.
"""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import get_args

from assistant.triage.types import Decision, Triaged
from evals.metrics.confidence import calibration_error
from evals.metrics.intervals import share_figure
from evals.metrics.values import Figure

DECISIONS: tuple[Decision, ...] = get_args(Decision)
# What must not be answered from the fiches.
UNANSWERED: tuple[Decision, ...] = ("juriste", "hors_perimetre")


@dataclass(frozen=True, slots=True)
class Label:
    """What a careful labeller says of a row.

    `never` names its reserved subject, `duplicate_of` the answered question that it repeats, both
    empty where there is none; `other` is the decision that another labeller might take, and
    `other_themes` the themes.
    """

    id: str
    decision: Decision
    theme: str = ""
    never: str = ""
    duplicate_of: str = ""
    other: str = ""
    other_themes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Scores:
    """The figures of a triage; `confusion` counts rows by (label, decision)."""

    figures: Mapping[str, Figure]
    confusion: Mapping[tuple[Decision, Decision], int]
    calibration_error: float


def score_rows(labels: Sequence[Label], triaged: Sequence[Triaged]) -> Scores:
    """The figures of labelled rows, each triaged under its own id."""
    by_id = {row.id: row for row in triaged}
    rows = [(label, by_id[label.id]) for label in labels]
    right = [float(row.decision == label.decision) for label, row in rows]
    return Scores(
        figures={
            "decision_right": share_figure(right),
            "decision_right_or_defensible": _share(
                rows, _any, lambda label, row: row.decision in (label.decision, label.other)
            ),
            **{f"{name}_found": _share(rows, _labelled(name), _is_right) for name in DECISIONS},
            **{f"{name}_right": _share(rows, _decided(name), _is_right) for name in DECISIONS},
            "never_to_jurist": _share(
                rows, lambda label, _: bool(label.never), lambda _, row: row.decision == "juriste"
            ),
            "answered_though_not": _share(
                rows,
                lambda label, _: label.decision in UNANSWERED,
                lambda _, row: row.decision == "reponse_fiche",
            ),
            "theme_right": _share(rows, _themed, lambda label, row: row.theme == label.theme),
            "theme_right_or_defensible": _share(
                rows,
                _themed,
                lambda label, row: row.theme in (label.theme, *label.other_themes),
            ),
            **_duplicates(rows),
        },
        confusion=Counter((label.decision, row.decision) for label, row in rows),
        calibration_error=calibration_error([row.confidence for _, row in rows], right),
    )


def score_pairs(same: Sequence[bool], triaged: Sequence[Triaged]) -> dict[str, Figure]:
    """Of pairs triaged one against the other: duplicates missed, lookalikes taken for some."""
    taken = [float(row.decision == "doublon") for row in triaged]
    return {
        "missed_duplicates": share_figure(
            1 - t for t, is_same in zip(taken, same, strict=True) if is_same
        ),
        "false_duplicates": share_figure(
            t for t, is_same in zip(taken, same, strict=True) if not is_same
        ),
    }


Rows = Sequence[tuple[Label, Triaged]]
Test = Callable[[Label, Triaged], bool]


def _share(rows: Rows, among: Test, holds: Test) -> Figure:
    """The share of some rows of which something holds."""
    return share_figure(float(holds(*row)) for row in rows if among(*row))


def _any(_label: Label, _row: Triaged) -> bool:
    return True


def _is_right(label: Label, row: Triaged) -> bool:
    return label.decision == row.decision


def _labelled(name: Decision) -> Test:
    return lambda label, _: label.decision == name


def _decided(name: Decision) -> Test:
    return lambda _, row: row.decision == name


def _themed(label: Label, _row: Triaged) -> bool:
    """Whether a row has a theme to be found: one off topic has none."""
    return bool(label.theme) and label.decision != "hors_perimetre"


def _duplicates(rows: Rows) -> dict[str, Figure]:
    """Missed and false duplicates, and how often the right one is named, whatever is decided."""

    def repeats(label: Label, _row: Triaged) -> bool:
        return bool(label.duplicate_of)

    def first(label: Label, row: Triaged) -> bool:
        return bool(row.duplicates) and row.duplicates[0].id == label.duplicate_of

    return {
        "missed_duplicates": _share(
            rows, repeats, lambda label, row: row.decision != "doublon" or not first(label, row)
        ),
        "false_duplicates": _share(
            rows, lambda label, _: not label.duplicate_of, lambda _, row: row.decision == "doublon"
        ),
        "duplicate_named": _share(
            rows,
            repeats,
            lambda label, row: label.duplicate_of in [one.id for one in row.duplicates],
        ),
    }
