"""Whether `confidence` says how often an answer is right."""

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

from evals.metrics.intervals import percentile

_BINS = 10


@dataclass(frozen=True, slots=True)
class Bin:
    """Answers of about the same confidence: its mean, the share of right ones, how many."""

    confidence: float
    right: float
    cases: int


def bins(confidence: Sequence[float], right: Sequence[float]) -> list[Bin]:
    """At most ten bins of about as many answers each, least confident first, for a diagram.

    Equal mass rather than equal width: confidences crowd together, and bins of equal width would
    hold a handful of answers each but two. Equal confidences stand in the same bin.

    Nixon, Dusenberry, Zhang, Jerfel and Tran (2019), Measuring calibration in deep learning.
    """
    if not confidence:
        return []
    edges = [percentile(confidence, 100 * i / _BINS) for i in range(1, _BINS)]
    return _held(confidence, right, edges)


def _held(confidence: Sequence[float], right: Sequence[float], edges: Sequence[float]) -> list[Bin]:
    """The bins that hold an answer; each edge belongs to the bin below it."""
    held: dict[int, list[tuple[float, float]]] = {}
    for pair in zip(confidence, right, strict=True):
        held.setdefault(bisect_left(edges, pair[0]), []).append(pair)
    return [_bin(held[key]) for key in sorted(held)]


def _bin(pairs: list[tuple[float, float]]) -> Bin:
    sums = [sum(column) for column in zip(*pairs, strict=True)]
    return Bin(sums[0] / len(pairs), sums[1] / len(pairs), len(pairs))


def calibration_error(confidence: Sequence[float], right: Sequence[float]) -> float:
    """The expected calibration error: how far the bins' confidence is from what is right in them.

    Ten bins of equal width: Guo, Pleiss, Sun and Weinberger (2017), On calibration of modern
    neural networks.
    """
    found = _held(confidence, right, [i / _BINS for i in range(1, _BINS)])
    return sum(b.cases * abs(b.confidence - b.right) for b in found) / len(confidence)


def risk_coverage(confidence: Sequence[float], right: Sequence[float]) -> list[tuple[float, float]]:
    """The curve of (coverage, share of wrong ones) when only the most confident are kept.

    El-Yaniv and Wiener (2010), On the foundations of noise-free selective classification. Equal
    confidences are taken in the mean of all their orders.
    """
    pairs = sorted(zip(confidence, right, strict=True), key=lambda pair: -pair[0])
    curve: list[tuple[float, float]] = []
    wrong = 0.0
    for _, group in groupby(pairs, key=lambda pair: pair[0]):
        graded = [1 - is_right for _, is_right in group]
        for _ in graded:
            wrong += sum(graded) / len(graded)
            curve.append(((len(curve) + 1) / len(pairs), wrong / (len(curve) + 1)))
    return curve


def risk_coverage_area(confidence: Sequence[float], right: Sequence[float]) -> float:
    """The mean risk over all coverages, lower for better.

    Geifman, Uziel and El-Yaniv (2019), Bias-reduced uncertainty estimation for deep neural
    classifiers.
    """
    curve = risk_coverage(confidence, right)
    return sum(risk for _, risk in curve) / len(curve)
