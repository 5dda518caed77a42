"""How is the same not encoded for each pair anew? By an encoder that remembers."""

from dataclasses import replace
from functools import lru_cache
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import numpy as np

    from assistant.models import Models
    from corpus.encoder import Encoder

    Array = np.ndarray[Any, np.dtype[np.float32]]

# A triage encodes about fifteen lists of texts, most of them the same for each.
_KEPT = 64


class _Remembering:
    """An encoder that gives the vectors of a list of texts again, exactly as the first time."""

    def __init__(self, encoder: "Encoder") -> None:
        self.name = encoder.name
        self._queries = lru_cache(_KEPT)(lambda texts: encoder.queries(list(texts)))
        self._passages = lru_cache(_KEPT)(lambda texts: encoder.passages(list(texts)))

    def queries(self, texts: list[str]) -> "Array":
        """The vectors of questions."""
        return self._queries(tuple(texts))

    def passages(self, texts: list[str]) -> "Array":
        """The vectors of passages."""
        return self._passages(tuple(texts))


def remembering(models: "Models") -> "Models":
    """The same models, whose encoder encodes no list of texts twice."""
    return replace(models, encoder=_Remembering(models.encoder))
