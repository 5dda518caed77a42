"""Does a window of text answer the question, and where? The trained model, as it is run."""

import logging
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from assistant.tuned import BEGIN, END, Tuned
from corpus.settings import Settings
from corpus.text import units
from corpus.types import Hit

if TYPE_CHECKING:
    from tokenizers import Tokenizer

log = logging.getLogger(__name__)

# Made by `python -m evals.reader` (README.md beside it).
SHIPPED = Path(__file__).with_name("reader-int8.onnx")
# Characters of a window, about 150 tokens: what the reader was trained on.
_WINDOW = 620
MAX_TOKENS = 224
_MAX_QUESTION, _MAX_TITLE = 64, 40
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
    before = [BEGIN, *asked, END, END, *head]
    kept = min(len(body.ids), MAX_TOKENS - len(before) - 1)
    return PairTokens(
        ids=[*before, *body.ids[:kept], END],
        window=(len(before), len(before) + kept),
        offsets=body.offsets[:kept],
    )


class Reader:
    """A trained reader through onnxruntime, int8: one window at a time, as the encoder."""

    def __init__(self, cache: Path, model: Path = SHIPPED) -> None:
        """Opens nothing yet: the model is loaded when the first window comes."""
        self._model = Tuned(cache, model)

    def read(
        self, question: str, title: str, text: str, spans: Sequence[tuple[int, int]]
    ) -> Reading:
        """One window of a text, given as the spans of its units."""
        import numpy as np

        start = spans[0][0]
        window = text[start : spans[-1][1]]
        tokens = pair_tokens(self._model.tokenizer, question, title, window)
        answers, where = self._model.run(tokens.ids, ["answers", "where"])
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
