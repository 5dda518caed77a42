"""A model that was trained from the embedded encoder, through onnxruntime in int8."""

from collections.abc import Sequence
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from corpus import weights
from corpus.opened import open_session, open_tokenizer

if TYPE_CHECKING:
    import numpy as np
    from tokenizers import Tokenizer

    Array = np.ndarray[Any, np.dtype[np.float32]]

# <s> and </s> of the encoder's vocabulary.
BEGIN, END = 0, 2
# Where the encoder's word embeddings stand, which the model's file does not hold again.
_WEIGHTS, _WORDS = "model.safetensors", "embeddings.word_embeddings.weight"


class Tuned:
    """The model of one file, opened when it is first run; one text at a time, as the encoder."""

    def __init__(self, cache: Path, file: Path) -> None:
        self._cache = cache
        self._file = file

    @cached_property
    def tokenizer(self) -> "Tokenizer":
        """The encoder's."""
        return open_tokenizer(weights.unpacked(self._cache))

    @cached_property
    def _words(self) -> Any:
        from safetensors import safe_open

        folder = weights.unpacked(self._cache) / weights.SENTENCE_TRANSFORMERS
        encoder = safe_open(folder / _WEIGHTS, "numpy")
        return encoder.get_slice(_WORDS)  # type: ignore[no-untyped-call]

    def run(self, ids: Sequence[int], outputs: Sequence[str]) -> "list[Array]":
        """The named outputs for the tokens of one text."""
        import numpy as np

        # Row by row: the table of a quarter of a million words stays on the disk.
        vectors = np.concatenate([self._words[i : i + 1] for i in ids])[None]
        found: list[Array] = open_session(self._file).run([*outputs], {"words": vectors})
        return found
