"""How a phrase of an earlier question gives way to another: its level, place or subject."""

import re

from assistant.asking.mentions import level_of, places_of
from assistant.asking.phrases import CONTRACTED, capitalised, flat, phrases
from assistant.asking.subject import LEVEL_NOUN, subject
from corpus.types import Level

_PREPOSITION = re.compile(
    r"^(?:(?P<kept>pour|sur|concernant|avec|sans|par|dans|en|chez|contre|avant|apr[eè]s|à|a|de"
    r"|for|on|about|with|in|at|of) |(?P<contracted>du|des|aux?) |(?P<elided>d['’]))",
    re.I,
)
# They add to a question that has none of them.
_CIRCUMSTANTIAL = frozenset(
    ("avec", "sans", "par", "dans", "en", "chez", "avant", "après", "apres", "with", "in")
)
# Flat. The name of a level with its article; « quelles communes » has one.
_LEVEL_PHRASE = re.compile(
    r"(?<![\w'-])(?:(?P<preposition>de |d'|a )?(?P<article>quel(?:le)?s? |une? |l[ae]s? |l'|mon "
    r"|ma |mes |[nv]otre |[nv]os |leurs? |sa |son |an? |the |my |our )"
    r"|(?P<contracted>du |des |aux? ))?(?:(?:petite?s?|grande?s?|local) )?"
    rf"(?P<noun>{LEVEL_NOUN}|towns?|cit(?:y|ies)|municipalit(?:y|ies)|local authorit(?:y|ies))\b"
)
_INVERTED = re.compile(r"( [\wà]+-(?:t-)?)(?:elle|il)(s?)\b")
_WITH_VERB = re.compile(rf"{_INVERTED.pattern}|\bpeu(?:ven)?t\b")
_ARTICLE = re.compile(r"(?:une?|l[ae]s?|mon|ma|mes|notre|nos|des) |l['’]")
_ENGLISH_ARTICLE = re.compile(r"(?:an?|the|my|our) ")
_MASCULINE = re.compile(r"(?:un|le|mon|ce) |.*\b(?:départements?|conseils?|villages?|EPCI)\b")
_NAMES: dict[Level, tuple[str, str]] = {
    "commune": ("une commune", "les communes"),
    "epci": ("une intercommunalité", "les intercommunalités"),
    "departement": ("un département", "les départements"),
    "region": ("une région", "les régions"),
}
# What a new phrase makes of the preposition before it, wherever both meet.
_SEAMS = (
    (r"\bde le ", "du "),
    (r"\bde les ", "des "),
    (r"\bà le ", "au "),
    (r"\bà les ", "aux "),
    (r"\b([Qq]u|[Dd])['’] ?(?=[^aeiouyhàâéèêëîïôœAEIOUYHÀÂÉÈÊÎÔŒ\s])", r"\1e "),
    (r"\b([Qq]u|[Dd])e (?=[aeiouàâéèêëîïôœAEIOUÀÂÉÈÊÎÔŒ])", r"\1'"),
    (r"(['’]) ", r"\1"),
)


def appended(earlier: str, words: str) -> str:
    """The earlier question with the words at its end, after « pour » where they have nothing."""
    if _PREPOSITION.match(words):
        return f"{earlier} {words}"
    return f"{earlier} {'for' if _ENGLISH_ARTICLE.match(words) else 'pour'} {words}"


def level_replaced(earlier: str, words: str) -> str:
    """The earlier question asked for another level; its verb keeps its number."""
    old = _LEVEL_PHRASE.search(flat(earlier))
    preposition, new = _drawn_apart(words)
    if old is None:
        return (subject_replaced if preposition in ("de", "of") else appended)(earlier, words)
    after = earlier[old.end() :]
    if _ENGLISH_ARTICLE.match(new):
        return _put(earlier[: old.start()], "", new, after)
    article = (old["article"] or "").strip()
    plural = old["noun"].endswith("s") and article not in ("une", "la", "ma")
    new = _agreeing(new, plural, _WITH_VERB.search(earlier) is not None)
    pronoun = "il" if _MASCULINE.match(new) else "elle"
    if article.startswith("quel"):
        new = f"quel{'' if pronoun == 'il' else 'le'}{'s' * plural} {new.split(' ', 1)[-1]}"
    after = _INVERTED.sub(rf"\1{pronoun}\2", after, count=1)
    before = (old["preposition"] or old["contracted"] or "").strip()
    kept = {"d'": "de", "de": "de", "a": "à"}.get(before) or CONTRACTED.get(before, ("",))[0]
    return _put(earlier[: old.start()], kept, new, after)


def _agreeing(new: str, plural: bool, with_verb: bool) -> str:
    """A level with an article, in the number of the verb if there is one."""
    level = level_of(new)
    is_plural = re.match(r"(?:les|des|mes|nos) ", new) is not None
    if level and (not _ARTICLE.match(new) or (with_verb and plural != is_plural)):
        return _NAMES[level][plural]
    return new


def place_replaced(earlier: str, words: str) -> str:
    """The earlier question asked of another place, with its preposition if both have one."""
    bare = _PREPOSITION.sub("", words)
    for place in places_of(earlier):
        prepositions = r"(?:[àÀ]|[Ee]n|[Aa]ux?|[Dd]ans l[ae]s?|[Dd]e|[Ii]n|[Aa]t) |d['’]"
        before = re.search(rf"(?<!\w)(?:{prepositions})(?={re.escape(place)})", earlier)
        if before and bare != words:
            return earlier[: before.start()] + words + earlier[before.end() + len(place) :]
        return earlier.replace(place, bare, 1)
    return f"{earlier} {words}"


def subject_replaced(earlier: str, words: str) -> str:
    """The earlier question asked of another subject; the subject alone where it has none.

    A preposition that both have says which phrase of the earlier one gives way.
    """
    preposition, new = _drawn_apart(words)
    same = (
        p
        for p in phrases(earlier)
        if preposition in (p.preposition, _word_before(earlier, p.start))
    )
    found = next(same, None) if preposition else None
    if found is None and preposition in _CIRCUMSTANTIAL:
        return f"{earlier} {words}"
    found = found or subject(earlier)
    if found is None:
        return capitalised(new)
    if found.counted:
        new = _ARTICLE.sub("", new)
    return _put(earlier[: found.start], found.preposition, new, earlier[found.end :])


def _word_before(earlier: str, start: int) -> str:
    return flat(earlier[:start]).strip().rpartition(" ")[2]


def _put(before: str, preposition: str, new: str, after: str) -> str:
    """A sentence made again around a new phrase, whose article is drawn into the preposition."""
    text = " ".join(part for part in (before.strip(), preposition, new.strip()) if part)
    for pattern, contraction in _SEAMS:
        text = re.sub(pattern, contraction, text)
    return capitalised(text) + after


def _drawn_apart(words: str) -> tuple[str, str]:
    """A preposition and its noun phrase: « du vélo » is « de » and « le vélo »."""
    match = _PREPOSITION.match(words)
    if match is None:
        return "", words
    rest = words[match.end() :]
    if match["contracted"]:
        preposition, article = CONTRACTED[match["contracted"].lower()]
        return preposition, article + rest
    kept = (match["kept"] or "de").lower()
    return ("à" if kept == "a" else kept), rest
