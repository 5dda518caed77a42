"""How the linear models are fitted, and what they predict of what they did not see."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    Array = np.ndarray[Any, np.dtype[np.float64]]

FOLDS = 10
SEED = 2026
# Weights are written with so many decimals.
_DECIMALS = 3


def regression(strength: float, balanced: bool) -> Any:
    """A logistic regression; `strength` is the inverse of its regularisation."""
    from sklearn.linear_model import LogisticRegression

    weight = "balanced" if balanced else None
    return LogisticRegression(C=strength, class_weight=weight, max_iter=5000)


def unseen(model: Any, values: "Array", labels: Sequence[Any]) -> "Array":
    """Each example's probabilities by a model fitted on others, shape (examples, classes)."""
    from sklearn.model_selection import StratifiedKFold, cross_val_predict

    folds = StratifiedKFold(FOLDS, shuffle=True, random_state=SEED)
    predicted: Array = cross_val_predict(
        model, values, np.array(labels), cv=folds, method="predict_proba"
    )
    return predicted


def written(
    model: Any, vector: int, names: Sequence[str], only: str | None = None
) -> dict[str, Any]:
    """A fitted model as JSON values: the first `vector` weights are a vector's, the others named.

    `only` names the class of a model of yes and no.
    """
    weights = np.round(model.coef_, _DECIMALS)
    return {
        "classes": [only] if only else [str(name) for name in model.classes_],
        "intercepts": np.round(model.intercept_, _DECIMALS).tolist(),
        "vector": weights[:, :vector].tolist() if vector else [],
        "named": {name: weights[:, vector + i].tolist() for i, name in enumerate(names)},
    }


def table(rows: Sequence[Mapping[str, float]], names: Sequence[str]) -> "Array":
    """Named evidence, shape (examples, names)."""
    return np.array([[row[name] for name in names] for row in rows], dtype=np.float64)
