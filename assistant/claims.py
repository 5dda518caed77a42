"""What a text claims that can be checked literally: quantities, dates, laws, names, negation.

French number words are read by text2num (« vingt » is 20); « une quinzaine » is 15.
"""

import re
from dataclasses import dataclass
from decimal import Decimal

from corpus.lexical import STOPWORDS, stems
from corpus.text import fold, squeeze, units

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
_SCALES = {"k": 1000, "m": 10**6, "million": 10**6, "md": 10**9, "milliard": 10**9}
_QUANTITY = re.compile(
    r"(?<![\w.,-])(\d+(?:[.,]\d+)?)\s*(?:(1000|1000000|1000000000)\b|"
    r"(millions?|milliards?|[km](?=\s?€)|md(?=\s?€)))?\s*(?:d['e]\s*)?(%|€|euros?)?"
)
_MONTHS = "janvier|fevrier|mars|avril|mai|juin|juillet|aout|septembre|octobre|novembre|decembre"
_DATE = re.compile(rf"(?:(\d{{1,2}})(?:er)? )?(?:({_MONTHS}) )?((?:19|20)\d{{2}})\b")
_LAW = re.compile(
    r"\b(loi(?: n° ?| n°)?|article|decret(?: n° ?| n°)?|ordonnance(?: n° ?)?) "
    r"((?:[lrd]\.? ?)?\d[\d-]*)"
)
_NAMED_LAW = re.compile(r"\b[Ll]oi ([A-Z0-9][\w’'-]*)")
_NAME = re.compile(r"[A-ZÀ-ÖØ-Þ0-9][\w’'+&-]*")
_NEGATION = re.compile(
    r"\b(?:ne|n')\b.*?\b(?:pas|plus|jamais|aucune?|rien|ni|guere)\b|\baucune?\b|\bsans\b"
    r"|\binterdit|\bimpossible|\bexclu(?:e?s?)\b|\bni\b"
)


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number with its scale applied; `unit` is « % », « € » or empty."""

    value: Decimal
    unit: str


def unborne(text: str, quotes: list[str]) -> list[str]:
    """What the text claims and no quote bears out; empty where the quotes bear it out whole."""
    quoted = " ".join(quotes)
    if squeeze(text) in squeeze(quoted):
        return []
    missing = [f"{q.value:f}{q.unit}" for q in quantities(text) - quantities(quoted, below=0)]
    known = dates(quoted)
    missing += ["-".join(filter(None, d)) for d in dates(text) if not _dated(d, known)]
    missing += sorted(laws(text) - laws(quoted))
    words = fold(quoted)
    missing += [n for n in names(text) if not re.search(rf"\b{re.escape(fold(n))}\b", words)]
    missing += [w for w in _openings(text) if fold(w)[:4] not in words]
    if not _same_polarity(text, quotes):
        missing.append("négation")
    return missing


def quantities(text: str, below: float = 1.5) -> set[Quantity]:
    """The numbers of a text, in figures or words; number words under `below` are left alone."""
    from text_to_num import alpha2digit

    plain = squeeze(text).casefold().replace("pour cent", "%")
    for word, count in _ABOUT.items():
        plain = re.sub(rf"\bune {word}\b", str(count), plain)
    # Thousands are joined before number words are read, so that « 12 000 » stays one number.
    plain = re.sub(r"(?<![\d.,])\d{1,3}(?: \d{3})+(?!\d)", lambda m: m[0].replace(" ", ""), plain)
    plain = alpha2digit(plain, "fr", threshold=below)
    found = set()
    for number, words, scale, unit in _QUANTITY.findall(plain):
        times = int(words or 1) * _SCALES.get(scale.rstrip("s"), 1)
        sign = unit if unit in ("%", "") else "€"
        found.add(Quantity((Decimal(number.replace(",", ".")) * times).normalize(), sign))
    return found


def dates(text: str) -> set[tuple[str, str, str]]:
    """The dates of a text as (year, month, day); what is not said is empty."""
    return {
        (year, month, day.lstrip("0"))
        for day, month, year in _DATE.findall(fold(text))
        if month or not day
    }


def laws(text: str) -> set[str]:
    """The laws, decrees and articles that a text names, folded."""
    numbered = {
        f"{kind.split()[0]} {re.sub(r'[. ]', '', number)}"
        for kind, number in _LAW.findall(re.sub(r"n°\s*", "", fold(text)))
    }
    return numbered | {f"loi {fold(name)}" for name in _NAMED_LAW.findall(squeeze(text))}


def names(text: str) -> set[str]:
    """The proper names of a text: capitals away from a sentence's start, acronyms anywhere."""
    found = set()
    for start, end in units(text):
        unit = text[start:end].lstrip("-–•* ")
        for match in _NAME.finditer(unit):
            word = match.group().strip("’'-")
            word = re.sub(r"^[LDJNSCM][’']|^Qu[’']", "", word)
            acronym = sum(c.isupper() for c in word) > 1 or re.fullmatch(r"[^\d]+\d+", word)
            if acronym or (match.start() > 0 and len(word) > 1 and word[0].isupper()):
                found.add(word)
    return found


def _openings(text: str) -> set[str]:
    """The words that open sentences, function words apart: any of them may be a name."""
    opened = (re.match(r"[-–•*\s]*([A-ZÀ-Þ][\w-]{3,})", text[a:b]) for a, b in units(text))
    return {m[1] for m in opened if m and fold(m[1]) not in STOPWORDS}


def _dated(claimed: tuple[str, str, str], known: set[tuple[str, str, str]]) -> bool:
    return any(
        all(part in ("", theirs) for part, theirs in zip(claimed, date, strict=True))
        for date in known
    )


def _same_polarity(text: str, quotes: list[str]) -> bool:
    """Whether each sentence denies just where the quote's sentence nearest to it denies."""
    theirs = [quote[a:b] for quote in quotes for a, b in units(quote)]
    for start, end in units(text):
        said = text[start:end]
        words = set(stems(said))
        nearest = max(theirs, key=lambda t: len(words & set(stems(t))), default="")
        if bool(_NEGATION.search(fold(said))) != bool(_NEGATION.search(fold(nearest))):
            return False
    return True
