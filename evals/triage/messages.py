"""Messages sent to the FAQ juridique, with what the fiches hold of each, to learn from."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

import numpy as np

from assistant.answer import Assistant
from assistant.finding import looked_at
from assistant.timing import Clock
from assistant.triage.asked import understood
from assistant.triage.choice import Likely
from assistant.triage.filed import ANSWERED, EVIDENCE, HELD, gate_likely, row_evidence
from assistant.triage.mail import questions_of
from corpus.index import Index
from corpus.types import Level
from evals.lines import read_folder
from evals.triage.linear import regression, table, unseen, written

Array = np.ndarray[Any, np.dtype[np.float64]]

Held = Literal["yes", "partly", "no"]
FOLDER = Path(__file__).with_name("messages")
_STRENGTH = 1.0


@dataclass(frozen=True, slots=True)
class Message:
    """A message, whether the fiches hold all, a part or nothing of what it asks, and the sentences
    that do, or the nearest section.
    """

    message: str
    held: Held
    about: tuple[str, ...]


def read_messages() -> list[Message]:
    """The messages that ship, in the order of their files."""
    return [
        Message(one["message"], one["held"], tuple(one["about"])) for one in read_folder(FOLDER)
    ]


@dataclass(frozen=True, slots=True)
class Row:
    """A row's evidence, and what the gate says of it by its parts."""

    evidence: dict[str, float]
    by_gate: Likely


def row_of(assistant: Assistant, index: Index, text: str, level: Level | None = None) -> Row:
    """What is known of a row.

    ValueError where nothing was anticipated of its passages: the models are fitted on what was.
    """
    asked = questions_of(text)
    question = understood(text, asked, level, index, assistant.models.resolver)
    looked = looked_at(index, assistant.models, question, Clock())
    evidence = row_evidence(index, assistant.models, asked, looked)
    if evidence is None:
        raise ValueError(f"no anticipated questions are known of the passages of {text!r}")
    return Row(evidence, gate_likely(looked))


class Rows:
    """How the evidence of a row tells whether the fiches answer it, and whether they hold any."""

    def __init__(self, found: Sequence[Row], held: Sequence[Held]) -> None:
        """Fitted on messages, with what each is labelled."""
        values = table([one.evidence for one in found], EVIDENCE)
        scale = values.std(axis=0)
        labels = {ANSWERED: [one == "yes" for one in held], HELD: [one != "no" for one in held]}
        fresh = {name: regression(_STRENGTH, balanced=False) for name in labels}
        # What each message gets from regressions that did not see its label.
        self.unseen = _likely(
            *(unseen(fresh[name], values / scale, own)[:, 1] for name, own in labels.items())
        )
        self._models = {name: fresh[name].fit(values / scale, own) for name, own in labels.items()}
        for model in self._models.values():
            model.coef_ /= scale

    def of(self, found: Sequence[Row]) -> list[Likely]:
        """What other rows get."""
        values = table([one.evidence for one in found], EVIDENCE)
        return _likely(*(model.predict_proba(values)[:, 1] for model in self._models.values()))

    def written(self) -> dict[str, Any]:
        """The models as JSON values."""
        return {name: written(model, 0, EVIDENCE, name) for name, model in self._models.items()}


def _likely(answered: Array, held: Array) -> list[Likely]:
    pairs = zip(answered.tolist(), held.tolist(), strict=True)
    return [Likely(one, other, learnt=True) for one, other in pairs]
