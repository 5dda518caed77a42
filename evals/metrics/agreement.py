"""How far two who say yes or no agree, beyond what chance would give."""

from collections.abc import Sequence

from evals.metrics.intervals import NOTHING, bootstrap
from evals.metrics.values import Figure

# What two say of one thing.
Pair = tuple[bool, bool]


def counted(pairs: Sequence[Pair]) -> tuple[int, int, int, int]:
    """How often both say yes, the first alone, the second alone, neither."""
    kinds = ((True, True), (True, False), (False, True), (False, False))
    yes, first, second, no = (pairs.count(kind) for kind in kinds)
    return yes, first, second, no


def kappa(yes: int, first: int, second: int, no: int) -> float | None:
    """Cohen's kappa of the counts of `counted`; None where both always say the same one thing.

    Cohen, J. (1960), A coefficient of agreement for nominal scales.
    """
    total = yes + first + second + no
    if not total or total in (yes, no):
        return None
    chance = ((yes + first) * (yes + second) + (no + second) * (no + first)) / total**2
    return ((yes + no) / total - chance) / (1 - chance)


def kappa_figure(cases: Sequence[Sequence[Pair]]) -> Figure:
    """Cohen's kappa over the pairs of all cases, with the bootstrap's interval over cases.

    A draw of cases in which both always say the same one thing counts 0: it tells of no agreement
    beyond chance.
    """
    counts = [counted(pairs) for pairs in cases if pairs]
    columns = list(zip(*counts, strict=True))
    if not counts or kappa(*map(sum, columns)) is None:
        return NOTHING
    return bootstrap(lambda *drawn: kappa(*(int(sum(c)) for c in drawn)) or 0.0, *columns)
