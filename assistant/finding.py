"""What the fiches hold on each part of a question: search, decision, extracts."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from assistant.anticipated import Near
from assistant.asking.things import compared, defined
from assistant.expected import lacking, of_another_year
from assistant.extractive import extract
from assistant.extracts import Extract
from assistant.gate import LOOKED_AT, Decision, decide
from assistant.models import Models
from assistant.reader.reading import Readings
from assistant.search import distinct_texts, search
from assistant.timing import Clock
from assistant.treated import says_what, spoken_of
from assistant.types import Part, Question
from corpus.index import Index
from corpus.types import Hit

# How many passages are searched for a part.
_SEARCHED = 12
# A refusal points to sections where what was found has at least this probability; or, where
# questions were anticipated of it, where this share of those near the one asked is about a fiche:
# so it is for 8 in ten absent and near ones of `tune`, and for 5 of the 52 off topic.
_CLOSE = 0.05
_ABOUT = 0.9
# Words quoted in all, shared out among the parts of a question.
_WORDS = 280


@dataclass(frozen=True, slots=True)
class Found:
    """What the fiches hold on one part of a question; no extracts where it is refused.

    `untreated` are the things that it compares and of which no passage found speaks, as written;
    `overruled`: the gate took it for answered, and what is found lacks something that it asks;
    `close`: the hits are near enough to point to where they do not answer.
    """

    part: Part
    hits: Sequence[Hit]
    decision: Decision
    extracts: Sequence[Extract]
    untreated: tuple[str, ...] = ()
    overruled: bool = False
    close: bool = True

    @property
    def answered(self) -> bool:
        """Whether the extracts answer the part, not only speak of its subject."""
        return bool(self.extracts) and self.decision.verdict == "answers"


def find(
    index: Index,
    models: Models,
    question: Question,
    clock: Clock,
    judged: Callable[[Decision], Decision] = lambda decision: decision,
) -> list[Found]:
    """What the fiches hold on each part of a question, in its order.

    `judged` makes of the gate's decision that of a caller with other bounds.
    """
    found: list[Found] = []
    for part in question.parts:
        found.append(_find(index, models, question, part, found, clock, judged))
    return found


def _find(
    index: Index,
    models: Models,
    question: Question,
    part: Part,
    before: Sequence[Found],
    clock: Clock,
    judged: Callable[[Decision], Decision],
) -> Found:
    """Search and decide on one part; extract unless it is refused.

    What is quoted for the parts `before` it makes room for more.
    """
    hits = distinct_texts(index, question, search(index, models, question, part, _SEARCHED))
    clock.lap("search")
    readings = Readings(models.reader, part.text) if models.reader else None
    near = models.near(index, part.text)
    decision = judged(decide(index, question, part, hits, readings, near))
    clock.lap("gate")
    extracts = []
    most = _WORDS // len(question.parts)
    if decision.verdict != "refused":
        extracts = extract(index, models, part, hits, readings, near, most)
    if lacking(part.kind, [run.quote for run in extracts]):
        extracts = []
    quoted = [run for one in before for run in one.extracts]
    again = sum(run.words for run in extracts if any(run.within(other) for other in quoted))
    if again:
        extracts = extract(index, models, part, hits, readings, near, most + again)
    years = [year for year in question.years if year in part.text]
    untreated = _untreated(part, hits)
    overruled = decision.verdict == "answers" and (
        bool(untreated)
        or _undefined(part, extracts)
        or of_another_year(years, map(_dated_quote, extracts))
    )
    if overruled:
        decision = replace(decision, verdict="doubtful")
    clock.lap("compose")
    close = _is_close(near, hits, decision)
    return Found(part, hits, decision, extracts, untreated, overruled, close)


def _is_close(near: Near | None, hits: Sequence[Hit], decision: Decision) -> bool:
    """Whether hits that do not answer are of the question's field."""
    if near and near.knows(hits[:LOOKED_AT]):
        return near.about >= _ABOUT
    return decision.probability >= _CLOSE


def _untreated(part: Part, hits: Sequence[Hit]) -> tuple[str, ...]:
    """The things that a part compares and of which no passage speaks."""
    if part.kind != "comparison":
        return ()
    texts = [f"{hit.document.title}\n{hit.heading}\n{hit.text}" for hit in hits]
    return tuple(thing for thing in compared(part.text) if not spoken_of(thing, texts))


def _undefined(part: Part, extracts: Sequence[Extract]) -> bool:
    """Whether a part asks what a thing is, and neither a quote nor a title that asks it says so."""
    thing = defined(part.text) if part.kind == "definition" else ""
    titles = [title for run in extracts for title in (run.hit.document.title, run.hit.heading)]
    texts = [*(run.quote for run in extracts), *filter(defined, titles)]
    return bool(thing and extracts) and not says_what(thing, texts)


def _dated_quote(run: Extract) -> str:
    """A quote with what says of which year it is."""
    document = run.hit.document
    return f"{document.title} {document.dated} {run.hit.heading} {run.quote}"
