"""The model that tells whether an answered question asks the same as a new one."""

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from assistant.triage.duplicates import Duplicates
from assistant.triage.types import Answered
from evals.triage.examples import Pair
from evals.triage.linear import regression, table, written

if TYPE_CHECKING:
    from corpus.encoder import Encoder

    Array = np.ndarray[Any, np.dtype[np.float64]]

_SEEN = (
    "near_question",
    "near_answer",
    "near_settled",
    "alike",
    "shared",
    "one_sided",
    "differs",
    "differs_alike",
    "differs_settled",
)
# Each also weighs otherwise among many answered questions than beside a single one.
EVIDENCE = (*_SEEN, *(f"{name}_among" for name in _SEEN), "among")
_STRENGTH = 1.0
# A jurist's records begin with few answers: what they are unlike must be learnt too.
_FEW = (1, 2, 5, 15)
_DRAWS, _SEED = 2, 1
_FOLDS = 10
# What is looked at.
IN_ROWS, IN_REWORDED, _BESIDE_FEW = "rows", "rows reworded for the training", "rows beside few"
IN_REWORDED_PAIRS = "pairs reworded for the training"
# What one of the latter counts: they are many, of few groups, and half of them lookalikes.
_COUNTS = 0.15


@dataclass(frozen=True, slots=True)
class Seen:
    """An answered question looked at beside a new one, and whether it asks the same.

    `group` is the row, or the pairs that are kept or left out together, before any colon; `sort`
    says what was looked at, in words for the log.
    """

    group: str
    same: bool
    values: dict[str, float]
    sort: str


def seen_in_rows(
    rows: Sequence[tuple[str, str, str]],
    answered: Sequence[Answered],
    encoder: "Encoder",
    sort: str = IN_ROWS,
) -> Iterator[Seen]:
    """What is looked at for each row: its id, its question, the id of what it repeats or empty."""
    known = Duplicates(answered, encoder)
    for row, text, repeats in rows:
        for one in known.looked_at(text):
            same = one.answered.id == repeats
            yield Seen(row, same, dict(one.values), sort)


def seen_among_few(
    rows: Sequence[tuple[str, str, str]],
    answered: Sequence[Answered],
    encoder: "Encoder",
) -> Iterator[Seen]:
    """What is looked at for each row where few questions were answered, drawn with one seed."""
    drawn = random.Random(_SEED)
    for size in _FEW:
        for _ in range(_DRAWS):
            yield from seen_in_rows(rows, drawn.sample(answered, size), encoder, _BESIDE_FEW)
        for row in rows:
            repeated = [one for one in answered if one.id == row[2]]
            others = [one for one in answered if one.id != row[2]]
            if repeated:
                few = [*repeated, *drawn.sample(others, size - 1)]
                yield from seen_in_rows([row], few, encoder, _BESIDE_FEW)


def seen_in_pairs(
    pairs: Sequence[Pair],
    encoder: "Encoder",
    others: Sequence[Answered] = (),
    sort: str = "pairs",
) -> Iterator[Seen]:
    """Each pair as if the other question were the only one that was answered, then, if there are
    any, among others, which ask something else.
    """
    for pair in pairs:
        other = Answered("", pair.other, pair.answer)
        beside = [one for one in others if one.question != pair.other]
        for among in ([], beside) if beside else ([],):
            for one in Duplicates([other, *among], encoder).looked_at(pair.text):
                same = pair.same and one.answered is other
                yield Seen(pair.group, same, dict(one.values), sort)


def fit_duplicates(found: Sequence[Seen]) -> tuple[dict[str, Any], "Array"]:
    """The model, and what each gets from models that saw none of its group, shape (seen,)."""
    from sklearn.model_selection import GroupKFold

    labels = np.array([one.same for one in found])
    weights = np.array([_COUNTS if one.sort == IN_REWORDED_PAIRS else 1.0 for one in found])
    values = table([one.values for one in found], EVIDENCE)
    predicted = np.zeros(len(found))
    groups = [one.group.partition(":")[0] for one in found]
    for others, own in GroupKFold(_FOLDS).split(values, labels, groups):
        model = regression(_STRENGTH, balanced=False)
        model.fit(values[others], labels[others], sample_weight=weights[others])
        predicted[own] = model.predict_proba(values[own])[:, 1]
    model = regression(_STRENGTH, balanced=False).fit(values, labels, sample_weight=weights)
    return {"duplicate": written(model, 0, EVIDENCE, "duplicate")}, predicted
