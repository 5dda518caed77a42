"""Which anticipated questions a new one is near to, and what is known of these."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from weakref import WeakKeyDictionary

from corpus.anticipated import anticipated, anticipated_vectors, known_texts, text_digest
from corpus.encoder import Encoder
from corpus.index import Index
from corpus.settings import Settings
from corpus.types import Document, Hit, Section

if TYPE_CHECKING:
    import numpy as np

    Array = np.ndarray[Any, np.dtype[np.floating[Any]]]
    Places = np.ndarray[Any, np.dtype[np.int64]]

# Measured on `tune` (docs/decisions/0017-anticipated-questions.md): how many of the nearest
# questions count, how fast a farther one counts less, and how many of each kind are compared.
_NEAREST = 32
_SPREAD = 0.05
_COMPARED = 3
_ANSWERED = {"yes": 1.0, "partly": 0.5, "no": 0.0}


@dataclass(frozen=True, slots=True)
class Near:
    """What the anticipated questions near a new one say.

    `answered` is the share of the nearest questions that the texts answer, weighed by nearness,
    `sections` the share that each section answers, shape (sections,) in the index's order, and
    `about` the share that are about a fiche at all; `lead` is how much nearer the three nearest
    answered questions are than the three nearest that no text answers; `known` are the sections
    that they were written for.
    """

    answered: float
    sections: "Array"
    lead: float
    about: float
    known: frozenset[str]

    def knows(self, hits: Sequence[Hit]) -> bool:
        """Whether the questions were written for all of these sections, as they stand now."""
        return all(hit.section.section_id in self.known for hit in hits)


@dataclass(frozen=True, slots=True)
class Alike:
    """An anticipated question that the texts answer, as far as it is like another.

    `section` is the first that answers it, by its place in the index, `similarity` the cosine to
    the other question, `vector` its own, shape (dimensions,).
    """

    question: str
    section: int
    similarity: float
    vector: "Array"


@dataclass(frozen=True, slots=True)
class _Held:
    """The anticipated questions about the texts of one index.

    `rows` are their places among those that ship, `vectors` theirs, shape (questions, dimensions),
    `answered` whether their texts answer them (1, in part 0.5, not 0), and `first` the section
    (its place in the index) that each is about first, -1 where it is about no fiche, each of shape
    (questions,); `pairs` the question and the section of each section that answers one, shape
    (pairs, 2).
    """

    rows: "Places"
    vectors: "Array"
    answered: "Array"
    first: "Places"
    pairs: "Places"
    sections: int
    known: frozenset[str]

    def near(self, similarity: "Array") -> Near:
        """What the questions near a new one say, whose similarity to each of them is given."""
        import numpy as np

        order = np.argsort(-similarity, kind="stable")[:_NEAREST]
        shares = np.zeros(len(similarity))
        shares[order] = np.exp((similarity[order] - similarity[order[0]]) / _SPREAD)
        shares /= shares.sum()
        sections = np.zeros(self.sections)
        np.add.at(sections, self.pairs[:, 1], shares[self.pairs[:, 0]])
        return Near(
            answered=float(shares @ self.answered),
            sections=sections,
            lead=_nearness(similarity[self.answered == 1])
            - _nearness(similarity[self.answered == 0]),
            about=float(shares @ (self.first >= 0)),
            known=self.known,
        )

    def alike(self, similarity: "Array") -> Iterator[Alike]:
        """The answered questions, the nearest first, given the similarity to each question."""
        import numpy as np

        for place in np.argsort(-similarity, kind="stable").tolist():
            if self.answered[place] == 1:
                yield Alike(
                    question=anticipated()[self.rows[place]].question,
                    section=int(self.first[place]),
                    similarity=float(similarity[place]),
                    vector=self.vectors[place],
                )


def _nearness(similarity: "Array") -> float:
    """The mean similarity of the nearest questions of a kind, 0 where there are none."""
    import numpy as np

    return float(np.sort(similarity)[-_COMPARED:].mean()) if len(similarity) else 0.0


class Questions:
    """The anticipated questions, beside the indexes that hold their texts."""

    def __init__(self) -> None:
        """Reads no question yet: that is done when the first one is asked."""
        self._held: WeakKeyDictionary[Index, _Held] = WeakKeyDictionary()

    def near(self, index: Index, vector: "Array") -> Near | None:
        """What is known of the questions near a vector; None where none is about these texts."""
        held = self._of(index)
        return held.near(held.vectors @ vector) if len(held.vectors) else None

    def alike(self, index: Index, vector: "Array") -> Iterator[Alike]:
        """The questions near a vector that the texts answer, the nearest first."""
        held = self._of(index)
        return held.alike(held.vectors @ vector) if len(held.vectors) else iter(())

    def _of(self, index: Index) -> _Held:
        held = self._held.get(index)
        if held is None:
            held = self._held[index] = _held(index)
        return held


def open_questions(settings: Settings, encoder: Encoder) -> Questions | None:
    """The anticipated questions, unless a setting leaves them out or names another encoder than
    the one that their vectors are of.
    """
    used = settings.anticipated and anticipated_vectors().encoder == encoder.name
    return Questions() if used else None


def _held(index: Index) -> _Held:
    """The questions whose first section stands in the index, word for word as it was read."""
    import numpy as np

    places: dict[str, list[int]] = {}
    known = set()
    for place, (document, section) in enumerate(placed(index)):
        name = known_texts().get(text_digest(document.text[section.start : section.end]))
        if name:
            places.setdefault(name, []).append(place)
            known.add(section.section_id)
    rows: list[int] = []
    first: list[int] = []
    pairs: list[tuple[int, int]] = []
    for row, one in enumerate(anticipated()):
        found = [place for name in one.sections for place in places.get(name, ())]
        if not one.sections or one.sections[0] in places:
            if one.answered != "no":
                pairs += [(len(rows), place) for place in found]
            rows.append(row)
            first.append(found[0] if found else -1)
    if not known:
        rows, first = [], []
    return _Held(
        rows=np.array(rows, dtype=np.int64),
        vectors=anticipated_vectors().values[rows],
        answered=np.array([_ANSWERED[anticipated()[row].answered] for row in rows]),
        first=np.array(first, dtype=np.int64),
        pairs=np.array(pairs, dtype=np.int64).reshape(-1, 2),
        sections=len(index.sections),
        known=frozenset(known),
    )


def placed(index: Index) -> list[tuple[Document, Section]]:
    """Each section with its document, in the index's order."""
    return [(d, section) for d in index.documents.values() for section in d.sections]
