"""What that matters tells two questions apart: level, legal form, act, amount, negation."""

import re
import tomllib
from difflib import SequenceMatcher
from functools import lru_cache
from pathlib import Path

from assistant.asking.reference import general
from assistant.triage.expressions import holding
from corpus.errors import AssistantError
from corpus.lexical import stems
from corpus.text import fold

FILE = Path(__file__).with_name("matters.toml")
# Two questions that share so much of their wording differ on purpose where a content word does.
_ALIKE = 0.5
_NUMBER = re.compile(r"\d[\d ]*(?:[.,]\d+)?")
_WORD = re.compile(r"[a-z0-9]+")
_NEGATION = re.compile(
    r"\b(?:ne|n')\s?[\w' -]{0,25}?\b(?:pas|plus|jamais)\b|\bsans\b|\bnon\b|\brefus"
)


def differing(text: str, other: str) -> tuple[str, ...]:
    """What tells two questions apart, as words for a reader; empty where nothing that matters."""
    found = [_said(ours, theirs) for _, ours, theirs in _terms_apart(text, other)]
    ours, theirs = _numbers(text), _numbers(other)
    if ours and theirs and ours.isdisjoint(theirs):
        found.append(_said(sorted(ours)[0], sorted(theirs)[0]))
    if alike(text, other) >= _ALIKE:
        if bool(_NEGATION.search(fold(text))) != bool(_NEGATION.search(fold(other))):
            found.append("une négation")
        found += _swapped(text, other)
    return tuple({fold(one): one for one in reversed(found)}.values())[::-1]


def same_words(text: str, other: str) -> bool:
    """Whether two questions have the same content words, if any, in the same order."""
    ours, theirs = (
        [stem for stem in stems(one) if stem not in general("general")] for one in (text, other)
    )
    return bool(ours) and ours == theirs


def shared_terms(text: str, other: str) -> tuple[int, int]:
    """In how many groups both questions name a term in common, and in how many only one does."""
    ours, theirs = _terms(text), _terms(other)
    shared = sum(bool(ours[group] & theirs[group]) for group in ours)
    return shared, sum(bool(ours[group]) != bool(theirs[group]) for group in ours)


def _terms_apart(text: str, other: str) -> list[tuple[str, str, str]]:
    """The groups in which each question names a term that the other does not."""
    ours, theirs = _terms(text), _terms(other)
    apart = [(group, ours[group] - theirs[group], theirs[group] - ours[group]) for group in ours]
    return [(group, _named(group, a), _named(group, b)) for group, a, b in apart if a and b]


@lru_cache(maxsize=4096)
def _terms(text: str) -> dict[str, frozenset[str]]:
    return {
        group: frozenset(holding(text, tuple(terms.items()))) for group, terms in _groups().items()
    }


def _named(group: str, terms: frozenset[str]) -> str:
    return _groups()[group][min(terms)][0].replace("*", "").replace(" … ", " ").replace("'", "’")


def _said(ours: str, theirs: str) -> str:
    return f"« {ours} » et « {theirs} »"


def alike(text: str, other: str) -> float:
    """How much of their wording two questions share, from 0 to 1."""
    return SequenceMatcher(None, _stemmed(text), _stemmed(other), autojunk=False).ratio()


def _swapped(text: str, other: str) -> list[str]:
    """What stands in each other's place in two questions of like wording, and names two things."""
    ours, theirs = _words(text), _words(other)
    common = general("general") | (set(_stemmed(text)) & set(_stemmed(other)))

    def content(words: list[str]) -> str:
        return " ".join(word for word in words if set(stems(word)) - common)

    matched = SequenceMatcher(None, _stemmed(text), _stemmed(other), autojunk=False)
    swapped = [
        (content(ours[a:b]), content(theirs[c:d]))
        for kind, a, b, c, d in matched.get_opcodes()
        if kind == "replace"
    ]
    return [
        _said(left, right)
        for left, right in swapped
        if left and right and not shared_terms(left, right)[0]
    ]


def _words(text: str) -> list[str]:
    return _WORD.findall(fold(text))


def _stemmed(text: str) -> list[str]:
    """The stems of a text's words, function words as they are."""
    return [next(iter(stems(word)), word) for word in _words(text)]


def _numbers(text: str) -> set[str]:
    return {number.replace(" ", "") for number in _NUMBER.findall(fold(text))}


@lru_cache(maxsize=1)
def _groups() -> dict[str, dict[str, tuple[str, ...]]]:
    """The groups of the data file; AssistantError where it has been broken by hand."""
    try:
        read = tomllib.loads(FILE.read_text(encoding="utf-8"))
        return {
            group: {term: tuple(words) for term, words in terms.items()}
            for group, terms in read.items()
        }
    except (tomllib.TOMLDecodeError, AttributeError, TypeError) as error:
        raise AssistantError(
            f"Le fichier des termes opposés « {FILE} » est mal formé ({error}) : corrigez-le."
        ) from error
