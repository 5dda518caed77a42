"""Whether a text holds an expression that a data file lists, in any form of its words."""

import re
from collections.abc import Iterable, Sequence
from functools import lru_cache

from corpus.lexical import stems
from corpus.text import fold

# Words that « … » may stand for, all in one sentence.
_GAP = 8
# Shorter stems are those of unlike words: « délit » and « délai » have one.
_SHORTEST = 4
_TOKEN = re.compile(r"[a-z0-9]+\*?|…|[.!?;]+")


@lru_cache(maxsize=512)
def pattern(expressions: Sequence[str]) -> re.Pattern[str]:
    """What finds the expressions in a text given by `words_of`.

    A word stands for any word of its stem, « * » for any ending, and « … » for up to eight words
    of the same sentence.
    """
    return re.compile("|".join(_pattern(one) for one in expressions) or r"(?!)")


@lru_cache(maxsize=4096)
def words_of(text: str) -> str:
    """The folded words of a text, each as « word~stem », with « | » where a sentence ends."""
    tokens = _TOKEN.findall(fold(re.sub(r"\n+", " . ", text)))
    said = (f" {word}~{_stem(word)}" if word[0].isalnum() else " |" for word in tokens)
    return "".join(said) + " "


def holding(text: str, listed: Iterable[tuple[str, Sequence[str]]]) -> list[str]:
    """The names under which an expression is listed that the text holds, in their order."""
    said = words_of(text)
    return [name for name, expressions in listed if pattern(tuple(expressions)).search(said)]


def _pattern(expression: str) -> str:
    found = ""
    for word in _TOKEN.findall(fold(expression).replace("...", "…")):
        stem = _stem(word)
        if word == "…":
            found += rf"(?: [^ |]+){{0,{_GAP}}}?"
        elif word.endswith("*"):
            found += rf" {word[:-1]}[^ ]*"
        elif len(stem) < _SHORTEST:
            found += f" {word}~[^ ]*"
        else:
            found += f" [^ ~]*~{stem}"
    return found + r"(?= )"


@lru_cache(maxsize=16384)
def _stem(word: str) -> str:
    """The stem of a folded word; a function word stays as it is."""
    return next(iter(stems(word)), word)
