"""What the reader of an answer is told to check, each a sentence with its code."""

import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from assistant.asking.spelling import expand, is_french
from assistant.asking.things import listed
from assistant.claims import names
from assistant.treated import spoken_of
from assistant.types import Answer, Citation, Part, Question, Reservation
from assistant.wording import cited_name
from corpus.text import fold
from corpus.types import NOTICES, Document, Level

_LEVEL_NAMES: dict[Level, str] = {
    "commune": "les communes",
    "epci": "les intercommunalités",
    "departement": "les départements",
    "region": "les régions",
}
# A year that the text speaks of as to come, or until which something holds.
_YEAR = r"(?:la )?(?:fin |debut )?(?:de l'annee |de |(?:\d{1,2}(?:er)? )?[a-z]{3,9} )?(20\d\d)\b"
_WILL = r"(?:sera|seront|devra|devront|pourra|pourront|aura|auront)"
_AHEAD = re.compile(
    r"\b(?:d'ici (?:a )?|a l'horizon (?:de )?|jusqu'(?:en|a|au) |prevue?s? (?:pour|en) )"
    rf"{_YEAR}|(?:^|[.;] )en (20\d\d),? (?:[\w'-]+ ){{0,4}}{_WILL}\b"
    rf"|\b{_WILL} (?:\w+ ){{0,3}}en (20\d\d)\b"
)
# Of the labelled questions that are answered with less confidence, fewer than half are answered
# right (`tune`: 23 of 72; 205 of 291 with more).
_SURE_FROM = 0.4
UNCERTAIN = "uncertain"


def uncertain(answer: Answer) -> tuple[Reservation, ...]:
    """That an answer is more likely wrong than right, by its confidence."""
    if answer.status != "answered" or answer.confidence >= _SURE_FROM:
        return ()
    return (
        Reservation(
            UNCERTAIN,
            "Réponse peu sûre : ces passages traitent du sujet, mais répondent peut-être à une "
            "autre question. Lors des essais, moins d'une réponse sur deux aussi incertaine était "
            "bonne.",
        ),
    )


def settles(answer: Answer) -> bool:
    """Whether an answer needs nobody else's: it is whole, and not marked as unsure."""
    return answer.status == "answered" and UNCERTAIN not in {w.code for w in answer.warnings}


def reservations(
    question: Question,
    citations: Sequence[Citation],
    documents: Mapping[str, Document],
    today: date,
) -> tuple[Reservation, ...]:
    """The reservations of an answer, in the order of their weight."""
    cited = [documents[name] for name in dict.fromkeys(c.document_id for c in citations)]
    return (
        *_not_named(question, citations),
        *_other_level(question, cited),
        *_outdated(citations, cited, documents.values(), today),
        *_left_out(question, cited),
        *_language(question),
        *_notices(cited),
    )


def _not_named(question: Question, citations: Sequence[Citation]) -> list[Reservation]:
    """Names, and things listed, that no quote, title or heading holds: others may be quoted."""
    if question.language == "en":
        return []
    texts = [f"{c.title}\n{c.heading}\n{c.quote}" for c in citations]
    held = fold(" ".join(texts))
    text = question.understood_as
    missing = _joined(text, {name for name in names(text) if not _holds(held, name)})
    missing = [name for name in missing if not _is_common(name, question)]
    things = dict.fromkeys(thing for part in question.parts for thing in _listed(part))
    others = [thing for thing in things if not any(name in thing for name in missing)]
    missing += [thing for thing in others if not spoken_of(thing, texts)]
    if not missing:
        return []
    said = ", ".join(f"«\u00a0{name}\u00a0»" for name in missing)
    return [
        Reservation(
            "not_named",
            f"Les passages cités ne nomment pas {said} : vérifiez qu'ils répondent bien à votre "
            "question.",
        )
    ]


def _listed(part: Part) -> tuple[str, ...]:
    """What a part lists; of what it compares, `missing` tells."""
    return () if part.kind == "comparison" else listed(part.text)


def _is_common(name: str, question: Question) -> bool:
    """Whether a name is but a word with a capital: « Monsieur le Maire », « le Département »."""
    plain = name[1:].islower() and is_french(name)
    return plain and not any(name in place for place in question.places)


def _joined(text: str, words: Iterable[str]) -> list[str]:
    """Words of a text in its order, those that stand side by side (« Terre de Liens ») as one."""
    words = sorted(words, key=text.find)
    found: list[str] = []
    for word in words:
        before = found[-1] if found else ""
        between = re.search(
            rf"{re.escape(before)}( (?:de |du |des |la |à )?){re.escape(word)}", text
        )
        if before and between:
            found[-1] = f"{before}{between[1]}{word}"
        else:
            found.append(word)
    return found


def _holds(held: str, name: str) -> bool:
    """Whether a folded text holds a name, or what an acronym stands for."""
    forms = [name, expand(name)[len(name) :].strip(" ()")]
    return any(re.search(rf"(?<!\w){re.escape(fold(form))}", held) for form in forms if form)


def _other_level(question: Question, cited: Iterable[Document]) -> list[Reservation]:
    """Passages written for others than the level that asks."""
    others = [d for d in cited if question.level and d.levels and question.level not in d.levels]
    if not others:
        return []
    levels = sorted({_LEVEL_NAMES[level] for d in others for level in d.levels})
    return [
        Reservation(
            "other_level",
            f"Un passage cité est écrit pour {' et '.join(levels)} : vérifiez qu'il vaut aussi "
            f"pour {_LEVEL_NAMES[question.level or 'commune']}.",
        )
    ]


def _outdated(
    citations: Iterable[Citation],
    cited: Sequence[Document],
    loaded: Iterable[Document],
    today: date,
) -> list[Reservation]:
    """A year gone by of which a quote speaks as to come, and what a newer edition replaces."""
    warnings = []
    years = {year for c in citations for year in _years_ahead(c.quote) if int(year) < today.year}
    for year in sorted(years):
        warnings.append(
            Reservation(
                "outdated",
                f"Un passage cité parle de {year} comme d'une date à venir : vérifiez ce qu'il en "
                "est aujourd'hui.",
            )
        )
    ends = {date.fromisoformat(d.valid_until) for d in cited if d.valid_until}
    for end in sorted(end for end in ends if end < today):
        warnings.append(
            Reservation(
                "outdated",
                f"Un passage cité n'était valable que jusqu'au {end:%d/%m/%Y} : vérifiez ce qu'il "
                "en est aujourd'hui.",
            )
        )
    by_id = {document.document_id: document for document in loaded}
    for later in dict.fromkeys(by_id[c.newer_in] for c in citations if c.newer_in):
        warnings.append(
            Reservation(
                "outdated",
                f"Un passage cité a d'autres chiffres dans « {cited_name(later)} », plus récent : "
                "préférez ceux-ci.",
            )
        )
    newest: dict[str, str] = {}
    for document in by_id.values():
        if document.kit:
            newest[document.kit] = max(newest.get(document.kit, ""), document.edition)
    for document in cited:
        if document.edition and document.edition < newest.get(document.kit, ""):
            warnings.append(
                Reservation(
                    "outdated",
                    f"« {cited_name(document)} » est d'une édition plus ancienne que celle de "
                    f"{newest[document.kit]} : vérifiez si elle la remplace.",
                )
            )
    return warnings


def _years_ahead(quote: str) -> set[str]:
    return {year for found in _AHEAD.findall(fold(quote)) for year in found if year}


def _left_out(question: Question, cited: Iterable[Document]) -> list[Reservation]:
    """A kit that was asked for and from which nothing is cited."""
    if not question.kit or any(document.kit == question.kit for document in cited):
        return []
    return [
        Reservation(
            "other_kit",
            "Aucun passage cité ne vient du kit demandé : vérifiez que ces pages vous concernent.",
        )
    ]


def _language(question: Question) -> list[Reservation]:
    if question.language != "en":
        return []
    text = "Les fiches sont en français : leurs passages sont cités tels quels, non traduits."
    return [Reservation("language", text)]


def _notices(cited: Iterable[Document]) -> list[Reservation]:
    """What must be said of a cited source that is no fiche's own text."""
    kinds = dict.fromkeys(document.source_kind for document in cited)
    return [Reservation(kind, f"{NOTICES[kind]}.") for kind in kinds if kind in NOTICES]
