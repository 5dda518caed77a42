"""Which vector stands for a text, at indexing and at asking alike."""

import hashlib
from functools import cached_property, lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

from corpus import adapter, weights
from corpus.opened import loading, open_session, open_tokenizer
from corpus.settings import EMBEDDED, Settings

if TYPE_CHECKING:
    import numpy as np
    from onnxruntime import InferenceSession
    from sentence_transformers import SentenceTransformer
    from tokenizers import Tokenizer

    Array = np.ndarray[Any, np.dtype[np.float32]]


class Encoder(Protocol):
    """Turns texts into unit vectors, shape (texts, dimensions), float32.

    `name` identifies the model, its weights and its prompts: an index made under one
    name is not searched under another.
    """

    name: str

    def __hash__(self) -> int:
        """What lets vectors be kept by the encoder that made them."""
        ...

    def queries(self, texts: list[str]) -> "Array":
        """The vectors of questions."""
        ...

    def passages(self, texts: list[str]) -> "Array":
        """The vectors of passages."""
        ...


# How many vectors the embedded encoder keeps: more than most rows of a batch need.
_RECENT = 32


class EmbeddedEncoder:
    """multilingual-e5-small with the project's adapter (docs/decisions/0016), in int8 through
    onnxruntime: 384 dimensions, at most 512 tokens.

    A text is encoded by itself: the int8 scales of a batch depend on its other texts, and
    a vector must depend on its text alone. Measured on two cores: a question 5 ms, a
    passage of 220 tokens 35 ms (docs/decisions/0002-embedded-encoder.md). The last vectors
    are kept: the gate, the search and the triage each ask for those of the same texts.
    """

    def __init__(self, cache: Path, query_prompt: str, passage_prompt: str) -> None:
        """Opens nothing yet: the weights are unpacked and loaded when the first text comes."""
        self._cache = cache
        self.name = f"{weights.name()}/{adapter.digest()}/{query_prompt}|{passage_prompt}"
        self._prompts = query_prompt, passage_prompt
        self._recent = lru_cache(_RECENT)(self._vector)

    @cached_property
    def _model(self) -> "tuple[Tokenizer, InferenceSession]":
        folder = weights.unpacked(self._cache)
        return open_tokenizer(folder), open_session(folder / weights.ONNX)

    def queries(self, texts: list[str]) -> "Array":
        """The vectors of questions, shape (texts, 384)."""
        return self._encode(self._prompts[0], texts)

    def passages(self, texts: list[str]) -> "Array":
        """The vectors of passages, shape (texts, 384)."""
        return self._encode(self._prompts[1], texts)

    def _encode(self, prompt: str, texts: list[str]) -> "Array":
        import numpy as np

        none = np.empty((0, weights.DIMENSIONS), dtype=np.float32)
        return np.concatenate([none, *(self._recent(prompt + text) for text in texts)])

    def _vector(self, prompted: str) -> "Array":
        """The vector of a text with its prompt, shape (1, 384)."""
        import numpy as np

        tokenizer, session = self._model
        ids = np.array([tokenizer.encode(prompted).ids], dtype=np.int64)
        vector: Array = session.run(["vector"], {"input_ids": ids})[0]
        return vector


# What a sentence-transformers model is loaded from: configuration, words, weights.
_LOADED = {".json", ".txt", ".model", ".safetensors", ".bin"}


def _digest(folder: Path) -> str:
    """What tells the models apart that stand at one path, one after the other; empty for a name.

    Measured: 1.2 s for a model of 470 MB.
    """
    if not folder.is_dir():
        return ""
    digest = hashlib.sha256()
    for file in sorted(f for f in folder.rglob("*") if f.suffix in _LOADED):
        digest.update(str(file.relative_to(folder)).encode())
        with file.open("rb") as opened:
            digest.update(hashlib.file_digest(opened, "sha256").digest())
    return f"@{digest.hexdigest()[:8]}"


class SentenceTransformersEncoder:
    """Any sentence-transformers model, by hub name or path, with the prompts of the settings."""

    def __init__(self, model: str, query_prompt: str, passage_prompt: str) -> None:
        """Opens nothing yet: the model is loaded when the first text comes."""
        self._model_name = model
        with loading(model, "ASSISTANT_ENCODER", "sentence-transformers"):
            self.name = f"{model}{_digest(Path(model))}/{query_prompt}|{passage_prompt}"
        self._prompts = query_prompt, passage_prompt

    @cached_property
    def _model(self) -> "SentenceTransformer":
        from sentence_transformers import SentenceTransformer

        with loading(self._model_name, "ASSISTANT_ENCODER", "sentence-transformers"):
            return SentenceTransformer(self._model_name)

    def queries(self, texts: list[str]) -> "Array":
        """The vectors of questions, shape (texts, the model's dimensions)."""
        return self._encode(self._prompts[0], texts)

    def passages(self, texts: list[str]) -> "Array":
        """The vectors of passages, shape (texts, the model's dimensions)."""
        return self._encode(self._prompts[1], texts)

    def _encode(self, prompt: str, texts: list[str]) -> "Array":
        vectors: Array = self._model.encode(
            texts, prompt=prompt, normalize_embeddings=True, show_progress_bar=False
        )
        return vectors


def open_encoder(settings: Settings) -> Encoder:
    """The encoder that the settings name; the embedded one is unpacked at its first use."""
    prompts = settings.query_prompt, settings.passage_prompt
    if settings.encoder == EMBEDDED:
        return EmbeddedEncoder(settings.cache, *prompts)
    return SentenceTransformersEncoder(settings.encoder, *prompts)
