"""How decisions of the triage are scored, and where its bounds are put."""

import json

import pytest

from assistant.triage.linear import FILE, fitted
from assistant.triage.theme import THEMES
from assistant.triage.types import Decision, Duplicate, Triaged
from evals.triage.__main__ import as_text
from evals.triage.decisions import DECISIONS, Likely, fiche_bounds
from evals.triage.duplicates import EVIDENCE
from evals.triage.scoring import Label, score_pairs, score_rows


def row(id: str, decision: Decision, confidence: float = 1.0, repeats: str = "") -> Triaged:
    named = (Duplicate(repeats, "?", 0.9),) if repeats else ()
    return Triaged(id, "?", decision, "culture", None, confidence, ("…",), None, (), named)


LABELS = [
    Label("1", "reponse_fiche", "culture"),
    Label("2", "juriste", "mobilite", never="contentieux", other_themes=("culture",)),
    Label("3", "doublon", "culture", duplicate_of="a"),
    Label("4", "hors_perimetre"),
]


def test_right_decisions_score_one_and_the_confusion_is_a_diagonal() -> None:
    triaged = [row(label.id, label.decision, repeats=label.duplicate_of) for label in LABELS]
    scores = score_rows(LABELS, triaged)
    assert scores.figures["decision_right"].value == 1
    assert scores.figures["never_to_jurist"].value == 1
    assert scores.figures["missed_duplicates"].value == 0
    assert scores.calibration_error == 0
    assert all(label == decision for label, decision in scores.confusion)


def test_what_is_answered_though_it_should_not_be_is_counted_among_what_should_not() -> None:
    scores = score_rows(LABELS, [row(label.id, "reponse_fiche", 0.5) for label in LABELS])
    assert scores.figures["answered_though_not"].value == 1
    assert scores.figures["answered_though_not"].cases == 2
    assert scores.figures["decision_right"].value == 0.25
    assert scores.calibration_error == pytest.approx(0.25)
    assert scores.confusion["juriste", "reponse_fiche"] == 1


def test_a_duplicate_that_points_to_another_question_is_missed() -> None:
    scores = score_rows(LABELS, [row(label.id, "doublon", repeats="b") for label in LABELS])
    assert scores.figures["missed_duplicates"].value == 1
    assert scores.figures["false_duplicates"].value == 1


def test_a_defensible_theme_is_counted_apart_and_off_topic_rows_have_none() -> None:
    scores = score_rows(LABELS, [row(label.id, label.decision) for label in LABELS])
    assert scores.figures["theme_right"].cases == 3
    assert scores.figures["theme_right"].value == pytest.approx(2 / 3, abs=0.001)
    assert scores.figures["theme_right_or_defensible"].value == 1


def test_pairs_give_missed_and_false_duplicates() -> None:
    taken = [row("1", "doublon"), row("2", "juriste"), row("3", "doublon"), row("4", "juriste")]
    scores = score_pairs([True, True, False, False], taken)
    assert scores["missed_duplicates"].value == 0.5
    assert scores["false_duplicates"].value == 0.5


def test_the_bounds_answer_no_more_wrong_rows_than_allowed() -> None:
    found = [
        *(Likely("reponse_fiche", (0.6 + n / 100,)) for n in range(20)),
        *(Likely("juriste", (0.1 + n / 100,)) for n in range(20)),
        Likely("juriste", (0.9,)),
        Likely("juriste", (0.95,)),
    ]
    strict, loose = fiche_bounds(found, 0), fiche_bounds(found, 2)
    assert strict["answers"] > 0.95
    assert 0.29 < loose["answers"] <= 0.6
    assert loose["partial"] <= loose["answers"]


def test_the_models_that_ship_are_of_the_evidence_that_is_seen() -> None:
    models = fitted().models
    assert set(models["theme"].classes) <= set(THEMES)
    assert set(models["theme"].named) == set(THEMES)
    assert set(models["duplicate"].named) == set(EVIDENCE)
    assert {f"right_{decision}" for decision in DECISIONS} <= models.keys()


def test_the_models_are_written_as_they_are_read() -> None:
    text = FILE.read_text(encoding="utf-8")
    assert as_text(json.loads(text)) == text
