"""The curve of the gate over questions asked with and without their section."""

import pytest

from evals.gate import Example
from evals.left_out import curves
from evals.metrics import intervals


def examples(*, apart: float) -> list[Example]:
    """Pairs whose similarity is higher, by so much, where the section is there."""
    values = {"coverage": 0.5, "english": 0.0, "lacks_kind": 0.0, "lacks_name": 0.0}
    read = {"read_best": 0.0, "read_first": 0.0}
    asks = dict.fromkeys(("figure", "definition", "examples", "yes_no"), 0.0)
    values |= read | {f"asks_{name}": value for name, value in asks.items()}
    return [
        Example(str(n), there, None, False, values | {"similarity": 0.8 + n / 1000 + apart * there})
        for n in range(20)
        for there in (True, False)
    ]


@pytest.fixture(autouse=True)
def _few_resamples(monkeypatch: pytest.MonkeyPatch) -> None:
    """No interval is looked at here."""
    monkeypatch.setattr(intervals, "_RESAMPLES", 50)


def test_a_gate_that_tells_them_apart_refuses_all_without_their_section() -> None:
    by_scorer = {curve.scorer: curve for curve in curves(examples(apart=0.1))}
    assert by_scorer["similarity"].area.value == 1.0
    assert by_scorer["gate without reader"].refused[0.05].value == 1.0


def test_one_that_cannot_refuses_as_many_of_both() -> None:
    by_scorer = {curve.scorer: curve for curve in curves(examples(apart=0.0))}
    assert by_scorer["similarity"].area.value == 0.5
    assert by_scorer["similarity"].refused[0.5].value == pytest.approx(0.5)
