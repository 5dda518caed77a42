"""How decisions of the triage are scored, and what wrong ones cost."""

from dataclasses import replace
from typing import Any

import pytest

from assistant.triage.types import Decision, Duplicate, Triaged
from evals.metrics.costs import NEVER, costs, paid
from evals.metrics.triage import (
    DECISIONS,
    ScoredPair,
    ScoredRow,
    confusion,
    score_row,
    triage_figures,
)
from evals.triage_cases import PairCase, RowCase

CASES = [
    RowCase("1", "?", "reponse_fiche", "culture", level="commune"),
    RowCase("2", "?", "juriste", "mobilite", theme_also=("culture",), never="contentieux"),
    RowCase("3", "?", "doublon", "culture", duplicate_of="a", level="region"),
    RowCase("4", "?", "hors_perimetre", "autre", borderline=True, other="juriste"),
]


def scored(case: RowCase, decision: Decision, sure: float = 1.0, **changes: Any) -> ScoredRow:
    named = changes.pop("repeats", case.duplicate_of)
    duplicates = tuple(Duplicate(name, "?", 0.9) for name in named.split())
    triaged = Triaged(case.id, "?", decision, "culture", None, sure, ("…",), None, (), duplicates)
    triaged = replace(triaged, **changes)
    return ScoredRow(case, triaged, score_row(case, triaged))


def values(rows: list[ScoredRow], pairs: list[ScoredPair] | None = None) -> dict[str, Any]:
    return {name: f.value for name, f in triage_figures(rows, pairs or []).items()}


def test_right_decisions_cost_nothing_and_the_confusion_is_a_diagonal() -> None:
    rows = [scored(case, case.decision) for case in CASES]
    found = values(rows)
    assert (found["decision_right"], found["decision_cost"], found["never_to_jurist"]) == (1, 0, 1)
    assert (found["duplicates_found"], found["false_duplicates"]) == (1, 0)
    assert found["calibration_error"] == 0
    assert all(
        bool(count) <= (label == decision)
        for label, row in confusion(rows).items()
        for decision, count in row.items()
    )
    assert sum(sum(row.values()) for row in confusion(rows).values()) == len(CASES)
    assert paid([(row.case, row.triaged) for row in rows]) == []


def test_what_is_answered_though_it_should_not_be_counts_only_among_what_should_not() -> None:
    rows = [scored(case, "reponse_fiche", 0.5) for case in CASES]
    figures = triage_figures(rows)
    assert (figures["answered_wrongly"].value, figures["answered_wrongly"].cases) == (1, 2)
    assert (figures["never_answered"].value, figures["never_answered"].cases) == (1, 1)
    assert figures["never_answered_partly"].value == 0
    assert figures["decision_right"].value == figures["recall_reponse_fiche"].value / 4 == 0.25
    assert figures["precision_reponse_fiche"].value == 0.25
    assert figures["calibration_error"].value == pytest.approx(0.25)
    assert confusion(rows)["juriste"]["reponse_fiche"] == 1
    partly = values([scored(CASES[1], "reponse_partielle")])
    assert (partly["never_answered"], partly["never_answered_partly"]) == (0, 1)


def test_a_share_has_wilsons_interval_and_what_no_row_tells_is_none() -> None:
    figures = triage_figures([scored(CASES[0], "reponse_fiche"), scored(CASES[3], "juriste")])
    right = figures["decision_right"]
    assert (right.value, right.low, right.high) == (0.5, 0.0945, 0.9055)
    for name in ("never_to_jurist", "duplicates_found", "recall_juriste", "pairs_found"):
        assert (figures[name].value, figures[name].low, figures[name].cases) == (None, None, 0)
    assert values([])["decision_right"] is None
    assert values([])["calibration_error"] is None


def test_a_duplicate_that_points_to_another_question_is_missed_and_may_still_be_named() -> None:
    rows = [scored(CASES[2], "doublon", repeats="b a"), scored(CASES[0], "doublon", repeats="b")]
    found = values(rows)
    assert (found["duplicates_found"], found["duplicates_named"]) == (0, 1)
    assert found["false_duplicates"] == 1
    assert [one.cost.decision for one in paid([(r.case, r.triaged) for r in rows])] == [
        "doublon",
        "doublon_autre",
    ]
    named = values([scored(CASES[2], "juriste", repeats="a")])
    assert (named["duplicates_found"], named["duplicates_named"]) == (0, 1)


def test_what_another_labeller_might_say_is_counted_apart() -> None:
    found = values([scored(CASES[3], "juriste"), scored(CASES[1], "juriste")])
    assert (found["decision_right"], found["decision_defensible"]) == (0.5, 1)
    assert (found["theme_right"], found["theme_defensible"]) == (0, 1)


def test_a_level_is_missed_where_none_is_said_and_wrong_only_where_one_is() -> None:
    said = [scored(CASES[0], "juriste", level="region"), scored(CASES[2], "juriste")]
    figures = triage_figures(said)
    assert (figures["level_found"].value, figures["level_found"].cases) == (0, 2)
    assert (figures["level_said_right"].value, figures["level_said_right"].cases) == (0, 1)


def test_pairs_tell_duplicates_found_and_lookalikes_taken() -> None:
    pairs = [
        ScoredPair(PairCase(str(i), "?", "!", label), taken)
        for i, (label, taken) in enumerate(
            [("duplicate", True), ("duplicate", False), ("lookalike", True), ("lookalike", False)]
        )
    ]
    found = values([], pairs[:3])
    assert (found["pairs_found"], found["lookalikes_taken"]) == (0.5, 1)


def test_every_wrong_decision_costs_and_an_answer_on_a_reserved_subject_the_most() -> None:
    table = costs()
    for label in (*DECISIONS, NEVER):
        right = "juriste" if label == NEVER else label
        for decision in DECISIONS:
            assert ((label, decision) in table) == (decision != right)
    assert all(one.cost > 0 and one.reason for one in table.values())
    dearest = max(table.values(), key=lambda one: one.cost)
    assert (dearest.label, dearest.decision) == (NEVER, "reponse_fiche")
    for label in ("juriste", "hors_perimetre"):
        own = [one for one in table.values() if one.label == label]
        assert max(own, key=lambda one: one.cost).decision == "reponse_fiche"
