"""Fit the gate anew on labelled questions: `python -m evals.gate --index KITS`.

The `tune` half of the cases, over an index of the real pages; with a retrieval set, each of its
questions besides, asked twice: as it is, and of its index without the section that answers.
"""

import json
import logging
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from assistant.answer import Assistant
from assistant.gate import LOOKED_AT, WEIGHTS, asked_evidence, evidence, read_evidence
from assistant.question import understand
from assistant.reader.reading import Readings
from assistant.search import distinct_texts, search
from assistant.types import Part, Question
from corpus.index import Index
from evals.cases import SHIPPED, Case, read_cases

if TYPE_CHECKING:
    import numpy as np

    Array = np.ndarray[Any, np.dtype[np.float64]]

log = logging.getLogger(__name__)

EVIDENCE = ("similarity", "coverage", "english", "lacks_kind", "lacks_name")
# Beside the reader, or anticipated questions; without either the kinds of answer gain nothing.
KINDS = ("asks_figure", "asks_definition", "asks_examples", "asks_yes_no")
READ = ("read_best", "read_first")
# Where questions were anticipated of the passages; beside these the reader gains nothing.
ASKED = ("answered", "lead")
# The share of answerable questions that may be refused on the questions it is fitted on; one that
# is left in doubt counts half.
_REFUSED_WRONGLY = 0.045
# The share that may be refused outright.
_REFUSED_OUTRIGHT = 0.01
# How far above the off-topic question that is nearest to an answer.
_ABOVE = 0.01
_SEARCHED = 12
# How often the folds of the cross-validation are drawn: one lucky drawing must not choose a bound.
_DRAWINGS = 5


@dataclass(frozen=True, slots=True)
class Example:
    """The evidence of one question over its passages, and whether they answer it."""

    id: str
    answerable: bool
    off_topic: bool
    values: dict[str, float]


def examples(cases: Sequence[Case], assistant: Assistant) -> Iterator[Example]:
    """The evidence of every question with one part; a located one also without its section."""
    with assistant.reading() as index:
        for case in cases:
            question = understand(case.question, list(case.history), None, None, index.words)
            if question.foreign or len(question.parts) > 1 or case.label == "multi_part":
                continue
            answerable = case.label == "answerable"
            yield _example(assistant, index, case, question, answerable)
            if case.section_id:
                yield _example(assistant, index, case, question, False)


def _example(
    assistant: Assistant, index: Index, case: Case, question: Question, answerable: bool
) -> Example:
    part: Part = question.parts[0]
    hits = distinct_texts(
        index, question, search(index, assistant.models, question, part, 3 * _SEARCHED)
    )
    if case.section_id and not answerable:
        hits = [hit for hit in hits if hit.section.section_id != case.section_id]
    hits = hits[:_SEARCHED]
    values = evidence(index, question, part, hits)
    if assistant.models.reader:
        values |= read_evidence(Readings(assistant.models.reader, part.text), hits)
    near = assistant.models.near(index, part.text)
    if near and near.knows(hits[:LOOKED_AT]):
        values |= asked_evidence(near)
    return Example(case.id, answerable, case.label == "off_topic", values)


def fit(found: Sequence[Example], names: Sequence[str]) -> dict[str, Any]:
    """A logistic regression on the named evidence, with the probabilities of its verdicts.

    The bounds of a language are those of predictions made in cross-validation: every off-topic
    question is refused, and no more answerable ones are refused, or left in doubt, than allowed.
    """
    import numpy as np
    from sklearn.linear_model import LogisticRegression
    from sklearn.metrics import roc_auc_score
    from sklearn.model_selection import StratifiedKFold, cross_val_predict
    from sklearn.pipeline import make_pipeline
    from sklearn.preprocessing import StandardScaler

    # A question of which no word is found is refused without any of this.
    found = [e for e in found if e.values["coverage"]]
    values = np.array([[e.values[name] for name in names] for e in found])
    labels = np.array([e.answerable for e in found])
    pipeline = make_pipeline(StandardScaler(), LogisticRegression())
    drawings = [StratifiedKFold(10, shuffle=True, random_state=seed) for seed in range(_DRAWINGS)]
    predicted = np.mean(
        [
            cross_val_predict(pipeline, values, labels, cv=folds, method="predict_proba")[:, 1]
            for folds in drawings
        ],
        axis=0,
    )
    english = np.array([e.values["english"] > 0 for e in found])
    off_topic = np.array([e.off_topic for e in found])
    hopeless_below, refused_below, doubtful_below = {}, {}, {}
    for language, own in (("fr", ~english), ("en", english)):
        right = predicted[labels & own]
        if len(right):
            hopeless_below[language] = float(right.min())
            lowest = float(np.quantile(right, _REFUSED_OUTRIGHT))
            nearest = float(predicted[off_topic & own].max(initial=0.0)) + _ABOVE
            refused_below[language] = bound = max(lowest, nearest)
            share = 2 * _REFUSED_WRONGLY - float((right < bound).mean())
            doubtful_below[language] = max(bound, float(np.quantile(right, max(0.0, share))))
    answered = predicted >= np.where(english, doubtful_below.get("en", 0.0), doubtful_below["fr"])
    log.info(
        "%s: area %.3f; answered: %.0f %% of the answerable, %.0f %% of the others",
        ", ".join(names),
        roc_auc_score(labels, predicted),
        100 * answered[labels].mean(),
        100 * answered[~labels].mean(),
    )
    scaler, regression = pipeline.fit(values, labels)
    weights = regression.coef_[0] / scaler.scale_
    intercept = float(regression.intercept_[0] - (weights * scaler.mean_).sum())
    return {
        "intercept": round(intercept, 3),
        "weights": {n: round(float(w), 3) for n, w in zip(names, weights, strict=True)},
        "hopeless_below": {language: round(p, 3) for language, p in hopeless_below.items()},
        "refused_below": {language: round(p, 3) for language, p in refused_below.items()},
        "doubtful_below": {language: round(p, 3) for language, p in doubtful_below.items()},
    }


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
    asked = examples(cases, Assistant(index, settings()))
    known = [e for e in asked if ASKED[0] in e.values and not e.values["lacks_name"]]
    if known:
        names = [name for name in EVIDENCE if name != "lacks_name"]
        model["with_questions"] = fit(known, (*names, *KINDS, *ASKED))
    output.write_text(json.dumps(model, indent=2) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
