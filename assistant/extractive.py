"""Which sentences answer the question, in what order: exact quotes, without a language model."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from assistant.types import Question, StatementKind
from corpus.encoder import Encoder
from corpus.index import Index
from corpus.lexical import stems
from corpus.text import is_list_item, units
from corpus.types import Hit

# Lengths in words, chosen by reading answers: a passage that fits is quoted whole, one that
# does not around its best sentence; the answer takes no passage that would exceed its bound.
_PASSAGE_WORDS = 140
_ANSWER_WORDS = 230
# A further passage below this is a lead-in or a stray line.
_SHORTEST = 20
# How many of the best passages are quoted, and how much worse than the best one may be.
_QUOTED = 3
_MARGIN = 1.2
# The same for a passage of the best one's lever: a lever and its example read together.
_FAMILY_MARGIN = 2.5
# What a word of the question in a sentence weighs beside the sentence's cosine.
_SENTENCE_WORDS = 0.08
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


def extract(
    index: Index, encoder: Encoder, question: Question, hits: Sequence[Hit]
) -> list[Extract]:
    """The extracts that answer a question, best first, at most about 230 words in all."""
    extracts: list[Extract] = []
    words = 0
    for hit in hits[: 2 * _QUOTED]:
        margin = _FAMILY_MARGIN if _lever(hit) == _lever(hits[0]) else _MARGIN
        if len(extracts) == _QUOTED or hit.score < hits[0].score - margin:
            continue
        run = _run(index, encoder, question, hit)
        length = len(run.quote.split())
        if not extracts or (length >= _SHORTEST and words + length <= _ANSWER_WORDS):
            extracts.append(run)
            words += length
    return extracts


def _lever(hit: Hit) -> tuple[str, str]:
    """The document and the outermost heading that a passage stands under."""
    return hit.document.document_id, (*hit.section.path, hit.section.heading)[0]


def _run(index: Index, encoder: Encoder, question: Question, hit: Hit) -> Extract:
    """The passage whole where it is short, else its best unit with what fits around it."""
    text = hit.document.text
    spans = list(units(text, hit.passage.start, hit.passage.end))
    first, last = 0, len(spans) - 1

    def words(begin: int, end: int) -> int:
        return len(text[spans[begin][0] : spans[end][1]].split())

    if words(first, last) > _PASSAGE_WORDS:
        first = last = best = _best_unit(index, encoder, question, hit, spans)
        while first > 0 and _continues(text, spans, first):
            first -= 1
        while last + 1 < len(spans) and words(first, last + 1) <= _PASSAGE_WORDS:
            last += 1
        while first > 0 and words(first - 1, last) <= _PASSAGE_WORDS:
            first -= 1
        while last > best and _ENDS_OPEN.search(text[slice(*spans[last])]):
            last -= 1
    start, end = spans[first][0], spans[last][1]
    return Extract(hit, start, end, _kind(hit, text[start:end]))


def _best_unit(
    index: Index,
    encoder: Encoder,
    question: Question,
    hit: Hit,
    spans: Sequence[tuple[int, int]],
) -> int:
    """The position of the unit nearest to the question, by meaning and by rare words."""
    vector = encoder.queries([question.understood_as])[0]
    weights = {stem: index.rarity(stem) for stem in stems(question.understood_as)}
    total = sum(weights.values()) or 1.0
    texts = [hit.document.text[slice(*span)] for span in spans]
    similarities = encoder.passages([f"{hit.heading}\n{text}" for text in texts]) @ vector
    shares = [sum(weights[s] for s in weights if s in set(stems(t))) / total for t in texts]
    values = [
        float(similarity) + _SENTENCE_WORDS * share
        for similarity, share in zip(similarities, shares, strict=True)
    ]
    return max(range(len(values)), key=values.__getitem__)


def _continues(text: str, spans: list[tuple[int, int]], position: int) -> bool:
    """Whether a unit needs the one before it: a list item its lead-in, « Elle… » its subject."""
    unit = text[slice(*spans[position])]
    return (
        is_list_item(unit)
        or re.match(r"(?:Elles?|Ils?|Cel(?:a|ui|le)|C['’]|Ces?|Cette)\b", unit) is not None
    )


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
