"""A space in which questions that the same sentences answer stand together, learnt from such."""

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import numpy as np

    Array = np.ndarray[Any, np.dtype[np.float32]]

# What a metric is made of beside its temperature.
WEIGHTS = ("straight", "inward", "bias", "outward")
# How many texts are placed at a time: each takes a few kilobytes meanwhile.
_AT_ONCE = 4096


@dataclass(frozen=True, slots=True)
class Metric:
    """Where a text's vector leads in the space, and how fast what is farther there counts less.

    `straight`, shape (dimensions, components), leads there directly, `inward`, shape (dimensions,
    hidden), with `bias`, shape (hidden,), and `outward`, shape (hidden, components), by one hidden
    layer; `temperature` is a difference of cosines (Goldberger, Roweis, Hinton and Salakhutdinov,
    2004, Neighbourhood components analysis).
    """

    straight: "Array"
    inward: "Array"
    bias: "Array"
    outward: "Array"
    temperature: float

    def places(self, vectors: "Array") -> "Array":
        """Where texts stand, of length 1, shape (texts, components), by their vectors, shape
        (texts, dimensions).
        """
        import numpy as np

        pieces = np.array_split(vectors, max(1, math.ceil(len(vectors) / _AT_ONCE)))
        return np.concatenate([unit(self._moved(piece)) for piece in pieces])

    def _moved(self, vectors: "Array") -> "Array":
        import numpy as np

        hidden = np.maximum(vectors @ self.inward + self.bias, 0)
        moved: Array = vectors @ self.straight + hidden @ self.outward
        return moved

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
