"""By what that matters do two questions differ: level, legal form, act, amount, year, negation?"""

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
_ALIKE = 0.6
_NUMBER = re.compile(r"\d[\d ]*(?:[.,]\d+)?")
_WORD = re.compile(r"[a-z0-9]+")
_NEGATION = re.compile(
    r"\b(?:ne|n')\s?[\w' -]{0,25}?\b(?:pas|plus|jamais)\b|\bsans\b|\bnon\b|\brefus"
)


def differing(text: str, other: str) -> tuple[str, ...]:
    """What tells two questions apart, as words for a reader; empty where nothing that matters."""
    alike = _alike(text, other)
    found = [_said(ours, theirs) for _, ours, theirs in _terms_apart(text, other)]
    ours, theirs = _numbers(text), _numbers(other)
    if ours and theirs and ours.isdisjoint(theirs):
        found.append(_said(sorted(ours)[0], sorted(theirs)[0]))
    if alike >= _ALIKE:
        if bool(_NEGATION.search(fold(text))) != bool(_NEGATION.search(fold(other))):
            found.append("une négation")
        found += _swapped(text, other)
    return tuple(dict.fromkeys(found))


def shared_terms(text: str, other: str) -> tuple[int, int]:
    """In how many groups both questions name a term in common, and in how many only one does."""
    ours, theirs = _terms(text), _terms(other)
    shared = sum(bool(ours[group] & theirs[group]) for group in ours)
    return shared, sum(bool(ours[group]) != bool(theirs[group]) for group in ours)


def _terms_apart(text: str, other: str) -> list[tuple[str, str, str]]:
    """The groups in which each question names terms, and none in common."""
    ours, theirs = _terms(text), _terms(other)
    return [
        (group, _named(group, ours[group]), _named(group, theirs[group]))
        for group in ours
        if ours[group] and theirs[group] and ours[group].isdisjoint(theirs[group])
    ]


@lru_cache(maxsize=4096)
def _terms(text: str) -> dict[str, frozenset[str]]:
    return {
        group: frozenset(holding(text, tuple(terms.items()))) for group, terms in _groups().items()
    }


def _named(group: str, terms: frozenset[str]) -> str:
    return _groups()[group][min(terms)][0].replace("*", "").replace(" … ", " ")


def _said(ours: str, theirs: str) -> str:
    return f"« {ours} » et « {theirs} »"


def _alike(text: str, other: str) -> float:
    """How much of their wording two questions share, from 0 to 1."""
    return SequenceMatcher(None, _stemmed(text), _stemmed(other), autojunk=False).ratio()


def _swapped(text: str, other: str) -> list[str]:
    """The content words of two questions of like wording that stand in each other's place."""
    ours, theirs = _stemmed(text), _stemmed(other)
    content = set(stems(f"{text} {other}")) - general("general") - set(ours) & set(theirs)
    matched = SequenceMatcher(None, ours, theirs, autojunk=False).get_opcodes()
    swapped = [
        ([w for w in ours[a:b] if w in content], [w for w in theirs[c:d] if w in content])
        for kind, a, b, c, d in matched
        if kind == "replace"
    ]
    return [_said(" ".join(left), " ".join(right)) for left, right in swapped if left and right]


def _stemmed(text: str) -> list[str]:
    return [next(iter(stems(word)), word) for word in _WORD.findall(fold(text))]


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
