"""What a message says of its own asking, before or after it: for whom, why, on what occasion."""

import re
from itertools import islice

from assistant.asking.mentions import laws_of, places_of, years_of
from assistant.asking.phrases import INFINITIVE, INFORM, INFORM_US, capitalised, flat, unmarked
from assistant.asking.reference import general, lacks_subject, refers
from assistant.asking.talk import without_greeting
from corpus.lexical import stems

# All patterns read flat text. What asks: it stands after what leads to it.
_ASKED = (
    r"(?:(?:a |de |d'|en |par |pour |avec |dans |sur |depuis )?(?:combien|comment|pourquoi|quand|ou"
    r"|(?:l[ae]s?)?quel(?:le)?s?|qui|quoi)\b|s'il\b|si\b|(?:ce )?qu(?:e\b|i\b|'\w))"
)
# After a break, fewer words than these that do not ask, or a few with a preposition, go on with
# what stands before it.
_BARE = 4
_GOES_ON = re.compile(r"(?:a|avec|dans|de|en|par|pour|sans|sous|sur) ")
_EXPLAIN = r"(?:m'|me |nous )?(?:dire|expliquer|indiquer|preciser|eclairer sur|renseigner sur)"
# « je cherche à savoir », « j'aimerais comprendre », « pouvez-vous m'expliquer », « dites-moi ».
_REQUEST = re.compile(
    r"(?:(?:j'|je |nous |on |(?:ils?|elles?|(?:m[ao]n?|notre|l[ae]) \w+) )(?:\w+ ){0,3}?"
    r"(?:a |bien )?(?:savoir|connaitre|comprendre|verifier"
    r"|demande(?:r|ons)?|apprendre|interroge(?:ons)?(?: pour savoir)?)"
    rf"|(?:pou[rv]\w+|peux|sauri?ez)[- ](?:vous|tu) (?:bien )?{_EXPLAIN}"
    rf"|merci de (?:bien vouloir )?{_EXPLAIN}|(?:m'|me |nous )(?:aussi |egalement )?{INFORM}"
    r"|(?:dites|dis|expliquez|precisez|indiquez)[- ](?:moi|nous))"
    rf" (?={_ASKED})"
)
# « pouvez-vous rappeler les familles de l'ESS », « résumez-nous ce que… », « et me préciser le… »
_REQUEST_OF = re.compile(
    rf"(?:(?:et|puis) )?(?:(?:(?:pou(?:vez|rriez|rrais)|peux|sauri?ez)[- ](?:vous|tu) (?:bien )?"
    rf"|merci de (?:bien vouloir )?|veuillez )(?:me |nous |m')?(?!citer|donner){INFORM}"
    rf"|(?:me |nous |m')(?:aussi |egalement )?{INFORM}"
    rf"|(?:{INFORM_US}|expliquez)(?:[- ](?:moi|nous))?)"
    r" (?=l[ae]s? |l'|des |ce qu|(?<=nous fournir )une? |(?<=joindre )une? )"
)
# « pourriez-vous me redonner en entier le passage sur la charte ».
_PASSAGE = re.compile(
    r"(?:(?:pou(?:vez|rriez|rrais)|peux)[- ](?:vous|tu) )?(?:(?:bien|simplement|juste) )?"
    r"(?:me |nous )?(?:re)?(?:donn|montr|affich|cit|mett)(?:re|e[rz]?)(?:[- ](?:moi|nous))? "
    r"(?:(?:en entier|entierement|encore|juste) )?(?:(?:l[ae]s?|ce|cette?|tout le) |l')"
    r"(?:passage|extrait|paragraphe|citation|partie)s? (?:(?:entiere?|complete?|en entier) )?"
    r"(?:sur|concernant) (?=\w[^?]{2})(?P<thing>[^?]*?)(?:,? (?:svp|stp|merci))? ?[?.]?$"
)
# « dans la liste vous citez le DLA, c'est quoi »
_YOU_SAID = re.compile(
    r"(?:(?:et|mais|bon|ok),? )?(?:dans (?!quel)\w+ [\w ]+?,? )?"
    r"(?:vous|tu) (?:(?:cite[sz]|citiez|mentionne[sz]) |parl(?:e[sz]|iez) d(?:e |es |u |'))"
    r"(?!qu|souvent|eux|elles?|ca\b|cela|nous|moi)(?=[^,?]+, .{6})"
)
# « deux choses : d'abord … », « on a aussi une question sur les budgets participatifs : … », « je
# pose vos deux questions proches : … ».
_ANNOUNCED = re.compile(
    r"(?:(?:deux|trois|plusieurs|quelques|\d) (?:petites? )?(?:choses|questions|points) ?: "
    r"|(?:une |ma |notre )(?:autre |petite |premiere )?(?:question|chose) ?: )"
    r"(?:(?:tout )?d'abord,? |premierement,? )?(?=.{8})"
    r"|(?:et )?(?:j'ai|on a|nous avons) (?:aussi |egalement |encore )?une (?:autre |derniere )?"
    r"question (?:sur|concernant) (?!(?:son|sa|ses|leurs?|ca|cela)\b)(?=[^:,?]{3,60} ?[:,] .{6})"
    r"|[^:?.!]{0,40}\b(?:vos|tes) (?:\w+ ){0,2}questions (?:proches|suggerees) ?: (?=.{8})"
)
_WHETHER = re.compile(r"^(?:si (?=(?P<vowel>[aeiouyh]))?|s'(?P<he>(?=ils?\b)))")
# A text with more clauses before its question is no question with a frame.
_MOST = 5
# What is said after a question for the time that is left; what makes it another question: a number,
# a negation, a wish.
_OCCASION = re.compile(r"\b(?:dans (?:\w+ )?(?:minutes?|heures?|jours?)|reunions?|rendez-vous)\b")
_CONDITION = re.compile(
    r"\d|\bn'|\b(?:ne|ni|pas|sans|jamais|aucune?|cherch\w*|veu\w*|vou[ld]\w*|souhait\w*)\b"
)
# What ends the words about the asking, and begins what is asked.
_BREAK = re.compile(r"(?:\s?:| -|[,;.])\s+(?:(?:et|mais|donc|alors|aussi)\s+)?")
# Who speaks of themselves, then what stands before the place where they are or work: « élue à »,
# « je travaille à la mairie de »; and since when.
_SPEAKER = re.compile(r"(?:(?:je|nous) (?:suis|sommes|travaill\w+)|ici|je m'appelle)\b")
_FROM = re.compile(
    rf"(?:{_SPEAKER.pattern}|(?:maire|elue?s?|adjointe?|agente?"
    r"|conseill\w+|secretaire|direct\w+|dgs|charge\w*)\b)(?: [^.?!]*)? (?:a|de|d'|en) ?$"
)
_SINCE = re.compile(r" depuis (?:[\w']+ ?){1,3}$")
# What asks by itself is no frame: « que faire de nos vieux PC, … », « vous avez un exemple, … ».
_INTERROGATES = re.compile(
    r"(?:^|[.!?:] )(?:(?:(?:a|de|sur|pour|avec|par) )?"
    r"(?:combien|comment|pourquoi|(?:l[ae]s?)?quel(?:le)?s?|qui|quoi)\b"
    rf"|que {INFINITIVE}\b|qu'est"
    r"|(?:(?:vous|tu) (?:avez|as|auriez|aurais|connai\w+)|(?:avez|auriez)[- ]vous|as[- ]tu|y a)\b)"
)
# Who speaks of the asking.
_ONE = re.compile(r"^ici\b|\b(?:je|j'|nous|on|me|m'|m[aeo]n?s?|nos|notre|vous|votre|vos)\b|\b[jm]'")
# « pour une note à un vice-président : … ».
_FOR = re.compile(
    r"pour (?:une?|l[ae]s?) (?:note|discours|dossier|edito|expose|presentation|memo)\b"
)


def unframed(question: str) -> str:
    """A French question without what is said of its asking; as it is where that names a subject.

    « Pour une note à ma direction, je cherche à savoir combien de… » asks « Combien de… ».
    """
    question = without_greeting(question)
    asked, mark, said = question.rpartition("?")
    if mark and said.strip() and _is_aside(said, asked):
        question = asked + mark
    for _ in range(_MOST):
        asked = _without_frame(question)
        if asked == question:
            break
        question = asked
    return question


def _without_frame(question: str) -> str:
    plain = flat(question)
    if passage := _PASSAGE.match(plain):
        return capitalised(question[slice(*passage.span("thing"))])
    if wanted := _REQUEST_OF.match(plain) or _YOU_SAID.match(plain) or _ANNOUNCED.match(plain):
        return capitalised(question[wanted.end() :])
    request = _REQUEST.match(plain)
    if request and not refers(question[request.end() :]):
        return capitalised(_WHETHER.sub(_is_it, question[request.end() :]))
    for match in islice(_BREAK.finditer(plain), _MOST):
        said, asked = question[: match.start()], question[match.end() :]
        request = _REQUEST.match(flat(asked))
        what = asked[request.end() :] if request else asked
        if _asks(flat(asked)) and _is_framing(said, asked) and not refers(what):
            return capitalised(asked)
    return question


def after_clause(question: str) -> str:
    """What a question asks after a first clause in which someone speaks and asks nothing: « on
    ferme la piscine, … »; empty for none, or where that clause holds what it points to.
    """
    match = _BREAK.search(flat(question))
    if match is None:
        return ""
    said, asked = flat(question[: match.start()]), question[match.end() :]
    tells = _ONE.search(said) and not _INTERROGATES.search(said)
    return capitalised(asked) if tells and _asks(flat(asked)) and not refers(asked) else ""


def _is_it(whether: re.Match[str]) -> str:
    elided = whether["vowel"] or whether["he"] is not None
    return "Est-ce qu'" if elided else "Est-ce que "


def _asks(plain: str) -> bool:
    """Whether what stands after a break asks by itself."""
    if re.match(_ASKED, plain) or _REQUEST.match(plain):
        return True
    goes_on = len(unmarked(plain).split()) < _BARE or _GOES_ON.match(plain)
    return plain.endswith("?") and not goes_on


def introduces(sentence: str) -> bool:
    """Whether a sentence says only who asks, and where they are: « Je suis élue à Lyon »."""
    said = sentence.strip(" .,;:!")
    said = _without_own_place(said[: len(_SINCE.sub("", flat(said)))])
    usual = general("framing") | general("general") | general("levels")
    speaks = _SPEAKER.match(flat(said))
    return speaks is not None and not set(stems(said[speaks.end() :])) - usual


def _without_own_place(said: str) -> str:
    """What someone says of themselves without the place that it ends with, which is theirs."""
    for place in places_of(said):
        before = said.removesuffix(place)
        if before != said and _FROM.match(flat(before)):
            return before
    return said


def _is_framing(said: str, asked: str) -> bool:
    """Whether words speak of the asking alone: someone speaks, and names no subject."""
    request = _REQUEST.match(flat(asked))
    if _INTERROGATES.search(flat(said)):
        return False
    speaks = _ONE.search(flat(said)) or _FOR.match(flat(said)) or request
    said = _without_own_place(said)
    if not speaks or places_of(said) or years_of(said) or laws_of(said):
        return False
    usual = general("framing") | general("general") | general("levels") | set(stems(asked))
    return not set(stems(said)) - usual


def _is_aside(said: str, asked: str) -> bool:
    """Whether what is said after a question speaks of the asking alone: no condition, no wish."""
    plain = flat(said)
    if not _ONE.search(plain) or _CONDITION.search(plain) or lacks_subject(asked):
        return False
    if places_of(said) or years_of(said) or laws_of(said):
        return False
    usual = general("framing") | general("general") | general("levels") | set(stems(asked))
    return not set(stems(_OCCASION.sub(" ", plain))) - usual
