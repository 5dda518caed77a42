"""Which passages say the same, and which documents share them."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from corpus.text import fold, squeeze
from corpus.types import Document, Passage

if TYPE_CHECKING:
    from datasketch import MinHash

# Word five-grams; above this Jaccard similarity two passages with the same figures say the
# same (docs/decisions/0004-duplicates.md).
_SHINGLE = 5
_THRESHOLD = 0.85
_PERMUTATIONS = 128
_FIGURES_AND_NAMES = re.compile(r"\d+|\b[A-ZÀ-Þ]\w+")


@dataclass(frozen=True, slots=True)
class Deduplicated:
    """All passages in order, those that say the same tied together, and how many are repeats."""

    passages: tuple[Passage, ...]
    exact: int
    near: int


def deduplicate(passages: list[Passage], documents: dict[str, Document]) -> Deduplicated:
    """Tie each passage to the first that says the same: only that one is embedded and found.

    Near duplicates are tied only where all their figures and capitalised words agree.
    """
    texts = [documents[p.document_id].text[p.start : p.end] for p in passages]
    first: list[int] = []
    exact = near = 0
    by_text: dict[str, int] = {}
    similar = _Similar()
    for position, text in enumerate(texts):
        twin = by_text.setdefault(squeeze(text), position)
        if twin != position:
            exact += 1
        else:
            twin = similar.add(position, text)
            near += twin != position
        first.append(first[twin] if twin != position else position)
    return Deduplicated(tuple(_tied(passages, first)), exact, near)


def _tied(passages: list[Passage], first: list[int]) -> Iterator[Passage]:
    holders: dict[int, set[str]] = {}
    for passage, twin in zip(passages, first, strict=True):
        holders.setdefault(twin, set()).add(passage.document_id)
    for position, (passage, twin) in enumerate(zip(passages, first, strict=True)):
        yield replace(
            passage,
            also_in=tuple(sorted(holders[twin] - {passage.document_id})),
            same_as="" if twin == position else passages[twin].passage_id,
        )


class _Similar:
    """The texts seen so far, found again by MinHash and banding rather than by pairs."""

    def __init__(self) -> None:
        from datasketch import MinHashLSH

        self._lsh = MinHashLSH(threshold=_THRESHOLD, num_perm=_PERMUTATIONS)
        self._seen: dict[int, tuple[MinHash, list[str]]] = {}

    def add(self, position: int, text: str) -> int:
        """The position of an earlier text that says the same, else this one, now among them."""
        from datasketch import MinHash

        signature = MinHash(num_perm=_PERMUTATIONS)
        signature.update_batch([shingle.encode() for shingle in _shingles(text)])
        figures = _FIGURES_AND_NAMES.findall(text)
        for other in sorted(self._lsh.query(signature)):
            known, known_figures = self._seen[other]
            if known_figures == figures and known.jaccard(signature) >= _THRESHOLD:
                return int(other)
        self._lsh.insert(position, signature)
        self._seen[position] = signature, figures
        return position


def _shingles(text: str) -> set[str]:
    words = re.findall(r"\w+", fold(text))
    return {" ".join(words[i : i + _SHINGLE]) for i in range(max(1, len(words) - _SHINGLE + 1))}
