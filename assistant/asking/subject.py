"""What a question is about: the noun phrase that it asks something of."""

import re
from dataclasses import replace

from assistant.asking.language import detect_language
from assistant.asking.mentions import places_of
from assistant.asking.phrases import (
    ASPECT,
    CONTRACTED,
    END,
    INFINITIVE,
    Phrase,
    capitalised,
    flat,
    phrases,
    unmarked,
)
from assistant.asking.reference import general, named
from corpus.lexical import stems

# All patterns read flat text.
LEVEL_NOUN = (
    r"(?:communautes? (?:de communes|d'agglomeration|urbaines?)|metropoles?|intercommunalites?"
    r"|intercos?|agglo(?:meration)?s?|epci|communes?|villes?|mairies?|municipalites?|villages?"
    r"|collectivites?(?: territoriales?| locales?)?|departements?|regions?"
    r"|conseils? (?:departementa(?:l|ux)|regiona(?:l|ux)|municipa(?:l|ux)))"
)
_LEVEL = re.compile(
    rf"(?:(?:petit|grand|nouvel|autre|meme|jeune|ancien)\w* )?(?:{LEVEL_NOUN}|maires?|elus?)\b"
)
# « un lieu culturel » is a subject; « le budget moyen d'un lieu » is an aspect of one.
_OF = r"(?! (?:de|du|des)\b| d')"
_ASPECT = re.compile(rf"{ASPECT}\b(?!(?!{END.pattern}| et\b| ou\b){_OF} [\w-]++{_OF})")
# Who is acted on does not act: « nommer un élu référent ».
_ACTED_ON = re.compile(rf"{INFINITIVE} (?:l'|\w+ ){_LEVEL.pattern}")
# « Quels services de mobilité l'ESS peut-elle proposer ».
_ASKED_WHICH = re.compile(
    r"(?:\w+ )?quel(?:le)?s? (?P<thing>[\w-]+(?: (?:de |d')[\w-]+)?"
    r"(?: [\w-]+(?= (?:une?|l[ae]s?|l'|ma|mon|[nv]otre|[nv]os)\b))?)"
)
# « Quelle part du matériel informatique on doit acheter en réemploi »: the material.
_PART_OF = re.compile(
    rf"(?:\w+ )?quel(?:le)?s? {ASPECT} (?P<of>du |des |de (?=l)|d'|de )(?P<article>l[ae] |l')?"
    r"(?P<thing>[\w-]+(?: [\w-]+)*?)"
    r"(?= (?:on|je|nous|vous|ils?|elles?|une?|l[ae]s?|m[ao]n|[nv]otre|[nv]os|(?:peu|doi)\w+|faut)"
    r"\b| l')"
)
_MODAL = re.compile(
    r"\b(?:peu\w*|doi\w+|pourrai\w+|devrai\w+|puis|faut)[- ](?:t-)?(?:ils?|elles?|on|je|nous)"
    r" (?!etre\b)"
    rf"|\b(?:peut|peuvent|doit|doivent|pourrai(?:t|ent)) (?={INFINITIVE} )"
)
# « Citiz c'est une coopérative » is about Citiz, and not about cooperatives.
_NAME_FIRST = re.compile(
    r"(?!(?:qu\w*|c|ce\w*|ca|ils?|elles?|on|ou|est|l[ae]s?|l|une?|d[eu]s?|d|m[ao]n|nos|notre|comment"
    r"|combien|pourquoi|y|et|a|dans|en|pour|sur|avec)\b)(?P<thing>[\w-]+(?: [\w-]+)?),?"
    r" (?:c'est|est(?: une?| bien une?)) "
)
# « qui est » asks this of a name alone.
_DEFINED = re.compile(
    r"(?:(?P<who>qui est)|que (?:veut dire|signifie|designe)|definition de|c'est quoi"
    r"|qu'est[- ]ce que|c (?:q?u?oi|koi)) "
)
# English has an actor that is known, then a verb; or « what is », « who runs », « how many ».
_ENGLISH = re.compile(
    r"^(?:and |but )?(?:(?:how|why|where|when|what|which [\w ]+?) )?(?:(?:can|could|should|do|does"
    r"|did|may|must|might|will|would) (?:(?:a|an|the|my|our|local|french) )*(?:towns?|city|cities"
    r"|villages?|municipalit\w+|regions?|departments?|councils?|authorit\w+|i|we|you|one|they)"
    r"(?: councils?)? (?P<verb>\w+)|(?:what|who|where) (?:is|are|was|were)(?: the \w+ of)?|who \w+"
    r"|(?P<many>how many)) (?P<thing>.+)$"
)


def subject(question: str) -> Phrase | None:
    """What a question is about; None where it is its whole clause, or nothing is found."""
    return _english(question) if detect_language(question) == "en" else _french(question)


def _french(question: str) -> Phrase | None:
    """The first noun phrase that is neither who acts nor an aspect of what follows."""
    text = flat(question)
    name = _NAME_FIRST.match(text)
    if name and named(name["thing"]):
        start, end = name.span("thing")
        return Phrase(start, end, "", capitalised(question[start:end]))
    modal = _MODAL.search(text)
    part = _PART_OF.match(text)
    if modal and part and named(part["thing"]):
        return _part_of(question, part, modal.end())
    found = list(phrases(question, modal.end())) if modal else []
    which = _ASKED_WHICH.match(text)
    if modal and not found and which:
        thing = question[which.start("thing") : which.end()]
        known = named(thing)
        return Phrase(*which.span("thing"), "", capitalised(thing)) if known else None
    found = found or list(phrases(question))
    places = tuple(map(flat, places_of(question)))
    things = [
        phrase
        for phrase in found
        if not (_ASPECT.match(phrase.head) or _acts(phrase) or phrase.head.startswith(places))
    ]
    things = [p for p in things if _words(question, p) - general("levels")] or things
    things = things or [phrase for phrase in found if _LEVEL.match(phrase.head)] or found
    if not things:
        return _defined(question, text)
    first, *others = things
    # « Combien d'emplois représente l'ESS »: the ESS, unless it is only where they are counted.
    if first.counted and others:
        where = re.search(r"\b(?:dans|en|sur|a|par|pour|avec|chez) $", text[: others[0].start])
        return replace(first, topic=others[0].topic) if where else others[0]
    return first


def _part_of(question: str, part: re.Match[str], begin: int) -> Phrase:
    """The thing that a share or a budget is asked of, and what follows the verb about it."""
    start, end = part.span("thing")
    of = part["of"].strip()
    preposition, article = CONTRACTED.get(of, ("de", part["article"] or ""))
    verb = re.compile(rf"{INFINITIVE}(?= (?:a|aux?|en|dans|pour|chez|par|d[eu]s?)\b)").match(
        flat(question), begin
    )
    tail = unmarked(question[verb.end() :].partition(",")[0]) if verb else ""
    topic = capitalised(article + question[start:end] + tail)
    return Phrase(part.start("of"), end, preposition, topic, flat(question)[start:])


def _words(question: str, phrase: Phrase) -> set[str]:
    return set(stems(question[phrase.start : phrase.end]))


def _acts(phrase: Phrase) -> bool:
    return bool(_LEVEL.match(phrase.head)) and not _ACTED_ON.match(flat(phrase.topic))


def _defined(question: str, text: str) -> Phrase | None:
    """What a question without an article asks the meaning of: « que veut dire mobilité douce »."""
    match = _DEFINED.match(text)
    if match is None or (match["who"] and not question[match.end() :][:1].isupper()):
        return None
    thing = unmarked(question[match.end() :])
    return Phrase(match.end(), match.end() + len(thing), "", capitalised(thing))


def _english(question: str) -> Phrase | None:
    text = flat(question)
    match = _ENGLISH.match(text)
    if match is None:
        return None
    start = match.start("thing")
    ends = END.search(text, start + 1)
    end = ends.start() if ends else len(text)
    first = match.start("verb") if match["verb"] else start
    topic = question[first:end] if match["many"] else unmarked(question[first:])
    return Phrase(start, end, "", capitalised(topic))
