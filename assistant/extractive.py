"""Which sentences answer the question, in what order: exact quotes, without a language model."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from assistant.anticipated import Near
from assistant.extracts import Extract, begun_before, quoted, sentence_first
from assistant.models import Models
from assistant.quoting import SHORTEST
from assistant.reader.reading import Readings
from assistant.types import AnswerKind, Part
from corpus.index import Index
from corpus.types import Hit

# Lengths in words, chosen by reading answers: a passage that fits is quoted whole, one that
# does not around its best sentence. The best passage may be longer than those beside it.
_BEST_WORDS = 160
_PASSAGE_WORDS = 140
# What an extract goes on from in the passage before is quoted too where it is no longer than this.
_LEAD_WORDS = 100
# Before the best passage a lead-in may go beyond what is left.
_LEAD_IN = 40


@dataclass(frozen=True, slots=True)
class _Breadth:
    """How many passages are quoted, how much worse than the best one they may be, and how long.

    A passage of the best one's lever may be worse: a lever and its example read together, by the
    last margin even where near questions rest on others.
    """

    passages: int
    margin: float
    family_margin: float
    words: int
    told_margin: float = 0.0


# Measured on the answerable `tune` questions, without the gate (docs/decisions/
# 0007-extractive-answers.md). What a thing is or why takes more of a page than a fact; with
# headings and what is said before it, the longest has 340 words.
_FACT = _Breadth(passages=3, margin=0.5, family_margin=1.8, words=190)
_EXPLAINED = _Breadth(passages=3, margin=1.0, family_margin=1.8, words=270)
_BROAD = _Breadth(passages=5, margin=1.8, family_margin=2.4, words=278, told_margin=6.0)
_BREADTHS: Mapping[AnswerKind, _Breadth] = {
    **dict.fromkeys(("definition", "reasons", "comparison"), _EXPLAINED),
    **dict.fromkeys(("ways", "examples"), _BROAD),
}

# Words of an answer whose passages near questions choose: more fill up on long pages.
_TOLD_WORDS = 205
# What asks for one thing gets its sentence first; the others are read as the page has them.
_WHOLE = ("ways", "examples", "procedure", "reasons", "comparison", "resources")

# What the reader's log-odds weigh beside a passage's score.
_READING_WEIGHT = 0.2


def extract(
    index: Index,
    models: Models,
    part: Part,
    hits: Sequence[Hit],
    readings: Readings | None,
    near: Near | None,
    most: int,
) -> list[Extract]:
    """The extracts that answer one part of a question, best first, at most `most` words in all.

    Where near questions rest on some of the passages, these are quoted, the firmest first; else
    those whose score is near the best one's, most for a question that asks for ways to act or for
    examples, fewest for one for a fact.
    """
    breadth = _BREADTHS.get(part.kind, _FACT)
    if near and any(near.rests_on(hit) for hit in hits):
        breadth = replace(breadth, passages=_BROAD.passages, words=_TOLD_WORDS)
        hits = sorted(hits, key=lambda hit: -near.share(hit))
    elif readings:
        hits = _in_order(hits[: 2 * breadth.passages], readings)
    most = min(most, breadth.words)
    extracts: list[Extract] = []
    passages = 0
    for hit in hits[: 2 * breadth.passages]:
        if passages == breadth.passages or not _is_worth(hit, hits[0], breadth, near):
            continue
        longest = _PASSAGE_WORDS if extracts else _BEST_WORDS
        run = quoted(index, models, part, hit, readings, near, longest)
        rests = near is not None and near.rests_on(hit)
        if extracts and run.words < SHORTEST and not rests:
            continue
        grown = _with(index, extracts, run, most)
        if grown:
            passages += 1
            extracts = grown
    if readings and part.kind not in _WHOLE:
        return sentence_first(extracts, near, readings)
    return extracts


def _with(index: Index, extracts: Sequence[Extract], run: Extract, most: int) -> list[Extract]:
    """The extracts and one more, with what it goes on from in the passage before; none where that
    takes more than `most` words, unless it is the first.
    """
    grown = list(extracts)
    place = _put(run, grown, len(grown))
    room = min(_LEAD_WORDS, most - _words(grown))
    lead = begun_before(index, grown[place], room)
    if lead and (extracts or lead.words <= max(_LEAD_IN, room)):
        _put(lead, grown, place)
    return grown if not extracts or _words(grown) <= most else []


def _words(extracts: Sequence[Extract]) -> int:
    return sum(one.words for one in extracts)


def _is_worth(hit: Hit, best: Hit, breadth: _Breadth, near: Near | None) -> bool:
    """Whether a passage is quoted beside the best one."""
    rests = near.rests_on(hit) if near else None
    family = _lever(hit) == _lever(best)
    if rests is not None:
        return rests or (family and hit.score >= best.score - breadth.told_margin)
    return hit.score >= best.score - (breadth.family_margin if family else breadth.margin)


def _put(run: Extract, extracts: list[Extract], place: int) -> int:
    """Put a run at a place, or where an extract quotes some of it already; say where."""
    for other, led in enumerate(extracts):
        if led.overlaps(run):
            start, end = min(run.start, led.start), max(run.end, led.end)
            extracts[other] = replace(run, start=start, end=end)
            return other
    extracts.insert(place, run)
    return place


def _in_order(hits: Sequence[Hit], readings: Readings) -> list[Hit]:
    """The hits by their score and reading together."""
    scored = [
        replace(hit, score=hit.score + _READING_WEIGHT * readings.of(hit).answers) for hit in hits
    ]
    return sorted(scored, key=lambda hit: -hit.score)


def _lever(hit: Hit) -> tuple[str, str]:
    """The document and the outermost heading that a passage stands under."""
    return hit.document.document_id, (*hit.section.path, hit.section.heading)[0]
