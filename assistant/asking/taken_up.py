"""What a message takes up of earlier replies in so many words: « la carte que vous citiez »."""

import re

from assistant.asking.phrases import capitalised, flat
from corpus.lexical import stems

# All patterns read flat text. « vous m'avez parlé », « tu cites ».
_SAID = (
    r"(?:vous|tu) (?:(?:m'|nous |en |l'|les )?(?:avez|aviez|as|avais) |(?:me |m'|nous |en )?)"
    r"(?:cit|mentionn|evoqu|signal|present|donn|montr|propos|list|indiqu|parl|dit\b|dis|ecri)\w*"
)
_WHEN = (
    r"(?: (?:au debut|en premier|tout a l'heure|juste avant|avant|plus haut|precedemment"
    r"|dans (?:vos|votre|tes|ta|l[ae]s?) (?:premiere |derniere )?(?:reponses?|sources?|message)))*"
)
_LEAD = r"(?:(?:et|bon|ok|mais|donc|alors|sinon),? )*"
# « l'autostop que vous avez cité au début, … »
_THAT = re.compile(rf",? (?:que |qu'|dont ){_SAID}{_WHEN}(?=\s*[,:])")
# What returns to a thing, or goes over to it.
_BACK = (
    rf"{_LEAD}(?:(?:re)?venons[- ]?(?:en)?|je reviens(?! d)|reparlons|passons(?= (?:a|aux?) )"
    r"|pour (?:en )?revenir) (?:(?:a|sur) |d'|(?P<contracted>aux? |d[eu]s? ))"
)
# « revenons au covoiturage, … » says itself what it is about; not « revenons à nos moutons ».
_RETURNS = re.compile(
    rf"{_BACK}(?P<thing>(?!(?:l[ae]s? |l')?(?:ca|cela|ma|nos|notre|vos|votre|leurs?|cet(?:te)?|ces?"
    r"|debut|depart|sujet|suite|details?|question|essentiel|action|concret|etape|points?|choses?"
    r"|votes?|fond|pratique|moutons)\b)"
    r"(?![^,.:;?!]* (?:que |qu'|dont ))[^,.:;?!]{3,70}?) ?(?P<mark>[,.:;]) (?=.{8})"
)
# « vous citez des conventions : … », « j'ai vu une carte dans vos réponses, … ».
_THING = r"(?:d[eu]s? |de l[ae' ] ?|d'|une? |l[ae]s? |l'|aux? )[^,.:;?!]{3,70}?"
_STATED = re.compile(
    rf"{_LEAD}(?!(?:vous|tu) (?:me |m'|nous )(?!a))(?:{_SAID}"
    r"|(?:j'ai vu|je vois|j'ai lu)(?: passer)?(?=[^.?!]* dans (?:vos|votre|tes|ta) )"
    rf"|(?:vo(?:tre|s)|ta) (?:(?:premiere|derniere) )?(?:reponse|liste) (?:avait|contenait|citait))"
    rf" (?P<thing>{_THING}){_WHEN} ?[:,.] (?=.{{8}})"
)
# They are found by their place, or not at all.
_PLACES = stems(
    "exemple point passage partie phrase titre fiche guide kit document chose réponse source "
    "citation question premier première deuxième second troisième dernier dernière autre ce cela "
    "ça et tout"
)
_PART_ON = re.compile(r"(?:une?|l[ae]) (?:partie|titre|chapitre|passage|rubrique|section) sur ")
_AGAIN = re.compile(
    r"(?:(?:re)?(?:donn|di|montr|expliqu)\w*[- ]?(?:moi |nous )?)(?:ca|cela|la|le|les)?"
)
_OF = {"du ": "le ", "des ": "les ", "de ": "", "d'": "", "aux ": "les ", "au ": "le "}
_MARKS = " ?.!…"


def taken_up(piece: str) -> tuple[str, str]:
    """A question without its words about what a reply said, and the thing that it takes up by them;
    as it is, and empty, where it takes up nothing that it names.
    """
    plain = flat(piece)
    if stated := _STATED.match(plain):
        thing = _named_alone(piece[slice(*stated.span("thing"))])
        asked = _asked(piece[stated.end() :])
        if named_by(thing):
            again = _AGAIN.fullmatch(flat(asked).strip(_MARKS))
            return (f"{capitalised(thing)} ?" if again else f"{thing} : {asked}"), thing
    if that := _THAT.search(plain):
        start = max(plain.rfind(mark, 0, that.start()) for mark in ",.:;?!") + 1
        thing = piece[start : that.start()].strip()
        if back := re.match(_BACK, flat(thing)):
            thing = _article(back) + thing[back.end() :]
        clean = f"{piece[:start]} {thing}{piece[that.end() :]}"
        if named_by(thing):
            return " ".join(clean.split()), thing
    if back := _RETURNS.match(plain):
        thing = _article(back) + piece[slice(*back.span("thing"))]
        if named_by(thing):
            mark = ". " if back["mark"] == "." else " : "
            return f"{capitalised(thing)}{mark}{piece[back.end() :]}", thing
    return piece, ""


def returns_to(question: str) -> str:
    """The thing that a question says it returns to, and so is about, in flat text; empty for none:
    « revenons au covoiturage, qui… ».
    """
    back = _RETURNS.match(flat(question))
    return back["thing"] if back else ""


def named_by(thing: str) -> set[str]:
    """The stems by which a thing that is taken up is known again."""
    return set(stems(thing)).difference(_PLACES)


def _article(back: re.Match[str]) -> str:
    """The article of what one returns to: « au covoiturage » is « le covoiturage »."""
    return _OF.get(back["contracted"] or "", "")


def _named_alone(thing: str) -> str:
    """A thing as it is named by itself: « des garages » are « les garages »."""
    for preposition, article in _OF.items():
        if flat(thing).startswith(preposition):
            thing = article + thing[len(preposition) :]
            break
    part = _PART_ON.match(flat(thing))
    return thing[part.end() :] if part else thing


def _asked(rest: str) -> str:
    """What is asked of a thing, without a remark on it before: « c'est ce que je cherche. … »."""
    remark, stop, question = rest.partition(". ")
    is_remark = flat(remark).startswith("c'est ") and "?" not in remark
    return question if stop and is_remark and "?" in question else rest
