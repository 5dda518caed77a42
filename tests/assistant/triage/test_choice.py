"""The most careful decision that the signs of a row allow."""

import pytest

from assistant.triage.choice import Likely, Signs, before_fiches, from_fiches

BOUNDS = {
    "reserved": 0.2,
    "off_topic": 0.5,
    "surely_off_topic": 0.97,
    "duplicate": 0.4,
    "answers": 0.3,
    "partial": 0.2,
    "row_answers": 0.5,
    "row_partial": 0.4,
}


@pytest.mark.parametrize(
    ("signs", "decision"),
    [
        (Signs(told=True, reserved=0.0, off_topic=0.99, repeated=0.9), "juriste"),
        (Signs(told=False, reserved=0.95, off_topic=0.1, repeated=0.9), "doublon"),
        (Signs(told=False, reserved=0.95, off_topic=0.1, repeated=0.3), "juriste"),
        (Signs(told=False, reserved=0.7, off_topic=0.6, repeated=0.0), "juriste"),
        (Signs(told=False, reserved=0.3, off_topic=0.6, repeated=0.0), "hors_perimetre"),
        (Signs(told=False, reserved=0.98, off_topic=0.975, repeated=0.0), "hors_perimetre"),
        (Signs(told=False, reserved=0.1, off_topic=0.1, repeated=0.5), "doublon"),
        (Signs(told=False, reserved=0.1, off_topic=0.1, repeated=0.3), None),
        (Signs(told=False, reserved=0.1, off_topic=0.9, repeated=0.5), "doublon"),
    ],
)
def test_a_reserved_subject_weighs_more_the_surer_it_is(signs: Signs, decision: str | None) -> None:
    chosen = before_fiches(signs, BOUNDS)
    assert (chosen and chosen[0]) == decision


@pytest.mark.parametrize(
    ("likely", "decision"),
    [
        (Likely(0.4, 0.6, learnt=False), "reponse_fiche"),
        (Likely(0.1, 0.25, learnt=False), "reponse_partielle"),
        (Likely(0.25, 0.15, learnt=False), "juriste"),
        (Likely(0.4, 0.6, learnt=True), "reponse_partielle"),
        (Likely(0.5, 0.1, learnt=True), "reponse_fiche"),
        (Likely(0.1, 0.25, learnt=True), "juriste"),
    ],
)
def test_what_is_learnt_of_rows_has_bounds_of_its_own(likely: Likely, decision: str) -> None:
    assert from_fiches(likely, BOUNDS)[0] == decision
