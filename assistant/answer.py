"""How a question becomes an answer, stage by stage."""

import time
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from threading import Lock

from assistant.citations import verify
from assistant.expected import lacking
from assistant.extractive import Extract, extract
from assistant.gate import Decision, decide
from assistant.question import understand
from assistant.search import distinct_texts, search
from assistant.types import Answer, Citation, Closest, Question, Statement
from assistant.wording import answer_text, reservations
from corpus.encoder import Encoder, open_encoder
from corpus.index import Index
from corpus.manifest import current_generation
from corpus.settings import Settings
from corpus.types import Hit, Level

MODEL = "extractive"
# How many passages are searched for an answer, and how many sections a refusal points to.
_SEARCHED = 12
_CLOSEST = 3
# A refusal points to sections only where the nearest has at least this probability.
_CLOSE = 0.12
# How often a refusal for what the passages lack was right on the labelled questions: 4 of 5.
_LACKING = 0.8


class Assistant:
    """Answers from the current generation of one index, which it follows as it is renewed."""

    def __init__(self, index: Path, settings: Settings) -> None:
        """Open the index; AssistantError where there is none that these settings can read."""
        self._path = index
        self.encoder = open_encoder(settings)
        self._lock = Lock()
        self._readers: Counter[Index] = Counter()
        self._newest = Index(index, self.encoder.name)

    @contextmanager
    def reading(self) -> Iterator[Index]:
        """The current generation, kept open for as long as the caller reads it."""
        with self._lock:
            if current_generation(self._path) != self._newest.generation:
                newer = Index(self._path, self.encoder.name)
                retired, self._newest = self._newest, newer
                if not self._readers[retired]:
                    retired.close()
            index = self._newest
            self._readers[index] += 1
        try:
            yield index
        finally:
            with self._lock:
                self._readers[index] -= 1
                if not self._readers[index]:
                    del self._readers[index]
                    if index is not self._newest:
                        index.close()

    def search(
        self, text: str, count: int, level: Level | None = None, kit: str | None = None
    ) -> list[Hit]:
        """The best passages for a question, best first."""
        with self.reading() as index:
            return search(index, self.encoder, understand(text, None, level, kit), count)

    def ask(
        self,
        text: str,
        history: list[str] | None = None,
        level: Level | None = None,
        kit: str | None = None,
    ) -> Answer:
        """One answer; `history` holds the earlier questions of the conversation, oldest first."""
        with self.reading() as index:
            return answer(index, self.encoder, understand(text, history, level, kit))


def answer(index: Index, encoder: Encoder, question: Question) -> Answer:
    """The answer to a question from one generation of an index, stage by stage."""
    clock = _Clock()
    hits = distinct_texts(search(index, encoder, question, _SEARCHED))
    clock.lap("search")
    decision = decide(index, question, hits)
    clock.lap("gate")
    if not decision.answers:
        return _refusal(question, hits, decision, clock)
    extracts = extract(index, encoder, question, hits)
    clock.lap("compose")
    missing = lacking(question.understood_as, [run.quote for run in extracts])
    if missing:
        return _refusal(question, hits, decision, clock, missing)
    statements, citations = verify(index, *_cited(extracts))
    clock.lap("verify")
    if not statements:
        return _refusal(question, hits, decision, clock)
    return replace(
        _blank(question, clock),
        status="answered",
        text=answer_text(question, statements, citations),
        statements=statements,
        citations=citations,
        warnings=reservations(question, citations),
        confidence=round(decision.probability, 3),
    )


def _blank(question: Question, clock: "_Clock") -> Answer:
    """What every answer says of its question, before anything is said in reply."""
    return Answer(
        question=question.text,
        understood_as=question.understood_as,
        language=question.language,
        mode="extractive",
        status="refused",
        text="",
        statements=(),
        citations=(),
        closest=(),
        missing=(),
        warnings=(),
        confidence=0.0,
        model=MODEL,
        timings_ms=clock.timings(),
    )


class _Clock:
    """The milliseconds of each stage."""

    def __init__(self) -> None:
        self._started = self._last = time.perf_counter()
        self._laps: dict[str, float] = {}

    def lap(self, stage: str) -> None:
        now = time.perf_counter()
        self._laps[stage] = round((now - self._last) * 1000, 1)
        self._last = now

    def timings(self) -> dict[str, float]:
        return {"total": round((time.perf_counter() - self._started) * 1000, 1)} | self._laps


def _cited(extracts: Sequence[Extract]) -> tuple[list[Statement], list[Citation]]:
    statements, citations = [], []
    for number, run in enumerate(extracts, 1):
        document, section, passage = run.hit.document, run.hit.section, run.hit.passage
        statements.append(Statement(run.quote, run.kind, (number,)))
        citations.append(
            Citation(
                number=number,
                document_id=document.document_id,
                source_kind=document.source_kind,
                kit=document.kit,
                edition=document.edition,
                fiche=document.fiche,
                title=document.title,
                heading=run.hit.heading,
                section_id=section.section_id,
                passage_id=passage.passage_id,
                quote=run.quote,
                start=run.start,
                end=run.end,
                url=document.url,
                updated=document.updated,
                also_in=passage.also_in,
            )
        )
    return statements, citations


def _refusal(
    question: Question,
    hits: Sequence[Hit],
    decision: Decision,
    clock: _Clock,
    missing: str = "",
) -> Answer:
    """What is said instead of an answer; `missing` names what near passages lack."""
    closest: dict[str, Closest] = {}
    for hit in hits if decision.probability >= _CLOSE else ():
        document = hit.document
        if len(closest) < _CLOSEST:
            closest.setdefault(
                document.document_id,
                Closest(
                    document_id=document.document_id,
                    source_kind=document.source_kind,
                    kit=document.kit,
                    edition=document.edition,
                    fiche=document.fiche,
                    title=document.title,
                    heading=hit.heading,
                    section_id=hit.section.section_id,
                    url=document.url,
                ),
            )
    text = "Les fiches chargées ne répondent pas à cette question."
    if question.language == "en":
        text = "The guides that are loaded do not answer this question."
    elif missing:
        text = f"Les passages les plus proches n’indiquent pas {missing}."
    return replace(
        _blank(question, clock),
        text=text,
        closest=tuple(closest.values()),
        missing=(missing or f"un passage des fiches qui réponde à «\u00a0{question.text}\u00a0»",),
        confidence=_LACKING if missing else round(1 - decision.probability, 3),
    )
