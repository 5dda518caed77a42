"""Which texts give orders to a language model: traps, in a fiche or in a question."""

import re

from corpus.text import fold

# An order is told from a mention by its mood: « ignorez », but not « ignorer les règles expose »,
# « n'oubliez pas » or « vous ignorez »; and « ignore » only where a clause begins.
_STARTS = r"(?:^|[.!?:;,»\"(\[*-] ?|\b(?:et|puis|alors|maintenant|donc|please|and|now|then) )"
_DROP = (
    r"(?:(?<!n')(?<!vous )\b(?:ignorez|oubliez)\b"
    rf"|{_STARTS}(?:ignores?|oublies?|disregard|forget|override)\b"
    r"|\b(?:veuillez|merci d[e']|faut) ?(?:ignorer|oublier)\b"
    r"|\bne (?:tenez|tiens) (?:pas|plus|aucun) compte d|\bne (?:pas|plus) tenir compte d"
    r"|\bne (?:suivez|suis|respectez|respecte|appliquez|applique) (?:pas|plus)\b"
    r"|\bfai(?:tes|s) abstraction d|\b(?:do not|don't|stop) follow)"
)
# What is dropped: the reader's own instructions, those that stand before, or instructions that
# are nobody else's (« les consignes de tri » are).
_NAMED = r"(?:consignes|instructions?|directives|prompts?)"
_RULES = rf"(?:{_NAMED}|regles|rules|messages?)"
_OWN = (
    rf"(?:\b(?:vos|votre|tes|ton|your|previous|prior|above|system)\b[\w ]{{0,20}}\b{_RULES}\b"
    rf"|\b{_RULES}\b[\w ]{{0,12}}\b(?:precedent|anterieur|ci-dessus|plus haut|above|before)"
    rf"|\b{_NAMED} ?(?:$|[.,;:!»\"]|et\b|and\b)"
    r"|\bce qui (?:precede|est (?:avant|plus haut|ci-dessus))|\btout (?:ci-dessus|avant)"
    r"|\b(?:everything|all|anything|what)(?: (?:that|was|is|came|written|said))* (?:above|before)"
    r"|\bthe above\b)"
)
_MODEL = r"(?:ia|ai|chatbot|modele de langue|language model|assistant (?:ia|ai|virtuel))\b"
_ORDERS = re.compile(
    rf"{_DROP}[^.!?]{{0,40}}?{_OWN}"
    rf"|\b(?:vous etes|you are) (?:desormais|maintenant|now) (?:une? |an? )?{_MODEL}"
    r"|\b(?:tu es|you are) (?:desormais|maintenant|now) (?:une?|an?)\b"
    r"|\b(?:votre|ton|your) (?:system )?prompt\b"
)

# What asks for an invention, and not for what a fiche says.
_INVENTS = re.compile(
    rf"{_STARTS}(?:inventez?|make up|invent)\b|\b(?:mode developpeur|developer mode)\b"
    r"|\b(?:tu n'as|vous n'avez) (?:pas|plus) (?:a|besoin de) citer\b"
)


def gives_orders(text: str) -> bool:
    """Whether a text tells its reader to drop instructions of its own, or to be another.

    A trap that this misses is met as any claim is: by what the quotes bear out.
    """
    return _ORDERS.search(fold(text)) is not None


def asks_nothing_of_fiches(text: str) -> bool:
    """Whether a question orders its reader to drop instructions of its own, or to invent."""
    return gives_orders(text) or _INVENTS.search(fold(text)) is not None
