"""Does a question need an earlier one to be understood? Its pronouns, and what it names."""

import re
import tomllib
from functools import cache
from importlib import resources

from assistant.asking.mentions import places_of
from assistant.asking.phrases import ASPECT, INFINITIVE, flat, phrases
from corpus.lexical import stems

_INVERTED = r"-(?:t-)?(?:ils?|elles?)\b"
# « il faut », « il y a », « il existe », « il s'agit », « il convient », « il est légal de »,
# « que vaut-il mieux », « que se passe-t-il en novembre ».
_IMPERSONAL = (
    r"(?:y a|a-t-il|faut|existe|s'agit|suffit|convient|(?:est|serait)(?:-il)? \w+ (?:de |d'|qu[e'])"
    r"|(?:vaut|vaudrait)(?:-il)? mieux|se passe(?:ra)?(?:-t-il)? (?:en(?! cas)|lors|pendant)"
    r"|(?:va )?(?:pleu|neige)\w*)"
)
_WHAT_KIND = (
    r"(?:type|genre|dispositif|aide|structure|label|loi|outil|projet|statut|agrement|demarche|modele"
    r"|service|lieu|reseau|fonds|forme|cooperative|association|entreprise|occasion|periode"
    r"|evenement)s?"
)
# Whom something is for.
_WHOM = (
    r"(?:nous|moi|eux|elles?|(?:l[ae]s? |l'|une? |nos |notre )(?:associations?|assos?|structures?"
    r"|communes?|villes?|collectivites?|habitants?|usagers?|elus?|agents?|benevoles?|salarie\w*))"
)
_PRONOUNS = (
    # « qui le gère », « qui s'en occupe », « comment les aider », « peut en faire partie ».
    r"\bqui (?:peut |doit )?(?:l[ae]s? |l'|s'en |s'y |en |y )(?!plus\b)\w+",
    r"\b(?:comment|on|je|nous|vous|ils?|elles?|pour|de|a|peut|peuvent|faut|doit|mieux|veu(?:t|lent)"
    r"|voudrai\w+|souhait\w+|va|vont|pourrai\w+) (?:ne )?"
    rf"(?:l[ae]s? |l'|leur |lui |(?:s')?y (?!prendre\b)|en ){INFINITIVE}\b"
    r"(?! (?:de|du|des|d')\b)",
    # « quelle loi l'encadre », « quels réseaux la composent », « quels acteurs en proposent ».
    r"^quel(?:le)?s? \w+(?: de \w+)? (?:l[ae]s? |l')\w+(?:e|ent|t)$",
    r"\ben \w+(?<!m)ent$|^quel(?:le)?s? \w+ y (?!a\b)\w+",
    # « que font-elles », « est-elle », « combien en compte-t-on », « la financent-elles ».
    r"^(?:(?:\w+ )?(?:comment|combien(?: de \w+)?|pourquoi|quand|que|ou|qui"
    r"|quel(?:le)?s? (?!(?:temps f|heure e))\w+) )?"
    rf"(?!{_IMPERSONAL}\b)(?:s'|se |en |y )?\w+{_INVERTED}",
    rf"\b(?:en|y) (?!a-t)\w+-(?:t-)?(?:on|ils?|elles?)\b|\bl[ae]s? \w+{_INVERTED}",
    rf"\ba{_INVERTED} ete\b|^(?:leurs?|s(?:on|a|es)) \w+ (?:\w+ )?\w+{_INVERTED}",
    rf"^(?:est[- ]ce qu'|comment |pourquoi |quand )?(?:ils?|elles?) (?!{_IMPERSONAL}\b)\w+",
    # « comment ça marche », « c'est obligatoire », « imposer ça ».
    r"^(?:comment |pourquoi |combien |a quoi )?(?:est[- ]ce que )?"
    r"(?:ca|cela|c'est|c(?! (?:est|combien|ou|quand|mieux)\b)) (?!q?u?oi\b|[kq]u?i\b|koi\b)",
    rf"{INFINITIVE} (?:ca|cela)\b",
    # « quels en sont les acteurs », « quel est son budget », « quelle différence avec ».
    r"\ben (?:est|sont|a|ont|font)\b|\bl[ae] premiere? a-t-",
    r"\bquel(?:le)?s? (?:est|sont) (?:(?:l[ae]s? |l')\w+ (?:de|a) )?(?:son|sa|ses|leurs?) ",
    r"\b(?:l'|l[ae]s |des |de l')une?s? (?:et|ou) (?:de )?(?:l'|l[ae]s |des )autres?\b",
    r"^(?:c'est quoi |quel(?:le)?s? )(?:est |sont )?(?:l[ae]s? )?(?:differences?|rapports?|liens?)"
    r" avec\b",
    # « celui à l'économie », « quelque chose de pas cher », « auprès de lui ».
    r"^(?:[\w'-]+ ){0,2}(?:celui|celle|ceux|celles)\b(?! qui [^,]*,)|^quelque chose d(?:e |')"
    r"|\bon s'y \w+$"
    r"|\baupres d(?:e lui|'eux|'elles?)\b",
    # « quels avantages pour l'association »
    rf"^quel(?:le)?s? {ASPECT} (?:pour|chez) {_WHOM}$",
    rf"-(?:ci|la)\b|\ba ce (?:sujet|propos)\b|\b(?:cet|cette|ces|ce) {_WHAT_KIND}\b",
    r"\b(?:it|them|they|its|their)\b|\b(?:do|does|is|about|of|for) (?:this|that|these|those)$",
    # « laquelle choisir », « il y en a », « nous former dessus », « que leur proposer ».
    r"^(?:\w+ )?l[ae]s?quel(?:le)?s?\b(?! (?:de|des|d')\b(?! (?:ces )?(?:deux|trois)\b))"
    r"|\by en a\b|\b(?:dessus|dedans)$|\bla-dessus\b"
    rf"|\b(?:leur|lui) {INFINITIVE}$",
    # « comment vérifier qu'elle est respectée », « que faut-il fournir », « qui pilote ».
    rf"^comment (?:\w+ )?{INFINITIVE} (?:si |s'|qu')(?:ils?|elles?) (?!{_IMPERSONAL}\b)",
    rf"^que (?:faut-il|doit-on|peut-on|dois-je|devons-nous|puis-je) {INFINITIVE}$",
    r"^qui (?:peut |doit )?\w+(?:e|ent|t|er|ir)(?: (?:au niveau )?(?:au )?national| localement)?$",
    # « à quelle hauteur », « jusqu'à combien », « qui inviter », « quels acteurs mobiliser ».
    r"^(?:[\w']+ ){0,3}?(?:quel(?:le)?s?|combien d(?:e |'))(?: ?[\w-]+){1,2}?$",
    # « combien ont répondu », « faut-il un marché public »: of whom, for what.
    r"^combien (?:ont|sont|avaient|etaient) ",
    r"^(?:il )?faut(?:[- ]il)? (?:etre|avoir) (?!en |dans )[\w-]+$",
    r"^(?:est[- ]ce qu')?(?:il )?(?:faut|faudra(?:it)?)(?:[- ]il)? (?:une?|des|du) [\w-]+"
    r"(?: (?:d(?:e |'))?[\w-]+)?$",
    rf"^(?:[\w']+ ){{0,2}}?(?:qui|combien|comment|quand|quel(?:le)?s? [\w-]+) {INFINITIVE}$",
)
_REFERS = re.compile("|".join(_PRONOUNS))
# What stands for a noun before it, in any clause: « une fois qu'on les connaît », « même si elle
# est privée », « Lyon l'a fait ». It needs an earlier question where no noun stands before it.
_STANDS_FOR = re.compile(
    rf"(?:une fois qu'|(?<!-)(?<!peut )(?<!doit )(?<!\bt )\b)(?:ils?|elles?) (?!{_IMPERSONAL})"
    r"|(?:une fois qu'|(?<!-)\b)(?:je|tu|on|nous|vous|ils?|elles?|personne) (?:ne )?"
    r"(?:l[ae]s? |l'|en |y (?!a\b)|leur )\w|\bl'(?:a|ont|avait|aurait)\b|\bchacune?$"
    r"|\b(?:ca|cela) \w+$"
    r"|(?:^|\b(?:pourquoi|quand|ou|qui|quoi|quel(?:le)?s? \w+|pourr\w+|devr\w+) )"
    rf"(?:en |y |(?<=\w )l[ae]s? |(?<=\w )l'){INFINITIVE}\b"
)
# A question that names more needs no earlier one.
NAMED = 2
# « les habitants l'ont repris »: who did it, and that it is an object which stands for something.
_WHO_DID = re.compile(r"\b(?:l[ae]s? |l'|une? |des |[nv]os )[\w-]+ $")
_OBJECT = re.compile(r"l'|l[ae]s? |en |y ")
# What something is compared with is not what is asked about: « l'avantage par rapport à un prêt ».
_COMPARED = re.compile(
    r"\b(?:par rapport (?:aux? |a )|plutot qu|au lieu d|compared? (?:to|with) )[^,;:?]*"
)
# « Qu'est-ce qu'une convention ? » is about the convention, though a convention has no name.
_DEFINES = re.compile(
    r"(?:qu'est[- ]ce qu(?:e |')|c'est quoi |que (?:signifie|veut dire) |definition d(?:e |'))"
    r"(?:une?|l[ae]s?|l'|des)\b"
)
# What parts a clause from the one before it.
_CLAUSE = re.compile(r"[,.;:!?] | (?=(?:comment|pourquoi|est[- ]ce)\b)")
# « une fois », « au début », « à votre avis »: nouns that no pronoun stands for.
_ADVERBIAL = re.compile(r"(?:fois|coup|debut|depart|fin|avis|cote|suite|terme|fait|reste)\b")
# « cette liste »: it was spoken of before.
_POINTS = re.compile(r"(?:cet(?:te)?|ces?) ")
_COUNTED = re.compile(r"\b(?:\d+|deux|trois|quatre|cinq|six|plusieurs|quelques) [\w-]+")
# How large a local government is, is no subject.
SIZE = re.compile(r"\b\d+(?:[ .]\d{3}){0,2} (?:habitants?|hab|inhabitants|people)\b", re.I)
# « Qui est le maire de Lyon ? »: who holds an office somewhere is asked of no earlier subject.
_OFFICE = re.compile(
    r"^qui (?:est|sont) l(?:[ae]s? |')(?:maire|president|prefet|adjoint|directeur|directrice|depute"
    r"|senateur|senatrice)e?s? (?:d(?:e|u|es) |d')"
)


def refers(question: str) -> bool:
    """Whether a question has a pronoun without its noun, or names nothing that it is about."""
    return has_pronoun(question) or (lacks_subject(question) and not _names_first(question))


def has_pronoun(question: str) -> bool:
    """Whether a question has a pronoun without its noun."""
    if _names_first(question):
        return False
    pronoun = _REFERS.search(flat(question))
    if pronoun and not _names_before(question, pronoun.end()):
        return True
    return stands_for(question)


def _names_first(question: str) -> bool:
    """Whether a question begins with what its pronouns stand for: « Citiz, c'est qui l'a créé »."""
    topic = re.match(r"(.+?),? c'est\b", flat(question))
    return topic is not None and bool(named(question[: topic.end(1)]))


def _names_before(question: str, end: int) -> bool:
    """Whether a noun stands in a clause before a pronoun's: « l'open data, comment l'ouvrir »."""
    clauses = list(_CLAUSE.finditer(flat(question), 0, end))
    said = question[: clauses[-1].start()] if clauses else ""
    spans = [
        (phrase.start, phrase.end)
        for phrase in phrases(said)
        if not _ADVERBIAL.match(phrase.head) and not _POINTS.match(flat(said), phrase.start)
    ]
    spans += [match.span() for match in _COUNTED.finditer(flat(said))]
    return any(named(said[start:end]) for start, end in spans)


def stands_for(text: str) -> bool:
    """Whether a pronoun has no noun before it in its own text, whatever the clause it is in.

    Who did it is not what it stands for: « des cas où les habitants l'ont repris ».
    """
    match = _STANDS_FOR.search(flat(text))
    if match is None:
        return False
    before = flat(text[: match.start()])
    own = len(named(text)) > NAMED and set(stems(before)) & general("levels")
    if own and before.endswith(", "):
        return False  # « la mairie, elle peut prêter des locaux à une association »
    doer = _WHO_DID.search(before) if _OBJECT.match(match.group()) else None
    said = text[: (doer or match).start()]
    return not named(said) - general("framing")


def lacks_subject(question: str) -> bool:
    """Whether a question names nothing that it is about."""
    plain = flat(question)
    if compared := _COMPARED.search(plain):
        question = question[: compared.start()] + question[compared.end() :]
    question = SIZE.sub("", question)
    if _DEFINES.search(plain) or (_OFFICE.match(plain) and places_of(question)):
        return False
    return not named(question)


def named(text: str) -> set[str]:
    """The stems in a text that may name a subject: no general word, level, setting or place."""
    for place in places_of(f"et {text}"):
        text = text.replace(place, " ")
    known = general("aspects") | general("general") | general("levels") | general("settings")
    return {stem for stem in stems(text) if stem not in known and not stem.isdigit()}


@cache
def general(group: str) -> frozenset[str]:
    """The stems of one group of words of `general.toml`."""
    source = resources.files("assistant.asking").joinpath("general.toml").read_text("utf-8")
    return frozenset(stems(tomllib.loads(source)[group]))


def telling(text: str) -> set[str]:
    """The stems of a text that say what it is about: not those that any question may have."""
    usual = map(general, ("framing", "general", "aspects", "levels", "settings"))
    return set(stems(text)).difference(*usual)
