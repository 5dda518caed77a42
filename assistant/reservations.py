"""What the reader of an answer is told to check, each a sentence with its code."""

import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from assistant.citations import is_among
from assistant.expected import unspoken_kind_of_place
from assistant.not_named import not_named
from assistant.types import Answer, Citation, Question, Reservation, Shown
from assistant.wording import asks_nothing, cited_name
from corpus.catalogue import presents
from corpus.text import fold
from corpus.types import NOTICES, Document, Level

_LEVEL_NAMES: dict[Level, str] = {
    "commune": "les communes",
    "epci": "les intercommunalités",
    "departement": "les départements",
    "region": "les régions",
}
# How a passage speaks of a level of collectivités, and not of one of them.
_SPEAKS_OF: dict[Level, re.Pattern[str]] = {
    "commune": re.compile(r"\b(?:les|aux) (?:communes|villes)\b|\bbloc communal\b"),
    "epci": re.compile(
        r"\b(?:les|aux) (?:intercommunalites|epci|metropoles|agglomerations"
        r"|communautes (?:de communes|d'agglomeration))\b"
    ),
    "departement": re.compile(
        r"\bconseils departementaux\b|\b(?:les|aux|chaque) departements?\b(?! d[ue])"
    ),
    "region": re.compile(r"\bconseils regionaux\b|\b(?:les|aux|chaque) regions?\b(?! d[ue])"),
}
# A year that the text speaks of as to come, or until which something holds.
_YEAR = r"(?:la )?(?:fin |debut )?(?:de l'annee |de |(?:\d{1,2}(?:er)? )?[a-z]{3,9} )?(20\d\d)\b"
_WILL = r"(?:sera|seront|devra|devront|pourra|pourront|aura|auront)"
_AHEAD = re.compile(
    r"\b(?:d'ici (?:a )?|a l'horizon (?:de )?|jusqu'(?:en|a|au) |prevue?s? (?:pour|en) )"
    rf"{_YEAR}|(?:^|[.;] )en (20\d\d),? (?:[\w'-]+ ){{0,4}}{_WILL}\b"
    rf"|\b{_WILL} (?:\w+ ){{0,3}}en (20\d\d)\b"
)
# What is asked that is the same wherever one asks.
_THE_SAME_EVERYWHERE = ("definition", "date", "body", "comparison")
# « le schéma ci-contre ».
_DRAWING = re.compile(
    r"\b(?:schemas?|cartes?|tableaux?|infographies?|graphiques?|figures?|images?|encadres?)"
    r"(?: \w+)? \(?ci[-\u2010\u2011](?:contre|jointe?s?|dessous|dessus|apres)\b"
)
# Of the labelled questions that are answered with less confidence, fewer than half are answered
# right (`tune` and `seen`: 56 of 126; 268 of 288 with more), and of 77 fresh ones that were read
# the fiches held 10 whole (47 of 57 with more).
SURE_FROM = 0.75
UNCERTAIN = "uncertain"


def uncertain(answer: Answer, unsure: Sequence[str] = ()) -> tuple[Reservation, ...]:
    """That answers of so little confidence were more often wrong, or right in part, than right;
    `unsure` are the questions of a message, as they were typed, of which that holds.
    """
    if answer.status != "answered" or answer.confidence >= SURE_FROM:
        return ()
    asked = " et".join(f" à « {one} »" for one in unsure)
    return (
        Reservation(
            UNCERTAIN,
            f"Réponse peu sûre{asked} : ces passages traitent du sujet, mais ne disent peut-être "
            "qu’une partie de ce que vous demandez, ou répondent à une autre question. Relisez-les "
            "avant de les reprendre.",
        ),
    )


def repeated(citations: Sequence[Citation], shown: Shown) -> tuple[Reservation, ...]:
    """That an answer quotes nothing but what the replies before it did, the latest first."""
    if not citations or not all(one.again for one in citations):
        return ()
    said = "Ce passage était" if len(citations) == 1 else "Ces passages étaient"
    just = all(is_among(one, shown[0]) for one in citations)
    where = "dans la réponse précédente" if just else "plus haut dans la conversation"
    nothing = "l’assistant n’a rien trouvé de plus proche dans les fiches."
    return (Reservation("repeated", f"{said} déjà {where} : {nothing}"),)


def settles(answer: Answer) -> bool:
    """Whether an answer needs nobody else's: whole and not marked as unsure, or to no question."""
    if asks_nothing(answer):
        return True
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
        *_not_named(question, citations, documents),
        *_other_setting(question, citations),
        *_other_level(question, citations, documents),
        *_outdated(citations, cited, documents.values(), today),
        *_left_out(question, cited),
        *_drawn(citations),
        *presented(cited),
        *_language(question),
        *_notices(cited),
    )


def _not_named(
    question: Question, citations: Sequence[Citation], documents: Mapping[str, Document]
) -> list[Reservation]:
    """What the question names and no quote does: others may be quoted."""
    quoted = {c.section_id for c in citations}
    cited = (documents[name] for name in dict.fromkeys(c.document_id for c in citations))
    sections = [
        document.text[section.start : section.end]
        for document in cited
        for section in document.sections
        if section.section_id in quoted
    ]
    missing = not_named(question, citations, sections)
    if not missing:
        return []
    said = ", ".join(f"«\u00a0{name}\u00a0»" for name in missing)
    return [
        Reservation(
            "not_named",
            f"Les passages cités ne nomment pas {said} : vérifiez qu’ils répondent bien à votre "
            "question.",
        )
    ]


def _other_setting(question: Question, citations: Sequence[Citation]) -> list[Reservation]:
    """The kind of place that a message is about and of which no quote speaks."""
    if all(part.kind in _THE_SAME_EVERYWHERE for part in question.parts):
        return []
    texts = [f"{one.heading}\n{one.quote}" for one in citations]
    place = unspoken_kind_of_place(question.text, texts)
    if not place:
        return []
    return [
        Reservation(
            "other_setting",
            f"Les passages cités ne parlent pas de ce type de lieu («\u00a0{place}\u00a0») : "
            "vérifiez que ce qu’ils disent vaut aussi pour votre cas.",
        )
    ]


def _other_level(
    question: Question, citations: Sequence[Citation], documents: Mapping[str, Document]
) -> list[Reservation]:
    """Passages written for others than the level that asks, and that do not speak of it."""
    if not question.level:
        return []
    speaks = _SPEAKS_OF[question.level]
    unsaid = [documents[c.document_id] for c in citations if not speaks.search(fold(c.quote))]
    others = [d for d in unsaid if d.levels and question.level not in d.levels]
    if not others:
        return []
    levels = sorted({_LEVEL_NAMES[level] for d in others for level in d.levels})
    return [
        Reservation(
            "other_level",
            f"Un passage cité est écrit pour {' et '.join(levels)} : vérifiez qu’il vaut aussi "
            f"pour {_LEVEL_NAMES[question.level]}.",
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
                f"Un passage cité parle de {year} comme d’une date à venir : vérifiez ce qu’il en "
                "est aujourd’hui.",
            )
        )
    ends = {date.fromisoformat(d.valid_until) for d in cited if d.valid_until}
    for end in sorted(end for end in ends if end < today):
        warnings.append(
            Reservation(
                "outdated",
                f"Un passage cité n’était valable que jusqu’au {end:%d/%m/%Y} : vérifiez ce qu’il "
                "en est aujourd’hui.",
            )
        )
    by_id = {document.document_id: document for document in loaded}
    for later in dict.fromkeys(by_id[c.newer_in] for c in citations if c.newer_in):
        warnings.append(
            Reservation(
                "outdated",
                f"Un passage cité a d’autres chiffres dans « {cited_name(later)} », plus récent : "
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
                    f"« {cited_name(document)} » est d’une édition plus ancienne que celle de "
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


def _drawn(citations: Iterable[Citation]) -> list[Reservation]:
    """A drawing that a quote points to, which only the page shows."""
    if not any(_DRAWING.search(fold(one.quote)) for one in citations):
        return []
    return [
        Reservation(
            "drawing",
            "Un passage cité renvoie à un dessin de la page (schéma, carte ou tableau), que "
            "l’assistant ne lit pas : ouvrez la page pour le voir.",
        )
    ]


def presented(documents: Iterable[Document]) -> list[Reservation]:
    """Pages that only present another document, which is not loaded."""
    said = dict.fromkeys(filter(None, map(presents, documents)))
    return [Reservation("presented", sentence) for sentence in said]


def _language(question: Question) -> list[Reservation]:
    if question.language != "en":
        return []
    text = "Les fiches sont en français : leurs passages sont cités tels quels, non traduits."
    return [Reservation("language", text)]


def _notices(cited: Iterable[Document]) -> list[Reservation]:
    """What must be said of a cited source that is no fiche's own text."""
    kinds = dict.fromkeys(document.source_kind for document in cited)
    return [Reservation(kind, f"{NOTICES[kind]}.") for kind in kinds if kind in NOTICES]
