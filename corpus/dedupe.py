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
_WORD = re.compile(r"\w+")
_NAME = re.compile(r"[A-ZÀ-Þ]\w+")
# Words that turn what a passage says about, folded: negations and what restricts, what one may or
# must do, numbers. « peut » and « ne peut pas » are alike, and are another fact.
_TURNS = frozenset(
    """
    n ne ni non pas plus moins jamais aucun aucune aucuns aucunes nul nulle nuls nulles rien guere
    sans sauf excepte exceptee exceptees exceptes hormis hors exclu exclue exclues exclus seul seule
    seules seuls seulement uniquement exclusivement
    peut peuvent pouvait pouvaient pourra pourront pourrait pourraient puisse puissent possible
    possibles impossible impossibles permet permettent permis permise permises autorise autorisee
    autorisees autorises autorisent autorisation autorisations facultatif facultatifs facultative
    facultatives
    doit doivent devait devaient devra devront devrait devraient doive doivent faut faudra faudrait
    oblige obligee obligees obliges obligent obligation obligations obligatoire obligatoires
    obligatoirement interdit interdite interdites interdits interdisent interdiction interdictions
    zero deux trois quatre cinq six sept huit neuf dix onze douze treize quatorze quinze seize vingt
    vingts trente quarante cinquante soixante septante huitante nonante cent cents mille million
    millions milliard milliards dizaine dizaines douzaine quinzaine vingtaine trentaine cinquantaine
    centaine centaines millier milliers premier premiere premiers premieres second seconde deuxieme
    troisieme moitie demi demie tiers quart quarts double doubles triple triples quadruple
    """.split()  # noqa: SIM905
)


@dataclass(frozen=True, slots=True)
class Deduplicated:
    """All passages in order, tied and marked; how many repeat another exactly, and nearly."""

    passages: tuple[Passage, ...]
    exact: int
    near: int


def deduplicate(cut: Iterable[tuple[Passage, Document]]) -> Deduplicated:
    """Tie each passage to the first that says the same: only that one is embedded and found.

    Near duplicates are tied where all their figures, capitalised words and words that turn a
    meaning agree. Where the figures alone differ from those of a newer edition of the same kit, the
    passage is marked with it. The documents come newest first.
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
    """The texts of one wording and the same telling words: the first of each figures, and of each
    kit.
    """

    signature: "LeanMinHash"
    telling: int
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
        figures, telling = hash(tuple(_FIGURE.findall(text))), hash(_telling(text))
        signature = _signature(text)
        groups = [self._groups[place] for place in sorted(self._lsh.query(signature))]
        groups = [
            group
            for group in groups
            if group.telling == telling and group.signature.jaccard(signature) >= _THRESHOLD
        ]
        same = next((group for group in groups if figures in group.by_figures), None)
        twin = same.by_figures[figures] if same else position
        newest = [g.newest[document.kit] for g in groups if document.kit in g.newest]
        later = (p for own, p, d in newest if own != figures and is_newer(d, document))
        newer = next(later, None)
        group = same or self._group(telling, signature)
        group.by_figures.setdefault(figures, twin)
        if document.kit:  # pages of no kit are no editions of one another
            light = replace(document, text="", sections=(), pages=())
            group.newest.setdefault(document.kit, (figures, passage, light))
        return twin, newer

    def _group(self, telling: int, signature: "LeanMinHash") -> _Group:
        key = telling, signature.hashvalues.tobytes()
        if key not in self._places:
            self._places[key] = len(self._groups)
            self._lsh.insert(len(self._groups), signature)
            self._groups.append(_Group(signature, telling))
        return self._groups[self._places[key]]


def _telling(text: str) -> tuple[str, ...]:
    """The capitalised words and those that turn a meaning, in order."""
    words = _WORD.findall(text)
    return tuple(word for word in words if _NAME.match(word) or fold(word) in _TURNS)


def _signature(text: str) -> "LeanMinHash":
    from datasketch import LeanMinHash, MinHash

    signature = MinHash(num_perm=_PERMUTATIONS)
    signature.update_batch([shingle.encode() for shingle in _shingles(text)])
    return LeanMinHash(signature)


def _shingles(text: str) -> set[str]:
    words = re.findall(r"\w+", _FIGURE.sub("0", fold(text)))
    return {" ".join(words[i : i + _SHINGLE]) for i in range(max(1, len(words) - _SHINGLE + 1))}
