"""Fit the gate anew on labelled questions: `python -m evals.gate --index KITS`.

The `tune` half of the cases, over an index of the real pages; with a retrieval set, each of its
questions besides, asked twice: as it is, and of its index without the section that answers.
"""

import json
import logging
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, get_args

import click

from assistant.answer import Assistant
from assistant.gate import LOOKED_AT, WEIGHTS, asked_evidence, evidence, read_evidence
from assistant.question import understand
from assistant.reader.reading import Readings
from assistant.search import distinct_texts, search
from assistant.traps import asks_nothing_of_fiches
from assistant.types import Language, Part, Question
from corpus.anticipated import Anticipated
from corpus.index import Index
from evals.cases import SHIPPED, Case, read_cases
from evals.lines import read_bytes

if TYPE_CHECKING:
    import numpy as np

    Array = np.ndarray[Any, np.dtype[np.float64]]
    Labels = np.ndarray[Any, np.dtype[np.bool_]]

log = logging.getLogger(__name__)

EVIDENCE = ("similarity", "coverage", "english", "lacks_kind", "lacks_name")
# Beside the reader; without it the kinds of answer gain nothing.
KINDS = ("asks_figure", "asks_definition", "asks_examples", "asks_yes_no")
READ = ("read_best", "read_first")
# Where questions were anticipated of the passages; beside these the rest gains nothing.
ASKED = ("similarity", "english", "lead", "about")
ANSWERED, HELD = "answered", "held"
# What four models said that the pages hold of each case (evals/cases/README.md).
HELD_LABELS = SHIPPED.with_name("held.jsonl")
# Questions of which nothing is learnt, and by which the bounds are chosen where questions were
# anticipated (evals/cases/README.md).
ASIDE = SHIPPED.with_name("aside.jsonl")
# The share of answerable questions that may be refused, one that is left in doubt counting half,
# and of those that may be refused outright.
_REFUSED_WRONGLY, _REFUSED_OUTRIGHT = 0.04, 0.01
# Where questions were anticipated: the share of questions as likely to be held of which the fiches
# must hold some, so that what is near is shown; and what an answerable question costs that is left
# in doubt, beside another that is answered. Seven times as many near misses may be answered as
# questions be refused wrongly, and a doubt is half a refusal.
_HELD_SHOWN, _DOUBTED_COSTS = 1 / 3, 3.5
# How far above the off-topic question that is nearest to an answer.
_ABOVE = 0.01
_SEARCHED = 12
_LANGUAGES: Sequence[str] = get_args(Language)
# How often the folds of the cross-validation are drawn: one lucky drawing must not choose a bound.
_DRAWINGS = 5


@dataclass(frozen=True, slots=True)
class Example:
    """The evidence of one question over its passages, and whether they answer it.

    `held` is whether they hold all or a part of what is asked; None where nobody said.
    """

    id: str
    answerable: bool
    held: bool | None
    off_topic: bool
    values: dict[str, float]


def examples(cases: Sequence[Case], assistant: Assistant) -> Iterator[Example]:
    """The evidence of every question with one part; a located one also without its section."""
    held = read_held()
    with assistant.reading() as index:
        for case in cases:
            question = understand(
                case.question,
                list(case.history),
                None,
                None,
                index.words,
                assistant.models.resolver,
            )
            if not _is_single(question) or case.label == "multi_part":
                continue
            answerable = case.label == "answerable"
            values = _values(assistant, index, question, "" if answerable else case.section_id)
            off_topic = case.label == "off_topic"
            known = False if off_topic else held.get(case.id)
            yield Example(case.id, answerable, known, off_topic, values)
            if case.section_id:
                without = _values(assistant, index, question, case.section_id)
                yield Example(case.id, False, None, False, without)


def examples_aside(asked: Sequence[Anticipated], assistant: Assistant) -> Iterator[Example]:
    """The evidence of every question kept aside that has one part."""
    with assistant.reading() as index:
        for number, one in enumerate(asked):
            question = understand(one.question, None, None, None, index.words)
            if _is_single(question):
                values = _values(assistant, index, question)
                whole, some = one.answered == "yes", one.answered != "no"
                yield Example(f"aside{number}", whole, some, False, values)


def read_aside() -> list[Anticipated]:
    """The questions kept aside, each with whether the pages answer it and in which sentences."""
    return [Anticipated(**json.loads(line)) for line in read_bytes(ASIDE).splitlines()]


def _is_known(one: Example) -> bool:
    """Whether the models where questions were anticipated decide on a question."""
    return ANSWERED in one.values and not one.values["lacks_name"]


def _is_single(question: Question) -> bool:
    """Whether a question is one that the gate decides on as a whole."""
    bent = asks_nothing_of_fiches(question.text)
    return len(question.parts) == 1 and not question.foreign and not bent


def read_held() -> dict[str, bool]:
    """Whether the pages hold any of what a case asks, by its id, where it was read."""
    rows = map(json.loads, HELD_LABELS.read_text(encoding="utf-8").splitlines())
    return {row["id"]: row["held"] != "no" for row in rows}


def _values(
    assistant: Assistant, index: Index, question: Question, without: str = ""
) -> dict[str, float]:
    """The evidence of one question, as if the section of this id did not stand in the index."""
    part: Part = question.parts[0]
    found = search(index, assistant.models, question, part, 3 * _SEARCHED)
    hits = distinct_texts(index, question, found)
    hits = [hit for hit in hits if hit.section.section_id != without][:_SEARCHED]
    values = evidence(index, question, part, hits)
    if assistant.models.reader:
        values |= read_evidence(Readings(assistant.models.reader, part.text), hits)
    near = assistant.models.near(index, part.text)
    if near and near.knows(hits[:LOOKED_AT]):
        values |= asked_evidence(near)
    return values


class _Fit:
    """A logistic regression on named evidence, and what it says of questions it has not seen."""

    def __init__(self, found: Sequence[Example], labels: "Labels", names: Sequence[str]) -> None:
        import numpy as np
        from sklearn.linear_model import LogisticRegression
        from sklearn.model_selection import StratifiedKFold, cross_val_predict
        from sklearn.pipeline import make_pipeline
        from sklearn.preprocessing import StandardScaler

        self.names = names
        values = self._values(found)
        pipeline = make_pipeline(StandardScaler(), LogisticRegression())
        drawn = [StratifiedKFold(10, shuffle=True, random_state=seed) for seed in range(_DRAWINGS)]
        by_drawing = [
            cross_val_predict(pipeline, values, labels, cv=folds, method="predict_proba")[:, 1]
            for folds in drawn
        ]
        # In cross-validation, shape (questions,).
        self.predicted: Array = np.mean(by_drawing, axis=0)
        self.labels = labels
        self._pipeline = pipeline.fit(values, labels)

    def says(self, found: Sequence[Example]) -> "Array":
        """The probabilities of any questions, shape (questions,)."""
        said: Array = self._pipeline.predict_proba(self._values(found))[:, 1]
        return said

    def _values(self, found: Sequence[Example]) -> "Array":
        import numpy as np

        return np.array([[e.values[name] for name in self.names] for e in found])

    def written(self, **bounds: Mapping[str, float]) -> dict[str, Any]:
        """The weights as JSON values, with bounds by language."""
        scaler, regression = self._pipeline
        weights = regression.coef_[0] / scaler.scale_
        intercept = float(regression.intercept_[0] - (weights * scaler.mean_).sum())
        return {
            "intercept": round(intercept, 3),
            "weights": {n: round(float(w), 3) for n, w in zip(self.names, weights, strict=True)},
            **{
                name: {language: round(p, 3) for language, p in bound.items()}
                for name, bound in bounds.items()
            },
        }

    def log(self, shown: "Labels") -> None:
        """Say how many of each kind are shown by the bounds."""
        from sklearn.metrics import roc_auc_score

        log.info(
            "%s: area %.3f; shown: %.0f %% of those with the label, %.0f %% of the others",
            ", ".join(self.names),
            roc_auc_score(self.labels, self.predicted),
            100 * shown[self.labels].mean(),
            100 * shown[~self.labels].mean(),
        )


def fit(found: Sequence[Example], names: Sequence[str]) -> dict[str, Any]:
    """A model of whether the fiches answer, with the bounds of its verdicts.

    The bounds of a language are those of predictions made in cross-validation: every off-topic
    question is refused, and no more answerable ones are refused, or left in doubt, than allowed.
    """
    import numpy as np

    # A question of which no word is found is refused without any of this.
    found = [e for e in found if e.values["coverage"]]
    model = _Fit(found, np.array([e.answerable for e in found]), names)
    hopeless_below: dict[str, float] = {}
    refused_below: dict[str, float] = {}
    doubtful_below: dict[str, float] = {}
    for language, own in _by_language(found):
        right = model.predicted[model.labels & own]
        if len(right):
            hopeless_below[language] = float(right.min())
            refused_below[language] = bound = _refused_below(found, model, own, _REFUSED_OUTRIGHT)
            doubtful = _doubtful_below(right, right < bound, _REFUSED_WRONGLY)
            doubtful_below[language] = max(bound, doubtful)
    model.log(_above(found, model, doubtful_below))
    return model.written(
        hopeless_below=hopeless_below, refused_below=refused_below, doubtful_below=doubtful_below
    )


def fit_with_questions(
    found: Sequence[Example], aside: Sequence[Example]
) -> dict[str, dict[str, Any]]:
    """The two models where questions were anticipated: whether the fiches hold any of what is
    asked, with the bound below which it is refused, and whether they answer it, with that of doubt.

    The first bound refuses what is off topic, and all below which fewer of the questions `aside`
    are held in any part than is worth showing; the second costs least on all questions, by what the
    models say of those that they have not seen.
    """
    import numpy as np

    found = [e for e in found if e.values["coverage"]]
    aside = [e for e in aside if e.values["coverage"]]
    answers = _Fit(found, np.array([e.answerable for e in found]), (*ASKED, ANSWERED))
    told = [e for e in found if e.held is not None]
    held = _Fit(told, np.array([e.held for e in told]), (*ASKED, HELD))
    off_topic = np.array([e.off_topic for e in told])
    # Who holds all holds some, as the gate decides.
    likely = np.maximum(held.says(aside), answers.says(aside))
    refused = max(
        float(held.predicted[off_topic].max(initial=0.0)) + _ABOVE,
        _worth_showing(likely, np.array([e.held for e in aside])),
    )
    near = [not e.answerable and not e.off_topic for e in found]
    whole, none = ([e for e in aside if e.answerable], [e for e in aside if not e.held])
    doubtful = _cheapest(
        np.concatenate([answers.predicted[answers.labels], answers.says(whole)]),
        np.concatenate([answers.predicted[near], answers.says(none)]),
    )
    # Too few of the questions are English to give these bounds by themselves.
    refused_below = dict.fromkeys(_LANGUAGES, refused)
    doubtful_below = dict.fromkeys(_LANGUAGES, doubtful)
    held.log(_above(told, held, refused_below))
    answers.log(_above(found, answers, doubtful_below))
    return {
        "held": held.written(refused_below=refused_below),
        "with_questions": answers.written(doubtful_below=doubtful_below),
    }


def _worth_showing(likely: "Array", held: "Labels") -> float:
    """From which probability on enough of some questions are held, as a rising share of it."""
    from sklearn.isotonic import IsotonicRegression

    share = IsotonicRegression(out_of_bounds="clip").fit(likely, held).predict(likely)
    return float(likely[share >= _HELD_SHOWN].min(initial=1.0))


def _cheapest(right: "Array", wrong: "Array") -> float:
    """The bound of doubt that costs least: `right` are the probabilities of the answerable, `wrong`
    those of what the fiches do not answer.
    """
    doubt, answer = _DOUBTED_COSTS / len(right), 1 / len(wrong)
    return float(min(right, key=lambda p: doubt * (right < p).sum() + answer * (wrong >= p).sum()))


def _by_language(found: Sequence[Example]) -> tuple[tuple[Language, "Labels"], ...]:
    """Which questions are of each language."""
    import numpy as np

    english = np.array([e.values["english"] > 0 for e in found])
    return ("fr", ~english), ("en", english)


def _refused_below(found: Sequence[Example], model: _Fit, own: "Labels", share: float) -> float:
    """The bound that refuses this share of those with the label, and all that are off topic."""
    import numpy as np

    off_topic = np.array([e.off_topic for e in found])
    nearest = float(model.predicted[off_topic & own].max(initial=0.0)) + _ABOVE
    return max(nearest, float(np.quantile(model.predicted[model.labels & own], share)))


def _doubtful_below(right: "Array", refused: "Labels", share: float) -> float:
    """The bound that leaves as many answerable questions in doubt as may be besides those refused,
    of which a share may be: `right` are the probabilities of the answerable.
    """
    import numpy as np

    allowed = 2 * (share - float(refused.mean())) * len(right)
    shown = right[~refused]
    return float(np.quantile(shown, min(1.0, max(0.0, allowed / len(shown)))))


def _above(found: Sequence[Example], model: _Fit, bounds: Mapping[str, float]) -> "Labels":
    """Which questions are above the bound of their language, shape (questions,)."""
    import numpy as np

    above: Labels = np.zeros(len(found), dtype=bool)
    for language, own in _by_language(found):
        above |= own & (model.predicted >= bounds.get(language, 0.0))
    return above


@click.command()
@click.option("--index", type=click.Path(exists=True, path_type=Path), required=True)
@click.option("--retrieval-index", type=click.Path(exists=True, path_type=Path))
@click.option("--questions", type=click.Path(exists=True, path_type=Path), help="Located ones.")
@click.option("--output", type=click.Path(path_type=Path), default=WEIGHTS)
def main(index: Path, retrieval_index: Path | None, questions: Path | None, output: Path) -> None:
    """Write the weights of the gate."""
    from corpus.settings import settings

    logging.basicConfig(level=logging.INFO, format="%(message)s")
    cases = [case for case in read_cases(SHIPPED) if case.split == "tune" and not case.of]
    # As fiches are searched of which no question was anticipated.
    plain = settings().model_copy(update={"anticipated": False})
    found = list(examples(cases, Assistant(index, plain)))
    if retrieval_index and questions:
        found += examples(read_cases(questions), Assistant(retrieval_index, plain))
    model = {"without_reader": fit(found, EVIDENCE)}
    if READ[0] in found[0].values:
        model["with_reader"] = fit(found, (*EVIDENCE, *READ, *KINDS))
    # No reader is asked where questions were anticipated.
    with_questions = Assistant(index, settings().model_copy(update={"reader": False}))
    known = [e for e in examples(cases, with_questions) if _is_known(e)]
    if known:
        aside = examples_aside(read_aside(), with_questions)
        model |= fit_with_questions(known, [e for e in aside if _is_known(e)])
    output.write_text(json.dumps(model, indent=2) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
