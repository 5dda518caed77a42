"""In what order are the cases asked, scored and written? Reads as the list of stages."""

import logging
import time
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from assistant.answer import Assistant
from corpus.errors import AssistantError
from corpus.index import open_documents, open_manifest
from corpus.settings import Settings
from corpus.types import Document
from evals import folder as f
from evals.asked import Asking
from evals.cases import Case, OfSplit, is_shipped
from evals.chosen import chosen
from evals.fingerprint import SCORING, Fingerprint, claim, code_hash, file_hash, fingerprint
from evals.given import given_answers
from evals.judge.opening import open_judge
from evals.judge.opinions import judged
from evals.judge.summary import judge_summary
from evals.judge.types import Judge, Judged, Named
from evals.judge.verdicts import Verdicts
from evals.kept import Kept, unchanged
from evals.lines import BrokenLine
from evals.metrics import Ranked, Scored, score, with_missing
from evals.report import report
from evals.said import Said
from evals.summary import retrieval_summary, summarized
from ingest.pipeline import ingest

log = logging.getLogger(__name__)
# Where runs go that name no folder.
_HOME = Path("var/evals")
# The questions on whose half the search was tuned (decision 3), by the hash of their file.
_TUNED_ON = "e45372b3f676b91f"


@dataclass(frozen=True, slots=True)
class Wanted:
    """What to evaluate: cases of a split, over an index or a file of documents; with `answers`,
    those of another system. `beside` are folders of other runs to show in the report; `judge` says
    whether quotes support what is said, beside the code.
    """

    index: Path
    output: Path | None = None
    documents: Path | None = None
    questions: Path | None = None
    answers: Path | None = None
    split: str | None = None
    beside: tuple[Path, ...] = ()
    judge: Named | None = None


@dataclass(frozen=True, slots=True)
class Done:
    """The folder that a run filled, its summary, and the lines of both files left out."""

    folder: Path
    summary: dict[str, Any]
    left_out: tuple[BrokenLine, ...]
    questions_left_out: tuple[BrokenLine, ...]


def run(wanted: Wanted, settings: Settings) -> Done:
    """Ask, or read the answers given, score them and fill the output folder."""
    started = time.monotonic()
    beside = [f.read_beside(other) for other in wanted.beside]
    judge = open_judge(wanted.judge, settings) if wanted.judge else None
    index = _index(wanted, settings)
    documents = open_documents(index, open_manifest(index)[1])
    asked = chosen(wanted.questions, wanted.split, documents)
    cases = asked.cases
    made = fingerprint([c.told for c in cases], settings, index, wanted.answers)
    folder = wanted.output or default_folder(wanted, made)
    with f.alone(folder):
        claim(folder, made)
        runs: list[Ranked] = []
        left_out: tuple[BrokenLine, ...] = ()
        if wanted.answers:
            given = given_answers(wanted.answers, cases, asked.unasked)
            said, left_out = given.said, given.broken
        else:
            said, runs = _said(cases, settings, index, made.generation, folder)
        log.info("Réponses à noter : %d", sum(not s.is_missing for s in said))
        by_id = {case.id: case for case in cases}
        scored = with_missing(
            [Scored(by_id[s.id], s, score(by_id[s.id], s, documents)) for s in said]
        )
        summary = _heads(wanted, made, cases, said, documents) | summarized(scored, documents)
        summary["retrieval"] = retrieval_summary(cases, runs, _is_tuned_on(wanted.questions))
        summary["left_out"] = [asdict(line) for line in left_out]
        summary["questions_left_out"] = [asdict(line) for line in asked.broken]
        titles = {document.document_id: document.title for document in documents.values()}
        opinions, judge_said = _opinions(judge, said, documents, folder)
        summary |= judge_said
        summary["seconds"] = round(time.monotonic() - started, 1)
        f.write_results(folder, scored, titles, opinions)
        f.write_summary(folder, summary)
        shipped = is_shipped(wanted.questions)
        readable = [s for s in scored if may_be_read(s.case, shipped)]
        own = summary | {"folder": folder.resolve().name}
        page = report(own, readable, beside, titles, opinions)
        f.write_whole(folder / f.REPORT, page)
    return Done(folder, summary, left_out, asked.broken)


def may_be_read(case: OfSplit, shipped: bool) -> bool:
    """Whether a case may be shown: nobody who tunes the program reads the shipped `test`."""
    return not shipped or case.split != "test"


def _index(wanted: Wanted, settings: Settings) -> Path:
    """The index to ask; that of a file of documents is made once and kept in the output folder."""
    if wanted.documents is None:
        return wanted.index
    index = (wanted.output or _HOME) / f"index-{file_hash(wanted.documents)[:8]}"
    skipped = ingest([str(wanted.documents)], index, settings).skipped
    if skipped:
        raise AssistantError(
            f"« {wanted.documents} » n'a pas été lu ({skipped[0].reason}) : corrigez-le."
        )
    return index


def default_folder(wanted: Wanted, made: Fingerprint, prefix: str = "") -> Path:
    """The folder of a run that names none: by its day, what it asks and its fingerprint."""
    what = wanted.answers or wanted.questions
    name = what.stem if what else f"{prefix}{wanted.split or 'all'}"
    return _HOME / f"{made.day}-{name}-{made.short}"


def _said(
    cases: Sequence[Case], settings: Settings, index: Path, generation: str, folder: Path
) -> tuple[tuple[Said, ...], list[Ranked]]:
    """What the assistant says to the cases, and the sections that it finds."""
    assistant = Assistant(index, settings)
    kept = Kept(folder, unchanged(index, generation))
    asking = Asking(assistant, kept, tokens=bool(settings.llm))
    runs = asking.search_all(cases)
    return tuple(asking.ask_all(cases)), runs


def _opinions(
    judge: Judge | None, said: Sequence[Said], documents: Mapping[str, Document], folder: Path
) -> tuple[dict[str, Judged], dict[str, Any]]:
    """What the judge says of each answer, and in all; nothing where there is no judge."""
    if judge is None:
        return {}, {}
    verdicts = Verdicts(judge, folder)
    opinions = judged(said, documents, verdicts)
    return opinions, {"judge": judge_summary(judge, opinions.values(), verdicts)}


def _is_tuned_on(questions: Path | None) -> bool:
    return questions is not None and file_hash(questions) == _TUNED_ON


def _heads(
    wanted: Wanted,
    made: Fingerprint,
    cases: Sequence[Case],
    said: Sequence[Said],
    documents: Mapping[str, Document],
) -> dict[str, Any]:
    """What was evaluated: system, program, index, day, questions, how many answers."""
    given = [s for s in said if not s.is_missing]
    return {
        "system": wanted.answers.stem if wanted.answers else "assistant",
        "models": sorted({s.model for s in given if s.model}),
        "date": datetime.now().astimezone().isoformat(timespec="seconds"),
        "split": wanted.split or "",
        "run": asdict(made),
        "scoring": code_hash(SCORING),
        "documents": len(documents),
        "cases": len(cases),
        "answers": len(given),
        "unanswered": [s.id for s in said if s.is_missing],
        "fallen_back": sum(s.fell_back for s in given),
        "tokens": _sums([s.tokens for s in given]),
    }


def _sums(tokens: Sequence[tuple[int, int] | None]) -> list[int] | None:
    """Tokens read and written in all; None where one answer does not tell its own."""
    told = [pair for pair in tokens if pair is not None]
    if not told or len(told) < len(tokens):
        return None
    return [sum(column) for column in zip(*told, strict=True)]
