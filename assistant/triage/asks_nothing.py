"""Whether a mail asks nothing: it thanks, acknowledges, tells something or only greets."""

import re
from itertools import dropwhile
from typing import Literal

from assistant.triage.mail_body import after_greetings, from_closing, lines_of
from assistant.triage.mail_html import plain
from assistant.triage.mail_lines import (
    is_closing,
    is_contact,
    is_header,
    is_small_print,
    leads_to_another,
    may_go_on,
    subject_of,
)
from assistant.triage.mail_wording import BELOW, REQUEST
from assistant.triage.name_words import is_first_name, listed
from assistant.triage.named_by import is_signed_name
from corpus.text import fold, units

Kind = Literal["thanks", "receipt", "news", "courtesy"]

# All patterns read folded text. What may ask, or hope for a reply, without a question mark.
_MAY_ASK = re.compile(
    r"\?|:(?!\d)|\ba (?:qui|quoi|(?!venir|partir|compter)\w{3,}[ei]r)\b"
    r"|\b(?:quel(?:le)?s?|lesquel\w+|comment|combien|pourquoi|quid|est-ce|qu'en|mais|cependant"
    r"|toutefois|pourtant|reste|manque|sauf|relance|rappel de|avance|attente|vous lire"
    r"|s'ils?|si (?:l[ae]s?|l'|une?|des|on|nous|vous|je|j'|ils?|elles?|cela|notre|nos))\b"
    r"|\b(?:avis|besoin (?:de|d')|questions?|demande\w*|(?<!vous )souhait\w*|voudr\w+|aimer\w+"
    r"|cherch\w+|esper\w+|explique[rz]|dites|indiquez|precise[rz]|envoyez|donnez|conseillez|aidez"
    r"|merci de (?:votre|ta) (?:aide|reponse|attention))\b"
    r"|(?<!rendez)-(?:t-)?(?:ils?|elles?|on|nous|vous|je|moi)\b"
)
_KINDS: dict[Kind, re.Pattern[str]] = {
    "thanks": re.compile(
        r"^(?:(?:et|encore|super|parfait|bien|tres|ok|note|recue?|entendu|d'accord|un|grand|mille"
        r"|c'est)[ ,!]+)*merci\b(?! d(?:e(?! (?:votre|vos|cet?s?|cette)\b)|'))"
        r"|\b(?:vous|te|t'|l'|les?|toute) (?:en )?(?:\w+ )?remerci|^(?:many )?thank"
    ),
    "receipt": re.compile(
        r"^(?:(?:c'est|message|tout est|je l'ai|tres|bien|courriel) )*(?:recue?|note|compris)\b"
        r"|\baccus\w+ (?:bonne )?reception\b"
        r"|\b(?:j'ai|avons|on a) (?:bien )?(?:recu|lu|note|pris (?:bonne )?(?:note|connaissance))\b"
        r"|\bconfirm(?:e|ons)\b|^(?:cela|ca|votre \w+|tout) (?:repond|(?:me|nous) convient)"
        r"|^(?:parfait|tres bien|entendu|d'accord|ok|super|c'est (?:parfait|entendu|tres clair))\b"
    ),
    "news": re.compile(
        r"\b(?:je|nous) (?:vous )?(?:inform|signal|annonc|adress|envo[iy]|transm|rappel|convi|invit"
        r"|partag|fai(?:s|sons) (?:savoir|part|suivre))\w*"
        r"|\ble plaisir de\b|^(?:pour|a titre d') ?(?:votre )?info(?:rmation)?s?\b"
        r"|\b(?:vous trouverez|veuillez trouver|ci-joint\w*|pieces? jointes?)\b"
        r"|\b(?:aura|auront|ont|a) (?:lieu|vote|adopte|approuve)\b|\bse (?:tient|tiendra|deroulera)"
        r"|\best (?:reporte|annule|avance|deplace|decale|remplace)\w*\b"
        r"|\b(?:suis|serai|serons|sera|seront|etes|est) (?:absent|en conge|ferme|injoignable)\w*"
        r"|^(?:(?:reponse|message) automatique|absence du bureau)\b|\badresse .*\bchange\b"
        r"|\bnous recrutons\b|\ben cas d'urgence\b|\ba mon retour\b"
        r"|\bmerci d(?:e|'en) (?:l[ae]s? )?(?:diffuser|relayer|faire circuler"
        r"|prendre (?:bonne )?note)\b|\bnous en parlerons\b"
    ),
    "courtesy": re.compile(
        r"\b(?:bonnes?|belles?|excellentes?|joyeu\w+|meilleurs?) (?:annee|fetes?|voeux|journee"
        r"|soiree|semaine|reception|lecture|continuation|vacances|retraite)\b|^(?:bravo|felicitations"
        r"|a (?:tres )?bientot)\b"
    ),
}
# What leads to what is told, with a colon.
_LEAD = re.compile(r"\b(info\w*|automatique|absence du bureau) ?:")
# A line of a signature has fewer words.
_SHORT = 5
# A farewell that waits for an answer: a mere formula below thanks for one, a request elsewhere.
_WAITS = re.compile(r"dans l'attente de (?:votre retour|votre reponse|vous lire)[ ,.!]*")
# What a mail that quotes another, or waits for an answer, thanks for.
_FOR_A_REPLY = re.compile(
    r"\b(?:reponse|retour|eclairage|precisions?|explications?|envoi|recue?|note|compris)\b"
)


def asks_nothing(text: str) -> tuple[Kind, ...]:
    """What a mail does instead of asking; empty where it asks, or where no rule knows what it does.

    Every sentence must be known for one that asks nothing. A mail that quotes another asks nothing
    only where it thanks for a reply or acknowledges one; one that waits for an answer, only where
    it thanks for a reply, has no subject, and says nothing below.
    """
    lines = lines_of(plain(text))
    own = _own(lines)
    waiting = list(dropwhile(lambda line: not _waits(line), own))
    said = _LEAD.sub(r"\1", fold(" ".join(line for line in own if not _waits(line))))
    if not said or _MAY_ASK.search(said) or REQUEST.search(said):
        return ()
    quotes = any(leads_to_another(lines, n) or line[:1] == ">" for n, line in enumerate(lines))
    if (quotes or waiting) and (BELOW.search(said) or not _FOR_A_REPLY.search(said)):
        return ()
    kinds = [_kind(sentence) for sentence in _sentences(own)] or ["courtesy"]
    if waiting and (set(kinds) != {"thanks"} or any(map(subject_of, lines))):
        return ()
    if not all(map(is_closing, from_closing(waiting))):
        return ()
    return () if None in kinds else tuple(dict.fromkeys(kind for kind in kinds if kind))


def _own(lines: list[str]) -> list[str]:
    """The lines that the sender wrote, without those of a header."""
    own: list[str] = []
    for number, line in enumerate(lines):
        if leads_to_another(lines, number) or line.startswith(">") or is_small_print(line):
            break
        if line and subject_of(line) is None and not is_header(line):
            own.append(line)
    return own


def _sentences(own: list[str]) -> list[str]:
    """The sentences before the farewell and the signature, folded."""
    lines = after_greetings(own)
    end = next((n for n, line in enumerate(lines) if _ends(line)), len(lines))
    if lines and is_signed_name(lines[0]) and any(map(is_contact, lines)):
        end = 0
    while end and (_is_name(lines[end - 1]) or (end > 1 and _is_body(lines[end - 1]))):
        end -= 1
    text = " ".join(lines[:end])
    return [fold(text[a:b]) for a, b in units(text)]


def _ends(line: str) -> bool:
    return _waits(line) or (is_closing(line) and not may_go_on(line))


def _waits(line: str) -> bool:
    return _WAITS.fullmatch(fold(line)) is not None


def _is_name(line: str) -> bool:
    return is_first_name(line) or is_signed_name(line)


def _is_body(line: str) -> bool:
    """Whether a line is that of a service: « La mairie », « Le service économie »."""
    words = fold(line).split()
    named = any(len(word) > 3 and word in listed("not_names") for word in words)
    return named and len(words) < _SHORT and not line.endswith(".")


def _kind(sentence: str) -> Kind | None:
    return next((kind for kind, words in _KINDS.items() if words.search(sentence)), None)
