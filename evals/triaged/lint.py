"""Whether the triage's rows say what they must, and their evidence stands in its page."""

from collections.abc import Iterator, Mapping, Sequence

from corpus.text import fold
from corpus.types import Document
from evals.lint import Problem
from evals.triage_cases import RowCase, TriageCases

# How the labels name the section that opens a page; some leave its heading empty.
_OPENING = "(introduction)"
# What the fiches answer, whole or in part, and what they do not.
_FROM_FICHES = ("reponse_fiche", "reponse_partielle")


def lint_triage(cases: TriageCases, documents: Mapping[str, Document]) -> list[Problem]:
    """The problems of the rows over the documents, by id, that hold their evidence.

    Headings are those of the shipped digests: of other texts only the documents are looked for.
    Ids, values of lists and repeated questions are told by the lines left out in reading.
    """
    problems = []
    for row in cases.rows:
        problems += [Problem(row.id, "form", text) for text in _form(row)]
        problems += _evidence(row, documents)
    return [*problems, *_pairs(cases)]


def _form(row: RowCase) -> Iterator[str]:
    if bool(row.evidence) != (row.decision in _FROM_FICHES):
        yield "les preuves ne vont pas avec la décision"
    if bool(row.lacking) != (row.decision == "reponse_partielle"):
        yield "« lacking » ne va qu’avec une réponse partielle"
    if row.never and row.decision != "juriste":
        yield "un sujet réservé ne va qu’au juriste"
    if bool(row.duplicate_of) != (row.decision == "doublon"):
        yield "« duplicate_of » ne va qu’avec un doublon"
    if row.borderline != (row.other is not None) or row.other == row.decision:
        yield "« or » est l’autre décision d’une ligne « borderline »"
    if row.theme in row.theme_also:
        yield "« theme_also » répète le thème"


def _evidence(row: RowCase, documents: Mapping[str, Document]) -> Iterator[Problem]:
    for one in row.evidence:
        document = documents.get(one.document_id)
        if document is None:
            yield Problem(row.id, "form", f"il n’y a pas de document « {one.document_id} »")
        elif document.source_kind == "digest" and not _has_heading(document, one.heading):
            yield Problem(row.id, "heading", f"la page n’a pas la rubrique « {one.heading} »")


def _has_heading(document: Document, heading: str) -> bool:
    return heading in ("", _OPENING) or fold(heading) in fold(f"{document.title}\n{document.text}")


def _pairs(cases: TriageCases) -> Sequence[Problem]:
    return [
        Problem(pair.id, "form", "les deux questions sont la même")
        for pair in cases.pairs
        if fold(pair.a) == fold(pair.b)
    ]
