"""In what order is the triage asked, scored and written? Reads as the list of stages."""

import logging
import time
from dataclasses import asdict
from datetime import datetime
from pathlib import Path
from typing import Any

from corpus.errors import AssistantError
from corpus.settings import Settings
from evals import folder as f
from evals.fingerprint import Fingerprint, claim, code_hash, fingerprint
from evals.kept import Kept, unchanged
from evals.run import Done, Wanted, default_folder, may_be_read
from evals.triage_cases import SHIPPED, TriageCases, is_shipped, read_triage_cases
from evals.triaged.asked import AskingTriage, asked, deciding
from evals.triaged.report import triage_report
from evals.triaged.results import Results, write_triage_results
from evals.triaged.summary import triage_summary

log = logging.getLogger(__name__)
# What scores a decision: figures that other versions of it gave do not compare.
SCORING = ("evals/metrics", "evals/triage_cases.py")


def run_triage(wanted: Wanted, settings: Settings) -> Done:
    """Triage the rows and pairs, score what is made of them and fill the output folder."""
    started = time.monotonic()
    path = wanted.questions or SHIPPED
    cases = read_triage_cases(path, wanted.split)
    if not cases.rows:
        raise _nothing(path, cases)
    made = fingerprint(asked(cases), settings, wanted.index)
    folder = wanted.output or default_folder(wanted, made, "triage-")
    with f.alone(folder):
        claim(folder, made)
        results = _results(wanted.index, settings, cases, made.generation, folder)
        shipped = is_shipped(wanted.questions)
        summary = _heads(wanted, made, cases) | triage_summary(results)
        summary["tuned"] = shipped and any(row.split == "tune" for row in cases.rows)
        summary["seconds"] = round(time.monotonic() - started, 1)
        write_triage_results(folder, results)
        f.write_summary(folder, summary)
        readable = Results(
            tuple(row for row in results.rows if may_be_read(row.case, shipped)),
            tuple(pair for pair in results.pairs if may_be_read(pair.case, shipped)),
        )
        answered = {case.id: case.question for case in cases.answered}
        f.write_whole(folder / f.REPORT, triage_report(summary, readable, answered))
    return Done(folder, summary, (), cases.broken)


def _results(
    index: Path, settings: Settings, cases: TriageCases, generation: str, folder: Path
) -> Results:
    kept = Kept(folder, unchanged(index, generation))
    asking = AskingTriage(deciding(index, settings), kept, cases)
    return Results(tuple(asking.rows()), tuple(asking.pairs()))


def _heads(wanted: Wanted, made: Fingerprint, cases: TriageCases) -> dict[str, Any]:
    """What was evaluated: program, index, day, how many rows, pairs and answered questions."""
    return {
        "system": "triage",
        "date": datetime.now().astimezone().isoformat(timespec="seconds"),
        "split": wanted.split or "",
        "run": asdict(made),
        "scoring": code_hash(SCORING),
        "cases": len(cases.rows),
        "pairs": len(cases.pairs),
        "answered_before": len(cases.answered),
        "questions_left_out": [asdict(line) for line in cases.broken],
    }


def _nothing(path: Path, cases: TriageCases) -> AssistantError:
    first = next(iter(cases.broken), None)
    why = f" (ligne {first.line} : {first.reason})" if first else ""
    return AssistantError(
        f"Il n'y a aucune ligne à trier dans « {path} »{why} : corrigez-la, ou donnez un autre "
        "fichier ou une autre moitié."
    )
