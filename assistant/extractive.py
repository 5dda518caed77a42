"""Which sentences answer the question, in what order: exact quotes, without a language model."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from assistant.models import Models
from assistant.quoting import around, continues, length
from assistant.reader.reading import Readings
from assistant.types import AnswerKind, Part, StatementKind
from corpus.index import Index
from corpus.lexical import stems
from corpus.text import units
from corpus.types import Hit

# Lengths in words, chosen by reading answers: a passage that fits is quoted whole, one that
# does not around its best sentence. The best passage may be longer than those beside it.
_BEST_WORDS = 160
_PASSAGE_WORDS = 140
# What an extract goes on from in the passage before is quoted too where it is no longer than this.
_LEAD_WORDS = 100
# A further passage below this is a lead-in or a stray line.
_SHORTEST = 20


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
_FACT = _Breadth(passages=3, margin=0.5, family_margin=1.8, words=200)
_EXPLAINED = _Breadth(passages=3, margin=1.0, family_margin=1.8, words=270)
_BROAD = _Breadth(passages=5, margin=1.8, family_margin=2.4, words=278)
_BREADTHS: Mapping[AnswerKind, _Breadth] = {
    **dict.fromkeys(("definition", "reasons", "comparison"), _EXPLAINED),
    **dict.fromkeys(("ways", "examples"), _BROAD),
}

# What a word of the question in a sentence weighs beside the sentence's cosine.
_SENTENCE_WORDS = 0.08
# What the reader's log-odds weigh: of a sentence beside its cosine, of a passage beside its score.
_SENTENCE_READING = 0.02
_READING_WEIGHT = 0.2
_LEGAL = re.compile(r"\b(?:loi|lois|décret|article|ordonnance|code (?:général|de))\b", re.I)
_DEFINITION = re.compile(r"\b(?:désigne|est une?|sont des|se définit|définit)\b", re.I)
_ENDS_OPEN = re.compile(r"[:;,]\s*$")


@dataclass(frozen=True, slots=True)
class Extract:
    """A run of whole sentences or list items of one passage: offsets into the document's text."""

    hit: Hit
    start: int
    end: int
    kind: StatementKind

    @property
    def quote(self) -> str:
        """The exact text."""
        return self.hit.document.text[self.start : self.end]

    @property
    def words(self) -> int:
        """How many words it has."""
        return len(self.quote.split())

    def within(self, other: "Extract") -> bool:
        """Whether another extract quotes all of it."""
        same = self.hit.document.document_id == other.hit.document.document_id
        return same and other.start <= self.start and self.end <= other.end


def extract(
    index: Index,
    models: Models,
    part: Part,
    hits: Sequence[Hit],
    readings: Readings | None,
    most: int,
) -> list[Extract]:
    """The extracts that answer one part of a question, best first, at most `most` words in all.

    A question that asks for ways to act or for examples gets most of them, one for a fact fewest.
    """
    breadth = _BREADTHS.get(part.kind, _FACT)
    hits = hits[: 2 * breadth.passages]
    if readings:
        hits = _in_order(hits, readings)
    most = min(most, breadth.words)
    extracts: list[Extract] = []
    words = 0
    for hit in hits:
        family = _lever(hit) == _lever(hits[0])
        margin = breadth.family_margin if family else breadth.margin
        if len(extracts) == breadth.passages or hit.score < hits[0].score - margin:
            continue
        longest = _PASSAGE_WORDS if extracts else _BEST_WORDS
        run = _run(index, models, part, hit, readings, longest)
        if not extracts or (run.words >= _SHORTEST and words + run.words <= most):
            lead = _begun_before(index, run)
            if lead and lead.words <= _LEAD_WORDS and words + lead.words + run.words <= most:
                extracts.append(lead)
                words += lead.words
            led = next((place for place, one in enumerate(extracts) if one.within(run)), None)
            if led is None:
                extracts.append(run)
            else:
                extracts[led] = run
            words += run.words
    return extracts


def _begun_before(index: Index, run: Extract) -> Extract | None:
    """What an extract goes on from in the passage before: a list from its lead-in on, or the
    sentences that « Ces questions… » takes up.
    """
    passage, text = run.hit.passage, run.hit.document.text
    before = index.passage_before(passage)
    if before is None or run.start > passage.start:
        return None
    if not continues(text, list(units(text, run.start, run.end)), 0):
        return None
    spans = list(units(text, before.start, before.end))
    first = last = len(spans) - 1
    while (
        first > 0
        and not _announces(text, spans[first], run.start)
        and (continues(text, spans, first) or length(text, spans, first, last) < _SHORTEST)
    ):
        first -= 1
    hit = replace(run.hit, passage=index.citable(before))
    return Extract(hit, spans[first][0], spans[last][1], run.kind)


def _announces(text: str, span: tuple[int, int], item: int) -> bool:
    """Whether a unit, such as an item of an outer list, leads in the list that an item is of."""
    begins_outside = _indent(text, span[0]) < _indent(text, item)
    return begins_outside and _ENDS_OPEN.search(text[slice(*span)]) is not None


def _indent(text: str, start: int) -> int:
    return start - (text.rfind("\n", 0, start) + 1)


def _in_order(hits: Sequence[Hit], readings: Readings) -> list[Hit]:
    """The hits by their score and reading together."""
    scored = [
        replace(hit, score=hit.score + _READING_WEIGHT * readings.of(hit).answers) for hit in hits
    ]
    return sorted(scored, key=lambda hit: -hit.score)


def _lever(hit: Hit) -> tuple[str, str]:
    """The document and the outermost heading that a passage stands under."""
    return hit.document.document_id, (*hit.section.path, hit.section.heading)[0]


def _run(
    index: Index, models: Models, part: Part, hit: Hit, readings: Readings | None, longest: int
) -> Extract:
    """The passage whole where it has at most `longest` words, else its best unit with what fits
    around it.
    """
    text = hit.document.text
    spans = list(units(text, hit.passage.start, hit.passage.end))
    first, best, last = 0, 0, len(spans) - 1
    if length(text, spans, first, last) > longest:
        best = _best_unit(index, models, part, hit, spans, readings)
        first, last = around(text, spans, best, longest)
    # A lead-in whose list stands in the next passage announces what is not quoted.
    while last > best and _ENDS_OPEN.search(text[slice(*spans[last])]):
        last -= 1
    start, end = spans[first][0], spans[last][1]
    return Extract(hit, start, end, _kind(hit, text[start:end]))


def _best_unit(
    index: Index,
    models: Models,
    part: Part,
    hit: Hit,
    spans: Sequence[tuple[int, int]],
    readings: Readings | None,
) -> int:
    """The position of the unit nearest to the question, by meaning, rare words and reading."""
    vector = models.encoder.queries([part.text])[0]
    weights = {stem: index.rarity(stem) for stem in stems(part.words)}
    total = sum(weights.values()) or 1.0
    texts = [hit.document.text[slice(*span)] for span in spans]
    similarities = models.encoder.passages([f"{hit.heading}\n{text}" for text in texts]) @ vector
    shares = [sum(weights[s] for s in weights if s in set(stems(t))) / total for t in texts]
    read = readings.of(hit).units if readings else (0.0,) * len(spans)
    values = [
        float(similarity) + _SENTENCE_WORDS * share + _SENTENCE_READING * answers
        for similarity, share, answers in zip(similarities, shares, read, strict=True)
    ]
    return max(range(len(values)), key=values.__getitem__)


def _kind(hit: Hit, sentence: str) -> StatementKind:
    if hit.section.kind == "resources":
        return "resource"
    if hit.section.kind in ("lever", "example"):
        return "lever" if hit.section.kind == "lever" else "example"
    if _LEGAL.search(sentence):
        return "legal"
    if re.search(r"\d", sentence):
        return "figure"
    return "definition" if _DEFINITION.search(sentence) else "other"
