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
from assistant.gate import WEIGHTS, evidence
from assistant.question import understand
from assistant.search import distinct_texts, search
from assistant.types import Part, Question
from corpus.index import Index
from evals.cases import SHIPPED, Case, read_cases

if TYPE_CHECKING:
    import numpy as np

    Array = np.ndarray[Any, np.dtype[np.float64]]

log = logging.getLogger(__name__)

EVIDENCE = ("similarity", "coverage", "english", "lacks_kind", "lacks_name")
# The share of answerable questions that may be refused on the questions it is fitted on.
_REFUSED_WRONGLY = 0.05
# How far above the off-topic question that is nearest to an answer.
_ABOVE = 0.01
_SEARCHED = 12


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
    hits = distinct_texts(search(index, assistant.models, question, part, 3 * _SEARCHED))
    if case.section_id and not answerable:
        hits = [hit for hit in hits if hit.section.section_id != case.section_id]
    hits = hits[:_SEARCHED]
    return Example(
        case.id, answerable, case.label == "off_topic", evidence(index, question, part, hits)
    )


def fit(found: Sequence[Example], names: Sequence[str]) -> dict[str, Any]:
    """A logistic regression on the named evidence, and the probability it refuses below.

    The bound of a language is that of predictions made in cross-validation: it refuses no more
    answerable questions than allowed, but every off-topic one.
    """
    import numpy as np
    from sklearn.linear_model import LogisticRegression
    from sklearn.metrics import roc_auc_score
    from sklearn.model_selection import cross_val_predict
    from sklearn.pipeline import make_pipeline
    from sklearn.preprocessing import StandardScaler

    values = np.array([[e.values[name] for name in names] for e in found])
    labels = np.array([e.answerable for e in found])
    pipeline = make_pipeline(StandardScaler(), LogisticRegression())
    predicted = cross_val_predict(pipeline, values, labels, cv=10, method="predict_proba")[:, 1]
    english = np.array([e.values["english"] > 0 for e in found])
    off_topic = np.array([e.off_topic for e in found])
    bounds = {
        language: max(
            float(np.quantile(predicted[labels & own], _REFUSED_WRONGLY)),
            float(predicted[off_topic & own].max(initial=0.0)) + _ABOVE,
        )
        for language, own in (("fr", ~english), ("en", english))
        if (labels & own).any()
    }
    refused = predicted < np.where(english, bounds.get("en", 0.0), bounds["fr"])
    log.info(
        "%s: area %.3f, %.0f %% refused of those not answerable at %.0f %% refused wrongly",
        ", ".join(names),
        roc_auc_score(labels, predicted),
        100 * refused[~labels].mean(),
        100 * _REFUSED_WRONGLY,
    )
    scaler, regression = pipeline.fit(values, labels)
    weights = regression.coef_[0] / scaler.scale_
    intercept = float(regression.intercept_[0] - (weights * scaler.mean_).sum())
    return {
        "intercept": round(intercept, 3),
        "weights": {n: round(float(w), 3) for n, w in zip(names, weights, strict=True)},
        "refused_below": {language: round(bound, 3) for language, bound in bounds.items()},
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
    found = list(examples(cases, Assistant(index, settings())))
    model = fit(found, EVIDENCE)
    if retrieval_index and questions:
        located = read_cases(questions)
        model = fit([*found, *examples(located, Assistant(retrieval_index, settings()))], EVIDENCE)
    output.write_text(json.dumps(model, indent=2) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
