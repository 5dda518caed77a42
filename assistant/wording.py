"""How an answer and its sources are put to a French reader, the same everywhere."""

from collections.abc import Sequence

from assistant.types import Citation, Question, Reservation, Statement
from corpus.types import DIGEST_NOTICE

INTRODUCTION = "Introduction"
_KITS = {
    "municipaless": "Kit MunicipalESS",
    "departements": "Kit Départements & ESS",
    "regional": "Kit RégionalESS",
}


def source_name(title: str, kit: str, edition: str, fiche: int | None) -> str:
    """A fiche by its kit, edition, number and title; any other document by its title."""
    if fiche is None:
        return title
    where = f"{_KITS.get(kit, kit)} ({edition})" if edition else _KITS.get(kit, kit)
    return f"{where}, fiche {fiche} : {title}"


def own_heading(heading: str) -> str:
    """The last of a path of headings; « Introduction » where a passage stands under none."""
    return heading.split(" › ")[-1] or INTRODUCTION


def answer_text(
    question: Question, statements: Sequence[Statement], citations: Sequence[Citation]
) -> str:
    """What a person reads: each statement under its heading, marked with its citations."""
    parts = []
    if question.language == "en":
        parts.append("What the guides say (quotes in French):")
    heading = ""
    for statement in statements:
        cited = citations[statement.citations[0] - 1]
        if cited.heading and cited.heading != heading:
            parts.append(f"{own_heading(cited.heading)} :")
        heading = cited.heading
        marks = "".join(f"[{number}]" for number in statement.citations)
        parts.append(f"{statement.text} {marks}")
    if any(citation.source_kind == "digest" for citation in citations):
        parts.append(f"{DIGEST_NOTICE}.")
    return "\n\n".join(parts)


def reservations(question: Question, citations: Sequence[Citation]) -> tuple[Reservation, ...]:
    """What the reader is told to check, each a sentence with its code."""
    warnings = []
    if question.language == "en":
        warnings.append(
            Reservation(
                "language",
                "Les fiches sont en français : leurs passages sont cités tels quels, non traduits.",
            )
        )
    if any(citation.source_kind == "digest" for citation in citations):
        warnings.append(Reservation("digest", f"{DIGEST_NOTICE}."))
    return tuple(warnings)
