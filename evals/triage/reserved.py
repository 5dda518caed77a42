"""What the models of reserved subjects learn from, and what they make of what they did not see."""

import logging
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from assistant.triage.mail import questions_of
from assistant.triage.meant import PLAIN, SENTENCE, WHOLE, read_in
from assistant.triage.never import by_words, subjects
from assistant.triage.personal import masked
from corpus.anticipated import anticipated, anticipated_vectors
from evals.lines import read_folder
from evals.triage.examples import tune
from evals.triage.linear import FOLDS, SEED, regression, written

if TYPE_CHECKING:
    from corpus.encoder import Encoder

    Array = np.ndarray[Any, np.dtype[np.float64]]

log = logging.getLogger(__name__)

_HERE = Path(__file__).parent / "reserved"
LEARNT, ASIDE = _HERE / "learnt", _HERE / "aside"
# The inverse strength of regularisation; what questions that the fiches answer count, of which so
# many are taken: they are many, and nearly alike (docs/decisions/0014-triage.md).
_STRENGTH, _OF_FICHES, _EVERY = 10.0, 0.36, 3


@dataclass(frozen=True, slots=True)
class Told:
    """A message with the reserved subject that it touches, PLAIN where it touches none, and the
    sentences that by themselves say so.
    """

    question: str
    subject: str
    tell: tuple[str, ...] = ()


def read_told(folder: Path) -> list[Told]:
    """The messages of a folder."""
    return [
        Told(one["question"], one["subject"] or PLAIN, tuple(one.get("tell", ())))
        for one in read_folder(folder)
    ]


@dataclass(slots=True)
class _Learnt:
    """Texts with the class of each, what each counts, and the row that it is of, if it is."""

    vectors: list["Array"] = field(default_factory=list)
    classes: list[str] = field(default_factory=list)
    counts: list[float] = field(default_factory=list)
    rows: list[str] = field(default_factory=list)

    def add(self, vectors: Iterable["Array"], of: str, row: str = "", counts: float = 1.0) -> None:
        for vector in vectors:
            self.vectors.append(vector)
            self.classes.append(of)
            self.counts.append(counts)
            self.rows.append(row)

    def fitted(self, without: Iterable[str] = ()) -> Any:
        """A regression on all but some rows, in which as much is reserved as is not."""
        kept = ~np.isin(self.rows, [*without])
        classes, counts = np.array(self.classes)[kept], np.array(self.counts)[kept]
        plain = classes == PLAIN
        counts[~plain] *= counts[plain].sum() / counts[~plain].sum()
        counts /= counts.mean()
        model = regression(_STRENGTH, balanced=False)
        return model.fit(np.array(self.vectors)[kept], classes, sample_weight=counts)


@dataclass(frozen=True, slots=True)
class Reserved:
    """The fitted models as JSON values; the probability that each row of `tune` gets from models
    that did not see it, and each message kept aside, with its label.
    """

    models: dict[str, Any]
    of_rows: Mapping[str, float]
    aside: Sequence[tuple[Told, float]]


def fit_reserved(rows: Path, questions: Sequence[str], encoder: "Encoder") -> Reserved:
    """Fit both models on messages, rows, other `questions`, of which those of the data file's
    subjects are reserved, and questions that the fiches answer.
    """
    lines = tune(rows, "row")
    wholes, sentences = _Learnt(), _Learnt()
    of_subject = {text: one.id for one in subjects() for text in one.examples}
    for text in questions:
        # What no message tells otherwise is plain, where none of its words is reserved.
        if text in of_subject or not by_words(text):
            for learnt in (wholes, sentences):
                learnt.add(_vectors(encoder, [text]), of_subject.get(text, PLAIN))
    of_rows = [(Told(r["question"], r.get("never") or PLAIN), r["id"]) for r in lines]
    for one, row in [*((told, "") for told in read_told(LEARNT)), *of_rows]:
        texts, tells, others = _pieces(one)
        wholes.add(_vectors(encoder, texts), one.subject, row)
        sentences.add(_vectors(encoder, tells), one.subject, row)
        sentences.add(_vectors(encoder, others), PLAIN, row)
    answered = [place for place, one in enumerate(anticipated()) if one.answered != "no"]
    taken = [p for p in answered[::_EVERY] if not by_words(anticipated()[p].question)]
    for learnt in (wholes, sentences):
        learnt.add(anticipated_vectors().values[taken], PLAIN, counts=_OF_FICHES)
    predicted: dict[str, float] = {}
    for without in _folds([row["id"] for row in lines]):
        models = wholes.fitted(without), sentences.fitted(without)
        predicted |= {
            row: _probability(models, one.question, encoder)
            for one, row in of_rows
            if row in without
        }
    whole, sentence = wholes.fitted(), sentences.fitted()
    return Reserved(
        models={WHOLE: _written(whole), SENTENCE: _written(sentence)},
        of_rows=predicted,
        aside=[
            (one, _probability((whole, sentence), one.question, encoder))
            for one in read_told(ASIDE)
        ],
    )


def log_aside(found: Sequence[tuple[Told, float]], bound: float) -> None:
    """Say what is found of the messages kept aside, by words and by meaning."""
    for reserved in (True, False):
        own = [(o.question, p) for o, p in found if (o.subject != PLAIN) is reserved]
        told = sum(bool(by_words(text)) for text, _ in own)
        meant = sum(p >= bound for _, p in own)
        both = sum(p >= bound or bool(by_words(text)) for text, p in own)
        log.info(
            "aside, reserved %s: %d, by words %d, by meaning %d, by either %d",
            reserved,
            len(own),
            told,
            meant,
            both,
        )


def _pieces(one: Told) -> tuple[list[str], list[str], list[str]]:
    """What is read whole of a message, the sentences that say that it is reserved, and those that
    say nothing of the kind.

    Of several questions one may be plain where another is not; so may the sentences of a reserved
    message of which it is not said which ones tell it.
    """
    asked = questions_of(one.question)
    texts, sentences = read_in(one.question, asked)
    if one.subject == PLAIN:
        return texts, [], sentences
    wholes = texts if len(asked) == 1 else texts[-1:]
    if not one.tell:
        return wholes, sentences if len(sentences) == 1 else [], []
    tells = [masked(text) for text in one.tell]
    flat = [_flat(text) for text in tells]
    others = [s for s in sentences if not any(_flat(s) in t or t in _flat(s) for t in flat)]
    return wholes, tells, others


def _flat(text: str) -> str:
    return " ".join(text.split())


def _vectors(encoder: "Encoder", texts: Sequence[str]) -> "Array | tuple[()]":
    return encoder.queries(list(texts)).astype(np.float64) if texts else ()


def _folds(names: Sequence[str]) -> Iterator[set[str]]:
    """Some of the names at a time, each once."""
    from sklearn.model_selection import KFold

    for _, left in KFold(FOLDS, shuffle=True, random_state=SEED).split(names):
        yield {names[place] for place in left}


def _probability(models: tuple[Any, Any], text: str, encoder: "Encoder") -> float:
    """What two models say of a message, as `meant` does."""
    read = read_in(text, questions_of(text))
    return max(
        1 - _plain(model, vector)
        for model, texts in zip(models, read, strict=True)
        for vector in _vectors(encoder, texts)
    )


def _plain(model: Any, vector: "Array") -> float:
    (likely,) = model.predict_proba(vector[None])
    return float(likely[list(model.classes_).index(PLAIN)])


def _written(model: Any) -> dict[str, Any]:
    return written(model, model.coef_.shape[1], ())
