"""Where do the points of the report's two curves stand? Pure geometry."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from evals.metrics import Scored, bins, risk_coverage

# The drawing's field in its own units, with room for the ticks at the left and below.
LEFT, TOP, WIDTH, HEIGHT = 72, 12, 320, 230
# Enough for a line that looks smooth at this width.
_POINTS = 120


@dataclass(frozen=True, slots=True)
class Dot:
    """A point of a drawing, in its units, with its radius and what it stands for."""

    x: float
    y: float
    radius: float
    cases: int


def curves(scored: Sequence[Scored]) -> dict[str, list[Any]]:
    """The risk-coverage curve and the reliability bins of answers that tell their confidence."""
    told = [
        (s.scores.confidence, s.scores.right)
        for s in scored
        if s.scores.confidence is not None and s.scores.right is not None
    ]
    confidence, right = ([pair[i] for pair in told] for i in (0, 1))
    curve = risk_coverage(confidence, right)
    step = max(1, len(curve) // _POINTS)
    kept = curve[:-1:step] + curve[-1:]
    return {
        "risk_coverage": [[round(x, 4), round(y, 4)] for x, y in kept],
        "reliability": [
            {"confidence": round(b.confidence, 4), "right": round(b.right, 4), "cases": b.cases}
            for b in bins(confidence, right)
        ],
    }


def line(points: Sequence[Sequence[float]], top: float = 1.0) -> str:
    """The points, from 0 to 1 and from 0 to `top`, as those of an SVG polyline."""
    return " ".join(f"{_x(x):.1f},{_y(y / top):.1f}" for x, y in points)


def dots(reliability: Sequence[dict[str, Any]]) -> list[Dot]:
    """A dot a bin, the larger the more answers it holds."""
    most = max((b["cases"] for b in reliability), default=1)
    return [
        Dot(
            round(_x(b["confidence"]), 1),
            round(_y(b["right"]), 1),
            round(4 + 5 * (b["cases"] / most) ** 0.5, 1),
            b["cases"],
        )
        for b in reliability
    ]


def _x(share: float) -> float:
    return LEFT + WIDTH * share


def _y(share: float) -> float:
    return TOP + HEIGHT * (1 - share)
