"""Which quantities a text gives, in figures or in words, with the bound that stands beside them.

French number words are read by text2num (« vingt » is 20); « une quinzaine » is 15.
"""

import re
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from corpus.text import squeeze

Bound = Literal["", "au moins ", "au plus "]

_ABOUT = {
    "dizaine": 10,
    "douzaine": 12,
    "quinzaine": 15,
    "vingtaine": 20,
    "trentaine": 30,
    "quarantaine": 40,
    "cinquantaine": 50,
    "soixantaine": 60,
    "centaine": 100,
}
# Shares, multiples and crowds in words. « tiers-lieux » are no thirds.
_IN_WORDS = (
    (r"(?:l[ea] |une? )?\b(?:trois|3) quarts\b", "75 %"),
    (r"(?:l[ea] |une? )?\bquart\b", "25 %"),
    (r"(?:l[ea]s? )?\b(?:deux|2) tiers\b(?![- ]lieu)", "66,7 %"),
    (r"(?:l[ea] |une? )?\btiers\b(?![- ]lieu)", "33,3 %"),
    (r"(?:l[ea] |une? )?\bmoitié\b", "50 %"),
    (r"(?:l[ea] |une? )?\b(?:majorit\w+|plupart)\b", "plus de 50 %"),
    (r"\bdoubl\w+", "200 %"),
    (r"\btripl\w+", "300 %"),
    (r"\bdizaines\b", "plus de 10"),
    (r"\bcentaines\b", "plus de 100"),
    (r"\bmilliers\b", "plus de 1000"),
    (r"\b(?:des|plusieurs|quelques) (millions|milliards)\b", r"plus de 1 \1"),
)
_SCALES = {"k": 1000, "m": 10**6, "million": 10**6, "md": 10**9, "milliard": 10**9}
# A bound before its number or, unless it belongs to a next one, after it.
_LOW = r"au (?:moins|minimum)|minimum|(?<!en )plus (?=d[e'])|supérieure?s? à"
_HIGH = r"au (?:plus|maximum)|maximum|moins (?=d[e'])|inférieure?s? à|jusqu'à|plafonnée?s? à"
_AFTER = (
    r" ?(?:[^\W\d]+,? )?\b(?:(au moins|(?:au )?minimum)|(au plus|(?:au )?maximum))\b(?! (?:de )?\d)"
)
_QUANTITY = re.compile(
    rf"(?:\b(?:({_LOW})|({_HIGH})) *(?:d[e'] ?)?(?:l[ea]s? |une? )?)?"
    r"(?<![\w.,-])(\d+(?:[.,]\d+)?)\s*(?:(1000|1000000|1000000000)\b|"
    r"(millions?|milliards?|[km](?=\s?€)|md(?=\s?€)))?\s*(?:d['e]\s*)?(%|€|euros?)?"
    rf"(?:{_AFTER})?"
)


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number with its scale applied; `unit` is « % », « € » or empty."""

    value: Decimal
    unit: str
    bound: Bound = ""

    def __str__(self) -> str:
        return f"{self.bound}{self.value:f}{self.unit}"


def quantities(text: str, below: float = 1.5) -> set[Quantity]:
    """The quantities of a text; number words under `below` are left alone."""
    found = set()
    for match in _QUANTITY.findall(_in_figures(text, below)):
        low, high, number, words, scale, unit, low_after, high_after = match
        times = int(words or 1) * _SCALES.get(scale.rstrip("s"), 1)
        sign = unit if unit in ("%", "") else "€"
        value = (Decimal(number.replace(",", ".")) * times).normalize()
        bound: Bound = "au moins " if low or low_after else ""
        found.add(Quantity(value, sign, "au plus " if high or high_after else bound))
    return found


def _in_figures(text: str, below: float) -> str:
    from text_to_num import alpha2digit

    plain = squeeze(text).casefold().replace("pour cent", "%")
    for word, count in _ABOUT.items():
        plain = re.sub(rf"\bune {word}\b", str(count), plain)
    for words, figures in _IN_WORDS:
        plain = re.sub(words, figures, plain)
    # Thousands are joined before number words are read, so that « 12 000 » stays one number.
    plain = re.sub(r"(?<![\d.,])\d{1,3}(?: \d{3})+(?!\d)", lambda m: m[0].replace(" ", ""), plain)
    return str(alpha2digit(plain, "fr", threshold=below))
