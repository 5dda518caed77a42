"""`python -m ui`, with a stand-in for each part of the triage that this checkout does not hold."""

import csv
import json
import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from importlib.util import find_spec
from pathlib import Path
from types import ModuleType
from typing import Any

from assistant.answer import Assistant
from assistant.triage.types import Answered, Duplicate, Theme, Triaged
from corpus.types import Level


class Triage:
    """Decides by the status of the assistant's own answer."""

    def __init__(self, assistant: Assistant, answered: Any = ()) -> None:
        self._assistant = assistant
        self._answered: list[Answered] = list(answered)

    def row(
        self, id: str, question: str, level: Level | None = None, theme: Theme | None = None
    ) -> Triaged:
        answer = self._assistant.ask(question, level=level)
        same = [one for one in self._answered if one.question == question]
        alike = tuple(Duplicate(one.id, one.question, 1.0) for one in same)
        by_status = {"answered": "reponse_fiche", "partial": "reponse_partielle"}
        decision: Any = "doublon" if alike else by_status.get(answer.status, "juriste")
        reasons = (f"Les fiches donnent : {answer.status}.",)
        kept = answer if answer.citations else None
        found = self._assistant.search(question, 2, level)
        from assistant.citations import cite

        quotes = tuple(
            cite(n, hit, hit.passage.start, hit.passage.end) for n, hit in enumerate(found, 1)
        )
        return Triaged(
            id=id,
            question=question,
            decision=decision,
            theme=theme or "autre",
            level=level,
            confidence=answer.confidence,
            reasons=reasons,
            answer=kept,
            for_jurist=() if kept else quotes,
            duplicates=alike,
        )


def masked(text: str) -> str:
    return re.sub(r"\S+@\S+", "[courriel]", text)


@dataclass(frozen=True)
class Row:
    number: int
    id: str
    question: str
    level: Any = None
    theme: Any = None
    columns: dict[str, Any] = field(default_factory=dict)


def read_rows(path: Path) -> Iterator[Row]:
    own = ("id", "question", "level", "theme")
    if path.suffix == ".jsonl":
        records = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    else:
        with path.open(encoding="utf-8-sig", newline="") as file:
            records = list(csv.DictReader(file, delimiter=";"))
    for number, record in enumerate(records, 2):
        rest = {name: value for name, value in record.items() if name not in own}
        level = record.get("level") or None
        yield Row(number, str(record["id"]), record["question"], level, None, rest)


def harmless(cell: Any) -> str:
    text = str(cell)
    return f"'{text}" if text.startswith(("=", "+", "-", "@", "\t", "\r")) else text


def write_rows(path: Path, rows: Any) -> None:
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file, delimiter=";")
        writer.writerow(["id", "question", "decision"])
        writer.writerows([harmless(r[k]) for k in ("id", "question", "decision")] for r in rows())


def stand_in() -> None:
    """Put a stand-in where a module of the triage is missing."""
    wanted: dict[str, tuple[Any, ...]] = {
        "decide": (Triage,),
        "personal": (masked,),
        "table": (read_rows,),
        "written": (write_rows,),
        "cells": (harmless,),
    }
    for name, things in wanted.items():
        path = f"assistant.triage.{name}"
        if find_spec(path) is None:
            module = ModuleType(path)
            for thing in things:
                setattr(module, thing.__name__, thing)
            sys.modules[path] = module


if __name__ == "__main__":
    from ui.__main__ import main

    stand_in()
    main()
