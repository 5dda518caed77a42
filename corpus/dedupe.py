"""Which passages say the same, and which say with other figures what a newer edition says."""

import hashlib
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from corpus.text import fold, squeeze
from corpus.types import Document, Passage, is_newer

if TYPE_CHECKING:
    from datasketch import LeanMinHash

# Word five-grams, in which every figure is like any other; above this Jaccard similarity two
# passages are alike (docs/decisions/0004-duplicates.md).
_SHINGLE = 5
_THRESHOLD = 0.85
_PERMUTATIONS = 128
_FIGURE = re.compile(r"\d+")
_NAME = re.compile(r"\b[A-ZÀ-Þ]\w+")


@dataclass(frozen=True, slots=True)
class Deduplicated:
    """All passages in order, tied and marked; how many repeat another exactly, and nearly."""

    passages: tuple[Passage, ...]
    exact: int
    near: int


def deduplicate(cut: Iterable[tuple[Passage, Document]]) -> Deduplicated:
    """Tie each passage to the first that says the same: only that one is embedded and found.

    Near duplicates are tied where all their figures and capitalised words agree. Where the figures
    alone differ, and the earlier passage is of a newer edition of the same kit, the later one is
    marked with it. The documents come newest first.
    """
    passages: list[Passage] = []
    first: list[int] = []
    exact = near = 0
    by_text: dict[bytes, int] = {}
    alike = _Alike()
    newer: dict[int, Passage] = {}
    for position, (passage, document) in enumerate(cut):
        text = document.text[passage.start : passage.end]
        passages.append(passage)
        twin = by_text.setdefault(hashlib.sha256(squeeze(text).encode()).digest(), position)
        if twin != position:
            exact += 1
        else:
            twin, edition = alike.add(position, text, document)
            near += twin != position
            if edition is not None:
                newer[position] = passages[edition]
        first.append(first[twin] if twin != position else position)
    return Deduplicated(tuple(_tied(passages, first, newer)), exact, near)


def _tied(
    passages: list[Passage], first: list[int], newer: dict[int, Passage]
) -> Iterator[Passage]:
    holders: dict[int, set[str]] = {}
    for passage, twin in zip(passages, first, strict=True):
        holders.setdefault(twin, set()).add(passage.document_id)
    for position, (passage, twin) in enumerate(zip(passages, first, strict=True)):
        later = newer.get(twin)
        yield replace(
            passage,
            also_in=tuple(sorted(holders[twin] - {passage.document_id})),
            same_as="" if twin == position else passages[twin].passage_id,
            newer=later.passage_id if later else "",
            newer_in=later.document_id if later else "",
        )


@dataclass(frozen=True, slots=True)
class _Text:
    """What is kept of a text to know another that is like it."""

    signature: "LeanMinHash"
    figures: int
    names: int
    document: Document


class _Alike:
    """The texts seen so far, found again by MinHash and banding rather than by pairs."""

    def __init__(self) -> None:
        from datasketch import MinHashLSH

        self._lsh = MinHashLSH(threshold=_THRESHOLD, num_perm=_PERMUTATIONS)
        self._seen: dict[int, _Text] = {}

    def add(self, position: int, text: str, document: Document) -> tuple[int, int | None]:
        """The position of an earlier text that says the same, else this one, now among them.

        With it that of a newer edition of the text, with other figures.
        """
        one = _Text(
            _signature(text),
            hash(tuple(_FIGURE.findall(text))),
            hash(tuple(_NAME.findall(text))),
            replace(document, text="", sections=(), pages=()),
        )
        newer = None
        for place in sorted(self._lsh.query(one.signature)):
            other = self._seen[place]
            if other.names != one.names or other.signature.jaccard(one.signature) < _THRESHOLD:
                continue
            if other.figures == one.figures:
                return place, None
            if newer is None and _is_newer_edition(other.document, document):
                newer = place
        self._lsh.insert(position, one.signature)
        self._seen[position] = one
        return position, newer


def _is_newer_edition(one: Document, other: Document) -> bool:
    return one.kit == other.kit and is_newer(one, other)


def _signature(text: str) -> "LeanMinHash":
    from datasketch import LeanMinHash, MinHash

    signature = MinHash(num_perm=_PERMUTATIONS)
    signature.update_batch([shingle.encode() for shingle in _shingles(text)])
    return LeanMinHash(signature)


def _shingles(text: str) -> set[str]:
    words = re.findall(r"\w+", _FIGURE.sub("0", fold(text)))
    return {" ".join(words[i : i + _SHINGLE]) for i in range(max(1, len(words) - _SHINGLE + 1))}
