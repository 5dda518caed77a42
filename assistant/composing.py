"""What was found as an answer: statements verified, what lacks, warnings, the text."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date

from assistant.citations import cite, is_among, verify
from assistant.closest import nearest, see_also
from assistant.elsewhere import not_loaded
from assistant.extracts import Extract, distinct
from assistant.finding import Found
from assistant.generative import worded
from assistant.layout import answer_text
from assistant.models import Models
from assistant.reservations import SURE_FROM, presented, repeated, reservations, uncertain
from assistant.timing import Clock
from assistant.types import (
    Answer,
    AnsweredPart,
    Citation,
    Question,
    Reservation,
    Shown,
    Statement,
    Status,
)
from assistant.wording import (
    missing_alone,
    missing_text,
    nothing_asked,
    recalled,
    refusal_text,
    typed,
)
from corpus.index import Index
from corpus.text import typeset

MODEL = "extractive"
# How often it is right on the labelled questions to refuse, or to answer in part, for what the
# passages lack: 4 of 5.
_LACKING = 0.8
# From here on what answers the questions above one of a message, half of it or more, may be relied
# on for that one too.
_SURE_AGAIN = 0.96


def composed(
    index: Index,
    models: Models,
    question: Question,
    found: Sequence[Found],
    today: date,
    clock: Clock,
    shown: Shown = (),
) -> tuple[Answer, Sequence[Found]]:
    """The answer that what was found gives, each statement verified, and what it takes for found:
    a language model may judge otherwise than the gate. `shown` is what the replies before it
    quoted.
    """
    if not question.asks:
        return _refusal(question, (), clock), ()
    elsewhere = not_loaded(question, index.documents.values())
    wording = worded(index, models, question, found)
    if models.writer is not None:
        clock.lap("write")
    statements, citations, found = wording.statements, wording.citations, wording.found
    if not statements:
        extracts = distinct([run for one in found for run in one.extracts])
        statements, citations = verify(index, *_cited(extracts))
        clock.lap("verify")
    if not statements:
        said = _refusal(question, found, clock)
        near = (index.documents[one.document_id] for one in said.closest[:1])
        return replace(said, warnings=_typeset((*presented(near), *elsewhere))), found
    before = [one for reply in shown for one in reply]
    citations = tuple(replace(one, again=is_among(one, before)) for one in citations)
    said = _blank(question, clock)
    if models.writer is not None and wording.statements:
        said = replace(said, mode="generative", model=models.writer.name)
    parts = _parts(found, statements, citations, wording.answers)
    quoted = [bool(part.statements) for part in parts] or [True]
    missing = tuple(
        missing_text(one.part, one.untreated, is_near=is_quoted and not one.undefined)
        for one, is_quoted in zip(found, quoted, strict=True)
        if not one.answered
    )
    said = replace(
        said,
        status="partial" if missing else "answered",
        text=answer_text(question, statements, citations, missing, said.mode, parts),
        statements=statements,
        citations=citations,
        closest=see_also([hit for one in found for hit in one.hits], citations),
        missing=missing,
        confidence=_confidence(found),
        parts=parts,
    )
    noted = (
        *uncertain(said, _unsure(found)),
        *repeated(citations, shown),
        *reservations(question, citations, index.documents, today),
    )
    return replace(said, warnings=_typeset((*noted, *elsewhere, *wording.warnings))), found


def _parts(
    found: Sequence[Found],
    statements: Sequence[Statement],
    citations: Sequence[Citation],
    answers: Sequence[int],
) -> tuple[AnsweredPart, ...]:
    """How each question of a message with several is answered: by the statements that a language
    model wrote for it (`answers`), else by those that quote some of its extracts.
    """
    quotes = [citations[statement.citations[0] - 1] for statement in statements]
    parts: list[AnsweredPart] = []
    above: set[int] = set()
    for place, one in enumerate(found if len(found) > 1 else ()):
        does = (
            [answer == place for answer in answers]
            if answers
            else [any(run.overlaps(quote) for run in one.extracts) for quote in quotes]
        )
        numbers = tuple(number for number, is_so in enumerate(does, 1) if is_so)
        asked = typed(one.part)
        if one.answered and numbers:
            again = sum(number in above for number in numbers)
            sure_from = _SURE_AGAIN if 2 * again >= len(numbers) else SURE_FROM
            is_sure = one.decision.probability >= sure_from
            parts.append(AnsweredPart(asked, "answered", numbers, is_sure=is_sure))
        else:
            is_near = bool(numbers) and not one.undefined
            lacks = missing_alone(one.part, one.untreated, is_near=is_near)
            status: Status = "partial" if numbers else "refused"
            parts.append(AnsweredPart(asked, status, numbers, lacks))
        above.update(numbers)
    return tuple(parts)


def _unsure(found: Sequence[Found]) -> list[str]:
    """Which questions of a message are answered with little confidence, as they were typed; none
    of one, or where all are.
    """
    unsure = [one for one in found if one.decision.probability < SURE_FROM]
    return [recalled(one.part) for one in unsure] if len(unsure) < len(found) else []


def _confidence(found: Sequence[Found]) -> float:
    """The probability that the status of every part is right: a part is answered where the fiches
    say all that is asked, in doubt or refused where they do not.
    """
    value = 1.0
    for one in found:
        if one.answered:
            value *= one.decision.probability
        elif one.decision.verdict == "refused" or (
            one.extracts and not (one.overruled or one.beyond)
        ):
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
    close = nearest(one.hits for one in found if one.close)
    missing = tuple(missing_text(one.part, one.untreated) for one in found)
    missing = missing or (nothing_asked(question),)
    return replace(
        _blank(question, clock),
        text=refusal_text(question, missing, bool(close)),
        closest=close,
        missing=missing,
        confidence=_confidence(found),
    )
