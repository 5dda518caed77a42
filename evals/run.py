"""How does this version do on a set of questions: retrieval, answers, refusals."""

import tempfile
from dataclasses import dataclass
from pathlib import Path

from assistant.answer import Assistant
from corpus.errors import AssistantError
from corpus.settings import Settings
from evals.cases import Case
from evals.metrics import has_key_facts, recall_at, right_document_first, section_rank, share
from ingest.pipeline import ingest

# Hits asked for: enough that ten distinct sections are among them.
_HITS = 60


@dataclass(frozen=True, slots=True)
class Result:
    """The figures of one run, shares between 0 and 1; None where no question tells."""

    questions: int
    recall_at_1: float | None
    recall_at_5: float | None
    recall_at_10: float | None
    answerable: int
    right_document_first: float | None
    key_facts: float | None
    refused_wrongly: float | None
    off_topic_answered: float | None
    near_misses_answered: float | None
    answer_words_median: int | None


def run(
    cases: list[Case], settings: Settings, index: Path, documents: Path | None = None
) -> Result:
    """Score the cases on an index, or on one made of a file of documents for this run."""
    if documents is None:
        return _score(cases, Assistant(index, settings))
    with tempfile.TemporaryDirectory() as folder:
        skipped = ingest([str(documents)], Path(folder), settings).skipped
        if skipped:
            raise AssistantError(f"« {documents} » n'a pas été lu : {skipped[0].reason}.")
        return _score(cases, Assistant(Path(folder), settings))


def _score(cases: list[Case], assistant: Assistant) -> Result:
    located = [case for case in cases if case.section_id]
    ranks = [section_rank(case, assistant.search(case.question, _HITS)) for case in located]
    answers = {case.id: assistant.ask(case.question) for case in cases if not case.section_id}
    answerable = [c for c in cases if c.label == "answerable" and not c.section_id]
    lengths = sorted(
        len(answers[case.id].text.split())
        for case in answerable
        if answers[case.id].status != "refused"
    )

    def answered(*labels: str) -> float | None:
        return share(answers[c.id].status != "refused" for c in cases if c.label in labels)

    return Result(
        questions=len(cases),
        recall_at_1=recall_at(ranks, 1),
        recall_at_5=recall_at(ranks, 5),
        recall_at_10=recall_at(ranks, 10),
        answerable=len(answerable),
        right_document_first=share(right_document_first(c, answers[c.id]) for c in answerable),
        key_facts=share(has_key_facts(c, answers[c.id]) for c in answerable),
        refused_wrongly=share(answers[c.id].status == "refused" for c in answerable),
        off_topic_answered=answered("off_topic"),
        near_misses_answered=answered("near_miss", "absent"),
        answer_words_median=lengths[len(lengths) // 2] if lengths else None,
    )
