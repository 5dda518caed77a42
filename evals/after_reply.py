"""Fit what is doubted after a reply anew: `python -m evals.after_reply --index KITS`.

Of each question of the conversations kept beside the cases, graders said how far what was quoted
for it says what is asked.
"""

import hashlib
import json
import logging
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import click
from pydantic import TypeAdapter

from assistant.after_reply import EVIDENCE, READ, SHOWN, WEIGHTS
from assistant.answer import Assistant
from assistant.finding import considered, evidence_of, found_in
from assistant.timing import Clock
from evals.cases import SHIPPED
from evals.lines import read_bytes

CONVERSATIONS = SHIPPED.with_name("conversations.jsonl")
# Each regression's evidence, and its bound: above it less is stated that says nothing of what is
# asked than with the rules before it, and no less that says all (decision 19).
_FITS = ((EVIDENCE, 0.65), (READ, 0.63), (SHOWN, 0.6))
_PENALTY = 0.1
_FOLDS = 10

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Conversation:
    """The messages of a person, oldest first, and the grades of what was quoted for each question:
    full, part or no, by the number of its message and the digest of how it was read.

    `id` begins with its writer's name.
    """

    id: str
    messages: tuple[str, ...]
    grades: dict[str, str]

    @property
    def writer(self) -> str:
        """Who wrote it."""
        return self.id.partition("-")[0]


@dataclass(frozen=True, slots=True)
class Graded:
    """The evidence on a question that the gate takes for answered, with its grade."""

    writer: str
    values: Mapping[str, float]
    grade: str


def read_conversations() -> list[Conversation]:
    """The conversations that ship."""
    lines = read_bytes(CONVERSATIONS).splitlines()
    return list(map(TypeAdapter(Conversation).validate_json, lines))


def graded(assistant: Assistant) -> Iterator[Graded]:
    """Each graded question that follows a reply and is read as it was when it was graded."""
    models = assistant.models
    for one in read_conversations():
        for number in range(1, len(one.messages)):
            text, said = one.messages[number], one.messages[:number]
            with assistant.reading() as index:
                question, replies = assistant.read_in(index, text, said)
                shown = [reply.citations for reply in reversed(replies)]
                looked = considered(index, models, question, Clock())
                found = found_in(index, models, question, looked, Clock(), shown)
                for part, seen, taken in zip(question.parts, looked, found, strict=True):
                    grade = one.grades.get(f"{number + 1}: {_digest(part.text)}")
                    if grade and seen.decision.verdict == "answers":
                        values = evidence_of(index, models, seen, taken.extracts, shown)
                        if values and set(values) == set(EVIDENCE):
                            yield Graded(one.writer, values, grade)


def _digest(text: str) -> str:
    """A reading may repeat the words of a page, which are not kept here."""
    return hashlib.sha256(text.encode()).hexdigest()[:12]


@click.command()
@click.option("--index", type=click.Path(exists=True, path_type=Path), required=True)
@click.option("--output", type=click.Path(path_type=Path), default=WEIGHTS)
def main(index: Path, output: Path) -> None:
    """Write the weights, and say what they leave in doubt of those kept aside in turn."""
    import numpy as np
    from sklearn.linear_model import LogisticRegression
    from sklearn.metrics import roc_auc_score
    from sklearn.model_selection import GroupKFold, cross_val_predict
    from sklearn.pipeline import make_pipeline
    from sklearn.preprocessing import StandardScaler

    from corpus.settings import settings

    logging.basicConfig(level=logging.INFO, format="%(message)s")
    found = list(graded(Assistant(index, settings())))
    grades = np.array([one.grade for one in found])
    says = grades != "no"
    written = []
    for names, bound in _FITS:
        values = np.array([[one.values[name] for name in names] for one in found])
        model = make_pipeline(StandardScaler(), LogisticRegression(C=_PENALTY))
        aside = cross_val_predict(
            model,
            values,
            says,
            groups=[one.writer for one in found],
            cv=GroupKFold(_FOLDS),
            method="predict_proba",
        )[:, 1]
        area = roc_auc_score(says, aside)
        log.info("%s: %d questions, area under the curve %.3f", ", ".join(names), len(found), area)
        for grade in ("full", "part", "no"):
            own = grades == grade
            log.info("%s: %d of %d in doubt", grade, (aside[own] < bound).sum(), own.sum())
        scaler, regression = model.fit(values, says)
        slopes = regression.coef_[0] / scaler.scale_
        weights = dict(zip(names, map(float, slopes), strict=True))
        intercept = float(regression.intercept_[0] - slopes @ scaler.mean_)
        written.append({"intercept": intercept, "weights": weights, "doubtful_below": bound})
    output.write_text(json.dumps(written, indent=2) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
