"""How the words of a question are written where the fiches write them otherwise.

Acronyms of the field and what they stand for; words mistyped.
"""

import re
import string
import tomllib
from collections.abc import Collection
from functools import lru_cache
from importlib import resources
from typing import Any

from corpus.lexical import stems
from corpus.text import fold

_WORD = re.compile(r"[^\W_]+")


def expand(text: str) -> str:
    """The text, then what its acronyms stand for and the acronyms of what it spells out."""
    table, spelled = _acronyms()
    held = f" {' '.join(stems(text))} "
    added: list[str] = []
    for word in _WORD.findall(text):
        added += (table.get(word) or table.get(_key(word), []))[:1]
    added += [acronym for phrase, acronym in spelled.items() if f" {phrase} " in held]
    new = [words for words in dict.fromkeys(added) if f" {' '.join(stems(words))} " not in held]
    return " ".join([text, *new])


def _key(word: str) -> str:
    """How an acronym that may stand in small letters is looked up: folded, in the singular."""
    folded = fold(word)
    return folded if len(folded) < 5 else folded.removesuffix("s")


@lru_cache(maxsize=1)
def _tables() -> dict[str, dict[str, Any]]:
    source = resources.files("assistant.asking").joinpath("acronyms.toml").read_text("utf-8")
    return tomllib.loads(source)


@lru_cache(maxsize=1)
def _acronyms() -> tuple[dict[str, list[str]], dict[str, str]]:
    """Expansions by acronym, as written in capitals or by its key; acronyms by stems."""
    tables = _tables()
    table = {_key(name): words for name, words in tables["any"].items()}
    table |= tables["capitals"] | {f"{name}s": words for name, words in tables["capitals"].items()}
    spelled: dict[str, str] = {}
    for name, words in (tables["any"] | tables["capitals"]).items():
        for text in words:
            spelled.setdefault(" ".join(stems(text)), name)
    return table, spelled


# A word of fewer letters has too many neighbours.
_SHORTEST = 5
# « existe t il » is « existe-t-il ».
_UNHYPHENED = re.compile(r"\b(\w*[ae]) t (ils?|elles?|on)\b", re.I)
# « l ess » is « l'ess », « c est » « c'est », « qu il » « qu'il »; with a capital where a sentence
# begins.
_BEFORE_VOWEL = (
    r"(?i:c)(?= est\b)|(?i:j)(?= (?:ai|en|y)\b)|(?i:qu)(?= (?:ils?|elles?|on|une?|est|en)\b)"
    r"|(?i:d|l|j|n|s|m|t|qu)(?= [aeiouyhàâéèêîôù]\w{2})"
)
_ELIDED = re.compile(rf"(?:(?<!\d )\b(?=[a-z])|^|(?<=[.?!] ))({_BEFORE_VOWEL}) ")
# What tells a form of a word from another: « labellisé » is no slip for « labellisées ».
_INFLECTED = re.compile(r"e?s?|ees?|e?nt|r|x")


def corrected(text: str, vocabulary: Collection[str]) -> str:
    """The French text with its mistyped words replaced by the nearest ones of the vocabulary.

    Words as they are typed on a telephone are read first. Left as they are: words that the
    vocabulary, a French dictionary or `words.txt` holds, as such or by their stem, names (a
    capital), acronyms, words cut short, figures, and what is as near to two different words.
    """
    if not vocabulary:
        return text
    text = elided(_UNHYPHENED.sub(r"\1-t-\2", text))
    known, known_stems = _known(frozenset(vocabulary))
    shortened, _ = _acronyms()

    def replacement(match: re.Match[str]) -> str:
        word = match.group()
        first = match.start() == 0 and not word.isupper()
        meant: str | None = _tables()["typed"].get(word.lower() if first else word)
        meant = _tables()["short"].get(word.lower()) or meant
        # Two letters that a fiche holds may be another's initials: « DS ».
        is_theirs = word in vocabulary and len(word) > 2
        if meant and not is_theirs and not _in_address(match):
            return meant[0].upper() + meant[1:] if first and word[0].isupper() else meant
        folded = fold(word)
        named = word != word.lower() and (match.start() > 0 or word.isupper())
        if named or len(folded) < _SHORTEST or not re.fullmatch("[a-z]+", folded):
            return word
        if known_stems.issuperset(stems(folded)) or folded in _french()[folded[0]]:
            return word
        if _key(word) in shortened or folded in _written_besides():
            return word
        nearest = _nearest(folded, known.get(folded[0], {}))
        if nearest and _is_form(fold(nearest), folded):
            return word
        return word if nearest is None else nearest.capitalize() if word[0].isupper() else nearest

    return _WORD.sub(replacement, text)


def elided(text: str) -> str:
    """The text with the apostrophes that are typed as spaces: « l ess », « qu est-ce »."""
    return _ELIDED.sub(r"\1'", text)


def _in_address(match: re.Match[str]) -> bool:
    """Whether a word is part of an address or a compound: « contact@less.fr »."""
    around = match.string[match.start() - 1 : match.start()] + match.string[match.end() :][:2]
    return bool(re.search(r"[@_/-]|\.\w", around))


def _is_form(folded: str, other: str) -> bool:
    """Whether two folded words are forms of one."""
    longer = bool(_INFLECTED.fullmatch(folded.removeprefix(other)))
    return longer or folded.rstrip("es") == other.rstrip("es")


def _nearest(folded: str, known: dict[str, str]) -> str | None:
    """The one word that is one slip away, a swap of letters being one; None if none or many.

    Two slips away stand other words: « résidence » for « résilience ».
    """
    from rapidfuzz import process
    from rapidfuzz.distance import OSA

    found = process.extract(folded, known.keys(), scorer=OSA.distance, score_cutoff=1)
    if len({" ".join(stems(word)) for word, _, _ in found}) != 1:
        return None
    return known[found[0][0]]


@lru_cache(maxsize=2)
def _known(vocabulary: frozenset[str]) -> tuple[dict[str, dict[str, str]], frozenset[str]]:
    """The words by their first letter, folded and as written; the stems of all."""
    known: dict[str, dict[str, str]] = {}
    for word in sorted(vocabulary):
        folded = fold(word)
        if len(folded) >= _SHORTEST - 1:
            known.setdefault(folded[0], {})[folded] = word
    return known, frozenset(stem for word in vocabulary for stem in stems(word))


def is_french(word: str) -> bool:
    """Whether a French dictionary has a word, whatever its accents and capitals; few names are."""
    folded = fold(word)
    return folded in _french().get(folded[:1], ())


@lru_cache(maxsize=1)
def _french() -> dict[str, set[str]]:
    """The words of a French dictionary, folded, by their first letter."""
    from spellchecker import SpellChecker

    words = fold("\n".join(SpellChecker(language="fr").word_frequency.words())).split(" ")
    letters: dict[str, set[str]] = {letter: set() for letter in string.ascii_lowercase}
    for word in words:
        letters.get(word[:1], set()).add(word)
    return letters


@lru_cache(maxsize=1)
def _written_besides() -> frozenset[str]:
    """Words and places that no dictionary of ours holds, folded."""
    text = resources.files("assistant.asking").joinpath("words.txt").read_text("utf-8")
    lines = (line for line in text.splitlines() if not line.startswith("#"))
    return frozenset(fold(" ".join(lines)).split())
