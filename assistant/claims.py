"""What a text claims that can be checked literally: quantities, dates, laws, names, negation."""

import re

from assistant.quantities import quantities
from corpus.lexical import stems
from corpus.text import fold, squeeze, units

_MONTHS = "janvier|fevrier|mars|avril|mai|juin|juillet|aout|septembre|octobre|novembre|decembre"
_DATE = re.compile(rf"(?:(\d{{1,2}})(?:er)? )?(?:({_MONTHS}) )?((?:19|20)\d{{2}})\b")
_LAW = re.compile(
    r"\b(loi(?: n° ?| n°)?|article|decret(?: n° ?| n°)?|ordonnance(?: n° ?)?) "
    r"((?:[lrd]\.? ?)?\d[\d-]*)"
)
_NAMED_LAW = re.compile(r"\b[Ll]oi ([A-Z0-9][\w’'-]*)")
_NAME = re.compile(r"[A-ZÀ-ÖØ-Þ0-9][\w’'+&-]*")
_ELISION = r"(?:[LDJNSCM]|Qu)[’']"
# Words that open sentences, are no names and are not stop words of the search.
_OPENERS = re.compile(
    r"afin|ainsi|apres|avant|certaine?s?|chacune?|contre|depuis|enfin|grace|lors|lorsque|malgre"
    r"|outre|quelques|sauf|seule?s?"
)
_NEGATION = re.compile(
    r"\b(?:ne|n')\b.*?\b(?:pas|plus|jamais|aucune?|rien|ni|guere)\b|\baucune?\b|\bsans\b"
    r"|\binterdit|\bimpossible|\bexclu(?:e?s?)\b|\bni\b"
)
# What has the form of a negation and denies nothing.
_NO_DENIAL = re.compile(
    r"\bsans (?:oublier|compter|parler d)\w*|\bpas seulement\b|\bnon seulement\b"
)
# What parts the clauses of a sentence.
_CLAUSE = re.compile(r"\s*[,;:()]\s+|\s+[–-]\s+")
# « Ne doit pas » and « ne peut pas » say the same: the negation is what is compared there.
_DUTY = re.compile(
    r"(?<!\bne )\b(?:doi(?:t|vent)|devr(?:a|ont|ait|aient)|faut|faudra|obligatoire\w*)\b"
)
_DUTY_OTHERWISE = re.compile(r"\b(?:oblig|impos|exig|necessaire|requi(?:s|ert|er)|tenue?s? de\b)")
_CHOICE = re.compile(
    r"(?<!\bne )\b(?:peu(?:t|vent)|pourr(?:a|ont|ait|aient)|perm[ei]|possib|facult)"
)


def unborne(text: str, quotes: list[str]) -> list[str]:
    """What the text claims and no quote bears out; empty where the quotes bear it out whole."""
    if squeeze(text) in map(squeeze, quotes):
        return []
    quoted = " ".join(quotes)
    missing = sorted(map(str, quantities(text) - quantities(quoted, below=0)))
    known = dates(quoted)
    missing += ["-".join(filter(None, d)) for d in dates(text) if not _dated(d, known)]
    missing += sorted(laws(text) - laws(quoted))
    words = fold(quoted)
    missing += [
        n for n in names(text) if not re.search(rf"(?<!\w){re.escape(fold(n))}(?!\w)", words)
    ]
    roots = _roots(quoted)
    missing += [w for w in _openings(text) if not _roots(w) <= roots]
    return missing + changed(text, quotes)


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
            word = re.sub(f"^{_ELISION}", "", match.group().strip("’'-"))
            acronym = sum(c.isupper() for c in word) > 1 or re.fullmatch(r"[^\d]+\d+", word)
            if acronym or (match.start() > 0 and len(word) > 1 and word[0].isupper()):
                found.add(word)
    return found


def _openings(text: str) -> set[str]:
    """The words that open sentences, function words apart: any of them may be a name."""
    opening = rf"[-–•*«“\"(\s]*(?:{_ELISION})?([A-ZÀ-ÖØ-ÞŒ][\w-]+)"
    opened = (re.match(opening, text[a:b]) for a, b in units(text))
    return {m[1] for m in opened if m and not _OPENERS.fullmatch(fold(m[1]))}


def _roots(text: str) -> set[str]:
    """The stems of a text; the French stemmer keeps the ending of « réparent », which is cut."""
    return {re.sub(r"(?<=\w{3})ent$", "", stem) for stem in stems(text)}


def _dated(claimed: tuple[str, str, str], known: set[tuple[str, str, str]]) -> bool:
    return any(
        all(part in ("", theirs) for part, theirs in zip(claimed, date, strict=True))
        for date in known
    )


def changed(text: str, quotes: list[str]) -> list[str]:
    """Where a sentence denies, obliges or allows unlike the quotes' sentence nearest to it."""
    theirs = [quote[a:b] for quote in quotes for a, b in units(quote)]
    found = []
    for start, end in units(text):
        words = set(stems(text[start:end]))
        said = fold(text[start:end])
        nearest = fold(max(theirs, key=lambda t: len(words & set(stems(t))), default=""))
        if denies(said) != denies(_without_asides(nearest, words)):
            found.append("négation")
        if _DUTY.search(said):
            if not (_DUTY.search(nearest) or _DUTY_OTHERWISE.search(nearest)):
                found.append("obligation")
        elif _CHOICE.search(said) and _DUTY.search(nearest) and not _CHOICE.search(nearest):
            found.append("possibilité")
    return found


def denies(text: str) -> bool:
    """Whether a text denies something."""
    return bool(_NEGATION.search(_NO_DENIAL.sub(" ", fold(text))))


def _without_asides(quoted: str, words: set[str]) -> str:
    """A quoted sentence without its « sans que… » of which nothing is said, by stems."""
    clauses = _CLAUSE.split(quoted)
    return ", ".join(c for c in clauses if not c.startswith("sans qu") or words & set(stems(c)))
