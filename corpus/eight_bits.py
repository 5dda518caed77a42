"""Vectors kept in eight bits, a quarter of their size."""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import numpy as np

    Array = np.ndarray[Any, np.dtype[np.float32]]
    Bytes = np.ndarray[Any, np.dtype[np.int8]]


def to_bytes(vectors: "Array") -> "tuple[Bytes, np.float32]":
    """The vectors in multiples of a scale, and that: 1/127 of the greatest component."""
    import numpy as np

    scale = np.float32(max(np.abs(vectors).max(), 1e-9) / 127)
    return np.round(vectors / scale).astype(np.int8), scale


def from_bytes(values: "Bytes", scale: "np.float32") -> "Array":
    """The vectors that `to_bytes` made these of, each component half a scale away at most."""
    import numpy as np

    vectors: Array = values.astype(np.float32)
    vectors *= scale
    return vectors
