"""Figures over many cases: worked out by hand, and what holds of any of them."""

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from evals.cases import Case
from evals.metrics import (
    Bin,
    Figure,
    Ranked,
    Scored,
    bins,
    bootstrap,
    calibration_error,
    figures,
    graded_difference,
    holm,
    mcnemar,
    mean_figure,
    percentile,
    retrieval_figures,
    risk_coverage,
    risk_coverage_area,
    score,
    share_figure,
)
from evals.said import Quoted, Said, Status

NOTHING = Figure(None, None, None, 0)
PAIRS = st.lists(st.tuples(st.floats(0, 1), st.sampled_from([0.0, 1.0])), min_size=1, max_size=40)


def test_wilson_s_interval_is_the_one_of_the_formula() -> None:
    # 8 of 10 at z = 1.96: centre (.8 + z²/20) / (1 + z²/10), half width .2248.
    assert share_figure([1.0] * 8 + [0.0] * 2) == Figure(0.8, 0.4902, 0.9433, 10)
    assert share_figure([None, 1.0]).cases == 1
    assert share_figure([]) == share_figure([None]) == NOTHING


def test_graded_values_have_a_bootstrap_interval_around_their_mean() -> None:
    figure = mean_figure([0.0, 0.5, 1.0, 0.5, 0.5])
    assert figure.value == 0.5
    assert figure.low is not None
    assert figure.high is not None
    assert 0.1 <= figure.low < 0.5 < figure.high <= 0.9
    assert mean_figure([0.5]) == Figure(0.5, None, None, 1)
    assert mean_figure([]) == NOTHING


def test_mcnemar_counts_the_pairs_that_differ() -> None:
    # Five pairs differ, all for the better: 2 / 2**5.
    assert mcnemar([0, 0, 0, 0, 0, 1, 0], [1, 1, 1, 1, 1, 1, 0]) == pytest.approx(0.0625)
    assert mcnemar([0, 1], [1, 0]) == 1
    assert mcnemar([1, 0], [1, 0]) is None


def test_the_permutation_test_exchanges_pairs() -> None:
    # Four pairs, all for the better: 2 of the 16 ways to exchange them are as far.
    assert graded_difference([0, 0, 0, 0], [0.5, 0.5, 0.5, 0.5]) == pytest.approx(0.125)
    assert graded_difference([0.5], [0.5]) is None


def test_holm_adjusts_to_the_tests_that_were_made() -> None:
    assert holm([0.04, 0.01, None, 0.03]) == pytest.approx([0.06, 0.03, None, 0.06])
    assert holm([0.6, 0.9]) == [1, 1]
    assert holm([]) == []


def test_percentiles_are_values_that_were_observed() -> None:
    values = [float(v) for v in range(100, 0, -1)]
    assert (percentile(values, 50), percentile(values, 95)) == (50, 95)
    assert percentile([7.0], 95) == 7


def test_bins_hold_as_many_answers_each_and_equal_confidences_together() -> None:
    confidence = [i / 20 for i in range(20)]
    assert [b.cases for b in bins(confidence, [1.0] * 20)] == [2] * 10
    assert bins([0.9] * 9, [1.0] * 6 + [0.0] * 3) == [Bin(pytest.approx(0.9), 6 / 9, 9)]  # type: ignore[arg-type]
    assert bins([], []) == []


def test_the_calibration_error_is_the_bins_mean_distance() -> None:
    # Two bins: .9 of which half are right (.4 off), .2 of which none is (.2 off).
    assert calibration_error([0.9, 0.9, 0.2, 0.2], [1, 0, 0, 0]) == pytest.approx(0.3)


def test_the_calibration_error_has_bins_of_equal_width() -> None:
    # Both stand between .8 and .9: mean .85, half of them right. Equal mass sets them apart.
    assert calibration_error([0.81, 0.89], [1, 0]) == pytest.approx(0.35)
    # An edge belongs to the bin below it: .3 stands with .25, not with .35.
    assert calibration_error([0.25, 0.3, 0.35], [1, 0, 0]) == pytest.approx((0.45 + 0.35) / 3)


def test_risk_grows_with_the_coverage_of_well_ordered_answers() -> None:
    confidence, right = [0.9, 0.8, 0.7, 0.1], [1, 1, 0, 1]
    assert risk_coverage(confidence, right) == [
        (0.25, 0),
        (0.5, 0),
        (0.75, pytest.approx(1 / 3)),
        (1, 0.25),
    ]
    assert risk_coverage_area(confidence, right) == pytest.approx((1 / 3 + 1 / 4) / 4)
    assert risk_coverage_area([0.5] * 4, right) == pytest.approx(0.25)


@settings(max_examples=60, deadline=None)
@given(pairs=PAIRS, shuffle=st.randoms())
def test_confidence_figures_are_shares_and_order_does_not_matter(pairs, shuffle) -> None:  # type: ignore[no-untyped-def]
    shuffled = list(pairs)
    shuffle.shuffle(shuffled)
    for figure in (calibration_error, risk_coverage_area):
        values = [figure(*map(list, zip(*some, strict=True))) for some in (pairs, shuffled)]
        assert 0 <= values[0] <= 1
        assert values[0] == pytest.approx(values[1])


@settings(max_examples=4, deadline=None)
@given(pairs=PAIRS, shuffle=st.randoms())
def test_a_bootstrap_is_the_same_in_any_order(pairs, shuffle) -> None:  # type: ignore[no-untyped-def]
    shuffled = list(pairs)
    shuffle.shuffle(shuffled)
    found = [
        bootstrap(calibration_error, *map(list, zip(*some, strict=True)), centred=True)
        for some in (pairs, shuffled)
    ]
    assert found[0] == found[1]
    assert len(pairs) == 1 or 0 <= (found[0].low or 0) <= (found[0].high or 0)


@given(values=st.lists(st.one_of(st.none(), st.sampled_from([0.0, 1.0])), max_size=30))
def test_a_share_stands_between_its_bounds_or_is_none(values: list[float | None]) -> None:
    figure = share_figure(values)
    assert figure.cases == len([v for v in values if v is not None])
    if figure.cases:
        assert 0 <= (figure.low or 0) <= (figure.value or 0) <= (figure.high or 0) <= 1
    else:
        assert figure == NOTHING


def test_retrieval_is_scored_by_the_rank_of_the_section() -> None:
    runs = [
        Ranked("first", ("x",), ("x", "y")),
        Ranked("third", ("x",), ("y", "z", "x")),
        Ranked("lost", ("x",), tuple("abcdefghijk")),
        Ranked("none", ("x",), ()),
    ]
    found = {name: figure.value for name, figure in retrieval_figures(runs).items()}
    assert found == {
        "recall_at_1": 0.25,
        "recall_at_5": 0.5,
        "recall_at_10": 0.5,
        "ndcg_at_10": 0.375,  # (1 + 1 / log2(4)) / 4
        "mrr": 0.3333,
    }
    assert set(retrieval_figures([]).values()) == {NOTHING}


def scored(id: str, status: Status | None = "answered", **case: object) -> Scored:
    citations = None if status is None else (Quoted(1, "d"),) if status != "refused" else ()
    said = Said(id, "Réponse de trois", status, (), citations, 0.5, {"total": 100.0})
    asked = replace(Case(id, "?", document_ids=("d",), key_facts=(("réponse",),)), **case)  # type: ignore[arg-type]
    return Scored(asked, said, score(asked, said, {}))


def test_headline_figures_count_the_cases_that_they_are_about() -> None:
    partly = {"kind": "partly", "label": "multi_part", "expected": "partial"}
    found = figures(
        [
            scored("a"),
            scored("b", "partial"),
            scored("c", "refused"),
            scored("n", "partial", label="near_miss"),
            scored("m", "answered", label="absent"),
            scored("o", "partial", label="off_topic"),
            scored("f", "refused", kind="follow_up"),
            scored("e", kind="english"),
            scored("p", "partial", **partly),
            scored("p1", "answered", **partly),
            scored("p2", "refused", **partly),
            scored("p3", "partial", **partly | {"key_facts": (("zanzibar",),)}),
        ]
    )
    assert (found["refused_wrongly"].value, found["refused_wrongly"].cases) == (0.5, 3)
    assert found["near_misses_answered"].value == 0.5
    assert found["off_topic_answered"].value == 1
    assert found["right_document_first"].value == pytest.approx(2 / 3, abs=1e-4)
    assert (found["follow_ups_right"].value, found["english_right"].value) == (0, 1)
    assert (found["partly_right"].value, found["partly_right"].cases) == (0.25, 4)
    assert found["multi_part_right"].cases == 0
    assert (found["words_median"].value, found["words_longest"].cases) == (3, 2)
    assert found["milliseconds_p95"].value == 100


def test_a_group_of_rewordings_is_the_same_where_all_of_them_are() -> None:
    found = figures(
        [
            scored("a"),
            scored("a1", kind="paraphrase", of="a"),
            scored("a2", "refused", kind="paraphrase", of="a"),
            scored("b"),
            scored("b1", kind="paraphrase", of="b"),
            scored("z1", kind="paraphrase", of="absent"),
        ]
    )
    assert (found["paraphrases_same"].value, found["paraphrases_same"].cases) == (0.6667, 3)
    groups = found["paraphrase_groups_same"]
    assert (groups.value, groups.cases) == (0.5, 2)


def test_what_no_answer_tells_is_none() -> None:
    assert set(figures([]).values()) == {NOTHING}
    silent = figures([scored("a", None)])
    assert silent["refused_wrongly"] == silent["calibration_error"] == NOTHING
