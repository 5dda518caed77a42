"""Does a figure of a whole set of answers differ between two runs? It is of no single case."""

import random
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from evals.metrics import calibration_error, risk_coverage_area

_SWAPS = 1999
_SEED = 2026
# The confidence in a case, and whether it was right.
Sure = tuple[float | None, float | None]
# Figures of a whole set of answers, which no single case has.
OF_SETS: Mapping[str, Callable[[Sequence[float], Sequence[float]], float]] = {
    "calibration_error": calibration_error,
    "risk_coverage_area": risk_coverage_area,
}


def swap_test(
    figure: Callable[[Sequence[float], Sequence[float]], float],
    sides: Sequence[Sequence[Sure]],
) -> tuple[list[tuple[float, float]], float, float | None]:
    """The confidences told in both runs, by how much the figure fell, and the p-value of that.

    Each case's two answers are exchanged or not, at random: the share of draws that differ by as
    much (Fisher's paired permutation test, on a figure of the whole set).
    """
    rows = [(a, b) for a, b in zip(*sides, strict=True) if None not in (*a, *b)]
    pairs = [(float(a[0] or 0), float(b[0] or 0)) for a, b in rows]
    if all(a == b for a, b in rows):
        return pairs, 0.0, None

    def fall(ordered: Sequence[Any]) -> float:
        one, other = (figure(*zip(*side, strict=True)) for side in zip(*ordered, strict=True))
        return one - other

    observed = fall(rows)
    draw = random.Random(_SEED)  # noqa: S311 - seeded, so that a comparison is repeated
    drawn = (fall([row[:: draw.choice((1, -1))] for row in rows]) for _ in range(_SWAPS))
    as_much = sum(abs(value) >= abs(observed) - 1e-12 for value in drawn)
    return pairs, observed, (as_much + 1) / (_SWAPS + 1)
