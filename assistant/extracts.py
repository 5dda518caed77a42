"""What is quoted of one passage: whole sentences and list items, and what leads to them."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from assistant.models import Models
from assistant.quoting import around, continues, ends_open, leading, length
from assistant.reader.reading import Readings
from assistant.types import Part, StatementKind
from corpus.index import Index
from corpus.lexical import stems
from corpus.text import units
from corpus.types import Hit

# What a word of the question in a sentence weighs beside the sentence's cosine.
_SENTENCE_WORDS = 0.08
# What the reader's log-odds of a sentence weigh beside its cosine.
_SENTENCE_READING = 0.02
_LEGAL = re.compile(r"\b(?:loi|lois|décret|article|ordonnance|code (?:général|de))\b", re.I)
_DEFINITION = re.compile(r"\b(?:désigne|est une?|sont des|se définit|définit)\b", re.I)


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

    def overlaps(self, other: "Extract") -> bool:
        """Whether another extract of the same document quotes some of it."""
        same = self.hit.document.document_id == other.hit.document.document_id
        return same and other.start < self.end and self.start < other.end

    def within(self, other: "Extract") -> bool:
        """Whether another extract quotes all of it."""
        same = self.hit.document.document_id == other.hit.document.document_id
        return same and other.start <= self.start and self.end <= other.end


def quoted(
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
    while last > best and ends_open(text, spans[last]):
        last -= 1
    start, end = spans[first][0], spans[last][1]
    return Extract(hit, start, end, _kind(hit, text[start:end]))


def begun_before(index: Index, run: Extract, longest: int) -> Extract | None:
    """What an extract goes on from in the passage before: a list from its lead-in on, or the
    paragraph that « Ces questions… » takes up. Of a list with more than `longest` words, the
    lead-in alone.
    """
    passage, text = run.hit.passage, run.hit.document.text
    before = index.passage_before(passage)
    if before is None or run.start > passage.start:
        return None
    if not continues(text, list(units(text, run.start, run.end)), 0):
        return None
    spans = list(units(text, before.start, before.end))
    hit = replace(run.hit, passage=index.citable(before))
    first = leading(text, spans, run.start)
    last = len(spans) - 1
    if length(text, spans, first, last) > longest and ends_open(text, spans[first]):
        last = first
    return Extract(hit, spans[first][0], spans[last][1], run.kind)


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
