"""Where a text names a person: after a civility, by a known first name, or as a signature."""

import re
from collections.abc import Iterator
from functools import lru_cache
from importlib import resources

from assistant.triage.mail_body import is_closing
from corpus.text import fold

_CAPITAL = r"[A-ZÀ-ÖØ-ÝŒ][\w'’]*(?:-[A-ZÀ-ÖØ-ÝŒ][\w'’]*)*"
_PARTICLE = r"(?:(?:de la|de|du|des|le|la|d['’]|von|van|van der|ben|el|al|da|dos|di) ?)"
_SURNAME = rf"(?:{_PARTICLE}(?={_CAPITAL}))?{_CAPITAL}"
_CIVILITY = re.compile(
    r"\b(?:MM?\.|M(?= [A-Z])|Mr\.?|Mmes?|Mlle|Mesdames|Messieurs|Madame|Monsieur|Ma[iî]tre|Me"
    rf"|Docteur|Docteure|Dr\.?|Pr\.?|Professeure?) (?P<name>{_CAPITAL}(?: {_SURNAME}){{0,3}})"
)
_PAIR = re.compile(rf"\b(?P<first>{_CAPITAL}) (?P<last>(?:[A-Z]\. )?{_SURNAME}(?: {_CAPITAL})?)")
_CALLED = re.compile(
    rf"(?i:\b(?:je m['’]appelle|je soussigné(?:e|\(e\))?|nommée? |signé :)) ?,? ?(?P<name>{_CAPITAL}"
    rf"(?: {_SURNAME}){{1,2}})"
)
_SIGNATURE = re.compile(
    rf"(?:(?:M\.|Mme|Dr|Me|Pr) )?(?P<name>{_CAPITAL} (?:{_SURNAME}|[A-Z]\.)(?: {_CAPITAL})?)"
    r"(?:\s*[,–—|/(-].*)?$"
)
# What a civility or a line is followed by, or made of, that is no name.
_NO_NAMES = frozenset(
    "maire adjoint adjointe president presidente vice directeur directrice general generale prefet "
    "prefete ministre depute deputee senateur senatrice conseiller conseillere tresorier juge "
    "tresoriere secretaire procureur commissaire delegue deleguee charge chargee monsieur madame "
    "responsable chef cheffe elu elue service services direction pole mission ville mairie commune "
    "communaute agglomeration agglo metropole departement region conseil pays grand syndicat office "
    "association reseau federation maison centre equipe bureau collectif cooperative etat france "
    "le la les l un une des rtes hameau lotissement rue avenue place".split()
)
# A person's name after these is that of a place, of a body or of a law.
_NAMED_AFTER = re.compile(
    r"\b(?:rues?|avenue|boulevard|bd|place|quai|square|cours|allees?|impasse|chemin|route|pont|port"
    r"|ecoles?|colleges?|lycees?|universite|campus|groupe scolaire|creche|espace|salle|stade|gymnase"
    r"|piscine|complexe|centre|hopital|clinique|ehpad|residence|maison|foyer|fondation|institut"
    r"|association|cercle|amicale|mediatheque|bibliotheque|theatre|cinema|musee|parc|jardin|cite"
    r"|quartier|secteur|tiers-lieu|friche|caserne|gare|station|halle|pole|loi|lois|decret|ordonnance"
    r"|rapport|prix|plan|circulaire|arret|jurisprudence|amendement|programme|batiment|ferme|domaine"
    r"|chateau|villa|tour|immeuble|fonds|dispositif|edition|editions|librairie|scop|scic|cae|cooperative)"
    r" (?:[\w'-]+ ){0,2}(?:(?:de|du|des|la|le|d'|l') ?)*$"
)
# People whose names streets and schools bear, and laws.
_FAMOUS = frozenset(
    "jaures ferry moulin hugo zola mace zay monnet rostand curie king pasteur blum mitterrand "
    "gaulle mermoz prevert verne renoir camus sand michel veil badinter schuman eluard aragon "
    "gide proudhon fourier leroux bourgeois mendes-france clemenceau gambetta carnot".split()
)


def names_in(text: str) -> Iterator[tuple[int, int]]:
    """The spans of the persons' names in a text; they may overlap."""
    for match in _CIVILITY.finditer(text):
        if fold(match["name"].split()[0]) not in _NO_NAMES:
            yield match.span("name")
    yield from (match.span("name") for match in _CALLED.finditer(text))
    position = 0
    while match := _PAIR.search(text, position):
        # A pair that is no name may overlap one that is: « Bonjour Jean Dupont ».
        position = match.end("first")
        if _is_person(match) and not _NAMED_AFTER.search(fold(text[: match.start()])[-60:]):
            yield match.span()
            position = match.end()
    yield from _signatures(text)


def _is_person(match: re.Match[str]) -> bool:
    last = [fold(word) for word in match["last"].split()]
    return _is_first_name(match["first"]) and not ({*last} & (_FAMOUS | _NO_NAMES))


def _is_first_name(word: str) -> bool:
    return fold(word) in _first_names() or (
        "-" in word and all(fold(part) in _first_names() for part in word.split("-"))
    )


def _signatures(text: str) -> Iterator[tuple[int, int]]:
    """The name that is the first line after a mail's farewell."""
    closed, start = False, 0
    for line in text.splitlines(keepends=True):
        own = line.strip()
        if closed and own:
            match = _SIGNATURE.match(own)
            if match and not {fold(w) for w in re.split(r"[\s'’-]", match["name"])} & _NO_NAMES:
                offset = start + line.index(own)
                yield offset + match.start("name"), offset + match.end("name")
            closed = is_closing(own)
        else:
            closed = closed or is_closing(own)
        start += len(line)


@lru_cache(maxsize=1)
def _first_names() -> frozenset[str]:
    """First names common in France, folded."""
    listed = resources.files("assistant.triage").joinpath("first_names.txt").read_text("utf-8")
    return frozenset(listed.split())
