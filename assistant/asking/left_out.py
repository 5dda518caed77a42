"""Which names of a reply a message wants no more of: « un autre exemple que celui d'Orléans »."""

import re
from collections.abc import Iterable, Iterator

from assistant.asking.phrases import capitalised, flat
from assistant.asking.reference import has_pronoun
from corpus.text import fold

# « d'autres villes que », not « les autres dispositifs que Lyon propose », nor « une autre
# association est-elle aidée plus que Lyon ».
_WORD = (
    r"(?!(?:plus|moins|aussi|est|sont|a|ont|peu\w+|dis\w+|pens\w+|[\w-]+-(?:ils?|elles?))\b)[\w'-]+"
)
_OTHER = (
    r"(?P<other>(?<!les )(?<!ces )(?<!l')\b(?:autres?|ailleurs)"
    rf"(?: {_WORD}){{0,5}}?) (?:que |qu')"
)
_BUT = (
    r"(?:(?:(?:^|, |\b)(?:mis )?a part|hormis|, pas|^(?:laissez|laissons|oubliez)(?: tomber)?) "
    r"|\ben dehors (?=d)|(?:non,? )?je (?:ne )?parl\w+ (?:plus|pas) (?=d[^,.;?]*[,.;] ))"
)
_THAT = (
    r"(?:(?:de |d')?(?:ce(?:lui|lles?|ux)|(?:l[ae]s? |l')\w+) )?"
    r"(?:(?:de|du|des|a|au|aux|en|l[ae]s?) |[dl]')*"
)
# « La Rochelle c'est trop gros pour nous. », « on a pas Lille ici. »: said of a name before
# something is asked.
_DISMISSES = re.compile(
    r"\btrop (?:gros|grand|petit|loin|urbain)\w*"
    r"|^(?!.*\bce qu).*\bc'est (?:gros|grand|loin)(?: d'ici)?[ .!…]*$"
    r"|\bpas (?:(?:du tout|vraiment) )?(?:pour nous|comparable|m[ao]n cas|notre cas|notre taille"
    r"|l[ae] meme (?:taille|echelle|chose|cas))\b"
    r"|^(?:(?:non|mais|bon),? )*(?:on|nous|je|ici) (?:n'|ne )?(?:avons|a|ai) pas (?!encore\b)"
    r"|\b(?:moi|nous),? (?:on (?:est |a )|je suis |nous sommes )?\d"
    r"|\bne? (?:me |nous )?convien\w+ pas\b"
    r"|\bpas leurs? (?:moyens|taille|budget)\b|\bpas les (?:memes )?moyens d"
    r"|\b(?:c'est une|ce sont (?:de|des)) (?:grande|grosse)s? (?:villes?|collectivites?)\b"
    r"|\bc'est \d[\d ]* habitants\b|\brien a voir\b"
    r"|\bje connais(?: deja)?[ !.…]*$"
)
# « non non, pas le Médoc, … »
_NOT = r"(?:(?:non|nan|mais),? ?)+(?:,? ?pas )"
# Characters of what is asked after what is left out.
_SHORTEST = 15
# Where a name may be dismissed: in one of the first sentences, or of what ends at a colon (« Lyon
# et Brest, ce sont de grosses villes : … »).
_SENTENCE = re.compile(r"[^?!.…]*+[.!…]+ ")
_CLAUSE = re.compile(r"[^?!.…:]*+(?:[.!…]+|:) ")
_MOST_SENTENCES = 3
# « un salon de ce type » is of no name.
_OF_THIS_KIND = re.compile(r"\bde ce (?:type|genre)\b")
# What may stand after the names: no verb of theirs.
_END = r"(?=\s*(?:[,.;:?!)]|$)| (?:qui|ont|a|en|pour|dans|avec|plutot|svp|stp|s'il)\b)"


def left_out(text: str, names: Iterable[str]) -> tuple[str, tuple[str, ...]]:
    """The text without what it wants no more of, and which of the known `names` that is.

    The text comes back whole where it names none of them, or nothing else.
    """
    known = {fold(name): name for name in names}
    if not known:
        return text, ()
    name = rf"(?:{'|'.join(re.escape(one) for one in sorted(known, key=len, reverse=True))})"
    thing = rf"{_THAT}{name}(?![\w'-])(?: {name}(?![\w'-]))*"
    things = rf"{thing}(?:(?:, | et | ou | ni ){thing})*{_END}"
    match = re.search(rf"(?:{_OTHER}|{_BUT}){things}", flat(text))
    if match is None:
        return text, ()
    kept = text[slice(*match.span("other"))] if match["other"] else ""
    before, after = text[: match.start()], text[match.end() :]
    rest = f"{before}{kept}{after if before or kept else after.lstrip(' ,.;:')}"
    found = re.findall(rf"(?<![\w-]){name}(?![\w'-])", match[0])
    return (rest, tuple(known[one] for one in found)) if re.search(r"\w\w", rest) else (text, ())


def dismissed(text: str, names: Iterable[str]) -> tuple[str, tuple[str, ...]]:
    """The text without what it says first of some of the known `names` to be done with them, and
    which these are: « La Rochelle c'est trop gros pour nous. Et la MedNum ? ».
    """
    said = flat(text)
    known = {fold(name): name for name in sorted(names) if not name.isupper() and _at(name, said)}
    if not known:
        return text, ()
    some = "|".join(re.escape(one) for one in sorted(known, key=len, reverse=True))
    clause = re.match(rf"{_NOT}{_THAT}(?:{some})(?![\w'-])(?:, |[.!…]+ )", said)
    told = (one for pattern in (_SENTENCE, _CLAUSE) for one in _told(pattern, said))
    done = (one for one in told if _DISMISSES.search(one[0].strip()))
    first = clause or next((one for one in done if any(_at(name, one[0]) for name in known)), None)
    if first is None:
        return text, ()
    gone = tuple(name for one, name in known.items() if _at(one, first[0]))
    before, rest = text[: first.start()], text[first.end() :]
    is_done_with = not any(_at(name, before + rest) for name in gone)
    is_apart = is_done_with and stands(_OF_THIS_KIND.sub(" ", flat(rest)))
    rest = capitalised(rest) if before else rest
    return (before + rest, gone) if is_apart else (text, ())


def _told(pattern: re.Pattern[str], text: str) -> Iterator[re.Match[str]]:
    """What a text begins with, piece by piece, before what it asks."""
    at = 0
    for _ in range(_MOST_SENTENCES):
        piece = pattern.match(text, at)
        if piece is None:
            return
        yield piece
        at = piece.end()


def stands(rest: str) -> bool:
    """Whether what follows something left out is asked without it."""
    asked = re.match(r"[^?!.…]*", flat(rest))
    points = asked and re.search(r"\b(?:ils|elles|eux|leurs?)\b", asked[0])
    return len(rest) > _SHORTEST and not (points or has_pronoun(rest))


def _at(name: str, text: str) -> bool:
    return re.search(rf"(?<![\w-]){re.escape(fold(name))}(?![\w'-])", fold(text)) is not None
