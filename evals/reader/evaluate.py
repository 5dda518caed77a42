"""How well the reader tells answering windows from near misses, on documents kept aside."""

import tempfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from assistant.gate import evidence, probability_of
from assistant.question import understand
from assistant.reader.reading import Reader, windows
from corpus.encoder import Encoder
from corpus.lexical import LexicalIndex
from corpus.types import Document, Hit, Passage, Section
from evals.reader.pairs import Group, Pair

if TYPE_CHECKING:
    import numpy as np

    Array = np.ndarray[Any, np.dtype[np.float64]]

# The share of right answers that may be refused where refusals of near misses are counted.
_REFUSED_WRONGLY = 0.05
_RESAMPLED = 500

Scorer = Callable[[Pair], float]


@dataclass(frozen=True, slots=True)
class Row:
    """One kind of near miss against the answers of its source, for one way of scoring.

    `area` is the area under the ROC curve, `refused` the share of near misses refused where 5 %
    of the answers are; `low` and `high` bound `refused` in 95 % of resamplings.
    """

    source: str
    construction: str
    scorer: str
    answers: int
    near_misses: int
    area: float
    refused: float
    low: float
    high: float


def evaluate(groups: Sequence[Group], scorers: dict[str, Scorer]) -> list[Row]:
    """Every source and construction, by every scorer."""
    rows = []
    aside = [group for group in groups if group.aside]
    for source in sorted({group.source for group in aside}):
        pairs = [pair for group in aside if group.source == source for pair in group.pairs]
        constructions = sorted({p.construction for p in pairs if not p.answers})
        for name, scorer in scorers.items():
            scored = [(scorer(pair), pair) for pair in pairs]
            answers = [value for value, pair in scored if pair.answers]
            for construction in ("all", *constructions):
                misses = [
                    value
                    for value, pair in scored
                    if not pair.answers and construction in ("all", pair.construction)
                ]
                rows.append(_row(source, construction, name, answers, misses))
    return rows


def _row(
    source: str, construction: str, scorer: str, answers: list[float], misses: list[float]
) -> Row:
    import numpy as np
    from sklearn.metrics import roc_auc_score

    right, wrong = np.array(answers), np.array(misses)
    labels = np.r_[np.ones(len(right)), np.zeros(len(wrong))]
    rng = np.random.default_rng(1)
    resampled = [
        _refused(rng.choice(right, len(right)), rng.choice(wrong, len(wrong)))
        for _ in range(_RESAMPLED)
    ]
    low, high = np.percentile(resampled, [2.5, 97.5])
    return Row(
        source,
        construction,
        scorer,
        len(right),
        len(wrong),
        round(float(roc_auc_score(labels, np.r_[right, wrong])), 3),
        round(_refused(right, wrong), 3),
        round(float(low), 3),
        round(float(high), 3),
    )


def _refused(right: "Array", wrong: "Array") -> float:
    import numpy as np

    return float((wrong < np.quantile(right, _REFUSED_WRONGLY)).mean())


def scorers(groups: Sequence[Group], reader: Reader, encoder: Encoder) -> dict[str, Scorer]:
    """The reader beside BM25, the encoder's similarity, and the gate that has no reader.

    What is rare is counted over the windows of the documents kept aside.
    """
    shown = (pair for group in groups if group.aside for pair in group.pairs)
    places = {shown: n for n, shown in enumerate(dict.fromkeys(map(_shown, shown)))}
    with tempfile.TemporaryDirectory() as folder:
        LexicalIndex.create(Path(folder), list(places))
        words = LexicalIndex.open(Path(folder))

    def read(pair: Pair) -> float:
        spans = [span for window in windows(pair.window) for span in window]
        return reader.read(pair.question, pair.title, pair.window, spans).answers

    @lru_cache(maxsize=1)
    def scores(question: str) -> Any:
        return words.scores(question)

    def bm25(pair: Pair) -> float:
        return float(scores(pair.question)[places[_shown(pair)]])

    @cache
    def vector(shown: str) -> Any:
        return encoder.passages([shown])[0]

    def similarity(pair: Pair) -> float:
        return float(vector(_shown(pair)) @ encoder.queries([pair.question])[0])

    def gate(pair: Pair) -> float:
        question = understand(pair.question)
        hit = _hit(pair, similarity(pair))
        return probability_of(evidence(words, question, question.parts[0], [hit]), "without_reader")

    return {"reader": read, "BM25": bm25, "similarity": similarity, "gate without reader": gate}


def _shown(pair: Pair) -> str:
    return f"{pair.title}\n{pair.window}"


def _hit(pair: Pair, similarity: float) -> Hit:
    """The window as a passage found."""
    section = Section("", "", (), "text", 0, len(pair.window))
    document = Document("", pair.title, "", "", None, (), "", "", "fiche", pair.window, (section,))
    passage = Passage("", "", "", 0, len(pair.window))
    return Hit(1, passage, document, section, similarity, similarity)
