"""The questions put in other words that were written for the training, beside lookalikes."""

from dataclasses import dataclass
from pathlib import Path

from evals.lines import read_folder
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
    return [
        Reworded(r["theme"], r["asked"], r["answer"], tuple(r["same"]), tuple(r["other"]))
        for r in read_folder(_FOLDER)
    ]
