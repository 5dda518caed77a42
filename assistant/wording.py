"""How an answer and its sources are put to a French reader, the same everywhere."""

import re
from collections.abc import Sequence
from typing import Literal

from assistant.asking.follow_up import asks
from assistant.asking.parts import is_asking
from assistant.asking.phrases import capitalised, unmarked
from assistant.types import (
    Answer,
    AnswerKind,
    Citation,
    Closest,
    Language,
    Part,
    Question,
)
from corpus.text import BULLET, fold, typeset
from corpus.types import NOTICES, Document

INTRODUCTION = "Introduction"
JURIST = "Réponse du juriste"
_KITS = {
    "municipaless": "Kit MunicipalESS",
    "departements": "Kit Départements & ESS",
    "regional": "Kit RégionalESS",
}


_MONTHS = (
    *("janvier", "février", "mars", "avril", "mai", "juin"),
    *("juillet", "août", "septembre", "octobre", "novembre", "décembre"),
)


def french_date(iso: str) -> str:
    """An ISO date in words, with or without its day and month: « 1er mars 2026 »."""
    year, month, day = (*iso.split("-"), "", "")[:3]
    number = "1er" if day == "01" else day.lstrip("0")
    words = (number, _MONTHS[int(month) - 1] if month else "", year)
    return " ".join(word for word in words if word)


def cited_name(value: Citation | Closest | Document) -> str:
    """How a source is named wherever it is cited: a jurist's answer by its date, not as a fiche."""
    if value.source_kind == "jurist":
        return f"{JURIST}, {french_date(value.updated)}" if value.updated else JURIST
    return source_name(value.title, value.kit, value.edition, value.fiche)


def source_name(title: str, kit: str, edition: str, fiche: int | None) -> str:
    """A fiche of a kit by its kit, edition, number and title; any other document by its title."""
    if fiche is None or not kit:
        return title
    where = f"{_KITS.get(kit, kit)} ({edition})" if edition else _KITS.get(kit, kit)
    return f"{where}, fiche {fiche} : {title}"


def notice(value: Citation | Closest | Document) -> str:
    """What must be said right behind a source, in brackets; empty where nothing must."""
    return f" ({NOTICES[value.source_kind]})" if value.source_kind in NOTICES else ""


def notices(citations: Sequence[Citation]) -> list[str]:
    """What must be said below a text of the sources that it cites, each once, as sentences."""
    kinds = dict.fromkeys(citation.source_kind for citation in citations)
    return [f"{NOTICES[kind]}." for kind in kinds if kind in NOTICES]


# How many words of a quote tell it from others of the same heading.
_FIRST = 8


def places(citations: Sequence[Citation]) -> list[str]:
    """Where each quote stands, with its first words where others stand there too."""
    found = [place(c, c.heading, c.page) for c in citations]
    return [
        f"{where} : {first_words(citation.quote)}" if found.count(where) > 1 else where
        for where, citation in zip(found, citations, strict=True)
    ]


def place(value: Citation | Closest | Document, heading: str, page: int | None = None) -> str:
    """Where a passage stands: its source, its page and its heading."""
    where = f", p.\u00a0{page}" if page else ""
    return f"{cited_name(value)}{where} › {heading or INTRODUCTION}"


def first_words(quote: str) -> str:
    """The words by which a quote is known again."""
    words = re.sub(f"^{BULLET}", "", quote).split()
    first = " ".join(words[:_FIRST])
    return f"« {first.rstrip(',;:')}… »" if len(words) > _FIRST else f"« {first} »"


def own_heading(heading: str) -> str:
    """The last of a path of headings; « Introduction » where a passage stands under none."""
    return heading.split(" › ")[-1] or INTRODUCTION


# What a partial answer begins with; how sure that is: composing._LACKING.
NEAREST = "Voici ce que les fiches disent de plus proche."
LACKING = "Il y manque sans doute\u00a0:"
NEAREST_ENGLISH = (
    "Here is what the guides say that is nearest: it probably does not answer the whole question."
)
UNANSWERED: dict[Language, str] = {
    "fr": "Les fiches chargées ne répondent pas à cette question.",
    "en": "The guides that are loaded do not answer this question.",
}
# What stands above the sections that an answer does not quote.
SEE_ALSO = "Voir aussi"
CLOSEST = "Fiches les plus proches"
REPLIED = "Dans la réponse précédente"
# What stands above the questions that may be asked instead.
SUGGESTED = "Les fiches répondent à ces questions proches"
SUGGESTED_ENGLISH = "The guides do answer these questions, which are near:"

# What a refused part asked for, by its kind.
WHOLE = "une réponse entière"
_MISSING: dict[AnswerKind | Literal["whole"], str] = {
    "amount": "le montant demandé",
    "share": "la part demandée",
    "count": "le nombre demandé",
    "date": "la date demandée",
    "duration": "la durée demandée",
    "place": "le lieu demandé",
    "contact": "les coordonnées demandées",
    "body": "la personne ou l’organisme demandé",
    "definition": "la définition demandée",
    "yes_no": "de quoi répondre par oui ou par non",
    "reasons": "les raisons demandées",
    "ways": "les moyens d’agir demandés",
    "examples": "l’exemple demandé",
    "resources": "les ressources demandées",
    "comparison": "la comparaison demandée",
    "procedure": "la démarche demandée",
    "other": "une réponse",
    "whole": WHOLE,
}
_REPLIES = (_MISSING["other"], WHOLE)
# What something near may well give, and not all of it.
_IN_PART = ("definition", "yes_no", "reasons", "ways", "resources", "procedure", "other")


# How many words of a question are said again, and how few say nothing without those before them.
_RECALLED = 20
_FEW = 4
_SENTENCE_END = re.compile(
    r"(?<!\bart\.)(?<!\bM\.)(?<!\bMme\.)(?<!\bp\.)(?<!\bSt\.)(?<=[.!?…])\s+(?=\w)"
)

# « 1 La clause de compétence… »
_NUMBERED = re.compile(r"^\d\)? (?=[A-ZÀ-Ý])")

# What lacks where a message asks nothing.
NO_QUESTION = "une question"


def recalled(part: Part) -> str:
    """What asks a part, as it was typed: from the first sentence that asks with some words to the
    last, of many words the last alone, of a long one what asks after a colon, of this its first
    words.
    """
    return _asking(part.own or part.text)


def typed(part: Part) -> str:
    """What asks one of several questions, in the words that were typed."""
    said = part.typed or part.text
    sentences = _SENTENCE_END.split(said)
    first = next((number for number, one in enumerate(sentences) if asks(one)), 0)
    told = capitalised(_NUMBERED.sub("", _asking(" ".join(sentences[first:]))))
    return told if told[-1:] in ".?!…" else f"{told} ?"


def _asking(said: str) -> str:
    sentences = _SENTENCE_END.split(said)
    asking = [number for number, one in enumerate(sentences) if _asks_alone(one)]
    whole = sentences[asking[0] : asking[-1] + 1] if asking else sentences
    words = " ".join(whole).split()
    if len(words) > _RECALLED:
        asking = asking or [number for number, one in enumerate(sentences) if is_asking(one)]
        words = sentences[asking[-1]].split() if asking else words
    last = re.split(r"\s[:;]\s", " ".join(words))[-1]
    if len(words) > _RECALLED and asks(last):
        words = last.split()
    return " ".join(words[:_RECALLED]) + (" …" if len(words) > _RECALLED else "")


def _asks_alone(sentence: str) -> bool:
    return sentence.endswith("?") and len(unmarked(sentence).split()) >= _FEW


def missing_text(part: Part, untreated: Sequence[str] = (), *, is_near: bool = False) -> str:
    """What the fiches do not say of a part, for a reader; `is_near`: what is nearest is quoted.

    `untreated` are the things in it of which no passage speaks.
    """
    what = _MISSING[_kind_missing(part, is_near=is_near)]
    asked = recalled(part)
    said = f"{what} à « {asked} »" if what in _REPLIES else f"{what} (« {asked} »)"
    return typeset(said + _without(untreated))


def missing_alone(part: Part, untreated: Sequence[str] = (), *, is_near: bool = False) -> str:
    """The same below the question itself; empty where that would say no more than that it is not
    answered.
    """
    what = _MISSING[_kind_missing(part, is_near=is_near)]
    if what in _REPLIES and not (is_near or untreated):
        return ""
    return typeset(what + _without(untreated))


def _kind_missing(part: Part, *, is_near: bool) -> AnswerKind | Literal["whole"]:
    """What is said to be missing: where something near is quoted, it may well define, explain or
    list what is asked, and answer it but in part.
    """
    return "whole" if is_near and part.kind in _IN_PART else part.kind


def _without(untreated: Sequence[str]) -> str:
    things = " ni sur ".join(f"« {thing} »" for thing in untreated)
    return f", faute de passage sur {things}" if untreated else ""


# What is said to a message that only greets or thanks, after the words for each.
_WELCOME: dict[Language, str] = {
    "fr": "votre question sur ce qu’une collectivité peut faire pour l’économie sociale et "
    "solidaire. La réponse citera les fiches.",
    "en": "what a local authority can do for the social and solidarity economy. The answer will "
    "quote the guides.",
}
_GREETED: dict[Language, str] = {"fr": "Bonjour\u00a0! Posez", "en": "Hello! Ask"}
_THANKED: dict[Language, str] = {"fr": "À votre service\u00a0: posez", "en": "At your service: ask"}
_GREETS = re.compile(
    r"(?:re[- ]?)?(?:bonjour|bonsoir|salut|coucou|hello|hi|mesdames|messieurs|madame|monsieur)\b"
)
# What is said to a message about the reply before it.
_ASK_AGAIN: dict[Language, str] = {
    "fr": "L’assistant cite les fiches et ne revient pas sur une réponse\u00a0: pour la vérifier, "
    "ouvrez les passages qu’elle cite\u00a0; pour en savoir plus, posez une question entière, qui "
    "dit de quoi elle parle.",
    "en": "The assistant quotes the guides and does not discuss an answer: to check it or to know "
    "more, open the passages that it cites, or ask your question again in full.",
}


def nothing_asked(question: Question) -> str:
    """What lacks where nothing can be looked for."""
    return f"{NO_QUESTION} en français ou en anglais" if question.foreign else NO_QUESTION


def refusal_text(question: Question, missing: Sequence[str], is_close: bool) -> str:
    """What is said where no part is answered: what the fiches lack, if anything there is close."""
    if question.foreign:
        return (
            "Cet assistant répond aux questions posées en français ou en anglais\u00a0: "
            "reformulez la vôtre. This assistant answers questions in French or English: please "
            "rephrase yours."
        )
    if question.courtesy:
        opening = _GREETED if _GREETS.match(fold(question.text)) else _THANKED
        return f"{opening[question.language]} {_WELCOME[question.language]}"
    if question.about_reply:
        return _ASK_AGAIN[question.language]
    if question.language == "en":
        return UNANSWERED["en"]
    if not is_close:
        return (
            "Les fiches chargées ne disent rien de proche de cette question\u00a0: elles portent "
            "sur l’action des collectivités pour l’économie sociale et solidaire, sans en couvrir "
            "tous les sujets."
        )
    return f"{UNANSWERED['fr']}{lacks_text(missing)}"


def lacks_text(missing: Sequence[str]) -> str:
    """The end of a refusal, which the page shows as a list instead."""
    return f" Il y manque\u00a0: {listed(missing)}."


def asks_nothing(answer: Answer) -> bool:
    """Whether what is answered only greets, thanks or speaks of the reply before it."""
    return answer.missing == (NO_QUESTION,)


def closest_head(answer: Answer) -> str:
    """What stands above the sections that an answer points to, and does not quote."""
    if asks_nothing(answer):
        return REPLIED
    return CLOSEST if answer.status == "refused" else SEE_ALSO


def listed(missing: Sequence[str]) -> str:
    """What is missing, in one line."""
    return "\u00a0; ".join(missing)
