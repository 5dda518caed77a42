"""Fit what is doubted after a reply anew: `python -m evals.after_reply --index KITS`.

Of each question of the conversations kept beside the cases, graders said how far what was quoted
for it says what is asked.
"""

import hashlib
import json
import logging
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import click
from pydantic import TypeAdapter

from assistant.after_reply import EVIDENCE, WEIGHTS, evidence
from assistant.answer import Assistant
from assistant.extracts import Extract
from assistant.finding import found_in, looked_at
from assistant.reader.reading import Readings
from assistant.timing import Clock
from evals.cases import SHIPPED
from evals.lines import read_bytes

CONVERSATIONS = SHIPPED.with_name("conversations.jsonl")
# Where it is as likely that the quotes say nothing of what is asked.
_BOUND = 0.5
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
    values: dict[str, float]
    grade: str


def read_conversations() -> list[Conversation]:
    """The conversations that ship."""
    lines = read_bytes(CONVERSATIONS).splitlines()
    return list(map(TypeAdapter(Conversation).validate_json, lines))


def graded(assistant: Assistant) -> Iterator[Graded]:
    """Each graded question that follows a reply and is read as it was when it was graded."""
    reader = assistant.models.reader
    assert reader is not None, "the reader is turned off"
    for one in read_conversations():
        for number in range(1, len(one.messages)):
            text, said = one.messages[number], one.messages[:number]
            with assistant.reading() as index:
                question, replies = assistant.read_in(index, text, said)
                shown = [reply.citations for reply in reversed(replies)]
                looked = looked_at(index, assistant.models, question, Clock())
                found = found_in(index, assistant.models, question, looked, Clock(), shown)
            before: list[Extract] = []
            for seen, taken in zip(looked, found, strict=True):
                grade = one.grades.get(f"{number + 1}: {_digest(seen.part.text)}")
                if grade and seen.decision.verdict == "answers" and seen.near and taken.extracts:
                    readings = Readings(reader, seen.part.own or seen.part.text)
                    given = (readings, seen.near, taken.extracts, before, shown)
                    yield Graded(one.writer, evidence(*given), grade)
                before += taken.extracts


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
    values = np.array([[one.values[name] for name in EVIDENCE] for one in found])
    grades = np.array([one.grade for one in found])
    says = grades != "no"
    model = make_pipeline(StandardScaler(), LogisticRegression(C=_PENALTY))
    aside = cross_val_predict(
        model,
        values,
        says,
        groups=[one.writer for one in found],
        cv=GroupKFold(_FOLDS),
        method="predict_proba",
    )[:, 1]
    log.info("%d questions, area under the curve %.3f", len(found), roc_auc_score(says, aside))
    for grade in ("full", "part", "no"):
        own = grades == grade
        log.info("%s: %d of %d in doubt", grade, (aside[own] < _BOUND).sum(), own.sum())
    scaler, regression = model.fit(values, says)
    slopes = regression.coef_[0] / scaler.scale_
    written = {
        "intercept": float(regression.intercept_[0] - slopes @ scaler.mean_),
        "weights": dict(zip(EVIDENCE, map(float, slopes), strict=True)),
        "doubtful_below": _BOUND,
    }
    output.write_text(json.dumps(written, indent=2) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
