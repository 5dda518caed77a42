"""Which questions the models of the triage are fitted on, and how they are labelled."""

import json
import tomllib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from assistant.triage.mail import questions_of
from assistant.triage.never import subjects
from assistant.triage.theme import THEMES, field_examples_by_theme
from assistant.triage.types import Answered
from evals.cases import SHIPPED, read_cases
from evals.encoder.reworded import Reworded, read_reworded
from evals.lines import read_bytes

_HERE = Path(__file__).parent
# Labelled rows, pairs and answered questions; only their `tune` half is fitted on.
ROWS = SHIPPED.with_name("triage.jsonl")
OFF_TOPIC = "hors_perimetre"
# A question answered before, as it comes once more.
_ASKED_AGAIN = "Bonjour, pouvez-vous me dire : {}"


@dataclass(frozen=True, slots=True)
class Example:
    """A question with what is known of it; `off_topic` is a label, `theme` may be empty; `row` is
    the id of the labelled row, empty where it is none.
    """

    text: str
    off_topic: bool = False
    theme: str = ""
    row: str = ""


@dataclass(frozen=True, slots=True)
class Pair:
    """Two questions, and whether an answer to one serves for the other; `group` names those that
    are kept or left out together, `answer` what the other was answered, where that is known.
    """

    text: str
    other: str
    same: bool
    group: str
    answer: str = ""


def tune(path: Path, kind: str) -> list[dict[str, Any]]:
    """The lines of one kind of the `tune` half of a file of labelled rows."""
    lines = (json.loads(line) for line in read_bytes(path).splitlines() if line.strip())
    return [line for line in lines if line["kind"] == kind and line["split"] == "tune"]


def examples(rows: Path) -> list[Example]:
    """Every question that the models are fitted on."""
    return [*_own(), *_cases(), *_rows(rows)]


@dataclass(frozen=True, slots=True)
class Filed:
    """A question with the theme that it was filed under, and the one under which a colleague might
    as well have filed it, if there is one.
    """

    question: str
    theme: str
    also: str = ""


def filed() -> list[Filed]:
    """The questions of which nothing but a theme is known."""
    lines = read_bytes(_HERE / "filed.jsonl").splitlines()
    return [Filed(**line) for line in map(json.loads, lines)]


def answered(rows: Path) -> list[Answered]:
    """The questions answered before of the `tune` half."""
    names = ("id", "question", "answer", "theme", "updated")
    return [Answered(**{name: line[name] for name in names}) for line in tune(rows, "answered")]


def pairs(rows: Path) -> list[Pair]:
    """The labelled pairs of the `tune` half, and our own."""
    labelled = [
        Pair(line["a"], line["b"], line["label"] == "duplicate", line["id"])
        for line in tune(rows, "pair")
    ]
    return [*labelled, *_own_pairs()]


def asked_again(rows: Path) -> Iterator[Pair]:
    """The answered questions of the `tune` half as they were asked, and with a mail's words."""
    for one in answered(rows):
        for text in (one.question, _ASKED_AGAIN.format(one.question.lower())):
            yield Pair(text, one.question, True, f"again-{one.id}", one.answer)


def reworded_pairs() -> Iterator[Pair]:
    """Questions put in other words that no encoder was trained on, and lookalikes of theirs."""
    for number, one in enumerate(_reworded()):
        for same, texts in ((True, one.same), (False, one.other)):
            for text in texts:
                yield Pair(text, one.asked, same, f"reworded{number}", one.answer)


def reworded() -> tuple[list[Answered], list[tuple[str, str, str]]]:
    """Questions put in other words that no encoder was trained on, half of them answered before.

    The answered ones, then each rewording as a row: an id, its question, the id that it repeats or
    nothing.
    """
    groups = _reworded()
    known = [
        Answered(f"reworded{number}", group.asked, group.answer, group.theme, "2026-01-01")
        for number, group in enumerate(groups)
        if number % 2
    ]
    rows = [
        (f"reworded{number}:{place}", " ".join(questions_of(text)), f"reworded{number}")
        for number, group in enumerate(groups)
        for place, text in enumerate(group.same)
    ]
    answered_ids = {one.id for one in known}
    return known, [(row, text, of if of in answered_ids else "") for row, text, of in rows]


def _reworded() -> list[Reworded]:
    return [group for group in read_reworded() if group.aside]


def _own() -> Iterator[Example]:
    for theme, texts in _table("questions.toml").items():
        for text in texts:
            known = "" if theme == OFF_TOPIC else theme
            yield Example(text, off_topic=theme == OFF_TOPIC, theme=known)
    for theme in THEMES:
        for text in field_examples_by_theme(theme):
            yield Example(text, theme=theme)
    for subject in subjects():
        yield from (Example(text) for text in (*subject.examples, *subject.others))


def _cases() -> Iterator[Example]:
    for case in read_cases(SHIPPED):
        if case.split == "tune" and not case.history:
            yield Example(case.question, off_topic=case.label == "off_topic")


def _rows(path: Path) -> Iterator[Example]:
    for line in tune(path, "row"):
        yield Example(
            " ".join(questions_of(line["question"])),
            off_topic=line["decision"] == OFF_TOPIC,
            theme="" if line["decision"] == OFF_TOPIC else line["theme"],
            row=line["id"],
        )
    for line in tune(path, "answered"):
        yield Example(line["question"], theme=line["theme"])


def _own_pairs() -> Iterator[Pair]:
    for number, group in enumerate(_table("pairs.toml")["group"]):
        others: Sequence[str] = group["other"]
        for text in group["same"]:
            yield Pair(text, group["question"], True, f"own{number}")
        for text in others:
            yield Pair(text, group["question"], False, f"own{number}")


def _table(name: str) -> dict[str, Any]:
    return tomllib.loads((_HERE / name).read_text(encoding="utf-8"))
