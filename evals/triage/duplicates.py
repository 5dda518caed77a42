"""The model that tells whether an answered question asks the same as a new one."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from assistant.triage.duplicates import Duplicates
from assistant.triage.types import Answered
from corpus.index import Index
from evals.triage.linear import regression, table, written

if TYPE_CHECKING:
    from assistant.reader.reading import Reader
    from corpus.encoder import Encoder

    Array = np.ndarray[Any, np.dtype[np.float64]]

EVIDENCE = ("near_question", "near_answer", "words", "shared", "one_sided")
READ = (*EVIDENCE, "read")
_STRENGTH = 1.0
_FOLDS = 10


@dataclass(frozen=True, slots=True)
class Seen:
    """An answered question looked at for a row: its evidence, and whether it asks the same."""

    row: str
    answered: str
    same: bool
    differs: bool
    values: dict[str, float]


def seen(
    rows: Sequence[tuple[str, str, str]],
    answered: Sequence[Answered],
    encoder: "Encoder",
    reader: "Reader | None",
    index: Index,
) -> list[Seen]:
    """What is looked at for each row (its id, its question, the id of what it repeats)."""
    known = Duplicates(answered, encoder, reader)
    return [
        Seen(row, one.answered.id, one.answered.id == repeats, bool(one.differs_by), one.values)
        for row, text, repeats in rows
        for one in known.looked_at(text, encoder.queries([text])[0], index)
    ]


def fit_duplicates(found: Sequence[Seen]) -> tuple[dict[str, Any], "Array"]:
    """The models with and without the reader, and what each candidate gets from models that saw
    no candidate of its row, shape (candidates,).
    """
    from sklearn.model_selection import GroupKFold

    labels = np.array([one.same for one in found])
    groups = np.array([one.row for one in found])
    kept = ~np.array([one.differs for one in found])
    models, predicted = {}, np.zeros(len(found))
    for name, names in (("duplicate_without_reader", EVIDENCE), ("duplicate", READ)):
        if not all(names[-1] in one.values for one in found):
            continue
        values = table([one.values for one in found], names)
        for others, own in GroupKFold(_FOLDS).split(values, labels, groups):
            others = others[kept[others]]
            model = regression(_STRENGTH, balanced=False).fit(values[others], labels[others])
            predicted[own] = model.predict_proba(values[own])[:, 1] * kept[own]
        model = regression(_STRENGTH, balanced=False).fit(values[kept], labels[kept])
        models[name] = written(model, 0, names, "duplicate")
    return models, predicted
