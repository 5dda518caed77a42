"""How a phrase of an earlier question gives way to another: its level, place or subject."""

import re
from dataclasses import replace

from assistant.asking.language import detect_language
from assistant.asking.mentions import level_of, places_of
from assistant.asking.phrases import CONTRACTED, Phrase, capitalised, flat, lowered, phrases
from assistant.asking.reference import general, named
from assistant.asking.subject import LEVEL_NOUN, subject
from assistant.asking.things import defined
from corpus.types import Level

_PREPOSITION = re.compile(
    r"^(?:(?P<kept>pour|sur|concernant|avec|sans|par|dans|en|chez|contre|avant|aupr[eè]s|apr[eè]s|à|a|de)"
    r" |(?P<contracted>du|des|aux?) |(?P<elided>d['’]))",
    re.I,
)
_ENGLISH_PREPOSITION = re.compile(r"^(for|on|about|with|without|in|at|of) ", re.I)
# They add to a question that has none of them.
_CIRCUMSTANTIAL = {
    "avec", "sans", "par", "dans", "en", "chez", "avant", "après", "apres", "with", "without", "in"
}  # fmt: skip
# « les acteurs de l'ESS » give way together.
_ACTORS = re.compile(
    r"(?:\bl[ae]s? |\bdes )(?<!\baux )\b(?:acteurs?|structures?|entreprises?) (?:de |d')?$"
)
# « l'ESS et la culture »: the culture gives way.
_FIELD_AND = re.compile(r"(?:^|\bentre )(?:(?:l')?ess|l'economie sociale et solidaire) et ")
# « quels dispositifs », « et pour la culture »: which is asked of a part of the field.
_ABOUT = {"pour", "sur", "concernant"}
# « dans les collèges, la restauration ».
_LISTED = re.compile(r"(?:, (?:l[ae]s? |l')[\w-]+)+")
# What the ESS may be supported in: « et la culture ? ».
_A_PART = re.compile(
    r"(?:l[ae]s? |l')(?:culture|sport|sante|tourisme|agriculture|numerique|mobilite|education"
    r"|logement|habitat|energie|dechets|alimentation|restauration|petite enfance|enfance|jeunesse"
    r"|transports?|environnement|insertion|handicap|autonomie|colleges|lycees|ecoles|cantines?)\b"
)
_QUEL = re.compile(r"\bquel(?:le)?s? $")
# « quelles sont les compétences… », « et sur la culture ».
_QUEL_ARE = re.compile(r"\bquel(?:le)?s? (?:est|sont) $")
# « dans notre compétence déchets », « dans le domaine de la petite enfance ».
_PART_OF_FIELD = re.compile(
    r"\bdans (?:l[ae]s? |[nv]o(?:s|tre) )(?:competences?|domaine|secteur|champ) "
    r"(?P<part>(?P<of>du |des |de |d')?(?:l[ae]s? |l')?[\w-]+(?: [\w-]+)?)$"
)
# « à long terme », « à mi-temps »: how or when, and no other thing.
_HOW = re.compile(
    r"(?:à|a) (?!(?:l[ae]s?|une?|ces?|cette|[mts](?:on|a|es)|[nv]os|[nv]otre)\b|l['’])"
)
# Flat. The name of a level with its article; « quelles communes » has one.
_LEVEL_PHRASE = re.compile(
    r"(?<![\w'-])(?:(?P<preposition>de |d'|a )?(?P<article>quel(?:le)?s? |une? |l[ae]s? |l'|mon "
    r"|ma |mes |[nv]otre |[nv]os |leurs? |sa |son |an? |the |my |our )"
    r"|(?P<contracted>du |des |aux? ))?(?:(?:petite?s?|grande?s?|local) )?"
    rf"(?P<noun>{LEVEL_NOUN}|(?:maires?|elus?)(?= (?:peu|doi|[\w-]+-(?:t-)?ils?\b))"
    rf"|towns?|cit(?:y|ies)|municipalit(?:y|ies)|local authorit(?:y|ies))\b"
)
# « quelles compétences communales ».
_LEVEL_ADJECTIVE = re.compile(
    r"\b(?:competences?|aides?|subventions?|politiques?|soutiens?|services?) "
    r"(?P<level>(?:communa|municipa|intercommuna|departementa|regiona)(?:le?s?|ux))\b(?! d)"
)
_INVERTED = re.compile(r"( [\wà]+-(?:t-)?)(?:elle|il)(s?)\b")
_WITH_VERB = re.compile(rf"{_INVERTED.pattern}|\bpeu(?:ven)?t\b")
_AGREES = re.compile(r"\b([Qq]uel)(?:le)?(s?) (est|sont) $")
_PARTICIPLE = re.compile(r"^( \w+é)e?(s?)\b")
_ARTICLE = re.compile(r"(?:une?|l[ae]s?|mon|ma|mes|notre|nos|des) |l['’]")
_ENGLISH_ARTICLE = re.compile(r"(?:an?|the|my|our) ")
_MASCULINE = re.compile(r"(?:un|le|mon|ce) |.*\b(?:d[ée]partements?|conseils?|villages?|EPCI)\b")
LEVEL_NAMES: dict[Level, tuple[str, str]] = {
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
    if _drawn_apart(words, earlier)[0]:
        return f"{earlier} {lowered(words)}"
    return f"{earlier} {'for' if _ENGLISH_ARTICLE.match(words) else 'pour'} {words}"


def level_replaced(earlier: str, words: str) -> str:
    """The earlier question asked for another level; its verb keeps its number.

    Empty where that would lose what the words say of the level: « une petite commune ».
    """
    old = _LEVEL_PHRASE.search(flat(earlier))
    preposition, new = _drawn_apart(words, earlier)
    if old is None:
        if adjective := _LEVEL_ADJECTIVE.search(flat(earlier)):
            said, after = earlier[: adjective.start("level")], earlier[adjective.end() :]
            return _put(said, "de", _agreeing(new, plural=False, with_verb=False), after)
        return (subject_replaced if preposition in ("de", "of") else appended)(earlier, words)
    said, after = earlier[: old.start()], earlier[old.end() :]
    if _ENGLISH_ARTICLE.match(new):
        return _put(said, "", new, after)
    for place in places_of(earlier):  # « la Ville de Lille »
        after = re.sub(rf"^ (?:de |d['’]){re.escape(place)}", "", after)
    article = (old["article"] or "").strip()
    before = (old["preposition"] or old["contracted"] or "").strip()
    plural = old["noun"].endswith("s") and article not in ("une", "la", "ma")
    acts = not before and not _PREPOSITION.match(f"{_word_before(earlier, old.start())} ")
    agreed = _agreeing(
        new, plural, acts and bool(_WITH_VERB.search(earlier) or _AGREES.search(said))
    )
    if agreed != new and _ARTICLE.match(new) and len(new.split()) > len(agreed.split()):
        return ""
    new = agreed
    pronoun = "il" if _MASCULINE.match(new) else "elle"
    feminine = "" if pronoun == "il" else "e"
    if article.startswith("quel"):
        new = f"quel{'le' * bool(feminine)}{'s' * plural} {new.split(' ', 1)[-1]}"
    elif not article and not before and not acts:
        new = _ARTICLE.sub("", new)  # « un exemple de commune »
    if bool(feminine) == bool(_MASCULINE.match(f"{article} {old['noun']}")):
        said = _AGREES.sub(rf"\1{'le' * bool(feminine)}\2 \3 ", said)
        after = _PARTICIPLE.sub(rf"\1{feminine}\2", after)
    after = _INVERTED.sub(rf"\1{pronoun}\2", after, count=1)
    kept = {"d'": "de", "de": "de", "a": "à"}.get(before) or CONTRACTED.get(before, ("",))[0]
    return _put(said, kept, new, after)


def _agreeing(new: str, plural: bool, with_verb: bool) -> str:
    """A level with an article, in the number of the verb if there is one."""
    level = level_of(new)
    is_plural = re.match(r"(?:les|des|mes|nos) ", new) is not None
    if level and (not _ARTICLE.match(new) or (with_verb and plural != is_plural)):
        return LEVEL_NAMES[level][plural]
    return new


def place_replaced(earlier: str, words: str) -> str:
    """The earlier question asked of another place, with its preposition if both have one.

    Empty where one cannot tell what the place is to the question.
    """
    bare = _ENGLISH_PREPOSITION.sub("", _PREPOSITION.sub("", words))
    for place in places_of(earlier):
        prepositions = r"(?:[àÀ]|[Ee]n|[Aa]ux?|[Dd]ans l[ae]s?|[Dd]e|[Ii]n|[Aa]t) |d['’]"
        before = re.search(rf"(?<!\w)(?:{prepositions})(?={re.escape(place)})", earlier)
        if before and re.search(rf"{LEVEL_NOUN} $", flat(earlier[: before.start()])):
            if words[:1] not in "àÀaA" and bare != words:
                return ""  # « la Ville de Lille »; « en Bretagne »
            return _put(earlier[: before.start()], "de", bare, earlier[before.end() + len(place) :])
        if before and bare != words:
            return earlier[: before.start()] + words + earlier[before.end() + len(place) :]
        return earlier.replace(place, bare, 1)
    if bare != words:
        return f"{earlier} {lowered(words)}"
    found = subject(earlier)
    named = found and earlier[found.start : found.start + 1].isupper()
    return subject_replaced(earlier, words) if named else ""


def subject_replaced(earlier: str, words: str) -> str:
    """The earlier question asked of another subject; the subject alone where it has none.

    A preposition that both have says which phrase of the earlier one gives way. Empty where the
    words may name something of the subject: « une ressourcerie », « les locaux ».
    """
    preposition, new = _drawn_apart(words, earlier)
    same = (
        p
        for p in phrases(earlier)
        if preposition in (p.preposition, _word_before(earlier, p.start))
    )
    found = next(same, None) if preposition else None
    part = beside_field(earlier)
    if whose := _which_of(earlier, new):
        return _put(
            earlier[: whose.end("which")],
            "",
            _ARTICLE.sub("", new, 1),
            earlier[whose.end() :],
        )
    if found is None and (
        preposition in _CIRCUMSTANTIAL or (preposition == "à" and _HOW.match(words))
    ):
        return f"{earlier} {lowered(words)}"
    if found is None:
        found = part or _in_field(earlier, preposition, new) or subject(earlier)
        if found and not found.counted and _of_it(earlier, found, new, preposition):
            return ""
    if found is None:
        return capitalised(new)
    before = flat(earlier[: found.start])
    if new.startswith("les ") and not preposition and (actors := _ACTORS.search(before)):
        found = replace(found, start=actors.start(), preposition="")
    asks_which = _QUEL.search(before) is not None
    if (asks_which and preposition in _ABOUT) or (
        _QUEL_ARE.search(before) and preposition == "sur"
    ):
        return f"{earlier} {lowered(words)}"
    # « notre compétence déchets » has no article.
    if found.counted or asks_which or (found is part and not part.preposition):
        new = _ARTICLE.sub("", new)
    return _put(earlier[: found.start], found.preposition, new, earlier[found.end :])


def _which_of(earlier: str, new: str) -> re.Match[str] | None:
    """Where an earlier question asks which of what new words name more closely: « quel soutien »,
    « un soutien non financier ».
    """
    head = flat(_ARTICLE.sub("", new, 1)).split(" ")[0]
    return re.search(rf"(?P<which>quel(?:le)?s? ){re.escape(head)}(?![\w-])", flat(earlier))


def _of_it(earlier: str, found: Phrase, new: str, preposition: str) -> bool:
    """Whether the new words have « le » or « les » where the subject has « un », or which of many
    is asked: they may name a part of it.
    """
    old = flat(earlier[found.start : found.end])
    if not re.match(r"(?:l[ae]s? |l['’])", new):
        return False
    if re.match(r"(?:de |d'|a )?une? ", old):
        return bool(preposition) or not defined(earlier)
    return flat(earlier).startswith("quel") and new.startswith("les ") and "les " not in old[:6]


def beside_field(earlier: str) -> Phrase | None:
    """What a question about all of the field asks of a part of it: « l'ESS dans notre compétence
    déchets », « dans le domaine de la petite enfance »; None where it does not.
    """
    found, part = subject(earlier), _PART_OF_FIELD.search(flat(earlier))
    if part is None or found is None:
        return None
    if named(earlier[found.start : found.end]) - general("field"):
        return None
    of = (part["of"] or "").strip().replace("d'", "de")
    preposition = CONTRACTED.get(of, (of,))[0]
    return Phrase(part.start("part"), part.end(), preposition, "")


def _in_field(earlier: str, preposition: str, new: str) -> Phrase | None:
    """What the field is beside or in, where that gives way: « quels liens entre l'ESS et la
    culture », « le poids de l'ESS dans l'emploi culturel » and « pour le sport », « soutenir l'ESS
    dans le grand âge » and « la culture »; else None.
    """
    found = subject(earlier)
    if found is None:
        return None
    said = earlier[found.start : found.end]
    if beside := _FIELD_AND.search(flat(said)):
        return replace(found, start=found.start + beside.end(), preposition="")
    is_part = preposition in _ABOUT or bool(not preposition and _A_PART.match(flat(new)))
    if not is_part or named(said) - general("field"):
        return None
    after = (p for p in phrases(earlier) if p.start > found.end)
    part = next((p for p in after if _word_before(earlier, p.start) == "dans"), None)
    # A level, a setting or a place stays.
    is_place = part is None or re.search("[A-Z]", earlier[part.start : part.end])
    if part is None or is_place or not named(earlier[part.start : part.end]):
        return None
    others = _LISTED.match(flat(earlier), part.end)
    return replace(part, end=others.end()) if others else part


def _word_before(earlier: str, start: int) -> str:
    return flat(earlier[:start]).strip().rpartition(" ")[2]


def _put(before: str, preposition: str, new: str, after: str) -> str:
    """A sentence made again around a new phrase, whose article is drawn into the preposition."""
    text = " ".join(part for part in (before.strip(), preposition, new.strip()) if part)
    for pattern, contraction in _SEAMS:
        text = re.sub(pattern, contraction, text)
    return capitalised(text) + after


def _drawn_apart(words: str, earlier: str) -> tuple[str, str]:
    """A preposition and its noun phrase: « du vélo » is « de » and « le vélo »."""
    if detect_language(earlier) == "en":
        if _ENGLISH_ARTICLE.match(words):
            return "", words
        if english := _ENGLISH_PREPOSITION.match(words):
            return english[1].lower(), words[english.end() :]
    match = _PREPOSITION.match(words)
    if match is None:
        return "", words
    rest = words[match.end() :]
    if match["contracted"]:
        preposition, article = CONTRACTED[match["contracted"].lower()]
        return preposition, article + rest
    kept = (match["kept"] or "de").lower()
    return ("à" if kept == "a" else kept), rest
