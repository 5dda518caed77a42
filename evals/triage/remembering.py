"""An encoder that encodes each text once: the fit looks at the same ones many times."""

from functools import cache
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from corpus.encoder import Encoder

    Array = np.ndarray[Any, np.dtype[np.float32]]


class Remembering:
    """Gives the vectors of another encoder, of which each depends on its own text alone."""

    def __init__(self, encoder: "Encoder") -> None:
        """Take the other; nothing is encoded yet."""
        self.name = encoder.name
        self._query = cache(lambda text: encoder.queries([text])[0])
        self._passage = cache(lambda text: encoder.passages([text])[0])

    def queries(self, texts: list[str]) -> "Array":
        """The vectors of questions, shape (texts, dimensions)."""
        return np.stack([self._query(text) for text in texts])

    def passages(self, texts: list[str]) -> "Array":
        """The vectors of passages, shape (texts, dimensions)."""
        return np.stack([self._passage(text) for text in texts])
