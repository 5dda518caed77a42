"""Has the triage fallen below the recorded version? On a small sample of `tune`."""

from collections.abc import Iterator, Sequence
from dataclasses import asdict, replace
from hashlib import sha256
from pathlib import Path

from corpus.settings import Settings
from evals.metrics.triage import ScoredRow, score_row, triage_figures
from evals.smoke import TODAY, Smoke
from evals.smoke import sample as drawn
from evals.triage_cases import TriageCases
from evals.triaged.asked import deciding

RECORDED = Path(__file__).parent.parent / "smoke-triage.json"
_SIZE = 24
_HELD = ("decision_right", "decision_cost", "never_to_jurist")


def sample(cases: TriageCases) -> TriageCases:
    """Rows of `tune` that nobody picks, with the answered questions of that half."""
    rows = drawn(cases.rows, _SIZE)
    answered = tuple(one for one in cases.answered if one.split == "tune")
    return replace(cases, rows=tuple(rows), answered=answered, pairs=())


def triaged(cases: TriageCases, index: Path, settings: Settings) -> list[ScoredRow]:
    """The rows with what the triage makes of them on the fixed day, scored."""
    made = settings.model_copy(update={"today": TODAY, "llm": ""})
    triage = deciding(index, made)([one.answered for one in cases.answered])
    decided = [(row, triage.row(row.id, row.question)) for row in cases.rows]
    return [ScoredRow(row, what, score_row(row, what)) for row, what in decided]


def smoke(rows: Sequence[ScoredRow]) -> Smoke:
    """What is recorded of a sample: of so few rows only what counts all of them."""
    held = {name: figure for name, figure in triage_figures(rows).items() if name in _HELD}
    asked = repr([asdict(row.case) for row in rows])
    return Smoke(len(rows), sha256(asked.encode()).hexdigest(), held)


def given_away(rows: Sequence[ScoredRow]) -> Iterator[str]:
    """The rows on a subject that is never answered automatically and that is not the jurist's."""
    for row in rows:
        if row.scores.never_to_jurist == 0:
            yield f"{row.case.id} : un sujet réservé n’est pas confié au juriste"
