"""Does a window of text answer the question, and where? The trained model, as it is run."""

import logging
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from corpus import weights
from corpus.opened import open_session, open_tokenizer
from corpus.settings import Settings
from corpus.text import units
from corpus.types import Hit

if TYPE_CHECKING:
    from onnxruntime import InferenceSession
    from tokenizers import Tokenizer

log = logging.getLogger(__name__)

# Made by `python -m evals.reader` (README.md beside it).
SHIPPED = Path(__file__).with_name("reader-int8.onnx")
# Characters of a window, about 150 tokens: what the reader was trained on.
_WINDOW = 620
MAX_TOKENS = 224
_MAX_QUESTION, _MAX_TITLE = 64, 40
# Where the encoder's word embeddings stand, which a reader's file does not hold again.
_WEIGHTS, _WORDS = "model.safetensors", "embeddings.word_embeddings.weight"
# <s> and </s> of the encoder's vocabulary.
_BEGIN, _END = 0, 2
_UNREAD = -10.0


@dataclass(frozen=True, slots=True)
class Reading:
    """How a window was read, in log-odds: that it answers, and that each of its units does."""

    answers: float
    units: tuple[float, ...]


def windows(text: str, start: int = 0, end: int | None = None) -> list[list[tuple[int, int]]]:
    """The text cut into runs of whole sentences or list items, as lists of their spans."""
    return runs(units(text, start, end))


def runs(spans: Iterable[tuple[int, int]]) -> list[list[tuple[int, int]]]:
    """Neighbouring spans together, as many as a window holds."""
    found: list[list[tuple[int, int]]] = []
    for span in spans:
        if found and span[1] - found[-1][0][0] <= _WINDOW:
            found[-1].append(span)
        else:
            found.append([span])
    return found


@dataclass(frozen=True, slots=True)
class PairTokens:
    """A question and a window as token ids.

    `window` are the positions of the window's tokens, `offsets` the characters of the window
    that each of them stands for.
    """

    ids: list[int]
    window: tuple[int, int]
    offsets: list[tuple[int, int]]


def pair_tokens(tokenizer: "Tokenizer", question: str, title: str, window: str) -> PairTokens:
    """Question, title and window as the reader reads them, cut to its length at the end."""
    asked = tokenizer.encode(f"query: {question}", add_special_tokens=False).ids[:_MAX_QUESTION]
    head = tokenizer.encode(f"{title} :", add_special_tokens=False).ids[:_MAX_TITLE]
    body = tokenizer.encode(window, add_special_tokens=False)
    before = [_BEGIN, *asked, _END, _END, *head]
    kept = min(len(body.ids), MAX_TOKENS - len(before) - 1)
    return PairTokens(
        ids=[*before, *body.ids[:kept], _END],
        window=(len(before), len(before) + kept),
        offsets=body.offsets[:kept],
    )


class Reader:
    """A trained reader through onnxruntime, int8: one window at a time, as the encoder."""

    def __init__(self, cache: Path, model: Path = SHIPPED) -> None:
        """Opens nothing yet: the model is loaded when the first window comes."""
        self._cache = cache
        self._file = model

    @cached_property
    def _model(self) -> "tuple[Tokenizer, Any, InferenceSession]":
        from safetensors import safe_open

        folder = weights.unpacked(self._cache)
        encoder = safe_open(folder / weights.SENTENCE_TRANSFORMERS / _WEIGHTS, "numpy")
        return (
            open_tokenizer(folder),
            encoder.get_slice(_WORDS),  # type: ignore[no-untyped-call]
            open_session(self._file),
        )

    def read(
        self, question: str, title: str, text: str, spans: Sequence[tuple[int, int]]
    ) -> Reading:
        """One window of a text, given as the spans of its units."""
        import numpy as np

        tokenizer, words, session = self._model
        start = spans[0][0]
        tokens = pair_tokens(tokenizer, question, title, text[start : spans[-1][1]])
        # Row by row: the table of a quarter of a million words stays on the disk.
        vectors = np.concatenate([words[i : i + 1] for i in tokens.ids])[None]
        answers, where = session.run(["answers", "where"], {"words": vectors})
        logits = where[0, slice(*tokens.window)]
        places = np.array([a for a, _ in tokens.offsets]) + start
        means = []
        for a, b in spans:
            own = logits[(places >= a) & (places < b)]
            # A unit beyond the reader's length was not read.
            means.append(float(own.mean()) if len(own) else _UNREAD)
        return Reading(float(answers[0]), tuple(means))


class Readings:
    """How the passages found for one part of a question were read, each once, when asked for."""

    def __init__(self, reader: Reader, question: str) -> None:
        self._reader = reader
        self._question = question
        self._read: dict[str, Reading] = {}

    def of(self, hit: Hit) -> Reading:
        """A passage: the log-odds of its best window, and of each of its units."""
        name = hit.passage.passage_id
        if name not in self._read:
            text = hit.document.text
            title = " › ".join(filter(None, [hit.document.title, hit.heading]))
            read = [
                self._reader.read(self._question, title, text, spans)
                for spans in windows(text, hit.passage.start, hit.passage.end)
            ]
            self._read[name] = Reading(
                max(one.answers for one in read), tuple(u for one in read for u in one.units)
            )
        return self._read[name]


def open_reader(settings: Settings) -> Reader | None:
    """The reader that ships; none where the settings turn it off or its file is missing."""
    if not settings.reader:
        return None
    if not SHIPPED.is_file():
        log.warning("%s is missing: answers are decided without the reader", SHIPPED)
        return None
    return Reader(settings.cache)
