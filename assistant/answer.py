"""How a question becomes an answer, stage by stage."""

import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from threading import Lock

from assistant.citations import cite, verify
from assistant.elsewhere import not_loaded
from assistant.expected import lacking, of_another_year
from assistant.extractive import Extract, extract
from assistant.gate import Decision, decide
from assistant.generative import rewritten
from assistant.models import Models, open_models
from assistant.question import understand
from assistant.reader.reading import Readings
from assistant.reservations import reservations
from assistant.search import distinct_texts, search
from assistant.types import Answer, Citation, Closest, Part, Question, Statement
from assistant.wording import ANOTHER_LANGUAGE, answer_text, missing_text, refusal_text
from corpus.clock import today
from corpus.index import Index
from corpus.manifest import current_generation
from corpus.settings import Settings
from corpus.types import Hit, Level

MODEL = "extractive"
# How many passages are searched for an answer, and how many sections a refusal points to.
_SEARCHED = 12
# Words quoted in all, shared out among the parts of a question.
_WORDS = 280
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
        self.settings = settings
        self.models = open_models(settings)
        self._lock = Lock()
        self._readers: Counter[Index] = Counter()
        self._newest = Index(index, self.models.encoder.name, settings.today)

    @property
    def today(self) -> date:
        """The day that answers count from."""
        return today(self.settings.today)

    @contextmanager
    def reading(self) -> Iterator[Index]:
        """The current generation, kept open for as long as the caller reads it."""
        with self._lock:
            if current_generation(self._path) != self._newest.generation:
                newer = Index(self._path, self.models.encoder.name, self.settings.today)
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
            question = understand(text, None, level, kit, index.words)
            whole = Part(
                question.understood_as,
                question.parts[0].kind,
                " ".join(part.in_french for part in question.parts).strip(),
            )
            return search(index, self.models, question, whole, count)

    def ask(
        self,
        text: str,
        history: list[str] | None = None,
        level: Level | None = None,
        kit: str | None = None,
    ) -> Answer:
        """One answer; `history` holds the earlier questions of the conversation, oldest first."""
        with self.reading() as index:
            return self.ask_in(index, text, history, level, kit)

    def ask_in(
        self,
        index: Index,
        text: str,
        history: list[str] | None = None,
        level: Level | None = None,
        kit: str | None = None,
    ) -> Answer:
        """One answer from a generation that the caller keeps open with `reading`."""
        question = understand(text, history, level, kit, index.words)
        return answer(index, self.models, question, self.today)


def answer(index: Index, models: Models, question: Question, today: date) -> Answer:
    """The answer to a question from one generation of an index, stage by stage."""
    clock = Clock()
    found = () if question.foreign else find(index, models, question, clock)
    return composed(index, models, question, found, today, clock)


def find(
    index: Index,
    models: Models,
    question: Question,
    clock: "Clock",
    judged: Callable[[Decision], Decision] = lambda decision: decision,
) -> list["Found"]:
    """What the fiches hold on each part of a question, in its order.

    `judged` makes of the gate's decision that of a caller with other bounds.
    """
    return [_find(index, models, question, part, clock, judged) for part in question.parts]


def composed(
    index: Index,
    models: Models,
    question: Question,
    found: Sequence["Found"],
    today: date,
    clock: "Clock",
) -> Answer:
    """The answer that what was found gives, each statement verified."""
    if question.foreign:
        return _refusal(question, (), clock)
    elsewhere = not_loaded(question, index.documents.values())
    extracts = _distinct([run for one in found for run in one.extracts])
    statements, citations = verify(index, *_cited(extracts))
    clock.lap("verify")
    if not statements:
        return replace(_refusal(question, found, clock), warnings=elsewhere)
    missing = tuple(missing_text(one.part) for one in found if not one.answered)
    said = replace(
        _blank(question, clock),
        status="partial" if missing else "answered",
        statements=statements,
        citations=citations,
        missing=missing,
        confidence=_confidence(found),
    )
    if models.writer is not None:
        asked = [(one.part, one.hits) for one in found if one.extracts]
        said = rewritten(said, models.writer, index, models.encoder, asked)
        clock.lap("write")
    noted = reservations(question, said.citations, index.documents, today)
    return replace(
        said,
        text=answer_text(question, said.statements, said.citations, missing, said.mode),
        warnings=(*noted, *elsewhere, *said.warnings),
        timings_ms=clock.timings(),
    )


@dataclass(frozen=True, slots=True)
class Found:
    """What the fiches hold on one part of a question; no extracts where it is refused."""

    part: Part
    hits: Sequence[Hit]
    decision: Decision
    extracts: Sequence[Extract]

    @property
    def answered(self) -> bool:
        """Whether the extracts answer the part, not only speak of its subject."""
        return bool(self.extracts) and self.decision.verdict == "answers"


def _find(
    index: Index,
    models: Models,
    question: Question,
    part: Part,
    clock: "Clock",
    judged: Callable[[Decision], Decision],
) -> Found:
    """Search and decide on one part; extract unless it is refused."""
    hits = distinct_texts(index, question, search(index, models, question, part, _SEARCHED))
    clock.lap("search")
    readings = Readings(models.reader, part.text) if models.reader else None
    decision = judged(decide(index, question, part, hits, readings))
    clock.lap("gate")
    extracts = []
    if decision.verdict != "refused":
        extracts = extract(index, models, part, hits, readings, _WORDS // len(question.parts))
    if lacking(part.kind, [run.quote for run in extracts]):
        extracts = []
    years = [year for year in question.years if year in part.text]
    if decision.verdict == "answers" and of_another_year(years, map(_dated_quote, extracts)):
        decision = replace(decision, verdict="doubtful")
    clock.lap("compose")
    return Found(part, hits, decision, extracts)


def _dated_quote(run: Extract) -> str:
    """A quote with what says of which year it is."""
    document = run.hit.document
    return f"{document.title} {document.dated} {run.hit.heading} {run.quote}"


def _distinct(extracts: Sequence[Extract]) -> list[Extract]:
    """The extracts without what an earlier one quotes already, so that nothing stands twice."""
    kept: list[Extract] = []
    for run in extracts:
        start, end = run.start, run.end
        for other in (k for k in kept if k.hit.document is run.hit.document):
            if other.start <= start < other.end:
                start = other.end
            if other.start < end <= other.end:
                end = other.start
        text = run.hit.document.text[start:end] if start < end else ""
        if text.strip():
            start += len(text) - len(text.lstrip())
            kept.append(replace(run, start=start, end=start + len(text.strip())))
    return kept


def _confidence(found: Sequence[Found]) -> float:
    """The probability that the status of every part is right."""
    value = 1.0
    for one in found:
        if one.answered:
            value *= one.decision.probability
        elif one.extracts or one.decision.verdict == "refused":
            value *= 1 - one.decision.probability
        else:
            value *= _LACKING
    return round(value, 3)


def _blank(question: Question, clock: "Clock") -> Answer:
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


class Clock:
    """The milliseconds of each stage."""

    def __init__(self) -> None:
        self._started = self._last = time.perf_counter()
        self._laps: dict[str, float] = {}

    def lap(self, stage: str) -> None:
        """End a stage."""
        now = time.perf_counter()
        self._laps[stage] = round(self._laps.get(stage, 0.0) + (now - self._last) * 1000, 1)
        self._last = now

    def timings(self) -> dict[str, float]:
        """The milliseconds since the beginning, and of each stage."""
        return {"total": round((time.perf_counter() - self._started) * 1000, 1)} | self._laps


def _cited(extracts: Sequence[Extract]) -> tuple[list[Statement], list[Citation]]:
    numbered = list(enumerate(extracts, 1))
    return (
        [Statement(run.quote, run.kind, (number,)) for number, run in numbered],
        [cite(number, run.hit, run.start, run.end) for number, run in numbered],
    )


def _refusal(question: Question, found: Sequence[Found], clock: "Clock") -> Answer:
    """What is said instead of an answer: what is missing, and the closest sections."""
    closest: dict[str, Closest] = {}
    near = [one for one in found if one.decision.probability >= _CLOSE]
    for hit in (hit for one in near for hit in one.hits):
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
                    updated=document.updated,
                ),
            )
    missing = tuple(missing_text(one.part) for one in found) or (ANOTHER_LANGUAGE,)
    return replace(
        _blank(question, clock),
        text=refusal_text(question, missing),
        closest=tuple(closest.values()),
        missing=missing,
        confidence=_confidence(found),
    )
