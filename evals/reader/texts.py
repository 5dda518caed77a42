"""Which texts the reader's training pairs are cut from: guides of service-public.fr, PIAF."""

import gzip
import hashlib
import json
import re
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from assistant.reader.reading import windows
from corpus.lexical import LexicalIndex

# Guides that share a run of twelve words with the retrieval set that the program is tuned on.
EXCLUDED = Path(__file__).with_name("excluded.txt")
SHORTEST = 80


@dataclass(frozen=True, slots=True)
class Text:
    """A paragraph or section with its windows, as spans of sentences."""

    document: str
    title: str
    text: str
    windows: tuple[tuple[tuple[int, int], ...], ...]

    def window(self, number: int) -> str:
        """The exact text of one window."""
        spans = self.windows[number]
        return self.text[spans[0][0] : spans[-1][1]]


Guides = dict[str, list[tuple[str, Text]]]
Paragraphs = dict[tuple[int, int], tuple[Text, list[dict[str, Any]]]]


def read_guides(folder: Path) -> Guides:
    """Every guide's sections with their headings, by the guide's id."""
    excluded = set(EXCLUDED.read_text("utf-8").split())
    found: Guides = {}
    with gzip.open(folder / "service-public.jsonl.gz", "rt", encoding="utf-8") as lines:
        for line in lines:
            guide = json.loads(line)
            if guide["id"] in excluded:
                continue
            for section in guide["sections"]:
                title = " › ".join(filter(None, [guide["title"], section["heading"]]))
                found.setdefault(guide["id"], []).append(
                    (section["heading"], _text(f"sp:{guide['id']}", title, section["text"]))
                )
    return found


def read_paragraphs(folder: Path) -> Paragraphs:
    """Every paragraph of PIAF with its questions, by article and paragraph number."""
    with gzip.open(folder / "piaf-v1.1.json.gz", "rt", encoding="utf-8") as file:
        articles = json.load(file)["data"]
    return {
        (a, p): (
            _text(f"piaf:{a}", re.sub(r"<[^>]+>", "", article["title"]), paragraph["context"]),
            paragraph["qas"],
        )
        for a, article in enumerate(articles)
        for p, paragraph in enumerate(article["paragraphs"])
    }


def _text(document: str, title: str, text: str) -> Text:
    return Text(document, title, text, tuple(tuple(w) for w in windows(text)))


class Neighbours:
    """The windows of other documents that share most words with a question."""

    def __init__(self, texts: list[Text]) -> None:
        self._windows = [(t, n) for t in texts for n in range(len(t.windows))]
        with tempfile.TemporaryDirectory() as folder:
            LexicalIndex.create(
                Path(folder), [f"{t.title} {t.window(n)}" for t, n in self._windows]
            )
            self._index = LexicalIndex.open(Path(folder))

    def of(self, question: str, document: str, count: int) -> list[tuple[Text, int]]:
        """The best windows for a question, `document` left out."""
        import numpy as np

        scores = self._index.scores(question)
        found = []
        for position in np.argsort(-scores, kind="stable")[: 8 * count]:
            text, number = self._windows[int(position)]
            if text.document != document and len(text.window(number)) >= SHORTEST:
                found.append((text, number))
        return found[:count]


def digest(window: str) -> str:
    """What tells that a window is the one that questions were written on."""
    return hashlib.sha256(window.encode()).hexdigest()[:8]
