"""How does this version do on a set of questions: retrieval, answers, refusals."""

import tempfile
from dataclasses import dataclass
from pathlib import Path

from assistant.answer import Assistant
from corpus.errors import AssistantError
from corpus.settings import Settings
from evals import metrics as m
from evals.cases import Case
from evals.said import said_of
from ingest.pipeline import ingest

# Hits asked for: enough that ten distinct sections are among them.
_HITS = 60


@dataclass(frozen=True, slots=True)
class Result:
    """The figures of one run, shares between 0 and 1; None where no question tells.

    `refused_wrongly` counts a partial answer to an answerable question half. The questions by
    label leave out the kinds that are reported apart.
    """

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
    follow_ups_right: float | None
    multi_part_right: float | None
    english_right: float | None
    paraphrases_same: float | None
    noisy_same: float | None
    answer_words_median: float | None
    answer_words_longest: float | None


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
    runs = [m.ranked(case, assistant.search(case.question, _HITS)) for case in located]
    found = {name: figure.value for name, figure in m.retrieval_figures(runs).items()}
    with assistant.reading() as index:
        documents = index.documents
    scored = []
    for case in cases:
        if not case.section_id:
            said = said_of(case.id, assistant.ask(case.question, list(case.history)))
            scored.append(m.Scored(case, said, m.score(case, said, documents)))
    values = {name: figure.value for name, figure in m.figures(scored).items()}
    return Result(
        questions=len(cases),
        recall_at_1=found["recall_at_1"],
        recall_at_5=found["recall_at_5"],
        recall_at_10=found["recall_at_10"],
        answerable=sum(s.case.label == "answerable" and s.case.kind not in m.APART for s in scored),
        right_document_first=values["right_document_first"],
        key_facts=values["key_facts"],
        refused_wrongly=values["refused_wrongly"],
        off_topic_answered=values["off_topic_answered"],
        near_misses_answered=values["near_misses_answered"],
        follow_ups_right=values["follow_ups_right"],
        multi_part_right=values["multi_part_right"],
        english_right=values["english_right"],
        paraphrases_same=values["paraphrases_same"],
        noisy_same=values["noisy_same"],
        answer_words_median=values["words_median"],
        answer_words_longest=values["words_longest"],
    )
