"""How are the questions of a run asked? With nothing that their labels say."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from assistant.answer import Assistant
from assistant.types import answer_json
from evals.cases import Case
from evals.fingerprint import ANSWERS, SEARCHES
from evals.kept import Kept
from evals.metrics import Ranked, ranked
from evals.said import Said, parse_said
from evals.systems.modes import used_for
from evals.systems.usage import watching

if TYPE_CHECKING:
    from pydantic import TypeAdapter

# Hits asked for: enough that ten distinct sections are among them.
_HITS = 60


@dataclass(frozen=True, slots=True)
class _Found:
    """A line of searches: the distinct sections found for a case, best first."""

    id: str
    found: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Asking:
    """The assistant that is asked, and what keeps what it says.

    `tokens` says whether answers tell what a language model read and wrote, 0 where none was asked.
    """

    assistant: Assistant
    kept: Kept
    tokens: bool

    def ask_all(self, cases: Sequence[Case]) -> list[Said]:
        """What is said to every case; answers that the folder holds are not asked again, but for
        those that a language model gave nothing for.
        """

        def ask(case: Case) -> dict[str, Any]:
            with watching() as usage:
                answer = self.assistant.ask(case.question, list(case.history), case.level, case.kit)
            return answer_json(answer, case.id) | (used_for(answer, usage) if self.tokens else {})

        return self.kept.rows(
            "Questions posées", cases, ask, ANSWERS, parse_said, lambda said: said.fell_back
        )

    def search_all(self, cases: Sequence[Case]) -> list[Ranked]:
        """The sections found for the cases whose section is known, best first."""

        def search(case: Case) -> dict[str, Any]:
            found = ranked(case, self.assistant.search(case.question, _HITS, case.level, case.kit))
            return {"id": case.id, "found": found.found}

        located = [case for case in cases if case.section_id]
        rows = self.kept.rows("Recherches", located, search, SEARCHES, _adapter().validate_python)
        return [
            Ranked(case.id, (case.section_id,), row.found)
            for case, row in zip(located, rows, strict=True)
        ]


@lru_cache(maxsize=1)
def _adapter() -> "TypeAdapter[_Found]":
    from pydantic import TypeAdapter

    return TypeAdapter(_Found)
