"""What is quoted of one passage: whole sentences and list items, and what leads to them."""

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace

from assistant.anticipated import Near
from assistant.models import Models
from assistant.naming import holds
from assistant.quoting import (
    SHORTEST,
    adds,
    around,
    closed,
    continues,
    ends_open,
    leading,
    length,
    points_before,
    runs,
)
from assistant.reader.reading import Readings
from assistant.types import Citation, Part, StatementKind
from corpus.index import Index
from corpus.lexical import stems
from corpus.text import is_list_item, units
from corpus.types import Hit

# What a word of the question in a sentence weighs beside the sentence's cosine.
_SENTENCE_WORDS = 0.08
# What the reader's log-odds of a sentence weigh beside its cosine.
_SENTENCE_READING = 0.02
# What they weigh beside the share of the near questions that rest on a sentence, the most being 1.
_READING = 0.1
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

    @property
    def document_id(self) -> str:
        """The document that it is of."""
        return self.hit.document.document_id

    def overlaps(self, other: "Extract | Citation") -> bool:
        """Whether another extract of the same document quotes some of it."""
        same = self.document_id == other.document_id
        return same and other.start < self.end and self.start < other.end

    def takes_up(self, other: "Extract") -> bool:
        """Whether it goes on from what another extract ends with."""
        document = self.hit.document
        if self.document_id != other.document_id or other.end > self.start:
            return False
        if document.text[other.end : self.start].strip():
            return False
        return continues(document.text, list(units(document.text, self.start, self.end)), 0)

    def within(self, other: "Extract") -> bool:
        """Whether another extract quotes all of it."""
        same = self.document_id == other.document_id
        return same and other.start <= self.start and self.end <= other.end

    def without(self, other: "Extract | Citation") -> list["Extract"]:
        """What of it another quote does not quote: all, what stands before or after, or both."""
        if not self.overlaps(other):
            return [self]
        pieces = []
        for start, end in ((self.start, other.start), (other.end, self.end)):
            text = self.hit.document.text[start:end] if start < end else ""
            if text.strip():
                first = start + len(text) - len(text.lstrip())
                pieces.append(replace(self, start=first, end=first + len(text.strip())))
        return pieces


def distinct(extracts: Sequence[Extract]) -> list[Extract]:
    """The extracts without what an earlier one quotes already, so that nothing stands twice."""
    kept: list[Extract] = []
    for run in extracts:
        rest = [run]
        for other in kept:
            rest = [piece for one in rest for piece in one.without(other)]
        kept += rest
    return kept


def quoted(
    index: Index, models: Models, part: Part, hit: Hit, readings: Readings | None, longest: int
) -> Extract:
    """What of a passage answers: all of it, or where that is longer than `longest` words what
    stands around its best unit.
    """
    text, spans = hit.document.text, _spans(hit)
    first, last = 0, len(spans) - 1
    if length(text, spans, first, last) > longest:
        best = _best_unit(index, models, part, hit, spans, readings)
        first, last = around(text, spans, best, longest)
    return _extract(hit, spans[first : last + 1])


@dataclass(frozen=True, slots=True)
class Told:
    """A run of sentences of a passage on which near questions rest, or that hold a name, with the
    largest share that rests on one of them, and the units that it has, `best` the place of that one
    among them.
    """

    share: float
    hit: Hit
    spans: list[tuple[int, int]]
    best: int

    def extract(self, longest: int) -> Extract:
        """The run, cut around its firmest sentence where it has more than `longest` words."""
        text = self.hit.document.text
        first, last = 0, len(self.spans) - 1
        if length(text, self.spans, first, last) > longest:
            first, last = around(text, self.spans, self.best, longest)
        return _extract(self.hit, self.spans[first : last + 1])


def told(hit: Hit, near: Near, bound: float) -> list[Told]:
    """What of a passage near questions rest on, a sentence by `bound` at least."""
    spans = _spans(hit)
    return _runs(hit, spans, near.shares(hit, spans), bound)


def naming(hit: Hit, names: Collection[str]) -> list[Told]:
    """What of a passage holds one of these names."""
    text, spans = hit.document.text, _spans(hit)
    held = [float(any(holds(text[slice(*span)], name) for name in names)) for span in spans]
    return _runs(hit, spans, held, 1.0)


def _spans(hit: Hit) -> list[tuple[int, int]]:
    """The units of a passage, less those that announce what comes after it."""
    text = hit.document.text
    return closed(text, list(units(text, hit.passage.start, hit.passage.end)))


def _runs(
    hit: Hit, spans: list[tuple[int, int]], shares: Sequence[float], bound: float
) -> list[Told]:
    """The runs of units of which one has a share of `bound` at least."""
    resting = [place for place, share in enumerate(shares) if share >= bound]
    found = []
    for first, last in runs(hit.document.text, spans, resting) if resting else ():
        best = max(range(first, last + 1), key=shares.__getitem__)
        found.append(Told(shares[best], hit, spans[first : last + 1], best - first))
    return found


def _extract(hit: Hit, spans: list[tuple[int, int]]) -> Extract:
    """Some units of a passage, less those that announce what comes after them."""
    text = hit.document.text
    shown = closed(text, spans)
    start, end = shown[0][0], shown[-1][1]
    return Extract(hit, start, end, _kind(hit, text[start:end]))


def sentence_first(
    extracts: Sequence[Extract], near: Near | None, readings: Readings
) -> list[Extract]:
    """The extracts, the first of them from the sentence on that answers most directly, by the
    reader and near questions, then what stands before it; as they are where either cannot be read
    by itself, it is of a list, or another extract takes it up.
    """
    if not extracts or any(one.takes_up(extracts[0]) for one in extracts):
        return list(extracts)
    run, *others = extracts
    text = run.hit.document.text
    spans = list(units(text, run.hit.passage.start, run.hit.passage.end))
    own = [place for place, span in enumerate(spans) if run.start <= span[0] < run.end]
    if any(is_list_item(text[slice(*spans[place])]) for place in own):
        return list(extracts)
    shares = near.shares(run.hit, spans) if near else [0.0] * len(spans)
    most = max(shares[place] for place in own) or 1.0
    read = readings.of(run.hit).units
    best = max(own, key=lambda place: shares[place] / most + _READING * read[place])
    while best > own[0] and (continues(text, spans, best) or adds(text, spans[best])):
        best -= 1
    if best == own[0] or length(text, spans, own[0], best - 1) < SHORTEST:
        return list(extracts)
    if ends_open(text, spans[best - 1]) or points_before(text, spans[: own[-1] + 1], best):
        return list(extracts)
    before, after = replace(run, end=spans[best - 1][1]), replace(run, start=spans[best][0])
    return [after, before, *others]


def begun_before(index: Index, run: Extract, longest: int) -> Extract | None:
    """What an extract goes on from in the passage before, in at most `longest` words where that can
    be cut: a list from its lead-in on, or the paragraph that « Ces questions… » takes up.
    """
    passage, text = run.hit.passage, run.hit.document.text
    before = index.passage_before(passage)
    if before is None or run.start > passage.start:
        return None
    if not continues(text, list(units(text, run.start, run.end)), 0):
        return None
    spans = list(units(text, before.start, before.end))
    hit = replace(run.hit, passage=index.citable(before))
    led = leading(text, spans, run.start, longest)
    return Extract(hit, spans[led[0]][0], spans[led[1]][1], run.kind) if led else None


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
    read = readings.of(hit).units[: len(spans)] if readings else (0.0,) * len(spans)
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
