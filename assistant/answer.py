"""How a question becomes an answer, stage by stage."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import date
from pathlib import Path
from threading import Lock

from assistant.citations import cite, verify
from assistant.closest import nearest, see_also
from assistant.elsewhere import not_loaded
from assistant.extractive import Extract
from assistant.finding import Found, distinct, find
from assistant.generative import rewritten
from assistant.models import Models, open_models
from assistant.question import understand
from assistant.reservations import reservations, uncertain
from assistant.search import search
from assistant.timing import Clock
from assistant.types import Answer, Citation, Part, Question, Reservation, Statement
from assistant.wording import ANOTHER_LANGUAGE, answer_text, missing_text, refusal_text
from corpus.clock import today
from corpus.index import Index
from corpus.manifest import current_generation
from corpus.settings import Settings
from corpus.text import typeset
from corpus.types import Hit, Level

MODEL = "extractive"
# A refusal points to sections only where the nearest has at least this probability.
_CLOSE = 0.05
# How often it is right on the labelled questions to refuse, or to answer in part, for what the
# passages lack: 4 of 5.
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


def composed(
    index: Index,
    models: Models,
    question: Question,
    found: Sequence[Found],
    today: date,
    clock: Clock,
) -> Answer:
    """The answer that what was found gives, each statement verified."""
    if question.foreign:
        return _refusal(question, (), clock)
    elsewhere = not_loaded(question, index.documents.values())
    extracts = distinct([run for one in found for run in one.extracts])
    statements, citations = verify(index, *_cited(extracts))
    clock.lap("verify")
    if not statements:
        return replace(_refusal(question, found, clock), warnings=_typeset(elsewhere))
    missing = tuple(missing_text(one.part, one.untreated) for one in found if not one.answered)
    said = replace(
        _blank(question, clock),
        status="partial" if missing else "answered",
        statements=statements,
        citations=citations,
        closest=see_also([hit for one in found for hit in one.hits], citations),
        missing=missing,
        confidence=_confidence(found),
    )
    if models.writer is not None:
        asked = [(one.part, one.hits) for one in found if one.extracts]
        said = rewritten(said, models.writer, index, models.encoder, asked)
        clock.lap("write")
    noted = (
        *uncertain(said),
        *reservations(question, said.citations, index.documents, today),
    )
    return replace(
        said,
        text=answer_text(question, said.statements, said.citations, missing, said.mode),
        warnings=_typeset((*noted, *elsewhere, *said.warnings)),
        timings_ms=clock.timings(),
    )


def _confidence(found: Sequence[Found]) -> float:
    """The probability that the status of every part is right."""
    value = 1.0
    for one in found:
        if one.answered:
            value *= one.decision.probability
        elif one.decision.verdict == "refused" or (one.extracts and not one.overruled):
            value *= 1 - one.decision.probability
        else:
            value *= _LACKING
    return round(value, 3)


def _blank(question: Question, clock: Clock) -> Answer:
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


def _typeset(warnings: Iterable[Reservation]) -> tuple[Reservation, ...]:
    return tuple(replace(warning, text=typeset(warning.text)) for warning in warnings)


def _cited(extracts: Sequence[Extract]) -> tuple[list[Statement], list[Citation]]:
    numbered = list(enumerate(extracts, 1))
    return (
        [Statement(run.quote, run.kind, (number,)) for number, run in numbered],
        [cite(number, run.hit, run.start, run.end) for number, run in numbered],
    )


def _refusal(question: Question, found: Sequence[Found], clock: Clock) -> Answer:
    """What is said instead of an answer: what is missing, and the closest sections."""
    close = [hit for one in found if one.decision.probability >= _CLOSE for hit in one.hits]
    missing = tuple(missing_text(one.part, one.untreated) for one in found) or (ANOTHER_LANGUAGE,)
    return replace(
        _blank(question, clock),
        text=refusal_text(question, missing, bool(close)),
        closest=nearest(close),
        missing=missing,
        confidence=_confidence(found),
    )
