"""What got better and worse from one run to another? Case by case, and beyond chance."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from corpus.errors import AssistantError
from evals import wording
from evals.folder import read_judge, read_summary
from evals.metrics import graded_difference, holm, mcnemar
from evals.sides import Side, Values, answers_side
from evals.swapped import OF_SETS, Sure, swap_test
from evals.triaged.results import is_of_triage
from evals.triaged.side import triage_side

# Below this a difference is taken as more than chance.
ALPHA = 0.05


@dataclass(frozen=True, slots=True)
class Change:
    """A figure before and after over the cases that tell it in both runs.

    `p` is that of a paired two-sided test, adjusted by Holm to the number of tests of the
    comparison; None where no case differs or no test applies;
    `better` and `worse` count the cases that changed.
    """

    name: str
    before: float | None
    after: float | None
    cases: int
    better: int
    worse: int
    p: float | None
    regression: bool


@dataclass(frozen=True, slots=True)
class Moved:
    """A case that got better or worse, and in which figures."""

    id: str
    figures: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two runs over their common cases; `broken` are the promises that B breaks, with cases."""

    cases: int
    figures: tuple[Change, ...]
    better: tuple[Moved, ...]
    worse: tuple[Moved, ...]
    broken: tuple[Moved, ...]
    notes: tuple[str, ...]
    regression: bool


def compare(before: Path, after: Path) -> Comparison:
    """Compare two output folders; AssistantError where they have no case in common."""
    old, new = _sides(before, after)
    common = [name for name, case in old.cases.items() if new.cases.get(name) == case]
    if not common:
        raise AssistantError(
            f"« {before} » et « {after} » n'ont aucun cas en commun : comparez "
            "deux évaluations des mêmes questions."
        )
    sides = (old, new)
    values = [[side.values(name) for name in common] for side in sides]
    whole = [side.whole(common) for side in sides]
    sure = [[side.sure(name) for name in common] for side in sides]
    changes = _adjusted([_change(name, whole, sure, values) for name in whole[0]])
    broken = tuple(Moved(n, promises) for n in common if (promises := new.broken(n)))
    return Comparison(
        cases=len(common),
        figures=changes,
        better=_moved(common, values, 1),
        worse=_moved(common, values, -1),
        broken=broken,
        notes=tuple(_notes(before, after, len(old.cases), len(new.cases), len(common))),
        regression=bool(broken) or any(change.regression for change in changes),
    )


def _sides(before: Path, after: Path) -> tuple[Side, Side]:
    """Both runs; AssistantError where one of them alone is of the triage."""
    of_triage = [is_of_triage(folder) for folder in (before, after)]
    if any(of_triage) and not all(of_triage):
        raise AssistantError(
            f"De « {before} » et « {after} », un seul est un passage du triage : comparez "
            "deux passages de même sorte."
        )
    if all(of_triage):
        return triage_side(before), triage_side(after)
    judged = read_judge(before) == read_judge(after)
    return answers_side(before, judged), answers_side(after, judged)


def _change(
    name: str,
    whole: Sequence[Values],
    sure: Sequence[Sequence[Sure]],
    values: Sequence[Sequence[Values]],
) -> Change:
    if name in OF_SETS:
        pairs, lost, p = swap_test(OF_SETS[name], sure)
    else:
        pairs = _told(name, values)
        lost = sum(a - b for a, b in pairs)
        p = _case_test(pairs) if wording.named(name).judged else None
    sign = -1 if wording.named(name).less else 1
    gains = [] if name in OF_SETS else [sign * (b - a) for a, b in pairs]
    return Change(
        name=name,
        before=whole[0][name],
        after=whole[1][name],
        cases=len(pairs),
        better=sum(gain > 0 for gain in gains),
        worse=sum(gain < 0 for gain in gains),
        p=p,
        regression=sign * lost > 0,
    )


def _adjusted(changes: Sequence[Change]) -> tuple[Change, ...]:
    """The changes with their p-values adjusted; a loss is a regression where that is below .05."""
    return tuple(
        replace(
            change,
            p=None if p is None else round(p, 4),
            regression=change.regression and p is not None and p < ALPHA,
        )
        for change, p in zip(changes, holm([c.p for c in changes]), strict=True)
    )


def _told(name: str, values: Sequence[Sequence[Values]]) -> list[tuple[float, float]]:
    """The values before and after of the cases that tell both."""
    both = [(a[name], b[name]) for a, b in zip(*values, strict=True)]
    return [(a, b) for a, b in both if a is not None and b is not None]


def _case_test(pairs: Sequence[tuple[float, float]]) -> float | None:
    """McNemar's test on zeros and ones, else the permutation test on the mean difference."""
    before, after = ([pair[i] for pair in pairs] for i in (0, 1))
    test = mcnemar if {*before, *after} <= {0.0, 1.0} else graded_difference
    return test(before, after)


def _moved(
    common: Sequence[str], values: Sequence[Sequence[Values]], direction: int
) -> tuple[Moved, ...]:
    """The cases of which a judged figure went up (1) or down (-1), with the figures' names."""
    moved = []
    for case, before, after in zip(common, *values, strict=True):
        names = []
        for name in before:
            told, said = _told(name, [[before], [after]]), wording.named(name)
            sign = -direction if said.less else direction
            if (
                name not in OF_SETS
                and said.judged
                and told
                and sign * (told[0][1] - told[0][0]) > 0
            ):
                names.append(name)
        if names:
            moved.append(Moved(case, tuple(names)))
    return tuple(moved)


def _notes(before: Path, after: Path, old: int, new: int, common: int) -> Iterator[str]:
    if not old == new == common:
        yield (
            f"Les deux dossiers n'ont pas les mêmes cas ({old} et {new}, dont {common} en commun)"
            " : seuls les cas communs sont comparés."
        )
    for folder in (before, after):
        unanswered = wording.unanswered_text(read_summary(folder).get("unanswered", ()))
        if unanswered:
            yield f"« {folder} » : {unanswered}"
    if read_summary(before)["scoring"] != read_summary(after)["scoring"]:
        yield (
            "Les deux dossiers n'ont pas été notés par les mêmes mesures : relancez "
            "« python -m evals run » sur chacun pour que les chiffres se comparent."
        )
    judges = [read_judge(folder) for folder in (before, after)]
    if judges[0] != judges[1]:
        names = " et ".join(judge[0] if judge else "aucun" for judge in judges)
        yield (
            f"Les deux dossiers n'ont pas été jugés par le même juge ({names} ; modèle, adresse "
            "et consigne comptent) : les avis ne sont pas comparés."
        )
