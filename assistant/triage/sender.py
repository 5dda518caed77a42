"""Which level of local government someone speaks for who asks, by how they sign."""

import re
from collections.abc import Iterable

from assistant.asking.mentions import level_of
from assistant.triage.mail_body import signature_of
from corpus.text import fold
from corpus.types import Level

# What follows the name of a local government's kind, or of a function, in a signature.
_OF = r"(?: de| du| des| d['’]|$|,)"
# How those sign who speak for a level, folded.
_SIGNS_FOR: tuple[tuple[Level, str], ...] = (
    (
        "epci",
        r"\bcommunaute (?:de communes|d['’]agglo\w*|urbaine)|\b(?:euro)?metropole\b"
        r"|\bagglo(?:meration)?\b|\bintercommunalite\b|\bcommunautaires?\b|\bcias\b",
    ),
    (
        "commune",
        # « Le maire » begins what it says; after a first name it is a surname.
        rf"\b(?:ville|commune|mairie|village){_OF}|(?:^|, ?)le maire{_OF}|(?<!\ble )\bmaire{_OF}"
        r"|\bconseil\w* municipa\w+|\bservices? municipa\w+|(?<!des )\bccas\b"
        r"|(?:^|, ?)(?:\d\S* |premier |premiere )?adjointe?(?:,|$| (?:delegue|charge|en charge)"
        r"| (?:aux? |a )(?!(?:la |l['’])?(?:direct|chef|respons|secret|presid|coord|gerant|delegu"
        r"|compta)))",
    ),
    ("departement", rf"\bconseil\w* departementa\w+|\bdepartement{_OF}"),
    ("region", r"\bconseil\w* regiona\w+|\bregion (?!d['’]|de\b)\w"),
)
# « CC des Deux Vallées », « Dinan Communauté »: capitals tell them from « CA » and Emmaüs.
_CAPITALS = re.compile(
    r"(?:^|, ?|\b(?:à|de) la )(?:CC|CA|CU) (?:d[eu]s? |d['’]|[A-ZÉ])"
    r"|[A-ZÉ][\w'’-]+ Communauté(?=$|,)"
)
# A line that names a level without speaking for it.
_OTHER = re.compile(
    r"\b(?:association d(?:e|es|u)?|union|federation|reseau|syndicat|prefecture|agence|chambre"
    r"|direction departementale|mission locale|ancien(?:ne)?|honoraire|habitante?|vacances"
    r"|naissance|soutien|partenariat)\b|^pj\b"
    r"|^\d+,? .*\b(?:rue|place|avenue|boulevard|chemin|route)\b"
)
# What a sender says they are, or calls their own; « notre région » is where they live as well.
_IS = re.compile(r"\bje suis ([^.,;:?!]+)")
_OWN = re.compile(r"\b(?:notre|ma|mon) (?!(?:\w+ )?(?:regions?|departements?)\b)(?:\w+ )?\w+")


def sender_level(mail: str, said: str) -> Level | None:
    """The level of who sends a mail, by its signature, else by what they say they are, else by what
    they call theirs in what is `said` (« notre ville »); None where none says it.
    """
    folded = fold(said)
    signed = _signed(signature_of(mail)) or _signed(_IS.findall(folded))
    return signed or level_of(". ".join(_OWN.findall(folded)))


def _signed(lines: Iterable[str]) -> Level | None:
    """The one level for which someone signs; None where they name several or none."""
    found: set[Level] = set()
    for line in lines:
        folded = fold(line)
        if _OTHER.search(folded):
            continue
        found |= {level for level, words in _SIGNS_FOR if re.search(words, folded)}
        if _CAPITALS.search(line):
            found.add("epci")
    return found.pop() if len(found) == 1 else None
