"""Messages with the answers that settle them, from which is learnt what a new one leads to."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from assistant.triage.settling import FILE, settling_text
from evals.encoder.reworded import read_reworded
from evals.lines import read_bytes

if TYPE_CHECKING:
    from corpus.encoder import Encoder

FOLDER = Path(__file__).with_name("settled")


@dataclass(frozen=True, slots=True)
class Group:
    """A question as it is filed, with a short answer that nobody checked, and the messages that
    this settles.
    """

    asked: str
    answer: str
    messages: tuple[str, ...]


def read_groups() -> list[Group]:
    """The groups that ship, but for those that the model of duplicates is fitted on."""
    reworded = [Group(one.asked, one.answer, one.same) for one in read_reworded() if not one.aside]
    lines = [
        line for file in sorted(FOLDER.glob("*.jsonl")) for line in read_bytes(file).splitlines()
    ]
    written = [
        Group(one["asked"], one["answer"], tuple(one["same"])) for one in map(json.loads, lines)
    ]
    return [*reworded, *written]


def write_settled(groups: Sequence[Group], encoder: "Encoder", output: Path = FILE) -> None:
    """Encode messages and answers, in eight bits; a filed question is a message too."""
    import numpy as np

    texts = [
        (text, place) for place, one in enumerate(groups) for text in (one.asked, *one.messages)
    ]
    messages = encoder.queries([text for text, _ in texts])
    answers = encoder.passages([settling_text(one.asked, one.answer) for one in groups])
    scale = np.float32(max(np.abs(messages).max(), np.abs(answers).max()) / 127)
    np.savez(
        output,
        messages=np.round(messages / scale).astype(np.int8),
        of=np.array([place for _, place in texts], dtype=np.int16),
        answers=np.round(answers / scale).astype(np.int8),
        scale=scale,
    )
