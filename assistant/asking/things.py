"""The things that a question compares, lists, or asks the meaning of."""

import re

from assistant.asking.phrases import ASPECT, cut_at, flat, unmarked
from assistant.asking.reference import named
from corpus.lexical import stems

# All patterns read flat text. « la différence entre A et B », « A ou B : quelles différences ».
_BETWEEN = re.compile(
    r"\b(?:differences?|distinction|choisir|preferer) entre (?P<things>[^:;?!.]+)"
)
_AHEAD = re.compile(
    r"(?P<things>[^:;?!.]+?)(?: ?:|,) (?:quel(?:le)?s? (?:(?:est|sont) l[ae]s? )?"
    r"(?:differences?|nuances?)"
    r"|c'est (?:pareil|la meme chose)|comment (?:les )?(?:choisir|distinguer)"
    r"|(?:en quoi|qu'est[- ]ce qui) .*(?:disting|differ))"
)
# « compare how A and B support… », « the difference between A and B ».
_ENGLISH = re.compile(
    r"\b(?:compare how|compare|differences? between) (?P<things>[^,:;?!.]{1,60}? and (?!to )"
    r"[^,:;?!.]{1,60}?)(?= (?:support|help|fund|finance|work|do|are|can|in|for)\b|[,:;?!.]|$)"
)
# « en quoi A se distingue-t-il de B »
_UNLIKE = re.compile(
    r"\ben quoi (?P<one>[^:;?!.]+?)(?: (?:est|sont|peu\w+)(?:-(?:t-)?(?:ils?|elles?))?)? (?:se )?"
    r"(?:disting\w+|differ\w+)(?:-t)?(?:-(?:ils?|elles?))?"
    r" (?:des? |du |d')(?P<other>[^:;?!.]+)"
)
# Where what is compared ends, and what is said of it begins.
_ENDS = re.compile(
    r",? (?:pour|dans|en|chez|lorsqu\w*|quand|si|selon|sur|avec|qui|que|dont|comment|quel\w*"
    r"|c'est|est[- ]ce|on|svp|stp|merci|aux? (?:sens|niveau|juste)|exactement|concretement"
    r"|la[- ]bas)\b.*"
    r"|, (?:mes|nos|je|nous)\b.*"
)
_WHICH_OF = re.compile(r" (?:qui|que|qu'|dont)\b")
_SEPARATOR = re.compile(r",? (?:et|ou|vs\.?|versus|and) |, ?")
_ARTICLE = re.compile(
    r"(?:(?:par exemple|notamment|comme|type|avec|dans|via|aux?|an?|the|french|with|exemples?|de"
    r"|la|les?|une?|des|du|simples?) |[dl]')*"
)
# « (insertion, autonomie, enfance…) », « un forum, un salon ou un marché ».
_BRACKETED = re.compile(r"\((?P<things>[^()]*,[^()]*)\)")
_RUN = re.compile(
    r"(?:^|[:;?!.(] ?)(?P<things>[^,:;?!.()]+(?:, [^,:;?!.()]+)+,? (?:et|ou) [^,:;?!.()]+"
    r"|[^,:;?!.()]+(?:, [^,:;?!.()]+){2,}(?= ?:))"
)
# What a thing that is listed does not hold: words of a clause, « les deux », « autre chose » and
# days.
_CLAUSE = re.compile(
    r"\b(?:est|sont|as?|ont|peut|peuvent|doit|doivent|faut|fait|font|je|j'|on|nous|vous|ils?|elles?"
    r"|qu'|que|qui|quoi|ou|comment|combien|pourquoi|quel(?:le)?s?|pas|ne|n'|si)\b"
    r"|\b(?:deux|trois|tous|toutes|autres?|etc|l'un)\b"
    r"|\b(?:lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche)\b"
)
_LAST_ARTICLE = re.compile(r".*(?:\b(?:une?|l[ae]s?|des|du|aux?)\s|\bl')")
# A listed thing has no more stems: a longer one goes on with a clause.
_LONGEST = 3
_JUST = r"(?:exactement|precisement|concretement|vraiment|au juste|en fait|donc|finalement)"
# « qu'entend-on exactement par ».
_CALLED = rf"(?:appelle|entend|designe)(?:-t-on|-on)? (?:{_JUST} )?(?:par )?"
_DEFINED = re.compile(
    rf"(?:qu'? ?est[- ]ce qu(?:e (?:l')?|')(?:on {_CALLED})?|\bc'? ?(?:est )?(?:quoi|koi) "
    r"|que (?:signifie|veut dire|designe|recouvre) |(?:definition|notion) d(?:e |')"
    rf"|\b{_CALLED}|\bdefini(?:t-on|r) )(?:{_JUST},? )*+(?!{_JUST}$)"
    r"(?:l[ae]s? |l'|une? |des |du )?"
    r"(?P<thing>(?!(?:ca|cela|je|on|nous|vous|ils?|elles?)\b|j')[^,:;?!.]+)"
)
# « la CRESS, c'est quoi ».
_DEFINED_LAST = re.compile(
    r"(?:l[ae]s? |l'|une? |des )?(?P<thing>[^,:;?!.]+?),?"
    r" (?:c'? ?est|ca (?:veut dire|signifie)) (?:quoi|koi)(?: \w+(?: \w+)?)?$"
)

# « et la CRESS, c'est quoi ».
_LED_IN = re.compile(r"^(?:(?:et|mais|alors|donc|ok|bon),? )+(?:(?:l[ae]s?|une?|des) |l')?")
# « le maire veut regarder l'ESS, c'est quoi ».
_HAS_VERB = re.compile(
    r"\b(?:on|je|nous|vous|ils?|elles?|a|ont|est|sont|(?:veu|demand|parl|regard|prepar|lanc)\w+)\b"
    r"|\b[jm]'"
)
# What is one of them is defined where they are: « une entreprise de l'ESS ».
_ONE_OF = re.compile(r"^(?:entreprise|structure|organisation|organisme)s? (?:de l'|d')(?=ess\b)")


def compared(question: str) -> tuple[str, ...]:
    """The things that a question asks the difference of, as written; none where it names one."""
    text = unmarked(question)
    match = _BETWEEN.search(flat(text)) or _AHEAD.match(flat(text)) or _ENGLISH.search(flat(text))
    if match is None:
        return ()
    things = tuple(filter(None, map(_bare, _split(_until(text[slice(*match.span("things"))])))))
    return things if len(things) > 1 else ()


def told_apart(question: str) -> tuple[str, ...]:
    """The things that a question compares, or tells one from the other: « en quoi A se distingue
    de B ».
    """
    text = unmarked(question)
    apart = _UNLIKE.search(flat(text))
    if apart is None:
        return compared(question)
    sides = (text[slice(*apart.span(name))] for name in ("one", "other"))
    return tuple(filter(None, (_bare(_until(side)) for side in sides)))


def listed(question: str) -> tuple[str, ...]:
    """The things that a question lists beside each other, two in brackets or three, as written."""
    text = unmarked(question)
    bracketed = _BRACKETED.search(flat(text))
    match = bracketed or _RUN.search(flat(text))
    if match is None:
        return ()
    first, *others = _split(text[slice(*match.span("things"))])
    if not bracketed:
        lead = _LAST_ARTICLE.match(flat(first))
        first = first[lead.end() :] if lead else first
    others[-1] = _until(others[-1])
    things = [_bare(thing) for thing in (first, *others)]
    things = [thing for thing in things if _is_thing(thing)]
    return tuple(things) if len(things) >= (2 if bracketed else 3) else ()


def defined(question: str) -> str:
    """The thing that a question asks the meaning of, as written; empty where none is found."""
    text = unmarked(question)
    match = _DEFINED.search(flat(text)) or _DEFINED_LAST.match(flat(text))
    if match is None or re.match(rf"{ASPECT}\b", match["thing"]):
        return ""  # « c'est quoi les obligations »
    said = text[slice(*match.span("thing"))]
    thing = _until(said).strip()
    if match.re is _DEFINED_LAST:
        thing = _last_named(thing)
    thing = thing[len(thing) - len(_ONE_OF.sub("", flat(thing))) :]
    are_many = flat(text)[: match.start("thing")].endswith("les ")
    if are_many and _WHICH_OF.match(flat(said[len(thing) :])):
        return ""  # « c'est quoi les structures qui en font partie »
    return thing if stems(thing) else ""


def _last_named(text: str) -> str:
    """The last thing that a clause names: « le maire veut regarder l'ESS »."""
    text = text[len(text) - len(_LED_IN.sub("", flat(text))) :]
    article = _LAST_ARTICLE.match(flat(text)) if _HAS_VERB.search(flat(text)) else None
    return text[article.end() :].strip() if article else text


def _until(text: str) -> str:
    """A text up to where something is said of what it names."""
    match = _ENDS.search(flat(text))
    return text[: match.start()] if match else text


def _split(text: str) -> list[str]:
    return cut_at(text, _SEPARATOR.finditer(flat(text)))


def _bare(thing: str) -> str:
    """A thing without its article and what leads to it."""
    thing = thing.strip(" …")
    article = _ARTICLE.match(flat(thing))
    return thing[article.end() :].strip() if article else thing


def _is_thing(text: str) -> bool:
    return not _CLAUSE.search(flat(text)) and 0 < len(stems(text)) <= _LONGEST and bool(named(text))
