"""What an English sentence claims, in the forms that French quotes are compared in."""

import re

from corpus.text import units

_MONTHS = {
    "January": "janvier",
    "February": "février",
    "March": "mars",
    "April": "avril",
    "May": "mai",
    "June": "juin",
    "July": "juillet",
    "August": "août",
    "September": "septembre",
    "October": "octobre",
    "November": "novembre",
    "December": "décembre",
}
# A month beside a number: « May » and « March » are words too.
_MONTH = re.compile(rf"(?<=\d )({'|'.join(_MONTHS)})\b|\b({'|'.join(_MONTHS)})(?= \d)")
# Words that English writes with a capital beside a name or at the start of a sentence, and that
# are no names: left as they are they would be looked for in the French quotes.
_COMMON = re.compile(
    r"\b(?:The|This|These|That|Those|They|Their|There|Such|Some|Many|Most|Each|Every|Other|Another"
    r"|With|When|Where|While|Under|From|Through|After|Before|Since|Also|Both|If|At|Its|All|Any|Once"
    r"|During|Between|Among|Within|Local|Public|City|Town|Region|Department|Council|State"
    r"|Government|Law|Act|IT)\b"
)
# Before number words are read, which makes « 3rd » of « third ».
_NUMBERS = (
    (r"(?<=\d),(?=\d{3}\b)", ""),
    (r"€ ?(\d+(?:\.\d+)?(?: (?:million|billion))?)", r"\1 €"),
    (r"\bthird[- ]places?\b", "tiers-lieu"),
    (r"\b(?:a|one)[- ]third(?= of\b)", "un tiers"),
    (r"\btwo[- ]thirds\b", "deux tiers"),
    (r"\bthree[- ]quarters\b", "trois quarts"),
    (r"\b(?:a|one)[- ]quarter(?= of\b)", "un quart"),
    (r"\bhalf\b", "moitié"),
    (r"\b(?:majority|most(?= of\b))", "majorité"),
    (r"\b(?:double[ds]?|doubling|twice)\b", "double"),
    (r"\b(?:triple[ds]?|tripling)\b", "triple"),
    (r"\ba dozen\b", "12"),
    (r"\bdozens\b", "dizaines"),
    (r"\bhundreds\b", "centaines"),
    (r"\bthousands\b", "milliers"),
    (r"\b(million|billion)s of euros\b", r"plus de 1 \1 €"),
    (r"\b(million|billion)s(?= of\b)", r"plus de 1 \1"),
)
_IN_FRENCH = (
    (r"\bper ?cent\b", "%"),
    (r"\bbillion", "milliard"),
    (r"\bat most\b", "au plus"),
    (r"\bat least\b", "au moins"),
    (r"\b(?:more than|over(?= \d))", "plus de"),
    (r"\b(?:less|fewer) than\b", "moins de"),
    (r"\bup to\b", "jusqu'à"),
    (r"\bmust(?: not|n['’]t)\b", "ne peut pas"),
    (r"\b(?:not|never|cannot|nor)\b|n['’]t\b", " ne pas"),
    (r"\b(?:must|shall|ha(?:s|ve) to|needs? to|required to|obliged to|mandatory)\b", "doit"),
    (r"\bshould\b", "devrait"),
    (r"\b(?:can|could|might)\b", "peut"),
    (r"\bwithout\b", "sans"),
    (r"\b(?:no|none|nobody|nothing|neither)\b", "aucun"),
    (r"\b(?:forbidden|prohibited|banned)\b", "interdit"),
    (r"\bexcluded\b", "exclu"),
)
# Where the capitals matter: the month of May, the plural of an acronym, those that French has.
_AS_WRITTEN = (
    (r"\bmay\b", "peut"),
    (r"\b([A-Z]{2,})s\b", r"\1"),
    (r"\bSSE\b", "ESS"),
    (r"\bEU\b", "UE"),
)


def as_claims(text: str) -> str:
    """The sentences, a line each, with numbers in figures, and the rest as French has it.

    That is months, negation, bounds, obligation and units: for `assistant.claims` to read, not
    for a person. A name that opens a sentence keeps its capital, and so does any other word
    there: prompts/english.txt asks for sentences that open with an article.
    """
    return "\n".join(_sentence(text[start:end]) for start, end in units(text))


def _sentence(text: str) -> str:
    from text_to_num import alpha2digit

    plain = alpha2digit(_replaced(text, _NUMBERS, re.I), "en", threshold=1.5)
    plain = _replaced(plain, _IN_FRENCH, re.I)
    plain = _replaced(plain, _AS_WRITTEN)
    plain = _MONTH.sub(lambda month: _MONTHS[month[0]], plain)
    return _COMMON.sub(lambda word: word[0].lower(), plain)


def _replaced(text: str, forms: tuple[tuple[str, str], ...], flags: int = 0) -> str:
    for pattern, french in forms:
        text = re.sub(pattern, french, text, flags=flags)
    return text
