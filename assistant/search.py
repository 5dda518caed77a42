"""Which passages match a question, and how the scores of both searches are fused."""

from collections.abc import Iterable
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from assistant.asking.spelling import expand
from assistant.rerank import RERANKED
from corpus.index import Index
from corpus.lexical import stems
from corpus.types import Document, Hit, Passage, is_newer

if TYPE_CHECKING:
    import numpy as np

    from assistant.models import Models
    from assistant.types import Part, Question

    Array = np.ndarray[Any, np.dtype[np.float64]]
    Places = np.ndarray[Any, np.dtype[np.int64]]

# Measured on half of devset, the `tune` cases and fictional pages (docs/decisions/
# 0003-retrieval.md): the share of the vectors in the sum of both scores, each in its own
# standard deviations; the spread of e5's cosines over an index, which hardly varies with the
# question; and what a document's best passage lends to its others.
_VECTOR_WEIGHT = 0.7
_COSINE_SPREAD = 0.03
_DOCUMENT_WEIGHT = 0.3
# How many passages the vector search returns; one beyond them counts as the last of them.
_NEAREST = 200
# How fast a section's other passages fall behind its best one.
_PASSAGE_WEIGHT = 0.5
# What a passage outside the level or kit that was asked for loses, in the same unit.
_PREFERENCE = 1.0
# What a passage loses whose figures a newer edition gives anew, or gains where its year is asked.
_OLDER = 1.0
# What a reading list loses, or gains where the question asks for resources.
_READING_LIST = 1.0
# What a document's first section gains where a definition or reasons are asked for: it is there
# that a page says what its subject is and why it matters.
_INTRODUCTION = 0.9
_INTRODUCED = ("definition", "reasons")
# What a passage gains on which all anticipated questions near the one asked rest
# (docs/decisions/0017-anticipated-questions.md).
_ANTICIPATED_WEIGHT = 6.0


def search(
    index: Index, models: "Models", question: "Question", part: "Part", count: int
) -> list[Hit]:
    """The best passages for one part of a question, at most `count`, best first.

    A text that stands in several places is a hit at each of them.
    """
    import numpy as np

    withheld = index.withheld()
    hidden = [i for i, p in enumerate(index.passages) if withheld and p.document_id in withheld]
    vector = models.encoder.queries([part.text])[0]
    similarity = index.nearest(vector, _NEAREST + len(hidden))
    totals = _totals(index, question, part, similarity)
    near = models.questions.near(index, vector) if models.questions else None
    if near and near.passages:
        known = np.array([name in near.known for name in index.sections])[index.section_of]
        told = totals.copy()
        for name, share in near.passages.items():
            told[index.place(name)] += _ANTICIPATED_WEIGHT * share
        told[~known] = _ranked(totals[~known], totals[known], told[known])
        totals = told
    totals[hidden] = -np.inf
    wanted = max(count, RERANKED) if models.reranker else count
    order = [i for i in np.argsort(-totals, kind="stable")[:wanted].tolist() if totals[i] > -np.inf]
    hits = [
        Hit(
            rank=rank,
            passage=index.citable(index.passages[i]),
            document=index.documents[index.passages[i].document_id],
            section=index.sections[index.passages[i].section_id],
            score=float(totals[i]),
            similarity=similarity.get(i),
        )
        for rank, i in enumerate(order, 1)
    ]
    return (models.reranker.rerank(part.text, hits) if models.reranker else hits)[:count]


def _ranked(scores: "Array", before: "Array", after: "Array") -> "Array":
    """The scores of other passages, shape (others,), that keep their rank among those whose scores
    were one thing before and are another after, each of shape (passages,): those above the first
    or below the last stay as far from it.
    """
    import numpy as np

    beyond: Array = scores - np.clip(scores, before.min(), before.max())
    ranked: Array = np.interp(scores, np.sort(before), np.sort(after))
    return ranked + beyond


def _words(index: Index, text: str) -> str:
    """The text's words, with what acronyms stand for where the fiches do not know one of them.

    Expanding every question finds no more (docs/decisions/0003-retrieval.md).
    """
    known = all(index.knows(stem) for stem in stems(text))
    return text if known else expand(text)


def distinct_texts(index: Index, question: "Question", hits: Iterable[Hit]) -> list[Hit]:
    """The hits with each text once, where it fits the question best, in its newest edition.

    Where a newer edition gives other figures, its passage stands instead, unless the question names
    a year of the older one.
    """
    first: dict[str, Hit] = {}
    for hit in hits:
        newest = _newest(index, question, hit)
        first.setdefault(newest.passage.same_as or newest.passage.passage_id, newest)
    return list(first.values())


def _newest(index: Index, question: "Question", hit: Hit) -> Hit:
    """The hit in the newest edition of its kit that says the same."""
    passage, document = hit.passage, hit.document
    if passage.newer and not _asks_for(index, question, passage):
        passage = index.citable(index.passage(passage.newer) or passage)
        document = index.documents[passage.document_id]
    for same in index.same(passage):
        other = index.documents[same.document_id]
        if other.kit == document.kit and is_newer(other, document):
            passage, document = same, other
    section = index.sections[passage.section_id]
    return replace(hit, passage=passage, document=document, section=section)


def _asks_for(index: Index, question: "Question", passage: Passage) -> bool:
    """Whether a question names a year of a passage or of its edition that the newer one lacks."""
    newer = index.passage(passage.newer)
    known = _dated_text(index, newer) if newer else ""
    held = _dated_text(index, passage)
    return any(year in held and year not in known for year in question.years)


def _dated_text(index: Index, passage: Passage) -> str:
    document = index.documents[passage.document_id]
    return f"{document.dated[:4]} {document.text[passage.start : passage.end]}"


def _totals(
    index: Index, question: "Question", part: "Part", similarity: dict[int, float]
) -> "Array":
    """The fused score of every passage, shape (passages,): its section's, less how far it falls
    below the best there.

    A section has the best cosine and the best BM25 score of its passages, not of one passage:
    measured, that finds the right section more often.
    """
    import numpy as np

    cosines = np.full(len(index.passages), min(similarity.values()))
    cosines[list(similarity)] = list(similarity.values())
    vector = _VECTOR_WEIGHT * cosines / _COSINE_SPREAD
    lexical = index.lexical_scores(_words(index, part.words)).astype(np.float64)
    words = (1 - _VECTOR_WEIGHT) * lexical / (float(lexical.std()) or 1.0)

    own, section, document = vector + words, index.section_of, index.document_of
    of_section = _best(section, vector) + _best(section, words)
    of_document = _best(document, of_section[section])
    misses = np.array([_misses(d, question) for d in index.documents.values()])
    totals: Array = (
        of_section[section]
        + _DOCUMENT_WEIGHT * of_document[document]
        - _PREFERENCE * misses[document]
        + _fitness(index, part)[section]
        - _PASSAGE_WEIGHT * (_best(section, own)[section] - own)
    )
    for place in index.older:
        asked = _asks_for(index, question, index.passages[place])
        totals[place] += _OLDER if asked else -_OLDER
    return totals


def _best(places: "Places", scores: "Array") -> "Array":
    """The highest score at each place, shape (places,)."""
    import numpy as np

    best = np.full(int(places.max()) + 1, -np.inf)
    np.maximum.at(best, places, scores)
    return best


def _fitness(index: Index, part: "Part") -> "Array":
    """What a section's passages gain or lose for its kind, shape (sections,)."""
    import numpy as np

    reading_list = _READING_LIST if part.kind == "resources" else -_READING_LIST
    introduction = _INTRODUCTION if part.kind in _INTRODUCED else 0.0
    first = {document.sections[0].section_id for document in index.documents.values()}
    return np.array(
        [
            reading_list * (section.kind == "resources") + introduction * (name in first)
            for name, section in index.sections.items()
        ]
    )


def _misses(document: Document, question: "Question") -> int:
    """How many of the asker's preferences a document does not meet."""
    other_level = bool(question.level and document.levels and question.level not in document.levels)
    return int(other_level) + int(bool(question.kit) and document.kit != question.kit)
