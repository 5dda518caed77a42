"""The questions that were written for the training on windows of its texts, with near misses."""

import json
import logging
from collections.abc import Iterator
from itertools import groupby
from pathlib import Path
from typing import Any

from evals.reader.constructions import aside, seeded
from evals.reader.pairs import Group, Pair
from evals.reader.texts import SHORTEST, Guides, Neighbours, Paragraphs, Text, digest

log = logging.getLogger(__name__)

QUESTIONS = Path(__file__).with_name("questions.jsonl")


def written(
    guides: Guides, paragraphs: Paragraphs, near_guides: Neighbours, near: Neighbours
) -> Iterator[Group]:
    """The questions on each window as a group, and each answered one beside windows without answer.

    A window that is not among the texts, or is cut otherwise than when its questions were
    written, is left out and counted in the log.
    """
    with QUESTIONS.open(encoding="utf-8") as lines:
        rows = [json.loads(line) for line in lines]
    kept = _balanced(rows)
    missing = 0
    for name, own in groupby(rows, key=lambda row: row["window"]):
        asked = list(own)
        source, document, part, number = name.split(":")
        text = _text(guides, paragraphs, source, document, int(part), int(number))
        if text is None or digest(text.window(int(number))) != asked[0]["digest"]:
            missing += 1
            continue
        others = _others(guides, paragraphs, source, document, text)
        finder = near_guides if source == "sp" else near
        pairs = [_pair(text, int(number), row) for row in asked]
        on_window = tuple(p for p in pairs if p.question in kept)
        if on_window:
            yield Group("written", aside(text.document), on_window)
        for pair in (pair for pair in pairs if pair.answers):
            beside = (pair, *_beside(pair, text, int(number), others, finder))
            yield Group("written", aside(text.document), beside)
    if missing:
        log.info("%d windows with questions are not among the texts", missing)


def _balanced(rows: list[dict[str, Any]]) -> set[str]:
    """The questions asked of their own window: of each kind about as many answered as not.

    Otherwise the reader learns that « combien… ? » has no answer, since more near misses ask it.
    """
    kept: set[str] = set()
    for kind in {_FAMILIES.get(row["kind"], row["kind"]) for row in rows}:
        own = [row for row in rows if _FAMILIES.get(row["kind"], row["kind"]) == kind]
        halves = [
            [r["question"] for r in own if r["answers"] == answers] for answers in (True, False)
        ]
        fewest = max(min(map(len, halves)), _FEWEST)
        for half in halves:
            kept.update(seeded(kind).sample(half, min(len(half), int(_RATIO * fewest))))
    return kept


# Kinds of near misses that ask as another kind does.
_FAMILIES = {
    "other_figure": "count",
    "other_year": "date",
    "other_public": "condition",
    "list": "other",
}
# How many more of the commoner half are kept, and how many of a rare kind at least.
_RATIO, _FEWEST = 1.3, 40


def _text(
    guides: Guides, paragraphs: Paragraphs, source: str, document: str, part: int, number: int
) -> Text | None:
    """The section or paragraph, where it is among the texts and has that window."""
    if source == "sp":
        texts = [text for _, text in guides.get(document, [])]
    else:
        texts = [
            text for (a, p), (text, _) in paragraphs.items() if a == int(document) and p == part
        ]
        part = 0
    found = texts[part] if part < len(texts) else None
    return found if found and number < len(found.windows) else None


def _others(
    guides: Guides, paragraphs: Paragraphs, source: str, document: str, text: Text
) -> list[Text]:
    """The other texts of the same guide or article."""
    if source == "sp":
        return [other for _, other in guides[document] if other is not text]
    return [
        other
        for (a, _), (other, _) in paragraphs.items()
        if a == int(document) and other is not text
    ]


def _pair(text: Text, number: int, row: dict[str, Any]) -> Pair:
    """A question on its window, with the sentences that answer it."""
    spans = text.windows[number]
    offset = spans[0][0]
    where = tuple((spans[i][0] - offset, spans[i][1] - offset) for i in row["sentences"])
    construction = "answer" if row["answers"] else f"written: {row['kind']}"
    window = text.window(number)
    return Pair(row["question"], text.title, window, row["answers"], construction, where)


def _beside(
    pair: Pair, text: Text, number: int, others: list[Text], finder: Neighbours
) -> Iterator[Pair]:
    """Windows that do not answer: its own without the answer, others of its text, BM25's."""
    rng = seeded(pair.question)
    spans, offset = text.windows[number], text.windows[number][0][0]
    left = [s for s in spans if (s[0] - offset, s[1] - offset) not in pair.answering]
    cut = " ".join(text.text[a:b] for a, b in left)
    if len(cut) >= 2 * SHORTEST and rng.random() < 0.5:
        yield Pair(pair.question, text.title, cut, False, "cut")
    same = [(other, n) for other in others for n in range(len(other.windows))]
    same = [(other, n) for other, n in same if len(other.window(n)) >= SHORTEST]
    for other, n in rng.sample(same, min(1, len(same))):
        yield Pair(pair.question, other.title, other.window(n), False, "same guide")
    for other, n in finder.of(pair.question, text.document, 2):
        yield Pair(pair.question, other.title, other.window(n), False, "bm25")


def answered() -> dict[str, list[str]]:
    """The questions that a window answers, by the window's name."""
    found: dict[str, list[str]] = {}
    with QUESTIONS.open(encoding="utf-8") as lines:
        for row in map(json.loads, lines):
            if row["answers"]:
                found.setdefault(row["window"], []).append(row["question"])
    return found
