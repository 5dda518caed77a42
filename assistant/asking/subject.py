"""What a question is about: the noun phrase that it asks something of."""

import re
from dataclasses import replace
from itertools import islice

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
    lowered,
    phrases,
    unmarked,
)
from assistant.asking.reference import general, named
from assistant.asking.spelling import is_french
from assistant.asking.things import defined
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
# « structures culturelles relèvent de l'ESS ».
_SOME_OF = re.compile(r"\w+ \w+ (?:relevent|font partie) d")
# « Quelle part du matériel informatique on doit acheter en réemploi »: the material.
_PART_OF = re.compile(
    rf"(?:\w+ )?quel(?:le)?s? {ASPECT} (?P<of>du |des |de (?=l)|d'|de )(?P<article>l[ae] |l')?"
    r"(?P<thing>[\w-]+(?: [\w-]+)*?)"
    r"(?= (?:on|je|nous|vous|ils?|elles?|une?|l[ae]s?|m[ao]n|[nv]otre|[nv]os|(?:peu|doi)\w+|faut"
    r"|(?:relev|represent|concern|depend|appart|provien|vien|revien)\w+)\b| l')"
)
# « quelles solutions de mobilité avec l'ESS »: of mobility, and not of all the field.
_WHICH_OF_ALL = re.compile(
    rf"(?:[^?]*[.?!] )?quel(?:le)?s? (?P<thing>(?:{ASPECT}|(?:solution|action|projet|service)s?)"
    r" (?:de |d')(?!l[ae] |l'|(?:l')?ess\b)[\w-]{4,})"
)
_MODAL = re.compile(
    r"\b(?:peu\w*|doi\w+|pourrai\w+|devrai\w+|puis|faut)[- ](?:t-)?(?:ils?|elles?|on|je|nous)"
    r" (?!etre\b)"
    rf"|\b(?:peut|peuvent|doit|doivent|pourrai(?:t|ent)) (?={INFINITIVE} )"
)
# How keywords do not begin.
_NO_OPENING = (
    r"(?!(?:qu\w*|c|ce\w*|ca|ils?|elles?|on|ou|est|l[ae]s?|l|une?|d[eu]s?|d|m[ao]n|nos|notre|comment"
    r"|combien|pourquoi|y|et|a|dans|en|pour|sur|avec|aupres|apres|avant|depuis|sous|selon|chez|vers"
    r"|contre|lors|face|si|sans|par|peut|doit|faut|existe|sont|je|j|tu|nous|vous|avez|pouvez|merci"
    r"|aux?|lorsqu\w*|concernant|cote|malgre|mme|projet)\b)"
)
# « Citiz est une coopérative » is about Citiz, and not about cooperatives.
_NAME_FIRST = re.compile(rf"{_NO_OPENING}(?P<thing>[\w-]+(?: [\w-]+)?),? est(?: bien)?(?: une?)? ")
# « La MedNum, une commune peut en devenir sociétaire », « ce schéma, est-ce qu'on le vote »: a
# name, or what is pointed at; not who acts, as in « le CCAS, il peut ».
_SET_APART = re.compile(
    r"(?P<this>c(?:et(?:te)?|es?) )?"
    r"(?P<thing>(?P<article>l[ae]s? |l')?[\w'-]+(?: (?:d[eu]s? |de l[ae'] ?|d')?[\w'-]+){0,3}?)"
    r"(?: alors)?, (?:ca |cela |c'est|(?:ils?|elles?) (?!peu|doi|pourr|devr)|est[- ]ce|qu'est"
    rf"|(?:une?|la|notre|ma) {LEVEL_NOUN}\b"
    r"|(?:a |de |avec |pour )?(?:qu[ei]|quoi|combien|comment)\b)"
)
_WHAT_IT_IS = re.compile(
    r", (?:c'est (?:quoi|qui|quand|ou|a quelle date)\b|qu'est|a quoi "
    r"|comment [^?]*\by (?!a\b))"
)
# « MedNum, ils peuvent venir »: a capital within tells a name.
_BARE_NAME = re.compile(r"[A-ZÀ-Ý][a-zà-ÿ]+[A-Z]\w*,? (?:ils?|elles?|ça|ca|c['’]est|on)\b")
# « qui est Net solidaire ».
_WHO_IS = re.compile(
    r"[Qq]ui est (?!(?:L[ae]s?\b|L['’]|Maire|Président|Direct|Ministre|Responsable|[EÉ]lu))"
    r"[A-ZÀ-Ý]"
)
# « et rézo pouce, c'est quoi », « d'accord. et ce SRDEII, … ».
_TIED = re.compile(
    r"(?:(?:et|mais|ok|bon|d'accord|alors|donc|sinon|puis|ensuite|enfin|tant pis|merci)[ ,;:.!]+)+"
    r"(?=\w)"
)
# « et pour Rézo Pouce, comment… ».
_ABOUT = re.compile(r"(?:pour|sur|concernant|cote) (?=\w)")
# « au sens de la loi » names no thing.
_SENSE = re.compile(r"(?:sens|titre) (?:de la loi|de l'article|du (?:code|decret))\b")
# « Terre de Liens ».
_OF_NAMES = re.compile(r"^[A-ZÀ-Ý]\S+ (?:d[eu]s? |de la |d['’])[A-ZÀ-Ý]")
# What is asked stands among as many phrases.
_MOST = 30
# Words that are pointed at.
_POINTED_AT = 2
# « jardins d'insertion quel intérêt », « inclusion numérique qui peut aider »: keywords, then what
# is asked of them.
_KEYWORDS = re.compile(
    rf"{_NO_OPENING}(?P<thing>[\w'-]+(?: (?!l[ae]s? |l'|une? |d[eu]s? l|qu"
    r"|(?:on|je|nous|vous|ils?|elles?|as?|ont|est|sont|fait|peu(?:ven)?t|doi(?:ven)?t|veu\w+)\b|[jm]'"
    r"|[\w-]+-(?:t-)?(?:ils?|elles?|on)\b)[\w'-]+){0,9}?)"
    r"(?<!\bde)(?<!\ba)(?<!\bavec)(?<!\bpar)(?<!\bpour)(?<!\bsur)(?<!demande),? "
    r"(?:quel(?:le)?s? (?!que)|comment |combien (?!d)|pourquoi |par ou "
    r"|que (?:choisir|preferer|privilegier|retenir)\b"
    r"|qui (?:peut|pour|s')"
    r"|c'est |c (?=quand|quoi|koi|qui|combien)"
    r"|(?:parle|traite|sert|consiste|dit|fait)(?:nt)? (?:(?:de|a|en) )?quoi)"
)
# « quels sont les exemples d'espaces-tests ».
_EXAMPLES_OF = re.compile(
    r"(?:quel(?:le)?s? (?:sont |est )?|(?:je|on|nous) (?:cherch\w+|voudr\w+|aimer\w+ avoir) )?"
    r"(?:l[ae]s? |une? |des |d')?exemples? (?:de |d')"
    r"(?P<thing>(?!l[ae]s? |l')[\w'-][^,;:?!.(]*(?<! ))"
)
# « on me parle d'hybridation des ressources »
_TOLD_OF = re.compile(
    r"(?:(?:on|quelqu'un|\w+ \w+) (?:me|m'a|nous|nous a) parle"
    r"|(?:j'entends|j'ai entendu|on entend) parler) (?:des |du |de |d')(?P<thing>[^,:;?!.]+)"
)
# « depuis la loi NOTRe, les départements… »
_ADJUNCT = re.compile(r"(?:depuis|selon|d'apres|apres|avant|face a|vu|suite a) [^,?]+, (?=\w)")
# « qui est » asks this of a name alone.
_DEFINED = re.compile(
    r"(?:(?P<who>qui est)|que (?:veut dire|signifie|designe)|definition de|c'est quoi"
    r"|qu'est[- ]ce que(?! cela| ca\b)|c (?:q?u?oi|koi)) (?:au (?:juste|fond) |exactement )?"
)
# « how does French law define … »
_MEANT_IN_ENGLISH = re.compile(
    r"\b(?:defined?|definition of|meant by|meaning of) (?!in |by |as )(?P<thing>[^,?;:]+)"
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


def _sets_apart(question: str) -> bool:
    """Whether a question begins with the name of what it is asked of."""
    match = _SET_APART.match(flat(question))
    return match is not None and _is_pointed_at(match, question[slice(*match.span("thing"))])


def defines_apart(question: str) -> bool:
    """Whether a question asks of a name that it begins with what, when or where that is, or how one
    gets in, and not what it does for something else: « le Mois de l'ESS, c'est quand », not « la
    CAF, combien elle verse »; or who it is, or anything of a bare name: « MedNum, ils peuvent venir
    chez nous ».
    """
    tied = _TIED.match(flat(question))
    asked = question[tied.end() :] if tied else question
    if _BARE_NAME.match(asked) or _WHO_IS.match(asked):
        return True
    return _sets_apart(asked) and _WHAT_IT_IS.search(flat(asked)) is not None


def _french(question: str) -> Phrase | None:
    """What a question names before it asks, else the first thing of what follows."""
    text = flat(question)
    if tied := _TIED.match(text):
        return _moved(_french(question[tied.end() :]), tied.end())
    if (about := _ABOUT.match(text)) and _sets_apart(question[about.end() :]):
        return _moved(_french(question[about.end() :]), about.end())
    if first := _named_first(question, text):
        return first
    if adjunct := _ADJUNCT.match(text):
        inner = _thing(question[adjunct.end() :])
        if inner and named(inner.topic):
            return _moved(inner, adjunct.end())
    return _thing(question)


def _moved(phrase: Phrase | None, by: int) -> Phrase | None:
    """A phrase of the end of a question, in the question."""
    return phrase and replace(phrase, start=phrase.start + by, end=phrase.end + by)


def _thing(question: str) -> Phrase | None:
    """The first noun phrase that is neither who acts nor an aspect, as the question begins."""
    text = flat(question)
    modal = _MODAL.search(text)
    part = _PART_OF.match(text)
    if modal and part and named(part["thing"]):
        return _part_of(question, part, modal.end())
    found = list(islice(phrases(question, modal.end()), _MOST)) if modal else []
    which = _ASKED_WHICH.match(text)
    # « un cinéma va fermer, que peut faire la commune »
    if not which and all(map(_acts, found)):
        found = []
    if modal and not found and which:
        thing = question[which.start("thing") : which.end()]
        known = named(thing)
        return Phrase(*which.span("thing"), "", capitalised(thing)) if known else None
    found = found or list(islice(phrases(question), _MOST))
    places = tuple(map(flat, places_of(question)))
    things = [
        phrase
        for phrase in found
        if not (_ASPECT.match(phrase.head) or _acts(phrase) or phrase.head.startswith(places))
        and not _SENSE.match(phrase.head)
    ]
    things = [p for p in things if _words(question, p) - general("levels")] or things
    things = things or [phrase for phrase in found if _LEVEL.match(phrase.head)] or found
    which_of = _WHICH_OF_ALL.match(text)
    if which_of and things and not named(things[0].topic) - general("field") - general("settings"):
        start, end = which_of.span("thing")
        return Phrase(start, end, "", capitalised(question[start:end]))
    meant = _defined(question)
    if meant and (not things or things[0].start > meant.start):
        return meant
    return _uncounted(text, things) if things else None


def _named_first(question: str, text: str) -> Phrase | None:
    """What a question names before it asks, or asks for examples of."""
    others = (_EXAMPLES_OF, _NAME_FIRST, _KEYWORDS, _TOLD_OF)
    patterns = (_SET_APART,) if _sets_apart(question) else others
    match = next((found for pattern in patterns if (found := pattern.match(text))), None)
    if match is None:
        return None
    thing = question[slice(*match.span("thing"))]
    return Phrase(*match.span("thing"), "", capitalised(thing)) if named(thing.lower()) else None


def _is_pointed_at(apart: re.Match[str], thing: str) -> bool:
    """Whether what is set apart is a name, or pointed at in a word or two."""
    if _LEVEL.match(flat(thing[len(apart["article"] or "") :])) or not named(thing.lower()):
        return False
    if apart["this"]:
        return len(thing.split()) <= _POINTED_AT
    has_capital = re.search(r"\w.*[A-ZÀ-Ý]", thing) is not None
    is_name = apart["article"] or not is_french(thing.split()[0]) or _OF_NAMES.search(thing)
    return has_capital and bool(is_name)


def _uncounted(text: str, things: list[Phrase]) -> Phrase:
    """The first thing that is not counted.

    « Combien d'emplois représente l'ESS »: the ESS, unless it is only where they are counted, or
    what some of it is told by: « combien de structures culturelles relèvent de l'ESS ».
    """
    first, *others = things
    if first.counted and others and _SOME_OF.match(first.head):
        return replace(first, topic=f"{first.topic}, {lowered(others[0].topic)}")
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


def _defined(question: str) -> Phrase | None:
    """What a question asks the meaning of: « que veut dire mobilité douce ».

    « Qui est » asks this of a name alone.
    """
    match = _DEFINED.match(flat(question))
    if match and match["who"] and not question[match.end() :][:1].isupper():
        return None
    thing = unmarked(question[match.end() :]) if match else defined(question)
    start = question.find(thing)
    if not thing:
        return None
    return Phrase(start, start + len(thing), "", capitalised(thing))


def _english(question: str) -> Phrase | None:
    text = flat(question)
    if meant := _MEANT_IN_ENGLISH.search(text):
        start, end = meant.span("thing")
        return Phrase(start, end, "", capitalised(question[start:end]))
    match = _ENGLISH.match(text)
    if match is None:
        return None
    start = match.start("thing")
    ends = END.search(text, start + 1)
    end = ends.start() if ends else len(text)
    first = match.start("verb") if match["verb"] else start
    topic = question[first:end] if match["many"] else unmarked(question[first:])
    return Phrase(start, end, "", capitalised(topic))
