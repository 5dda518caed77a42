"""Which questions of a set can be asked of these documents? The others are named by their line."""

import logging
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from assistant.question import MAX_CHARACTERS
from corpus.errors import AssistantError
from corpus.types import Document
from evals.cases import SHIPPED, Case, read_case_lines, unknown_fields
from evals.lines import BrokenLine, read_lines

log = logging.getLogger(__name__)


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
    rows = (row for _, row in read_lines(path, lambda row: row))
    for name, count in unknown_fields(rows).items():
        lines = "ligne" if count == 1 else "lignes"
        log.warning("« %s » : champ inconnu « %s » dans %d %s, ignoré.", path, name, count, lines)
    sections = {s.section_id for d in documents.values() for s in d.sections}
    cases: list[Case] = []
    ids: set[str] = set()
    broken: list[BrokenLine] = []
    for number, row in read_case_lines(path):
        if isinstance(row, BrokenLine):
            broken.append(row)
        elif row.id in ids:
            broken.append(BrokenLine(number, f"« {row.id} » désigne déjà une question plus haut"))
        else:
            ids.add(row.id)
            if row.split == "seen" or split not in (None, row.split):
                continue
            fault = _fault(row, documents, sections)
            if fault:
                broken.append(BrokenLine(number, fault))
            else:
                cases.append(row)
    if not cases:
        raise _nothing(path, broken)
    return Chosen(cases, frozenset(ids - {case.id for case in cases}), tuple(broken))


def _fault(case: Case, documents: Mapping[str, Document], sections: set[str]) -> str:
    """Why a case cannot be asked, in French: it is too long, or its evidence is not there."""
    if len(case.question) > MAX_CHARACTERS:
        return f"la question dépasse {MAX_CHARACTERS} caractères"
    for name in case.document_ids:
        if name not in documents:
            return f"l'index n'a pas le document « {name} »"
    if case.section_id and case.section_id not in sections:
        return f"l'index n'a pas la section « {case.section_id} »"
    return ""


def _nothing(path: Path, broken: list[BrokenLine]) -> AssistantError:
    if broken:
        why, remedy = f" (ligne {broken[0].line}, {broken[0].reason})", "corrigez ses lignes"
    else:
        why, remedy = "", "donnez un autre fichier, ou une autre moitié (--split)"
    return AssistantError(f"Il n'y a aucune question à poser dans « {path} »{why} : {remedy}.")
