"""Which subjects the fiches lack: the questions that they do not answer, grouped."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from assistant.asking.reference import general, named
from assistant.records.asked import asked_of
from assistant.records.listing import Filter
from assistant.records.queue import Queue
from assistant.records.types import QueueRow
from corpus.encoder import Encoder
from corpus.lexical import stems
from corpus.metric import unit
from corpus.text import fold

if TYPE_CHECKING:
    import numpy as np

    Array = np.ndarray[Any, np.dtype[np.float32]]

# Questions grouped at most, the newest: their distances, one for each two, fill the memory.
MOST = 2000
# How far apart the questions of one subject are: the mean cosine distance of the centred vectors.
# Measured on 249 questions to the triage and 168 to the assistant, by reading the groups: at .5
# they hold two to four questions; at .6, 3 of 75 groups mix subjects; at .65, where they hold up to
# 8 questions, 9 of 87; at .7, some 30 of 119.
_APART = 0.65
# One question a theme: what they share with those asked is no subject. Without them, the few
# questions of a small town would each be what the others are not.
_COMMON = (
    "La compétence économique revient-elle à la commune ou à l'intercommunalité ?",
    "Comment réserver un marché public à des structures d'insertion ?",
    "Quelles pièces une association doit-elle joindre à sa demande de subvention ?",
    "Comment la collectivité entre-t-elle au capital d'une SCIC ?",
    "Quel bail signer pour un tiers-lieu dans un bâtiment communal ?",
    "Une aide à une entreprise doit-elle être notifiée à la Commission européenne ?",
    "Comment organiser un service d'autopartage en milieu rural ?",
    "Quelles données notre mairie doit-elle publier en ligne ?",
    "Qui peut gérer une salle de spectacle municipale ?",
    "Comment acheter des produits locaux pour la cantine ?",
    "Comment embaucher par un chantier d'insertion ?",
    "Comment animer un réseau d'acteurs du territoire ?",
    "Qu'est-ce qu'une entreprise solidaire d'utilité sociale ?",
    "De quoi vivent les associations ?",
)
# What the triage says of a question for which it searched the fiches in vain; a test compares.
_NO_FICHE = "Aucune fiche chargée ne traite de ce sujet."
_NEAREST = "elle ne répond pas à ce qui est demandé."
# Words that name a subject.
_WORDS = 4
_GREETING = re.compile(r"\s*(?:bonjour|bonsoir|madame|monsieur|mesdames|messieurs)[^\n]*\n", re.I)


@dataclass(frozen=True, slots=True)
class Gap:
    """A subject of several unanswered questions; `central` is the one nearest to all others."""

    words: tuple[str, ...]
    central: str
    questions: tuple[str, ...]


def lacking(
    queue: Queue, encoder: Encoder, since: date | None = None, until: date | None = None
) -> tuple[Gap, ...]:
    """The subjects of the questions to which the fiches hold no answer, the largest first.

    Of the days between, both included, and without personal data. Questions that are the jurist's
    whatever the fiches say are left out, and a question that is alone with its subject.
    """
    wanted = Filter(decision="juriste", since=since, until=until)
    rows = queue.rows(wanted, size=MOST).rows
    asked = [asked_of(row.question, row.masked) for row in rows if _was_searched(row)]
    return gaps(asked, encoder)


def _was_searched(row: QueueRow) -> bool:
    """Whether the fiches were searched for an answer; not so for what is reserved to the jurist."""
    return any(reason == _NO_FICHE or reason.endswith(_NEAREST) for reason in row.reasons)


def gaps(questions: Sequence[str], encoder: Encoder) -> tuple[Gap, ...]:
    """The subjects of several questions, the largest first."""
    texts = [" ".join(_GREETING.sub("", text, 1).split()) for text in questions]
    if len(texts) < 2:
        return ()
    vectors = _centred(encoder.queries(texts), encoder.queries(list(_COMMON)))
    places: dict[int, list[int]] = {}
    for place, label in enumerate(_labels(vectors)):
        places.setdefault(label, []).append(place)
    weights = _weights(texts)
    found = [
        _gap([texts[place] for place in group], vectors[group], weights)
        for group in places.values()
        if len(group) > 1
    ]
    return tuple(sorted(found, key=lambda gap: -len(gap.questions)))


def _centred(vectors: "Array", common: "Array") -> "Array":
    """Unit vectors without what all questions share, which is most of their likeness."""
    import numpy as np

    return unit(vectors - np.concatenate([vectors, common]).mean(axis=0, dtype=np.float32))


def _labels(vectors: "Array") -> list[int]:
    from sklearn.cluster import AgglomerativeClustering

    clusters = AgglomerativeClustering(
        n_clusters=None, metric="cosine", linkage="average", distance_threshold=_APART
    )
    return [int(label) for label in clusters.fit(vectors).labels_]


def _weights(texts: Sequence[str]) -> dict[str, float]:
    """How telling each stem is: less, the more questions have it (idf)."""
    from math import log

    counts = Counter(stem for text in texts for stem in set(stems(text)))
    return {stem: log((1 + len(texts)) / count) for stem, count in counts.items()}


def _gap(texts: list[str], vectors: "Array", weights: dict[str, float]) -> Gap:
    likeness = (vectors @ vectors.T).sum(axis=1)
    order = sorted(range(len(texts)), key=lambda place: -likeness[place])
    questions = tuple(texts[place] for place in order)
    return Gap(_words(texts, weights), questions[0], questions)


def _words(texts: Sequence[str], weights: dict[str, float]) -> tuple[str, ...]:
    """The words that tell a group, as its questions write them most often."""
    shared = Counter(stem for text in texts for stem in set(stems(text)))
    written: dict[str, Counter[str]] = {}
    for text in texts:
        for word in re.findall(r"\b[^\W\d][\w-]{2,}", text):
            for stem in stems(fold(word)):
                written.setdefault(stem, Counter())[word if word.isupper() else word.lower()] += 1
    # A word of one question alone tells that question, not the group.
    telling = [stem for stem, count in shared.items() if count > 1 and stem in written]
    telling.sort(key=lambda stem: (-shared[stem] * weights[stem], stem))
    # Words that any question may have are told only where its questions share no others.
    subjects = set().union(*map(named, texts)) - general("framing")
    telling = [stem for stem in telling if stem in subjects] or telling
    # « tiers-lieu » has two stems.
    words = dict.fromkeys(written[stem].most_common(1)[0][0] for stem in telling)
    return tuple(words)[:_WORDS]
