"""How are the questions of a run asked? So that a killed run goes on where it stopped."""

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from assistant.answer import Assistant
from assistant.types import answer_json
from corpus.runs import Progress
from evals.cases import Case
from evals.fingerprint import ANSWERS, SEARCHES
from evals.folder import writing
from evals.metrics import Ranked, ranked
from evals.said import Said, parse_said
from evals.systems.modes import used_for
from evals.systems.usage import watching

# Hits asked for: enough that ten distinct sections are among them.
_HITS = 60


@dataclass(frozen=True, slots=True)
class Asking:
    """The assistant that is asked, the folder that keeps what it says, and a check before each
    question that raises where the index is no longer the same.

    `tokens` says whether answers tell what a language model read and wrote, 0 where none was asked.
    """

    assistant: Assistant
    folder: Path
    check: Callable[[], None]
    tokens: bool

    def ask_all(self, cases: Sequence[Case]) -> list[Said]:
        """What is said to every case; answers that the folder holds are not asked again."""

        def ask(case: Case) -> dict[str, Any]:
            with watching() as usage:
                answer = self.assistant.ask(case.question, list(case.history))
            return answer_json(answer, case.id) | (used_for(answer, usage) if self.tokens else {})

        return [parse_said(row) for row in self._kept("questions", cases, ask, ANSWERS)]

    def search_all(self, cases: Sequence[Case]) -> list[Ranked]:
        """The sections found for the cases whose section is known, best first."""

        def search(case: Case) -> dict[str, Any]:
            found = ranked(case, self.assistant.search(case.question, _HITS))
            return {"id": case.id, "found": found.found}

        located = [case for case in cases if case.section_id]
        rows = self._kept("searches", located, search, SEARCHES)
        return [
            Ranked(case.id, (case.section_id,), tuple(row["found"]))
            for case, row in zip(located, rows, strict=True)
        ]

    def _kept(
        self, what: str, cases: Sequence[Case], work: Callable[[Case], dict[str, Any]], name: str
    ) -> list[dict[str, Any]]:
        """The row of each case, from the file or made now and added to it, a line at a time."""
        with writing(self.folder):
            rows = _whole_lines(self.folder / name)
        left = [case for case in cases if case.id not in rows]
        progress = Progress(what, len(left))
        for case in left:
            self.check()
            rows[case.id] = work(case)
            line = json.dumps(rows[case.id], ensure_ascii=False) + "\n"
            with writing(self.folder), (self.folder / name).open("ab") as file:
                file.write(line.encode("utf-8", "replace"))
            progress.advance(1)
        return [rows[case.id] for case in cases]


def _whole_lines(path: Path) -> dict[str, dict[str, Any]]:
    """The rows of a file by id; a last line that was cut off is removed from it."""
    if not path.exists():
        return {}
    data = path.read_bytes()
    whole = data[: data.rfind(b"\n") + 1]
    if len(whole) < len(data):
        with path.open("r+b") as file:
            file.truncate(len(whole))
    return {row["id"]: row for row in map(json.loads, whole.splitlines())}
