"""The names that tell a thing from others, and whether another text holds them too."""

import re

from assistant.asking.reference import general
from assistant.asking.spelling import is_french
from assistant.claims import names
from corpus.lexical import stems
from corpus.text import fold

# Where and what all fiches are about: it tells no thing from others.
_OF_ALL = {"ESS", "RTES", "France"}
# « Piste d'Azur », of words that are French each.
_CAPITAL = r"(?![A-ZÀ-Ý]{2}|(?:L[ae]s?|Une?|Des|Ce|Cette)\b)[A-ZÀ-Ý][\w-]+"
_SEVERAL = re.compile(rf"(?<![\w’'-]){_CAPITAL}(?: (?:d[eu]s? |de la |d['’]){_CAPITAL})+")


def own_names(text: str) -> set[str]:
    """The proper names that tell a thing from others: no French words, nor what all fiches are
    about.
    """
    return {one for one in names(text) - _OF_ALL if not is_french(one)}


def names_of_several(text: str) -> set[str]:
    """The proper names of several words that are tied: « Piste d'Azur », « Pays de Brest »."""
    return {match[0] for match in _SEVERAL.finditer(text)}


def named(text: str, other: str) -> set[str]:
    """The proper names in a text that another holds too, as they are written in the first.

    French words are names where both write them so: « l'Atelier »; not « la Ville ».
    """
    own, both = own_names(text), names(text) & names(other) - _OF_ALL
    plain = {one for one in both if one[1:].islower() and not set(stems(one)) & general("levels")}
    return plain | {one for one in own if holds(other, one)}


def holds(text: str, name: str) -> bool:
    """Whether a text holds a name: a French word as it is written, any other however it is."""
    if not is_french(name):
        text, name = fold(text), fold(name)
    return re.search(rf"(?<!\w){re.escape(name)}(?!\w)", text) is not None
