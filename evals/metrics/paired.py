"""Whether one system does better than another on the same cases, beyond chance."""

from collections.abc import Sequence

_SEED = 2026
_RESAMPLES = 9999


def mcnemar(before: Sequence[float], after: Sequence[float]) -> float | None:
    """The p-value of the exact McNemar test on zeros and ones; None where no pair differs.

    McNemar, Q. (1947), Note on the sampling error of the difference between correlated
    proportions or percentages. Two-sided, on the pairs that differ.
    """
    from scipy.stats import binomtest

    changed = [b for a, b in zip(before, after, strict=True) if a != b]
    if not changed:
        return None
    return float(binomtest(int(sum(changed)), len(changed)).pvalue)


def holm(values: Sequence[float | None]) -> list[float | None]:
    """The p-values adjusted to how many they are; None stays None and is not counted.

    Holm, S. (1979), A simple sequentially rejective multiple test procedure. A test of which no
    pair differs could not come below any level: it is no test of the family (Tarone 1990).
    """
    told = sorted((p, i) for i, p in enumerate(values) if p is not None)
    adjusted = list(values)
    highest = 0.0
    for rank, (p, i) in enumerate(told):
        highest = max(highest, min(1.0, p * (len(told) - rank)))
        adjusted[i] = highest
    return adjusted


def graded_difference(before: Sequence[float], after: Sequence[float]) -> float | None:
    """The p-value of the paired permutation test on the mean difference; None where none differs.

    Fisher, R. A. (1935), The design of experiments. Two-sided; each case's pair is exchanged or
    not, in every way where there are fewer ways than draws.
    """
    from scipy.stats import permutation_test

    differences = [b - a for a, b in zip(before, after, strict=True)]
    if not any(differences):
        return None
    test = permutation_test(
        (differences,),
        lambda sample, axis: sample.mean(axis=axis),
        permutation_type="samples",
        vectorized=True,
        n_resamples=_RESAMPLES,
        rng=_SEED,
    )
    return float(test.pvalue)
