"""Which passages say the same, and which say with other figures what a newer edition says."""

import hashlib
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
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
    alone differ from those of a newer edition of the same kit, the passage is marked with it. The
    documents come newest first.
    """
    passages: list[Passage] = []
    first: list[int] = []
    exact = near = 0
    texts: set[bytes] = set()
    alike = _Alike()
    for position, (passage, document) in enumerate(cut):
        text = document.text[passage.start : passage.end]
        twin, newer = alike.add(position, text, passage, document)
        digest = hashlib.sha256(squeeze(text).encode()).digest()
        exact += digest in texts
        near += digest not in texts and twin != position
        texts.add(digest)
        first.append(twin)
        passages.append(
            replace(
                passage,
                newer=newer.passage_id if newer else "",
                newer_in=newer.document_id if newer else "",
            )
        )
    return Deduplicated(tuple(_tied(passages, first)), exact, near)


def _tied(passages: Sequence[Passage], first: Sequence[int]) -> Iterator[Passage]:
    holders: dict[int, set[str]] = {}
    for passage, twin in zip(passages, first, strict=True):
        holders.setdefault(twin, set()).add(passage.document_id)
    for position, (passage, twin) in enumerate(zip(passages, first, strict=True)):
        yield replace(
            passage,
            also_in=tuple(sorted(holders[twin] - {passage.document_id})),
            same_as="" if twin == position else passages[twin].passage_id,
        )


@dataclass(frozen=True, slots=True)
class _Group:
    """The texts of one wording and the same names: the first of each figures, and of each kit."""

    signature: "LeanMinHash"
    names: int
    by_figures: dict[int, int] = field(default_factory=dict)
    newest: dict[str, tuple[int, Passage, Document]] = field(default_factory=dict)


class _Alike:
    """The texts seen so far, found again by MinHash and banding rather than by pairs.

    Texts that differ in figures alone are one entry: a form that is filled in a thousand times
    takes no longer than a thousand texts.
    """

    def __init__(self) -> None:
        from datasketch import MinHashLSH

        self._lsh = MinHashLSH(threshold=_THRESHOLD, num_perm=_PERMUTATIONS)
        self._groups: list[_Group] = []
        self._places: dict[tuple[int, bytes], int] = {}

    def add(
        self, position: int, text: str, passage: Passage, document: Document
    ) -> tuple[int, Passage | None]:
        """The position of the first text that says the same, this one's where there is none.

        With it the passage of a newer edition of its kit that says it with other figures, if any.
        """
        figures, names = (hash(tuple(p.findall(text))) for p in (_FIGURE, _NAME))
        signature = _signature(text)
        groups = [self._groups[place] for place in sorted(self._lsh.query(signature))]
        groups = [
            group
            for group in groups
            if group.names == names and group.signature.jaccard(signature) >= _THRESHOLD
        ]
        same = next((group for group in groups if figures in group.by_figures), None)
        twin = same.by_figures[figures] if same else position
        newest = [g.newest[document.kit] for g in groups if document.kit in g.newest]
        later = (p for own, p, d in newest if own != figures and is_newer(d, document))
        newer = next(later, None)
        group = same or self._group(names, signature)
        group.by_figures.setdefault(figures, twin)
        if document.kit:  # pages of no kit are no editions of one another
            light = replace(document, text="", sections=(), pages=())
            group.newest.setdefault(document.kit, (figures, passage, light))
        return twin, newer

    def _group(self, names: int, signature: "LeanMinHash") -> _Group:
        key = names, signature.hashvalues.tobytes()
        if key not in self._places:
            self._places[key] = len(self._groups)
            self._lsh.insert(len(self._groups), signature)
            self._groups.append(_Group(signature, names))
        return self._groups[self._places[key]]


def _signature(text: str) -> "LeanMinHash":
    from datasketch import LeanMinHash, MinHash

    signature = MinHash(num_perm=_PERMUTATIONS)
    signature.update_batch([shingle.encode() for shingle in _shingles(text)])
    return LeanMinHash(signature)


def _shingles(text: str) -> set[str]:
    words = re.findall(r"\w+", _FIGURE.sub("0", fold(text)))
    return {" ".join(words[i : i + _SHINGLE]) for i in range(max(1, len(words) - _SHINGLE + 1))}
