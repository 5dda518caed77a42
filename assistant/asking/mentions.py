"""Which level of local government, places, years and laws a question names."""

import re
from collections.abc import Iterable

from corpus.text import fold
from corpus.types import Level

# Folded. The intercommunal words come first: « communauté de communes » names no commune.
_LEVELS: dict[Level, str] = {
    "epci": r"communautes? (?:de communes|d'agglo\w*|urbaines?)|(?<!\ben )metropoles?|epci"
    r"|conseils? (?:communautaires?|metropolitains?)|inter-?communa\w+|intercos?|agglos?"
    r"|agglomerations?|inter-?municipal\w*",
    "commune": r"communes?|communal(?:e|es)?|communaux|municipa\w+|mairies?|maires?"
    r"|(?<!politique de la )(?<!centre )(?<!centre-)villes?|villages?|towns?|city|cities"
    r"|local council",
    "departement": r"departements?|departementa\w+",
    "region": r"regions?|regional(?:e|es)?|regionaux",
}
# Bodies and things whose name holds the name of a level that they are not.
_NOT_LEVELS = re.compile(
    r"chambres? regionales?|parcs? naturels? regiona\w+|monnaies? communa\w+|town halls?"
)


def level_of(text: str) -> Level | None:
    """The one level that a text speaks of; None where it names several or none."""
    named = levels_of(text)
    return named[0] if len(named) == 1 else None


def levels_of(text: str) -> list[Level]:
    """The levels that a text names."""
    folded = _NOT_LEVELS.sub(" ", fold(text))
    # Capitals alone tell these acronyms from other words (« ça », « cc »).
    folded += " epci" * bool(re.search(r"\b(?:CC|CA|CU)\b", text))
    named: list[Level] = []
    for level, words in _LEVELS.items():
        left = re.sub(rf"\b(?:{words})\b", " ", folded)
        if left != folded:
            named.append(level)
        folded = left
    return named


_DAY = r"(?:1er|\d{1,2})"
_MONTH = r"(?:janvier|février|mars|avril|mai|juin|juillet|août|septembre|octobre|novembre|décembre)"
_DATE = rf"(?:(?:{_DAY} )?(?:{_MONTH} )?(?:19|20)\d\d)\b"
# The names that agents give to laws, also in small letters.
_LAW_NAMES = (
    r"(?:ess|notre|lom|agec|reen|egalim|elan|alur|3ds|asap|pacte|maptam|sapin|littoral|montagne"
    r"|hamon|borloo|grenelle|macron|nome|pope|climat et résilience|anti-?gaspillage)"
)
_LAW = (
    rf"\blois? (?:n[°o] ?\d{{2,4}}-\d+(?: du {_DATE})?|(?:du|de) {_DATE}|(?i:{_LAW_NAMES})\b"
    r"|[A-ZÉ3][\w-]+(?: (?:et )?[A-Z][\w-]+)*|d['’]orientation (?:\w+ ){1,2}?\w{5,})"
    # What is also said without « loi ».
    r"|\b(?i:la lom)\b|\bLOM\b|\b(?i:[eé]galim)\b"
)
_CODE = (
    r"\b[Cc]ode (?:civil|pénal|électoral|rural(?: et de la pêche maritime)?|monétaire et financier"
    r"|général des (?:collectivités territoriales|impôts)|du (?:travail|patrimoine|sport|tourisme)"
    r"|de commerce|de l['’](?:urbanisme|environnement|éducation|énergie"
    r"|action sociale(?: et des familles)?)|de la (?:commande publique|mutualité|santé publique"
    r"|sécurité sociale|consommation|construction et de l['’]habitation))|\bCGCT\b"
)
_NUMBER = r"(?:1er|(?:[LRD]\*?\.? ?)?\d[\d-]*)"
_LAWS = re.compile(
    rf"\b[Aa]rticles? {_NUMBER}(?:(?:, | et ){_NUMBER})*(?: (?:du|de la) (?:{_CODE}|{_LAW}|loi))?"
    rf"|{_LAW}|{_CODE}|\b(?:[Dd]écret|[Oo]rdonnance|[Aa]rrêté|[Cc]irculaire|[Dd]irective)s? "
    rf"(?:n[°o] ?[\d-]+(?: du {_DATE})?|du {_DATE})"
)
# 2000 before what is counted is a number, and 2014-856 a law's.
_YEAR = re.compile(
    r"(?<![\d,.])(?<!n° \d{4}-)(?:19|20)\d\d(?![\d%]|[.,]\d|-\d{1,3}\b|-\d{5}"
    r"| ?(?:habitants|hab\b|euros|€|k€|salariés|emplois|m²|agents|entreprises|communes))"
)
# A word with a capital and small letters (acronyms have none), and those joined to it. Hyphens are
# the word's, spaces the name's, and a word is never read in part: with two ways to read them, a
# question of nothing but names takes hours. A name has eight words at most, for the same reason.
_WORD = (
    r"(?!(?:Que|Qu['’]|Qui|Quand|Où|Comment|Combien|Pourquoi|La|Le|Les|L['’]|Une?|Des|Et|En)\b)"
    r"(?=[A-ZÀ-ÖÙ-Ý][\w’'-]*[a-zà-öù-ÿ])\w++(?:[’'-]\w++)*+"
)
_NAME = rf"{_WORD}(?: (?:(?:sur|sous|lès|le|la|de|du|des)[ -])?{_WORD}){{0,7}}"
# Where a place stands: after a preposition, before « -t-elle », or alone after « et ».
# « Terre de Liens » is a name.
_PLACE = re.compile(
    rf"(?:\b(?:[àÀ]|[Ee]n|[Aa]ux?|[Dd]ans l[ea]s?|[Ii]n|[Aa]t|[Nn]ear) |\b[Dd]ans l['’]"
    rf"|\b(?i:villes?|communes?|métropoles?|régions?|départements?) "
    r"(?:d(?:e(?: l['’]| la )?|u|es) ?|d['’])?"
    rf"|(?<![A-Z]\w\w\w\w )\b(?:d['’]|de ))({_NAME}(?:(?:,| et| ou) {_NAME})*)"
    rf"|(?<![\w-])({_NAME}) \w+-(?:t-)?(?:elle|il)\b|^[Ee]t ({_NAME})(?= ?\??$)"
)
# « Ille et Vilaine » is one place.
_BETWEEN = re.compile(r", | ou | et (?!(?:Vilaine|Garonne|Moselle|Loire?|Cher|Marne)\b)")
_NOT_PLACES = re.compile(
    r"(?:(?:États?|Etats?|Départements?|Régions?|Communes?|Villes?|Lois?|Kits?|Mois)\b|Françai|Avise"
    r"|Citiz|Google|Microsoft|Facebook|Windows|French|Mutuali|Europe Écologie|Ministère|Préfet)"
)


def laws_of(text: str) -> tuple[str, ...]:
    """The laws, articles, decrees and codes that a text names, as written."""
    return _distinct(match.group().strip() for match in _LAWS.finditer(text))


def years_of(text: str) -> tuple[str, ...]:
    """The years from 1900 to 2099 that a text names."""
    return _distinct(match.group() for match in _YEAR.finditer(text))


def places_of(text: str) -> tuple[str, ...]:
    """The places that a text names, as written: proper names that stand as a place does."""
    text = _LAWS.sub(" ", text)
    groups = (next(filter(None, match.groups())) for match in _PLACE.finditer(text))
    names = (name for group in groups for name in _BETWEEN.split(group))
    return _distinct(name for name in names if not _NOT_PLACES.match(name))


def _distinct(names: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(names))
