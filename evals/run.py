"""How does this version do on a set of questions: retrieval, answers, refusals."""

import tempfile
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from assistant.answer import Assistant
from assistant.types import Answer
from corpus.errors import AssistantError
from corpus.settings import Settings
from evals import metrics as m
from evals.cases import Case
from ingest.pipeline import ingest

# Hits asked for: enough that ten distinct sections are among them.
_HITS = 60
# Cases that are reported by kind, apart from the questions by label.
_APART = ("follow_up", "multi_part", "english", "paraphrase", "noisy")


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
    answer_words_median: int | None
    answer_words_longest: int | None


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
    ranks = [m.section_rank(case, assistant.search(case.question, _HITS)) for case in located]
    answers = {
        case.id: assistant.ask(case.question, list(case.history))
        for case in cases
        if not case.section_id
    }
    own = [c for c in cases if not c.section_id and c.kind not in _APART]
    answerable = [c for c in own if c.label == "answerable"]
    lengths = sorted(
        len(answers[case.id].text.split())
        for case in answerable
        if answers[case.id].status != "refused"
    )

    def of_kind(kind: str) -> Iterable[Case]:
        return (case for case in cases if case.kind == kind)

    return Result(
        questions=len(cases),
        recall_at_1=m.recall_at(ranks, 1),
        recall_at_5=m.recall_at(ranks, 5),
        recall_at_10=m.recall_at(ranks, 10),
        answerable=len(answerable),
        right_document_first=m.share(m.right_document_first(c, answers[c.id]) for c in answerable),
        key_facts=m.share(m.has_key_facts(c, answers[c.id]) for c in answerable),
        refused_wrongly=m.share(m.refused_wrongly(answers[c.id]) for c in answerable),
        off_topic_answered=m.share(
            answers[c.id].status != "refused" for c in own if c.label == "off_topic"
        ),
        near_misses_answered=m.share(
            answers[c.id].status == "answered" for c in own if c.label in ("near_miss", "absent")
        ),
        follow_ups_right=m.share(m.right(c, answers[c.id]) for c in of_kind("follow_up")),
        multi_part_right=m.share(m.right(c, answers[c.id]) for c in of_kind("multi_part")),
        english_right=m.share(m.right(c, answers[c.id]) for c in of_kind("english")),
        paraphrases_same=_same(answers, of_kind("paraphrase")),
        noisy_same=_same(answers, of_kind("noisy")),
        answer_words_median=lengths[len(lengths) // 2] if lengths else None,
        answer_words_longest=lengths[-1] if lengths else None,
    )


def _same(answers: dict[str, Answer], cases: Iterable[Case]) -> float | None:
    return m.share(m.same_answer(c, answers[c.id], answers[c.of]) for c in cases if c.of in answers)
