"""Which capitalised words may be a person's name, by themselves."""

import re
import tomllib
from functools import lru_cache
from pathlib import Path

from assistant.asking.spelling import is_french
from corpus.text import fold

FILE = Path(__file__).with_name("names.toml")
CAPITAL = r"[A-ZÀ-ÖØ-ÝŒ][\w'’]*(?:-[A-ZÀ-ÖØ-ÝŒ][\w'’]*){0,3}"
PARTICLE = r"(?:(?:de la|de|du|des|le|la|d['’]|von|van|van der|ben|el|al|da|dos|di) ?)"
SURNAME = rf"(?:{PARTICLE}(?={CAPITAL}))?{CAPITAL}"
# « Jean Dupont », « DUPONT Jean », « Tugdual Le Bihan ».
NAME = rf"{CAPITAL} (?:[A-Z]\. )?{SURNAME}(?: {CAPITAL})?"
_PARTICLES = {"le", "la", "les", "de", "du", "des", "d", "l", "el", "ben", "van", "von", "da"}
_SHORTEST_IN_CAPITALS = 4


@lru_cache(maxsize=8)
def listed(group: str) -> frozenset[str]:
    """One group of words of `names.toml`."""
    return frozenset(tomllib.loads(FILE.read_text("utf-8"))[group].split())


def is_first_name(word: str) -> bool:
    """Whether a word is a known first name, or one made of known ones."""
    known = listed("first_names")
    return fold(word) in known or ("-" in word and {*fold(word).split("-")} <= known)


def may_be_name(words: str) -> bool:
    """Whether capitalised words may be a person's name: one at least is no word of French.

    None is that of a function, a service, a body or a law, and the first is no article.
    """
    whole = words.split()
    parts = [part for part in re.split(r"[\s'’-]+", words) if fold(part) not in _PARTICLES]
    other = (listed("not_names") | listed("bearers") | listed("bodies")) - _PARTICLES
    if fold(whole[0]) in _PARTICLES or {fold(part) for part in (*parts, *whole)} & other:
        return False
    if any(map(_is_acronym, whole)) or re.search(r"\d", words):
        return False
    return any(map(is_first_name, whole)) or not all(map(is_french, parts))


def may_be_surname(word: str) -> bool:
    """Whether one capitalised word may be a surname, or a first name, where its place tells one."""
    if fold(word) in listed("surnames") or is_first_name(word):
        return True
    return may_be_name(word) and not word.isupper() and fold(word) not in listed("famous")


def _is_acronym(word: str) -> bool:
    """Whether a word in capitals is too short, or has too few vowels, to be a name."""
    if not word.isupper() or fold(word) in _PARTICLES:
        return False
    return len(word) < _SHORTEST_IN_CAPITALS or not re.search("[aeiouy]", fold(word))
