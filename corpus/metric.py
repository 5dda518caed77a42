"""A space in which questions that the same sentences answer stand together, learnt from such."""

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import numpy as np

    Array = np.ndarray[Any, np.dtype[np.float32]]

# How many texts are placed at a time: each takes a few kilobytes meanwhile.
_AT_ONCE = 4096


@dataclass(frozen=True, slots=True)
class Metric:
    """One hidden layer that moves a text's vector, and how fast what is farther counts less.

    `inward`, shape (dimensions, hidden), with `bias`, shape (hidden,), leads there and `outward`,
    shape (hidden, dimensions), back; `temperature` is a difference of cosines (Goldberger, Roweis,
    Hinton and Salakhutdinov, 2004, Neighbourhood components analysis).
    """

    inward: "Array"
    bias: "Array"
    outward: "Array"
    temperature: float

    def places(self, vectors: "Array") -> "Array":
        """Where texts stand, of length 1, by their vectors, each of shape (texts, dimensions)."""
        import numpy as np

        pieces = np.array_split(vectors, max(1, math.ceil(len(vectors) / _AT_ONCE)))
        return np.concatenate(
            [unit(p + np.maximum(p @ self.inward + self.bias, 0) @ self.outward) for p in pieces]
        )

    def shares(self, nearness: "Array") -> "Array":
        """What texts say of another by the cosines of their places: 1 in all, shape (texts,)."""
        import numpy as np

        shares = np.exp((nearness - nearness.max()) / self.temperature)
        summed: Array = shares / shares.sum()
        return summed


def unit(vectors: "Array") -> "Array":
    """The vectors, shape (..., dimensions), each of length 1."""
    import numpy as np

    lengths = np.linalg.norm(vectors, axis=-1, keepdims=True)
    shortened: Array = vectors / np.maximum(lengths, 1e-9)
    return shortened
