"""Which anticipated questions a new one is near to, and what is known of these."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeVar
from weakref import WeakKeyDictionary

from assistant.quoting import ends_open
from corpus.anticipated import (
    answered_values,
    anticipated,
    anticipated_vectors,
    encoded_with,
    recognised,
)
from corpus.encoder import Encoder
from corpus.index import Index
from corpus.settings import Settings
from corpus.types import Document, Hit, Passage, Section

if TYPE_CHECKING:
    import numpy as np

    Array = np.ndarray[Any, np.dtype[np.floating[Any]]]
    Places = np.ndarray[Any, np.dtype[np.int64]]

# Measured on `tune` (docs/decisions/0017-anticipated-questions.md): how many of the nearest
# questions of each kind are compared.
_COMPARED = 3
# A passage is quoted on which this share of the near questions rests, and this part of what rests
# on the first of them; a sentence of it, on which this does, and this part of what rests on the
# firmest.
_TOLD = 0.15
_TOLD_OF_MOST = 0.6
_TOLD_SENTENCE = 0.08
_TOLD_OF_BEST = 0.15
# Where less of the near questions are about a fiche, what is asked may be off topic; where no less
# are than the second, it is of the field. On `tune` the share is .96 at least for what the fiches
# hold, wholly or in part, and .39 at most for 50 of the 52 off-topic questions (.90 for one that
# orders an invention about subsidies).
_ABOUT_FICHES = 0.65
_OF_FIELD = 0.95
# The cosine below which a question about a fiche is not near: all that is of the field has a nearer
# one on `tune`, and 31 of the 52 off-topic questions have none.
_ABOUT_NEAR = 0.72
_Name = TypeVar("_Name", str, tuple[str, int])


@dataclass(frozen=True, slots=True)
class Near:
    """What the anticipated questions near a new one say.

    Each counts for as much as it is like the new one, all that ship 1 together. `answered` is how
    far the texts answer what is asked, `held` how likely they hold some of it, `about` the share
    that is about a fiche at all, 0 where none of these is near; `lead` is how much nearer the three
    nearest answered questions are than the three nearest that no text answers. `passages`, by id,
    and `sentences`, by document and first character, say of each how likely the question rests on
    it, where any does. `known` are the sections that the questions were written for.
    """

    answered: float
    held: float
    about: float
    lead: float
    passages: Mapping[str, float]
    sentences: Mapping[tuple[str, int], float]
    known: frozenset[str]

    @property
    def is_about_fiches(self) -> bool:
        """Whether most of the near questions are about a fiche."""
        return self.about >= _ABOUT_FICHES

    @property
    def is_of_field(self) -> bool:
        """Whether next to all of the near questions are about a fiche."""
        return self.about >= _OF_FIELD

    def knows(self, hits: Sequence[Hit]) -> bool:
        """Whether the questions were written for all of these sections, as they stand now."""
        return all(hit.section.section_id in self.known for hit in hits)

    def rests_on(self, hit: Hit, of_enough: float = 1.0) -> bool | None:
        """Whether enough of the near questions rest on a passage, or a part of as many; None where
        they do not say: they rest on nothing, or the passage is one that they were not written for.
        """
        most = max(self.passages.values(), default=0.0)
        if most < _TOLD or not self.knows([hit]):
            return None
        enough = max(_TOLD, _TOLD_OF_MOST * most)
        return self.passages.get(hit.passage.passage_id, 0.0) >= of_enough * enough

    def shares(self, hit: Hit, spans: Iterable[tuple[int, int]]) -> list[float]:
        """The share of the near questions that rests on each of a passage's units."""
        document = hit.document.document_id
        return [self.sentences.get((document, start), 0.0) for start, _ in spans]

    @property
    def least(self) -> float:
        """The share of the near questions that rests on a sentence that is quoted, at least."""
        return max(_TOLD_SENTENCE, _TOLD_OF_BEST * max(self.sentences.values(), default=0.0))


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

    `rows` are the places of the questions among those that ship, `answered` how far their texts
    answer them (1, in part 0.5, not 0), and `first` the section (its place in the index) that each
    is about first, -1 where it is about no fiche, each of shape (questions,). `passages`, by id,
    and `sentences`, by document and first character, answer some; `of_passage` and `of_sentence`
    are the question and the place of each that answers it, shape (pairs, 2).
    """

    rows: "Places"
    answered: "Array"
    first: "Places"
    passages: Sequence[str]
    of_passage: "Places"
    sentences: Sequence[tuple[str, int]]
    of_sentence: "Places"
    known: frozenset[str]

    def near(self, vector: "Array") -> Near:
        """What the questions near a vector say."""
        known = anticipated_vectors()
        (place,) = known.metric.places(vector[None])
        nearness = known.places @ place
        shares = known.metric.shares(nearness)[self.rows]
        nearness = nearness[self.rows]
        of_fiche = self.first >= 0
        similarity = (known.values @ vector)[self.rows]
        is_near = similarity.max(initial=-1.0, where=of_fiche)
        return Near(
            answered=float(shares @ self.answered),
            held=float(shares @ (self.answered > 0)),
            about=float(shares @ of_fiche) if is_near >= _ABOUT_NEAR else 0.0,
            lead=_nearness(nearness[self.answered == 1]) - _nearness(nearness[self.answered == 0]),
            passages=_shared(shares, self.of_passage, self.passages),
            sentences=_shared(shares, self.of_sentence, self.sentences),
            known=self.known,
        )

    def alike(self, vector: "Array") -> Iterator[Alike]:
        """The answered questions near a vector, the nearest first."""
        import numpy as np

        vectors = anticipated_vectors().values
        similarity = (vectors @ vector)[self.rows]
        for place in np.argsort(-similarity, kind="stable").tolist():
            if self.answered[place] == 1:
                yield Alike(
                    question=anticipated()[self.rows[place]].question,
                    section=int(self.first[place]),
                    similarity=float(similarity[place]),
                    vector=vectors[self.rows[place]],
                )


def _shared(shares: "Array", pairs: "Places", names: Sequence[_Name]) -> dict[_Name, float]:
    """What the questions that each place answers say together, by its name, where that is any."""
    import numpy as np

    summed = np.bincount(pairs[:, 1], shares[pairs[:, 0]], len(names))
    return {names[place]: float(summed[place]) for place in np.flatnonzero(summed > 0).tolist()}


def _nearness(nearness: "Array") -> float:
    """The mean nearness of the nearest questions of a kind, 0 where there are none."""
    import numpy as np

    if len(nearness) > _COMPARED:
        nearness = np.partition(nearness, -_COMPARED)[-_COMPARED:]
    return float(nearness.mean()) if len(nearness) else 0.0


class Questions:
    """The anticipated questions, beside the indexes that hold their texts."""

    def __init__(self) -> None:
        """Reads no question yet: that is done when the first one is asked."""
        self._held: WeakKeyDictionary[Index, _Held] = WeakKeyDictionary()

    def near(self, index: Index, vector: "Array") -> Near | None:
        """What is known of the questions near a vector; None where none is about these texts."""
        held = self._of(index)
        return held.near(vector) if len(held.rows) else None

    def alike(self, index: Index, vector: "Array") -> Iterator[Alike]:
        """The questions near a vector that the texts answer, the nearest first."""
        held = self._of(index)
        return held.alike(vector) if len(held.rows) else iter(())

    def _of(self, index: Index) -> _Held:
        held = self._held.get(index)
        if held is None:
            held = self._held[index] = _held(index)
        return held


def open_questions(settings: Settings, encoder: Encoder) -> Questions | None:
    """The anticipated questions, unless a setting leaves them out or names another encoder than
    the one that their vectors are of.
    """
    used = settings.anticipated and encoded_with() == encoder.name
    return Questions() if used else None


@dataclass(frozen=True, slots=True)
class _Spot:
    """Where a sentence stands: document and first character, passage, section by its place."""

    sentence: tuple[str, int]
    passage: str
    section: int


def _spots(index: Index) -> tuple[dict[str, list[_Spot]], dict[str, list[int]]]:
    """Where each known sentence stands, and which sections of the index, by their places, are which
    known ones.
    """
    passages: dict[str, list[Passage]] = {}
    for passage in index.passages:
        passages.setdefault(passage.section_id, []).append(passage)
    spots: dict[str, list[_Spot]] = {}
    places: dict[str, list[int]] = {}
    for place, (document, section) in enumerate(placed(index)):
        text = recognised(document.text, section.start, section.end)
        if not text.section:
            continue
        places.setdefault(text.section, []).append(place)
        of_section = passages[section.section_id]
        starts = [start for start, _ in text.sentences]
        for (start, names), after in zip(text.sentences, [*starts[1:], section.end], strict=True):
            # A lead-in belongs to its list, though that stands in the next passage.
            read = after if ends_open(document.text, (start, after)) else start
            holds = [p for p in of_section if p.start <= read][-1]
            spot = _Spot((document.document_id, start), holds.passage_id, place)
            for name in names:
                spots.setdefault(name, []).append(spot)
    return spots, places


def _held(index: Index) -> _Held:
    """The questions of whose answer a sentence stands in the index; of those that no text answers,
    the ones whose nearest section does.
    """
    import numpy as np

    spots, places = _spots(index)
    sections = list(index.sections)
    rows: list[int] = []
    first: list[int] = []
    passages: dict[str, int] = {}
    sentences: dict[tuple[str, int], int] = {}
    of_passage: set[tuple[int, int]] = set()
    of_sentence: set[tuple[int, int]] = set()
    for row, one in enumerate(anticipated()):
        stands = [spot for name in one.about for spot in spots.get(name, ())]
        found = [spot.section for spot in stands]
        found += [place for name in one.about for place in places.get(name, ())]
        if not found and (one.about or not places):
            continue
        for spot in stands:
            passage = passages.setdefault(spot.passage, len(passages))
            of_passage.add((len(rows), passage))
            sentence = sentences.setdefault(spot.sentence, len(sentences))
            of_sentence.add((len(rows), sentence))
        rows.append(row)
        first.append(found[0] if found else -1)
    return _Held(
        rows=np.array(rows, dtype=np.int64),
        answered=answered_values([anticipated()[row] for row in rows]),
        first=np.array(first, dtype=np.int64),
        passages=list(passages),
        of_passage=_pairs(of_passage),
        sentences=list(sentences),
        of_sentence=_pairs(of_sentence),
        known=frozenset(sections[place] for found in places.values() for place in found),
    )


def _pairs(pairs: Collection[tuple[int, int]]) -> "Places":
    """The pairs in order, shape (pairs, 2)."""
    import numpy as np

    return np.array(sorted(pairs), dtype=np.int64).reshape(-1, 2)


def placed(index: Index) -> list[tuple[Document, Section]]:
    """Each section with its document, in the index's order."""
    return [(d, section) for d in index.documents.values() for section in d.sections]
