"""What a message says ahead of what it asks: of the reply before it, or to be done with a name."""

import re
from collections.abc import Callable, Collection

from assistant.asking.kinds import kind_of
from assistant.asking.left_out import dismissed, stands
from assistant.asking.mentions import levels_of, places_of
from assistant.asking.parts import is_asking
from assistant.asking.phrases import flat
from assistant.asking.reference import NAMED, telling

# All patterns but the first read flat text. What may be said before something is asked, and what
# asks itself.
_SENTENCE = re.compile(r"([^?!.…]*+[.!…]++)\s+(?=\S)")
_REQUESTS = re.compile(
    r"(?<!vous )(?<!vous me )(?<!vous m')(?<!tu )(?<!tu me )\b(?:re)?"
    r"(?:(?:donn|cit|expliqu|rappel|precis|montr|indiqu|resum|developp|envoy)(?:e[rz]?|ons)"
    r"|traduis\w*|mett\w+|dis|dites)\b|\b(?:on|nous) (?:voudr|cherch)\w+|\bil (?:me |nous )?faut\b"
    r"|\bveu(?:t|lent) savoir\b|(?<!ce que )\bje (?:veux|voudrais|voulais|cherche|souhaite\w*"
    r"|demand(?:e|ais|ons)|parl\w+|pens\w+)\b"
)
# What may stand ahead of a remark, and what that may be of.
_YES = r"(?:(?:ah|bon|ok|oui|merci|d'accord|donc|je vois)[ ,.!…]+)"
_THEM = r"(?:l[ae]s? |l'|leur |lui |y )"
# What is read later: « je regarderai la fiche », « je chercherai ailleurs ».
_LATER = (
    r"(?: ailleurs(?: pour [^,;:]+)?"
    r"| (?:l[ae]s? |l'|ce |cette |ces )(?:fiche|guide|kit|rapport|page|lien|sommaire|\d)[^,;:]*)?"
)
# « OK pour l'immobilier. », « très bien, la CRESS. », « le foncier, c'est noté. », « je vois, rien
# sur le contrat. », « ce schéma, je vais l'ouvrir. », « je leur demanderai. »
_TAKES_NOTE = re.compile(
    r"(?:(?:(?:ah|bon|oui|mais) )*(?:(?:ok|d'accord|entendu|tres bien|super|parfait|note)\b,?"
    r"(?: (?!(?:mais|on|nous|je|donc|il)\b|j')[^ ,:;]+){0,4}|(?:[^ ,:;]+ ){0,8}?[^ ,:;]+"
    r"(?:, (?:ok|(?:je )?note|d'accord|merci)|,? c'est (?:note|clair|vu|bon)))"
    rf"|{_YES}+(?:toujours )?rien (?:de plus )?sur [^,;:]+"
    rf"|{_YES}*(?:(?:c(?:e[st]?|ette) [^,;:]+, je vais {_THEM}\w+(?:[eo]?ir|er|re)"
    r"|je vais (?:regarder|lire|voir)(?: (?:tout )?(?:ca|cela))?)"
    rf"|je {_THEM}(?:demande|cherche|regarde|appelle|ouvri|li|telecharge|contacte|ver|verifie)rai"
    rf"|(?:je |j')(?:cherche|regarde|ouvri|li|telecharge|verifie)rai{_LATER}))"
    r" ?[.!…]+"
)
# Each may be read by the model.
_MOST_REMARKS = 3
# « Huit associations, c'est peu. Passons aux appels à projets : … »
_TURNS = re.compile(
    r"[^?]*[.!…] (?=(?:(?:bon|ok|bref|alors|sinon),? )?(?:(?:une )?autre (?:chose|question|sujet)"
    r"|(?:changement|changeons) de sujet|rien a voir(?= ?[:,] .{20})"
    r"|(?:re)?passons (?:a|aux?)|revenons|reparlons|pour (?:en )?revenir|je reviens)\b)"
)
# « Non, je parlais de culture, pas de sport : quels lieux culturels… ».
_CORRECTS = re.compile(
    r"(?:(?:non|mais|pardon|euh|bah)[ ,]+)*(?:(?:je|on|nous) parl(?:e|ais|ait|ons|ions) d|"
    r"(?:je|on|nous) voul(?:ais|ait|ions) (?:dire|parler d))[^?:.!]*(?: :|[.!…]) "
    r"(?=(?:(?:et|mais|donc|alors) )?(?:quel|comment |combien |pourquoi |quand |qui |que |qu'))"
)
# Words that begin with as many letters alike are forms of one.
_ALIKE = 5
# « ah les garages, c'est exactement ça ! », « vous dites que… » before what is asked.
_SPEAKS = re.compile(
    r"(?!.*\b(?:comment|combien|pourquoi|(?:l[ae]s?)?quel(?:le)?s?|qui|quoi|si|ce qu\w*|est-ce"
    r"|questions?|aimer\w*|interess\w*)\b)"
    r"(?:[^?]*\b(?:je|tu|vous|on|nous|ca|c|ces?|ils?|elles?|[jc](?='))\b[^?]*!"
    r"|(?:(?:ok|bon|oui|super|merci|tres bien|d'accord)[ ,.]+)*"
    r"(?:vous|tu) (?:dite?s|disiez|disais|parl\w+|cit\w+|mentionn\w+) [^?]*[.…])"
)
# « je vais télécharger le guide alors. », « je suis chargée de mission… », « un collègue m'a dit
# que… », without a word that wants something.
_WANTS_NOTHING = (
    r"(?!.*\b(?:vous|tu|aimer\w*|besoin|compren\w+|questions?|interess\w+|\w*cherch\w*|trouver"
    r"|savoir|connaitre|demand\w+|manqu\w+|ignor\w+|vou[ld]\w+|souhait\w*|preneurs?)\b)"
)
_TELLS = re.compile(rf"{_WANTS_NOTHING}[^?]*\b(?:je|j'|on|nous|ils?|elles?|me|m')\b[^?]*[.!…]")
_PRESENTS = re.compile(
    rf"{_WANTS_NOTHING}(?:je suis |nous sommes "
    r"|[^,;:.?]+ (?:m'|nous )(?:a|ont) (?:dit|repondu|ecrit) (?:\w+ ){0,3}?qu[e'])[^?.!…]*[.!…]"
)


def requests(text: str) -> bool:
    """Whether a text requests something in so many words: « donnez-moi », « je cherche »."""
    return _REQUESTS.search(flat(text)) is not None


def only_tells(piece: str) -> bool:
    """Whether the first piece of a message tells something, and asks nothing."""
    said = flat(piece).strip()
    if requests(said):
        return False
    tells = _SPEAKS.fullmatch(said) or (_TELLS.fullmatch(said) and not is_asking(piece))
    return bool(_PRESENTS.fullmatch(said) or (tells and kind_of(said) == "other"))


def without_remarks(
    text: str,
    names: Collection[str],
    speaks_of_reply: Callable[[str], bool] | None,
    follows: bool = True,
) -> tuple[str, tuple[str, ...]]:
    """A message without what it says first, and which of the `names` in the replies that dismisses.

    In this order: if the message `follows` others, what corrects a misreading before a question
    that names the same, and what stands before a turn to another subject; a sentence that dismisses
    names; sentences that take note or, by the model, speak of the reply, without the model neither.
    """
    corrects = _CORRECTS.match(flat(text)) if follows else None
    if corrects and _names_again(text[corrects.end() :], text[: corrects.end()]):
        text = text[corrects.end() :]
    turned = _TURNS.match(flat(text)) if follows else None
    if turned and (requests(turned[0]) or kind_of(turned[0]) != "other"):
        turned = None
    asked, gone = dismissed(text[turned.end() :] if turned else text, names)
    for _ in range(_MOST_REMARKS if speaks_of_reply else 0):
        first = _SENTENCE.match(asked)
        if speaks_of_reply is None or first is None:
            break
        rest = asked[first.end() :]
        is_remark = _TAKES_NOTE.fullmatch(flat(first[1])) or speaks_of_reply(first[1])
        if not is_remark or requests(first[1]) or not stands(rest):
            break
        asked, more = dismissed(rest, names)
        gone += more
    return asked, gone


def _names_again(text: str, said: str) -> bool:
    """Whether the first question of a text names all that was said before it, but for what was not
    meant, in other forms as well: « de la culture : … les acteurs culturels ».
    """
    asked = text.partition("?")[0]
    meant = said.partition(", pas ")[0]
    again = all(re.search(rf"\b{re.escape(one[:_ALIKE])}", flat(asked)) for one in telling(meant))
    lost = set(levels_of(meant)).difference(levels_of(asked)) or places_of(meant)
    return again and not lost and stands(asked) and len(telling(asked)) >= NAMED
