"""An encoder of words that loads no model, for tests of what does not depend on meaning.

`python -m tests.stand_in ingest ...` runs a command of the program with it.
"""

import runpy
import sys
import zlib
from typing import TYPE_CHECKING, Any

import pytest

from corpus.lexical import stems
from corpus.settings import Settings

if TYPE_CHECKING:
    import numpy as np

    Array = np.ndarray[Any, np.dtype[np.float32]]

_WORDS = 256
# The share that all texts have in common: cosines then lie where those of e5 do.
_COMMON = 0.8


class WordEncoder:
    """A unit vector of which words a text holds, shape (texts, 257), the same for the same text."""

    name = "words"

    def queries(self, texts: list[str]) -> "Array":
        return self.passages(texts)

    def passages(self, texts: list[str]) -> "Array":
        import numpy as np

        vectors = np.zeros((len(texts), _WORDS + 1), dtype=np.float32)
        for vector, text in zip(vectors, texts, strict=True):
            for stem in stems(text) or [""]:
                vector[1 + zlib.crc32(stem.encode()) % _WORDS] = 1.0
            vector *= np.sqrt((1 - _COMMON) / (vector @ vector))
            vector[0] = np.sqrt(_COMMON)
        return vectors


def open_word_encoder(_: Settings) -> WordEncoder:
    return WordEncoder()


def use_word_encoder(patch: pytest.MonkeyPatch) -> None:
    """Make this process use the encoder of words until the patch is undone."""
    for name in ("ingest.pipeline", "assistant.models", "corpus.encoder"):
        patch.setattr(f"{name}.open_encoder", open_word_encoder)


if __name__ == "__main__":
    use_word_encoder(pytest.MonkeyPatch())
    sys.argv = sys.argv[1:]
    runpy.run_module(sys.argv[0], run_name="__main__", alter_sys=True)
