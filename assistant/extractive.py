"""Which sentences answer the question, in what order: exact quotes, without a language model."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from assistant.anticipated import Near
from assistant.expected import lacking, lacks_figures
from assistant.extracts import Extract, Told, begun_before, naming, quoted, sentence_first, told
from assistant.models import Models
from assistant.naming import holds, named
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

    A passage of the best one's lever may be worse: a lever and its example read together.
    """

    passages: int
    margin: float
    family_margin: float
    words: int


# Measured on the answerable `tune` questions, without the gate (docs/decisions/
# 0007-extractive-answers.md). What a thing is or why takes more of a page than a fact; with
# headings and what is said before it, the longest has 340 words.
_FACT = _Breadth(passages=3, margin=0.5, family_margin=1.8, words=190)
_EXPLAINED = _Breadth(passages=3, margin=1.0, family_margin=1.8, words=270)
_BROAD = _Breadth(passages=5, margin=1.8, family_margin=2.4, words=278)
_BREADTHS: Mapping[AnswerKind, _Breadth] = {
    **dict.fromkeys(("definition", "reasons", "comparison"), _EXPLAINED),
    **dict.fromkeys(("ways", "examples"), _BROAD),
}

# Words of an answer whose sentences near questions choose; one of fewer than the second, unless it
# asks for one fact, has room for passages on which half as many of them rest; one of fewer than the
# third that asks for ways to act, for the lever or the example beside it.
_TOLD_WORDS = 260
_SHORT_WORDS = 140
_HALF = 0.5
_ALONE = 120
# What asks for a fact gets the firmest run of sentences first, the others as the page has them.
# What is not to be read whole begins with the very sentence that answers it.
_NARROW = ("amount", "share", "count", "date", "duration", "place", "contact")
_DIRECT = (*_NARROW, "body", "yes_no")
_WHOLE = ("ways", "examples", "procedure", "reasons", "comparison", "resources")

# What names a thing may go beyond what is left by as many words, and its last sentence by these.
_NAMING = 40
_OVER = 20
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

    Where near questions rest on some of the passages, their sentences are quoted; else the passages
    whose score is near the best one's, most for a question that asks for ways to act or for
    examples, fewest for one for a fact.
    """
    extracts = _told(index, models, part, hits, near, min(most, _TOLD_WORDS)) if near else []
    if not extracts:
        extracts = _best(index, models, part, hits, readings, most)
    if readings and part.kind not in _WHOLE:
        return sentence_first(extracts, near, readings)
    return extracts


def _told(
    index: Index, models: Models, part: Part, hits: Sequence[Hit], near: Near, most: int
) -> list[Extract]:
    """The sentences on which near questions rest, the firmest of all as long as there is room,
    those of a section together; beside a short answer those on which fewer rest; after them what
    questions were not written for, if its score is near the best one's, and beside a short answer
    on ways to act the lever or the example that goes with it. None where too few rest on any.

    Where what rests on fewer has the kind of expression that is asked for, and they have not, it is
    quoted too.
    """
    found = _on(hits, near)
    texts = [run.extract(most).quote for run in found]
    if found and (lacking(part.kind, texts) or lacks_figures(part.text, texts)):
        found = _on(hits, near, 0.0)
    extracts = _grown(index, [], found, most)
    if extracts and part.kind not in _NARROW:
        extracts = _grown(index, extracts, _on(hits, near, _HALF), min(most, _SHORT_WORDS))
    alone = bool(extracts) and _words(extracts) < _ALONE and part.kind == "ways"
    margin = _BREADTHS.get(part.kind, _FACT).margin
    for hit in hits if extracts else ():
        is_other = near.rests_on(hit) is None and hit.score >= hits[0].score - margin
        if is_other or (alone and _goes_with(hit, extracts[0].hit)):
            other = quoted(index, models, part, hit, None, _PASSAGE_WORDS)
            extracts = _with(index, extracts, other, most) or extracts
    order = list(dict.fromkeys(run.hit.section.section_id for run in extracts))
    first = extracts[:1] if part.kind in _DIRECT else []

    def place(run: Extract) -> tuple[int, bool, int]:
        return order.index(run.hit.section.section_id), run not in first, run.start

    return sorted(extracts, key=place)


def with_names(
    part: Part, hits: Sequence[Hit], extracts: Sequence[Extract], most: int
) -> list[Extract]:
    """The extracts with what names what the part does, where none of them does and a passage that
    is as near, or one of their sections, names it; not many more words than `most` in all.

    It stands ahead of them where the message names it itself, else after the first of them.
    """
    if not extracts:
        return []
    texts = "\n".join(f"{run.hit.heading}\n{run.quote}" for run in extracts)
    quoted_of = {run.hit.section.section_id for run in extracts}
    margin = _BREADTHS.get(part.kind, _FACT).margin
    room = max(most - _words(extracts), _NAMING)
    for hit in hits:
        is_near = hit.score >= hits[0].score - margin or hit.section.section_id in quoted_of
        names = {name for name in named(part.text, hit.text) if not holds(texts, name)}
        runs = [run.extract(room) for run in naming(hit, names)] if is_near and names else []
        fitting = [run for run in runs if run.words <= room + _OVER]
        if fitting:
            place = 0 if part.own and named(part.own, fitting[0].quote) else 1
            while place and place < len(extracts) and extracts[place].takes_up(extracts[place - 1]):
                place += 1
            return [*extracts[:place], fitting[0], *extracts[place:]]
    return list(extracts)


def _on(hits: Sequence[Hit], near: Near, of_enough: float = 1.0) -> list[Told]:
    """The runs of sentences on which enough of the near questions rest, or a part of as many."""
    return [
        run for hit in hits if near.rests_on(hit, of_enough) for run in told(hit, near, near.least)
    ]


def _grown(
    index: Index, extracts: Sequence[Extract], found: Sequence[Told], most: int
) -> list[Extract]:
    """The extracts with what was found, the firmest first, as long as there is room."""
    grown = list(extracts)
    for run in sorted(found, key=lambda run: -run.share):
        room = most - _words(grown)
        if not grown or room >= SHORTEST:
            grown = _with(index, grown, run.extract(room), most) or grown
    return grown


def _best(
    index: Index,
    models: Models,
    part: Part,
    hits: Sequence[Hit],
    readings: Readings | None,
    most: int,
) -> list[Extract]:
    """The passages whose score is near the best one's, each whole or around its best sentence."""
    breadth = _BREADTHS.get(part.kind, _FACT)
    if readings:
        hits = _in_order(hits[: 2 * breadth.passages], readings)
    extracts: list[Extract] = []
    passages = 0
    for hit in hits[: 2 * breadth.passages]:
        if passages == breadth.passages or not _is_worth(hit, hits[0], breadth):
            continue
        longest = _PASSAGE_WORDS if extracts else _BEST_WORDS
        run = quoted(index, models, part, hit, readings, longest)
        if extracts and run.words < SHORTEST:
            continue
        grown = _with(index, extracts, run, min(most, breadth.words))
        if grown:
            passages += 1
            extracts = grown
    return extracts


def _with(index: Index, extracts: Sequence[Extract], run: Extract, most: int) -> list[Extract]:
    """The extracts and one more, with what it goes on from in the passage before; none where that
    takes more than `most` words, unless it is the first.
    """
    grown = list(extracts)
    if extracts and run.quote.rstrip().endswith(":"):
        return []  # a list's lead-in, for which there is no room to go on
    place = _put(run, grown, len(grown))
    room = min(_LEAD_WORDS, most - _words(grown))
    lead = begun_before(index, grown[place], room)
    if lead and (extracts or lead.words <= max(_LEAD_IN, room)):
        _put(lead, grown, place)
    return grown if not extracts or _words(grown) <= most else []


def _words(extracts: Sequence[Extract]) -> int:
    return sum(one.words for one in extracts)


def _is_worth(hit: Hit, best: Hit, breadth: _Breadth) -> bool:
    """Whether a passage is quoted beside the best one."""
    family = _lever(hit) == _lever(best)
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


def _goes_with(hit: Hit, other: Hit) -> bool:
    """Whether one stands right under the other's heading, as a lever's example does."""
    if hit.document.document_id != other.document.document_id:
        return False
    one, two = ((*h.section.path, h.section.heading) for h in (hit, other))
    return one[:-1] == two or two[:-1] == one


def _lever(hit: Hit) -> tuple[str, str]:
    """The document and the outermost heading that a passage stands under."""
    return hit.document.document_id, (*hit.section.path, hit.section.heading)[0]
