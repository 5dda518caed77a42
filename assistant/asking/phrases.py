"""The noun phrases of a French question: where each stands, and how it reads as a heading."""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache

# All patterns read flat text. Infinitives, less the nouns that look like some; those in -re. A
# word is read from its beginning alone: from each of its hyphens on, a long one takes minutes.
INFINITIVE = (
    r"(?<![\w-])(?!(?:foncier|quartier|chantier|metier|atelier|particulier|financier|dossier"
    r"|loyer|foyer|loisir|avenir|premier|dernier|hier|mer|partir(?= d)|calendrier|levier|cahier"
    r"|courrier|papier|fichier|(?:im)?mobilier|terroir|pilier|panier|ouvrier|maraicher)\b)"
    r"(?:s'|l')?(?:[\w-]+(?:er|ir)"
    r"|(?:per|pro|com|re|ad|e|trans|sou)?mettre|(?:com|ap|re|entre)?prendre"
    r"|(?:re)?(?:vendre|faire|joindre)|rendre|defendre|(?:pre|at|en|e)tendre|repondre|(?:re)?connaitre"
    r"|(?:(?:co-)?con|de|in)struire|produire|reduire|conduire|inscrire|lire|(?:pour)?suivre|vivre|etre)"
)
# What one asks to be told.
INFORM = (
    r"(?:donner|dire|citer|expliquer|indiquer|preciser|rappeler|resumer|detailler|fournir|joindre"
    r"|envoyer|transmettre|communiquer|lister)\b"
)
INFORM_US = r"(?:indique|precise|rappele|resume|detaille|liste|fournisse|transmette)z"
# What has no subject of its own: the budget, the steps, the example of something.
ASPECT = (
    r"(?:budgets?|couts?|prix|tarifs?|montants?|financements?|horaires?|dates?|durees?|delais?"
    r"|conditions?|criteres?|etapes?|demarches?|procedures?|exemples?|contacts?|adresses?|lieux?"
    r"|avantages?|inconvenients?|limites?|risques?|obligations?|statuts?|roles?|missions?"
    r"|resultats?|bilans?|chiffres?|nombres?|parts?|proportions?|taux|impacts?|effets?|buts?"
    r"|objectifs?|interets?|definitions?|cadres?|leviers?|moyens?|details?|differences?|poids"
    r"|principes?|enjeux?|partenaires?|acteurs?|interlocuteurs?|raisons?|liens?|fonctionnements?"
    r"|president|siege|calendriers?|pourcentages?)"
)
# What asks which of several things: « laquelle », « lesquels ».
WHICH = r"l[ae]s?quel(?:le)?s?\b"
# What follows a « quand » that begins a clause: « quand une association demande une salle, … ».
CLAUSE_SUBJECT = r"(?:une?|l[ae]s?|des|on|nous|vous|ils?|elles?|je|notre|nos|mon|ma)\b"
# Articles that a preposition is drawn into.
CONTRACTED = {"du": ("de", "le "), "des": ("de", "les "), "au": ("à", "le "), "aux": ("à", "les ")}
# What a pronoun stands after, and no article: « une fois qu'on les connaît »; and the reverse.
_BEFORE_PRONOUN = re.compile(r"(?<!-)\b(?:je|tu|on|nous|vous|ils?|elles?|ne) $|(?:^|[,:] ?)qui $")
_BEFORE_ARTICLE = re.compile(r"\b(?:avec|chez|contre|dans|sur|vers) $")
_PHRASE = re.compile(
    r"(?<![\w-])(?<![cdjlmnst]')(?:(?P<preposition>de |d'|a )?(?P<article>l'|l[ae]s? |une? |cet "
    r"|ces |cette |ma |mes |mon |[nv]otre |[nv]os |leurs? |sa |son |ses )"
    r"|(?P<contracted>du |des |aux |au (?!(?:juste|fond|final|total|mieux|moins|plus)(?![\w-])))"
    r"|(?P<many>combien (?:(?:y )?[\w-]+-(?:t-)?(?:il|on) )?(?:de |d')))(?P<head>[\w-]+)"
)
# What goes on with a thing after « à »: « appel à projets », « aide à domicile ».
_JOINED = (
    r"(?: (?:projets?|outils|manifestations?|candidatures?|contributions?|idees|domicile"
    r"|la personne|usage|taux|vocation|but|loyers?|energie|responsabilite)\b)"
)
_NEXT_CLAUSE = r" et (?:je|j'|tu|on|nous|vous|ils?|elles?)\b"
# Where a phrase ends: before a preposition, a clause or a verb. « de » goes on with it.
_VERB = (
    r"(?: (?:est|sont|ont|peut|peuvent|doit|doivent|existe|existent|c'est|are|is"
    r"|(?:relev|represent|apport|propos)(?:e|ent)|(?:con|appar)tien(?:t|nent)"
    r"|c(?= (?:quand|quoi|koi|combien)))\b"
    r"| [\w-]+-(?:t-)?(?:il|elle|on)s?\b)"
)
# « le rapport il dit quoi »: its noun is before it.
_ASKED_LAST = (
    r" (?:(?:ils?|elles?|ca|on) (?:[\w-]+ ){1,2}?(?:quoi|combien|comment|ou|quand|qui)"
    r"|(?:parle|traite|sert|consiste|dit|fait)(?:nt)? (?:(?:de|a|en) )?quoi)\b"
)
# « ils louent les véhicules à quel tarif ».
_WHICH_LAST = r" (?:a|de|avec|par|pour|en|sur) (?:quel(?:le)?s?|qui|quoi|combien)\b"
END = re.compile(
    rf"{_NEXT_CLAUSE}|\s?(?:[,;:.?!«»()]| (?:a(?!{_JOINED})|aux?|en|dans|sur|pour"
    r"|chez|par|avec|sans|depuis|selon|comme|afin"
    r"|quand|lorsque|qui|que|in|for|on|at|with|to|by|from|under|who|which|that)\b"
    rf"| (?:ne |n')|{_VERB}|{_ASKED_LAST}|$)"
)


@dataclass(frozen=True, slots=True)
class Phrase:
    """A noun phrase of a question.

    `start` and `end` are character offsets, `preposition` what its article was drawn into
    (« du » is « de » and « le »), `head` the flat text from its noun on, `counted` whether
    « combien de » stands before it, `topic` the heading that names it.
    """

    start: int
    end: int
    preposition: str
    topic: str
    head: str = ""
    counted: bool = False


def flat(text: str) -> str:
    """The text folded character for character, so that offsets into it hold for the text."""
    return "".join(map(_flat, text))


@lru_cache(maxsize=4096)
def _flat(character: str) -> str:
    plain = unicodedata.normalize("NFKD", character.lower())[:1] or character
    return "'" if plain == "’" else plain


def unmarked(text: str) -> str:
    """The text without the marks and spaces at its end."""
    return text.rstrip(" ?.!…;,:")


def cut_at(text: str, matches: Iterable[re.Match[str]]) -> list[str]:
    """What of a text stands before, between and after matches in it, or in its flat form."""
    pieces, start = [], 0
    for match in matches:
        pieces.append(text[start : match.start()])
        start = match.end()
    return [*pieces, text[start:]]


def capitalised(text: str) -> str:
    """The text with a capital at its beginning."""
    return text[:1].upper() + text[1:]


def lowered(text: str) -> str:
    """The text without the capital of its first word, unless that has others: « MedNum ».

    An elided article has none: « L'ESS » is « l'ESS ».
    """
    first = re.split(r"[ '’]", text, maxsplit=1)[0]
    return text if first[1:] != first[1:].lower() else text[:1].lower() + text[1:]


def phrases(question: str, begin: int = 0) -> Iterator[Phrase]:
    """The noun phrases from a character offset on; « les » in « peut-on les aider » is none."""
    text = flat(question)
    for match in _PHRASE.finditer(text, begin):
        pronoun = match["article"] in ("le ", "la ", "les ", "l'")
        if not (pronoun and _stands_alone(text, match)):
            yield _phrase(question, text, match)


def _stands_alone(text: str, match: re.Match[str]) -> bool:
    """Whether an article is a pronoun: « les aider », « on les connaît », « l'a fait »."""
    before = text[max(0, match.start() - 7) : match.start()]
    if _BEFORE_ARTICLE.search(before):
        return False  # « avec la safer »
    verb = re.match(rf"(?:{INFINITIVE}|a|ont)$", match["head"])
    return bool(verb or _BEFORE_PRONOUN.search(before))


def _phrase(question: str, text: str, match: re.Match[str]) -> Phrase:
    """The phrase; the infinitive before it and what goes on after it are in its topic."""
    ends = END.search(text, match.end())
    end = ends.start() if ends else len(text)
    stop = re.compile(rf"[,;:?!.(]|{_NEXT_CLAUSE}|{_ASKED_LAST}|{_WHICH_LAST}").search(text, end)
    tail = question[end : stop.start() if stop else len(text)]
    if re.compile(_VERB).match(text, end):
        tail = ""
    preposition, article = _drawn_apart(text, match)
    thing = article + question[match.start("head") : end]
    verb = re.search(
        r"(?<!que peut )(?<!que peuvent )(?<!que doit )(?<!que doivent )(?<!comment peut )"
        rf"{INFINITIVE}(?: (?!pour |par )[\w-]+){{0,2}} ?$",
        text[: match.start()],
    )
    if verb and not re.search(r"\b(?:l[ae]s?|une?) $", text[: verb.start()]):
        thing = question[verb.start() : end]
    return Phrase(
        start=match.start("head") if match["many"] else match.start(),
        end=end,
        preposition=preposition,
        topic=capitalised(_closed((thing + tail).strip())),
        head=text[match.start("head") :],
        counted=bool(match["many"]),
    )


def _closed(thing: str) -> str:
    """A thing without a quotation mark that nothing opens: « droit à la mobilité » »."""
    return thing if "«" in thing else re.sub(" ?»", "", thing)


def _drawn_apart(text: str, match: re.Match[str]) -> tuple[str, str]:
    """The preposition and the article of a phrase; « des » alone is an article."""
    contracted = (match["contracted"] or "").strip()
    if contracted == "des" and not re.search(rf"\b{ASPECT} $", text[: match.start()]):
        return "", "des "
    before = (match["preposition"] or "").strip()
    named = {"d'": "de", "a": "à"}.get(before, before)
    return CONTRACTED.get(contracted, (named, match["article"] or ""))
