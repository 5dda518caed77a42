"""Which passages share the question's words: BM25 over French stems without accents."""

import hashlib
import logging
import math
import re
from collections.abc import Iterable, Sequence
from functools import lru_cache
from importlib import metadata
from pathlib import Path
from typing import TYPE_CHECKING, Any

from corpus.errors import AssistantError
from corpus.text import fold

if TYPE_CHECKING:
    import bm25s
    import numpy as np

    Array = np.ndarray[Any, np.dtype[np.float32]]

_WORD = re.compile(r"[a-z0-9]+(?:[.,]\d+)*")

# Function words and the ways a question is put; folded. What stays tells passages apart.
STOPWORDS = frozenset(
    """
    a ai alors as au aucun aussi autre aux avec avez avoir avons c ca car ce ceci cela celle
    celles celui ces cet cette ceux chaque chez ci comme comment d dans de des deja depuis donc
    dont du elle elles en encore entre es est et etaient etait etant etc ete etes etre eu eux
    fait faire faut font hors il ils j je jusqu l la le les leur leurs lui m ma mais me meme
    memes mes moi moins mon n ne ni non nos notre nous on ont ou par parmi pas pendant peu peut
    peuvent peux plus plusieurs plutot pour pourquoi pouvez pouvons puis qu quand que quel
    quelle quelles quels qui quoi s sa sans se selon ses si sinon son sont sous sur t ta te tel
    telle telles tels tes toi ton tous tout toute toutes tres tu un une vers via voici voila
    vos votre vous y bonjour merci svp cordialement existe exister concerne concernant dit dire
    parle combien avions aviez avaient aurait auraient auront etes serait seraient
    sera seront soit soient fais voudrait voudrais voudrions veut veulent pourrait pourrions
    pourraient
    about an and any are around at be because been both by can could did do does each ever for
    from has have how i in into is it its itself like more my no not of on or other our out
    over should so some such than that the their them there these they this those through to under
    up us was we were what when where which who why will with would you your town municipality
    council
    """.split()  # noqa: SIM905
)


# Plurals that the stemmer takes for adjectives as « heureux ».
_SINGULAR = {"lieux": "lieu", "milieux": "milieu", "enjeux": "enjeu", "jeux": "jeu"}


@lru_cache(maxsize=65536)
def _stem(word: str) -> str:
    import snowballstemmer

    # A stemmer keeps the word it works on: one for each call, so that threads share none.
    return str(snowballstemmer.stemmer("french").stemWord(_SINGULAR.get(word, word)))


def stems(text: str) -> list[str]:
    """The stems of a text's content words, in order, repeated as in the text."""
    return [_stem(word) for word in _WORD.findall(fold(text)) if word not in STOPWORDS]


# Measured on half of devset (docs/decisions/0003-retrieval.md).
_K1 = 1.2
_B = 0.75


@lru_cache(maxsize=1)
def words_name() -> str:
    """What tells one way to read and weigh words from another: an index of another is not asked."""
    made = sorted(STOPWORDS), _SINGULAR, _WORD.pattern, metadata.version("snowballstemmer"), _K1, _B
    return hashlib.sha256(repr(made).encode()).hexdigest()[:8]


class LexicalIndex:
    """BM25 scores of every passage of one generation, in the order they were given."""

    def __init__(self, bm25: "bm25s.BM25") -> None:
        self._bm25 = bm25

    @classmethod
    def create(cls, folder: Path, texts: Iterable[str]) -> None:
        """Write an index of the texts (each the words of one passage) into a folder."""
        _made_of(texts).save(folder, show_progress=False)

    @classmethod
    def open(cls, folder: Path) -> "LexicalIndex":
        """Read back what `create` wrote; AssistantError where it is damaged."""
        import bm25s

        try:
            return cls(bm25s.BM25.load(folder))
        except (OSError, ValueError, KeyError, EOFError) as error:
            raise AssistantError(
                "L'index des mots est incomplet ou abîmé : relancez « python -m ingest "
                "--rebuild », qui le refait à partir des textes gardés."
            ) from error

    def scores(self, question: str) -> "Array":
        """One score a passage, shape (passages,); 0 where no word is shared."""
        import numpy as np

        known = [word for word in stems(question) if word in self._bm25.vocab_dict]
        if not known:
            return np.zeros(int(self._bm25.scores["num_docs"]), dtype=np.float32)
        scores: Array = self._bm25.get_scores(known)
        return scores

    def is_made_of(self, texts: Sequence[str]) -> bool:
        """Whether each word weighs in each passage what an index made of these texts gives it."""
        theirs, ours = self._bm25, _made_of(texts)
        if int(theirs.scores["num_docs"]) != len(texts):
            return False
        return theirs.vocab_dict.keys() == ours.vocab_dict.keys() and all(
            _weights(theirs, word) == _weights(ours, word) for word in ours.vocab_dict
        )

    def knows(self, stem: str) -> bool:
        """Whether any passage holds the stem."""
        return stem in self._bm25.vocab_dict

    def rarity(self, stem: str) -> float:
        """The inverse document frequency of a stem; highest where no passage holds it."""
        total = int(self._bm25.scores["num_docs"])
        column = self._bm25.vocab_dict.get(stem)
        starts = self._bm25.scores["indptr"]
        held = 0 if column is None else int(starts[column + 1] - starts[column])
        return math.log(1 + total / (held + 0.5))


def _made_of(texts: Iterable[str]) -> "bm25s.BM25":
    import bm25s

    logging.getLogger("bm25s").setLevel(logging.WARNING)
    bm25 = bm25s.BM25(k1=_K1, b=_B)
    # Each stem is one number, the same object in every text: no text's own words are kept.
    vocabulary: dict[str, int] = {}
    numbers = [[vocabulary.setdefault(s, len(vocabulary)) for s in stems(t)] for t in texts]
    if numbers and not vocabulary:
        numbers[0] = [vocabulary.setdefault("", 0)]  # signs alone: bm25s needs a word
    bm25.index((numbers, vocabulary), show_progress=False)
    return bm25


def _weights(bm25: "bm25s.BM25", word: str) -> dict[int, float]:
    """The weight of a word in each passage that holds it, by the passage's position."""
    column = bm25.vocab_dict[word]
    starts = bm25.scores["indptr"]
    if column + 1 >= len(starts):
        return {}  # the empty word that bm25s adds, which no passage holds
    start, end = int(starts[column]), int(starts[column + 1])
    positions, weights = (bm25.scores[part][start:end] for part in ("indices", "data"))
    return dict(zip(positions.tolist(), weights.tolist(), strict=True))
