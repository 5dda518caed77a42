"""How sure a figure is: its 95 % interval over the cases it counts."""

import math
from collections.abc import Callable, Iterable, Sequence
from typing import Any

from evals.metrics.values import Figure

Statistic = Callable[..., float]
NOTHING = Figure(None, None, None, 0)
# Enough that a bound moves by less than .002 from one seed to another.
_RESAMPLES = 2000
_SEED = 2026


def share(values: Iterable[float | None]) -> float | None:
    """The mean of the values that are known, None of no value."""
    given = [value for value in values if value is not None]
    return round(sum(given) / len(given), 4) if given else None


def share_figure(values: Iterable[float | None]) -> Figure:
    """The share of ones among zeros and ones, with Wilson's score interval.

    Wilson, E. B. (1927), Probable inference, the law of succession, and statistical inference.
    """
    from scipy.stats import binomtest

    given = [value for value in values if value is not None]
    if not given:
        return NOTHING
    interval = binomtest(int(sum(given)), len(given)).proportion_ci(0.95, method="wilson")
    return _rounded(sum(given) / len(given), interval.low, interval.high, len(given))


def mean_figure(values: Iterable[float | None]) -> Figure:
    """The mean of the known values: Wilson's interval of zeros and ones, else the bootstrap's."""
    given = [value for value in values if value is not None]
    if set(given) <= {0.0, 1.0}:
        return share_figure(given)
    return bootstrap(lambda sample: math.fsum(sample) / len(sample), given)


def bootstrap(statistic: Statistic, *columns: Sequence[float], centred: bool = False) -> Figure:
    """A statistic of columns of one length, with the percentile bootstrap's interval.

    Efron, B. (1979), Bootstrap methods: another look at the jackknife. Cases are drawn with
    replacement, with one seed; `centred` moves the interval of a statistic that is never below 0
    by the bootstrap's bias. A statistic of a single case has no interval.
    """
    from scipy import stats

    count = len(columns[0])
    if not count:
        return NOTHING
    # Sorted, so that the order of the cases does not change the draws.
    rows = sorted(zip(*columns, strict=True))
    ordered = tuple(zip(*rows, strict=True))
    value = statistic(*ordered)
    if count == 1:
        return _rounded(value, None, None, count)
    drawn: Any = stats.bootstrap(
        ordered,
        lambda *sample: float(statistic(*(column.tolist() for column in sample))),
        n_resamples=_RESAMPLES,
        vectorized=False,
        paired=True,
        method="percentile",
        rng=_SEED,
    )
    low, high = drawn.confidence_interval
    if centred:
        bias = float(drawn.bootstrap_distribution.mean()) - value
        low, high = max(0.0, low - bias), high - bias
    return _rounded(value, low, high, count)


def percentile(values: Sequence[float], percent: float) -> float:
    """The observed value that at least this percentage of the values do not exceed."""
    ordered = sorted(values)
    return ordered[max(0, math.ceil(percent / 100 * len(ordered)) - 1)]


def _rounded(value: float, low: float | None, high: float | None, cases: int) -> Figure:
    bounds = [None if bound is None else round(float(bound), 4) for bound in (low, high)]
    return Figure(round(float(value), 4), bounds[0], bounds[1], cases)
