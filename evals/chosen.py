"""Which questions of a set can be asked of these documents? The others are named by their line."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from corpus.errors import AssistantError
from corpus.types import Document
from evals.cases import SHIPPED, Case, read_case_lines
from evals.lines import BrokenLine


@dataclass(frozen=True, slots=True)
class Chosen:
    """The cases to ask, the ids of the set's other cases, and the lines that were left out."""

    cases: list[Case]
    unasked: frozenset[str]
    broken: tuple[BrokenLine, ...]


def chosen(path: Path | None, split: str | None, documents: Mapping[str, Document]) -> Chosen:
    """The cases of a file, or the shipped ones, that are of this split, if one is given.

    Those that earlier versions were measured on are never asked. AssistantError where no case is
    left.
    """
    path = path or SHIPPED
    sections = {s.section_id for d in documents.values() for s in d.sections}
    cases: list[Case] = []
    ids: set[str] = set()
    broken: list[BrokenLine] = []
    for number, row in enumerate(read_case_lines(path), 1):
        if isinstance(row, BrokenLine):
            broken.append(row)
        elif row.id in ids:
            broken.append(BrokenLine(number, f"« {row.id} » désigne déjà une question plus haut"))
        else:
            ids.add(row.id)
            if row.split == "seen" or split not in (None, row.split):
                continue
            missing = _missing(row, documents, sections)
            if missing:
                broken.append(BrokenLine(number, f"l'index n'a pas {missing}"))
            else:
                cases.append(row)
    if not cases:
        raise _nothing(path, broken)
    return Chosen(cases, frozenset(ids - {case.id for case in cases}), tuple(broken))


def _missing(case: Case, documents: Mapping[str, Document], sections: set[str]) -> str:
    """The first document or section of a case's evidence that is not there, in French."""
    for name in case.document_ids:
        if name not in documents:
            return f"le document « {name} »"
    if case.section_id and case.section_id not in sections:
        return f"la section « {case.section_id} »"
    return ""


def _nothing(path: Path, broken: list[BrokenLine]) -> AssistantError:
    why = f" (ligne {broken[0].line} : {broken[0].reason})" if broken else ""
    return AssistantError(
        f"Il n'y a aucune question à poser dans « {path} »{why} : corrigez-la, ou donnez un autre "
        "fichier ou une autre moitié."
    )
