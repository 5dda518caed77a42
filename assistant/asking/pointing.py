"""Which thing of a reply a few words mean by its place: « le deuxième », « oui, la première »."""

import re
from collections.abc import Sequence

from assistant.asking.phrases import flat
from corpus.lexical import stems

_ORDINALS = {
    r"premiere?|1ere?|first": 0,
    r"deuxieme|seconde?|2(?:eme|nde?|e)|second": 1,
    r"troisieme|3(?:eme|e)|third": 2,
    r"quatrieme|4(?:eme|e)|fourth": 3,
    r"cinquieme|5(?:eme|e)": 4,
    r"derniere?|last": -1,
}
_NOUN = (
    r"points?|exemples?|paragraphes?|parties?|pistes?|leviers?|idees?|options?|cas|passages?"
    r"|extraits?|citations?|sources?|axes?|numeros?|example|one"
)
# « vous pouvez développer ».
_MORE = (
    r"(?:(?:tu |vous )?(?:peux|pouvez)(?:[- ](?:tu|vous))? )?(?:m'|me |nous )?"
    r"(?:precise|detaille|developpe|explique|ouvre|montre|repond)[rszt]?(?:[- ]moi)?(?: [ad])?"
)
_PLEASE = r"(?:svp|stp|please|s'il (?:te|vous) plait)"
_POINTED = re.compile(
    r"(?P<yes>oui|ouais|ok|d'accord|yes|va|vas-y|allez|je (?:veux|prends|choisis))?[ ,]*"
    r"(?:(?:alors|donc|bon),? )*"
    rf"(?:(?:pour|(?P<tied>et|mais|plutot)|c'est quoi|bien|{_MORE}) )*"
    rf"(?:(?:l[ae] |l'|ton |votre |the )?(?:(?P<noun>{_NOUN}|questions?|n°) ?)?(?P<digit>[1-9])"
    rf"|(?:l[ae] |l'|ton |votre |the )(?P<ordinal>{'|'.join(_ORDINALS)})"
    rf"(?: (?P<of>{_NOUN}|questions?))?)"
    rf"(?: (?:proches?|suggeree?s?|que (?:tu|vous) (?:m'|nous )?\w+)){{0,2}}(?:[ ,]+{_PLEASE})?"
    r"(?:[ ,]+(?:ca|cela|elle) (?:m'|nous )interesse\w*)?[ ?!.…]*"
)
# « le deuxième m'intéresse, combien ça coûte ? ».
_AHEAD = re.compile(
    rf"(?:(?:et|ok|bon|alors|donc),? )*(?:l[ae] |l')(?P<ordinal>{'|'.join(_ORDINALS)})(?: {_NOUN})?"
    r"(?: (?:ca )?m'interess\w+(?: bien)?| me plait)?(?:,| :) (?=.{6})"
)
_GLADLY = (
    rf"(?:volontiers|merci|bien sur|je veux bien|avec plaisir|allez[- ]y|vas[- ]y|{_PLEASE}"
    r"|(?:c'est )?celle[- ]la(?: que je veux)?)"
)
_YES = re.compile(
    rf"(?:oui|ouais|yes|volontiers|avec plaisir|(?:c'est )?celle[- ]la)(?:[ ,]+{_GLADLY})*[ !.…]*"
)
# Of more words beside those of a question that was suggested more is asked.
_BESIDE = 5
# « vous m'aviez proposé une question sur les bénévoles », « votre question sur les villages »: it
# is found by its words.
_PROPOSED = re.compile(
    r"\bpropos\w+ (?:une |la |cette )?question (?:sur|de|d'|a propos d)"
    r"|\b(?:(?:votre|ta|vos|l[ae]s?) questions? proches?|(?:votre|ta) question"
    rf"|(?:votre|ta|la) (?:{'|'.join(_ORDINALS)}) question proche(?= ?:))\b"
    r"(?! ?(?:n°|numero )? ?\d)"
    r"|^(?:(?:oui|ok|bon|allez|va)[ ,]+)*(?:(?:pour|alors|donc) )*(?:la question|celle) sur\b"
)
# « …, et à quelles conditions ? », « … ? Et si elles ne les remplissent plus ? ».
_ASKS_MORE = re.compile(
    r"\?[^?]*\w[^?]*\?"
    r"|\bet (?:(?:a|de|en|avec|pour|dans|par) )?(?:quel|comment|combien|pourquoi|quand|qui )"
)
_DECLINED = re.compile(r"\b(?:pas|non|compris|(?<!c')est|plutot que)\b")


def pointed_at(text: str, headings: Sequence[str], suggested: Sequence[str]) -> tuple[str, bool]:
    """The thing that is meant, and whether it is a question that was suggested; empty for none.

    `headings` stand above the quotes, by their numbers. A bare « oui » means the only question that
    was suggested; a place means one of these where it is accepted, called a question, or nothing
    was quoted.
    """
    plain = flat(text).strip()
    if _YES.fullmatch(plain):
        return (suggested[0], True) if len(suggested) == 1 else ("", False)
    proposed = _PROPOSED.search(plain) if suggested else None
    if proposed and _DECLINED.search(plain, _sentence_at(plain, proposed.start())):
        proposed = None
    if proposed and not _ASKS_MORE.search(plain, proposed.end()):
        words = set(stems(text[proposed.end() :]))
        shared = [len(words.intersection(stems(question))) for question in suggested]
        most = max(shared)
        is_meant = shared.count(most) == 1 and len(words) - most <= min(most, _BESIDE)
        return (suggested[shared.index(most)], True) if is_meant else ("", False)
    match = _POINTED.fullmatch(plain)
    noun = (match["noun"] or match["of"] or "") if match else ""
    if match is None or not (match["ordinal"] or match["yes"] or noun):
        return "", False
    accepts = bool(match["yes"] and suggested and not (noun or match["tied"]))
    is_question = noun.startswith("question") or accepts or not headings
    if is_question:
        among = list(suggested)
    elif match["digit"]:
        among = list(headings)
    else:
        among = list(dict.fromkeys(headings))
    place = int(match["digit"]) - 1 if match["digit"] else _place(match["ordinal"])
    thing = _at(among, place)
    return thing, bool(thing) and is_question


def pointed_ahead(text: str, headings: Sequence[str]) -> str:
    """The heading that a question begins with the place of; empty for none."""
    match = _AHEAD.match(flat(text))
    return _at(list(dict.fromkeys(headings)), _place(match["ordinal"])) if match else ""


def says_a_place(text: str) -> bool:
    """Whether a message is but a place in the reply before it, or accepts what that suggests."""
    plain = flat(text).strip()
    return bool(_YES.fullmatch(plain) or _POINTED.fullmatch(plain))


def is_bare_place(text: str) -> bool:
    """Whether a place is said without what it is a place of: « et pour la seconde ? »."""
    match = _POINTED.fullmatch(flat(text).strip())
    return bool(match and match["ordinal"] and not match["of"])


def _sentence_at(text: str, place: int) -> int:
    """Where the sentence begins that holds a place."""
    return max(text.rfind(mark, 0, place) for mark in ".!?…") + 1


def _at(among: Sequence[str], place: int) -> str:
    return among[place] if -len(among) <= place < len(among) else ""


def _place(ordinal: str) -> int:
    return next(at for words, at in _ORDINALS.items() if re.fullmatch(words, ordinal))
