"""What texts near a new one weigh as evidence on it: kernel ridge regression."""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import numpy as np

    Array = np.ndarray[Any, np.dtype[np.floating[Any]]]
    Places = np.ndarray[Any, np.dtype[np.int64]]


def _gaussian(similarity: "Array", reach: float) -> "Array":
    """How much one text tells of another, by the cosine of their vectors: 1 at most."""
    import numpy as np

    value: Array = np.exp((similarity - 1) / reach)
    return value


def learnt_weights(similarity: "Array", vectors: "Array", reach: float, ridge: float) -> "Array":
    """What each of some texts weighs where they tell of a new one, shape (texts,): those that are
    like each other share their weight, and `ridge` is how little a single one is believed.

    `similarity` are their cosines to the new one and `vectors` their own, shape (texts, dimensions)
    (Saunders, Gammerman and Vovk, 1998, Ridge regression learning algorithm in dual variables).
    """
    import numpy as np

    alike = _gaussian(vectors @ vectors.T, reach) + ridge * np.eye(len(vectors))
    weights: Array = np.linalg.solve(alike, _gaussian(similarity, reach))
    return weights


def nearest(similarity: "Array", count: int) -> "Places":
    """The places of the nearest texts, at most `count`, the nearest first."""
    import numpy as np

    if count >= len(similarity):
        return np.argsort(-similarity, kind="stable")
    near = np.sort(np.argpartition(-similarity, count - 1)[:count])
    return near[np.argsort(-similarity[near], kind="stable")]
