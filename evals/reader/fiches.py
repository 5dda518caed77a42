"""Fiches of our own for the training, with questions that they answer and near misses."""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from assistant.reader.reading import runs
from corpus.lexical import stems
from evals.reader.constructions import aside, seeded
from evals.reader.pairs import Group, Pair
from evals.reader.texts import SHORTEST, Neighbours, Text

FICHES = Path(__file__).with_name("fiches")
# Near misses asked of one window, at most; windows without answer beside one that answers: the
# fiche's nearest to the question, and in a long one another, since any may be found first.
_MISSES = 3
_OTHERS = 2
_LONG = 8
# Sections whose sentences stand on lines of their own, and titles shown without the heading.
_LINES = 0.3
_UNTITLED = 0.1


@dataclass(frozen=True, slots=True)
class _Asked:
    """A question, its kind, and the windows that answer it with the spans of the answer."""

    question: str
    kind: str
    answers: dict[int, tuple[tuple[int, int], ...]]


@dataclass(frozen=True, slots=True)
class _Fiche:
    """The windows of a fiche, as (text, number), with the questions asked of the whole.

    `source` is the folder it stands in.
    """

    source: str
    windows: list[tuple[Text, int]]
    asked: list[_Asked]


def fiches() -> Iterator[Group]:
    """Each window under the questions it answers beside near misses; each answer beside others."""
    found = [_fiche(number, *row) for number, row in enumerate(read_fiches())]
    near = Neighbours([text for fiche in found for text in _texts(fiche)])
    for fiche in found:
        document = fiche.windows[0][0].document
        for pairs in (*_by_window(fiche), *_by_question(fiche, near)):
            yield Group(fiche.source, aside(document), tuple(pairs))


def read_fiches() -> Iterator[tuple[str, dict[str, Any]]]:
    """The fiches as written, each with its folder's name.

    A fiche has a title, sections, and questions with the sentences that answer.
    """
    for file in sorted(FICHES.glob("*/*.jsonl")):
        for line in file.read_text("utf-8").splitlines():
            yield file.parent.name, json.loads(line)


def _texts(fiche: _Fiche) -> list[Text]:
    return list({id(text): text for text, _ in fiche.windows}.values())


def _fiche(number: int, source: str, row: dict[str, Any]) -> _Fiche:
    rng = seeded(row["title"])
    windows: list[tuple[Text, int]] = []
    places: dict[tuple[int, int], tuple[int, tuple[int, int]]] = {}
    for at, section in enumerate(row["sections"]):
        between = "\n" if rng.random() < _LINES else " "
        spans, start = [], 0
        for sentence in section["sentences"]:
            spans.append((start, start + len(sentence)))
            start += len(sentence) + len(between)
        shown = "" if rng.random() < _UNTITLED else section["heading"]
        text = Text(
            f"fiche:{number}",
            " › ".join(filter(None, [row["title"], shown])),
            between.join(section["sentences"]),
            tuple(map(tuple, runs(spans))),
        )
        for n, window in enumerate(text.windows):
            for start, end in window:
                own = (start - window[0][0], end - window[0][0])
                places[at, spans.index((start, end))] = len(windows), own
            windows.append((text, n))
    asked = []
    for question in row["questions"]:
        answers: dict[int, tuple[tuple[int, int], ...]] = {}
        for section, sentence in question["s"]:
            place, span = places[section, sentence]
            answers[place] = (*answers.get(place, ()), span)
        asked.append(_Asked(question["q"], question["k"], answers))
    return _Fiche(source, windows, asked)


def _by_window(fiche: _Fiche) -> Iterator[list[Pair]]:
    """One window: the questions it answers, and the near misses that share most words with it."""
    shared = [_nearest(fiche, asked.question) for asked in fiche.asked]
    for number in range(len(fiche.windows)):
        right = [asked for asked in fiche.asked if number in asked.answers]
        wrong = [
            asked
            for asked, near in zip(fiche.asked, shared, strict=True)
            if not asked.answers and number in near[:2]
        ]
        wrong = seeded(f"{fiche.windows[number]}").sample(wrong, min(_MISSES, len(wrong)))
        pairs = [_pair(fiche, number, asked) for asked in (*right[:_MISSES], *wrong)]
        if right and wrong:
            yield pairs


def _by_question(fiche: _Fiche, near: Neighbours) -> Iterator[list[Pair]]:
    """One question: a window that answers it; other windows of the fiche; one of another fiche."""
    for asked in (asked for asked in fiche.asked if asked.answers):
        rng = seeded(asked.question)
        right = rng.choice(sorted(asked.answers))
        others = [n for n in _nearest(fiche, asked.question) if n not in asked.answers]
        beside = others[:_OTHERS]
        if len(fiche.windows) > _LONG:
            beside.append(rng.choice(others[_OTHERS:]))
        pairs = [_pair(fiche, number, asked) for number in (right, *beside)]
        cut = _cut(fiche, right, asked)
        if cut and rng.random() < 1 / 3:
            pairs[1:2] = [cut]
        document = fiche.windows[0][0].document
        for other, n in near.of(asked.question, document, 1):
            pairs.append(Pair(asked.question, other.title, other.window(n), False, "bm25"))
        yield pairs


def _nearest(fiche: _Fiche, question: str) -> Sequence[int]:
    """The fiche's windows, those with most of the question's stems first."""
    asked = set(stems(question))
    held = [len(asked & _held(f"{t.title} {t.window(n)}")) for t, n in fiche.windows]
    return sorted(range(len(held)), key=lambda number: -held[number])


@lru_cache(maxsize=1024)
def _held(text: str) -> frozenset[str]:
    """The stems of a window, which is compared with all questions of its fiche, one by one."""
    return frozenset(stems(text))


def _pair(fiche: _Fiche, number: int, asked: _Asked) -> Pair:
    text, n = fiche.windows[number]
    spans = asked.answers.get(number, ())
    construction = "same guide" if asked.answers else f"written: {asked.kind}"
    if spans:
        construction = "answer"
    return Pair(asked.question, text.title, text.window(n), bool(spans), construction, spans)


def _cut(fiche: _Fiche, number: int, asked: _Asked) -> Pair | None:
    """The answering window without its answer, unless too little is left."""
    text, n = fiche.windows[number]
    start = text.windows[n][0][0]
    left = [s for s in text.windows[n] if (s[0] - start, s[1] - start) not in asked.answers[number]]
    rest = " ".join(text.text[a:b] for a, b in left)
    return Pair(asked.question, text.title, rest, False, "cut") if len(rest) >= SHORTEST else None
