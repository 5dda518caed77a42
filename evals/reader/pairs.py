"""What the reader learns from: questions with windows that answer, beside windows that do not."""

import json
from dataclasses import asdict, dataclass
from pathlib import Path

from pydantic import TypeAdapter


@dataclass(frozen=True, slots=True)
class Pair:
    """A question and a window; `answering` are spans of the answering sentences in the window."""

    question: str
    title: str
    window: str
    answers: bool
    construction: str
    answering: tuple[tuple[int, int], ...] = ()


@dataclass(frozen=True, slots=True)
class Group:
    """Pairs that are contrasted with each other; `aside` groups are for evaluation alone."""

    source: str
    aside: bool
    pairs: tuple[Pair, ...]


def write_groups(groups: list[Group], file: Path) -> None:
    """One group a line."""
    with file.open("w", encoding="utf-8") as lines:
        lines.writelines(json.dumps(asdict(g), ensure_ascii=False) + "\n" for g in groups)


def read_groups(file: Path) -> list[Group]:
    """What `write_groups` wrote."""
    adapter = TypeAdapter(Group)
    with file.open("rb") as lines:
        return [adapter.validate_json(line) for line in lines]
