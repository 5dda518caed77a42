"""An English question in the French words that the fiches would use for it."""

import re
import tomllib
from functools import lru_cache
from importlib import resources

from corpus.text import fold

_WORD = re.compile(r"[a-z0-9]+")


def french_words(question: str) -> str:
    """The French of each word or phrase that the lexicon knows, the longest first; others stay.

    Words in the question's order, for a search by words: no sentence.
    """
    lexicon, longest = _lexicon()
    words = _WORD.findall(fold(question))
    bases = _bases(tuple(words))
    found: list[str] = []
    at = 0
    while at < len(words):
        for length in range(min(longest, len(words) - at), 0, -1):
            said = lexicon.get(bases[at : at + length])
            if said is not None:
                found.append(said)
                break
        else:
            length = 1
            found.append(words[at])
        at += length
    return " ".join(found)


@lru_cache(maxsize=1)
def _lexicon() -> tuple[dict[tuple[str, ...], str], int]:
    """The French of each English phrase as its words' stems, and the most words of a phrase."""
    source = resources.files("assistant.asking").joinpath("english.toml").read_text("utf-8")
    lexicon: dict[tuple[str, ...], str] = {}
    for phrase, french in tomllib.loads(source)["words"].items():
        lexicon.setdefault(_bases(tuple(_WORD.findall(fold(phrase)))), french)
    return lexicon, max(map(len, lexicon))


def _bases(words: tuple[str, ...]) -> tuple[str, ...]:
    """English stems: « supporting » and « supports » are « support »."""
    import snowballstemmer

    return tuple(snowballstemmer.stemmer("english").stemWords(list(words)))
