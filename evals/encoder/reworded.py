"""The questions put in other words that were written for the training, beside lookalikes."""

import json
from dataclasses import dataclass
from pathlib import Path

from evals.reader.constructions import aside

_FOLDER = Path(__file__).with_name("questions")
# One group in eight is kept aside.
_ASIDE = 8


@dataclass(frozen=True, slots=True)
class Reworded:
    """A question with its theme and a short answer, three others that ask the same, and two in
    nearly its words that do not; `aside` ones are not trained on.

    The answers were written for their wording and checked by nobody: they are no source.
    """

    theme: str
    asked: str
    answer: str
    same: tuple[str, ...]
    other: tuple[str, ...]

    @property
    def aside(self) -> bool:
        """Whether it is kept for evaluation."""
        return aside(self.asked, _ASIDE)


def read_reworded() -> list[Reworded]:
    """All of them, in the order of their files."""
    rows = (
        json.loads(line)
        for file in sorted(_FOLDER.glob("*.jsonl"))
        for line in file.read_text("utf-8").splitlines()
    )
    return [
        Reworded(r["theme"], r["asked"], r["answer"], tuple(r["same"]), tuple(r["other"]))
        for r in rows
    ]
