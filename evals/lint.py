"""Whether every case's evidence still stands in its fiche, and each case says what it must."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

import click

from corpus.console import command, index_option
from corpus.text import fold
from corpus.types import Document
from evals.cases import SHIPPED, Case, OfSplit, is_shipped, read_cases

# What a page's first line says before the title that is stored.
_KIT_AND_NUMBER = re.compile(r"^[^|]*\| Fiche \d+ : ")


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong with a case, in French; a fact or heading may stand there in other words."""

    case_id: str
    kind: Literal["form", "key_fact", "heading"]
    text: str


def lint(cases: Sequence[Case], documents: Mapping[str, Document]) -> list[Problem]:
    """The problems of cases over the documents, by id, that hold their evidence."""
    texts = {name: fold(f"{d.title}\n{d.text}") for name, d in documents.items()}
    sections = {s.section_id for d in documents.values() for s in d.sections}
    problems = [Problem(case_id, "form", text) for case_id, text in _of_the_set(cases)]
    for case in cases:
        problems += [Problem(case.id, "form", text) for text in _form(case)]
        unknown = [name for name in case.document_ids if name not in texts]
        if unknown:
            problems.append(Problem(case.id, "form", f"il n’y a pas de document « {unknown[0]} »"))
        else:
            held = " ".join(texts[name] for name in case.document_ids)
            problems += _wording(case, held)
        if case.section_id and case.section_id not in sections:
            text = f"il n’y a pas de section « {case.section_id} »"
            problems.append(Problem(case.id, "form", text))
    return problems


def _of_the_set(cases: Sequence[Case]) -> Iterator[tuple[str, str]]:
    """What is wrong between cases: ids, originals of paraphrases, pages of both halves."""
    ids: set[str] = set()
    pages: dict[str, str] = {}
    known = {case.id for case in cases}
    for case in cases:
        if case.id in ids:
            yield case.id, "un autre cas a le même identifiant"
        ids.add(case.id)
        if case.of and case.of not in known:
            yield case.id, f"il n’y a pas de cas « {case.of} » qu’il redirait"
        if case.page and case.split != "seen":
            half = pages.setdefault(case.page, case.split)
            if half != case.split:
                yield case.id, f"la page « {case.page} » sert déjà à l’autre moitié, {half}"


def _form(case: Case) -> Iterator[str]:
    held = case.label == "answerable" or case.expected in ("answered", "partial")
    if bool(case.key_facts or case.section_id) != held or bool(case.document_ids) != held:
        yield "les faits attendus et leurs pages ne vont pas avec l’étiquette"
    if bool(case.expected) != (case.label == "multi_part"):
        yield "« expected » ne va qu’avec une question en plusieurs parties ou traitée en partie"
    if bool(case.history) != (case.kind == "follow_up"):
        yield "« history » ne va qu’avec une question de suite"
    # « seen » is counted by no figure.
    if case.label == "near_miss" and not case.why and case.split != "seen":
        yield "rien ne dit ce qui manque à la page (« why » ou « lacking »)"


def _wording(case: Case, held: str) -> Iterator[Problem]:
    for fact in case.key_facts:
        if not any(fold(wording) in held for wording in fact):
            text = f"aucune page ne dit « {' » ni « '.join(fact)} »"
            yield Problem(case.id, "key_fact", text)
    if fold(_KIT_AND_NUMBER.sub("", case.heading)) not in held:
        yield Problem(case.id, "heading", f"aucune page n’a la rubrique « {case.heading} »")


@command()
@click.argument(
    "cases", required=False, type=click.Path(exists=True, dir_okay=False, path_type=Path)
)
@index_option
@click.option("--triage", is_flag=True, help="CASES are the triage's; the shipped ones where none.")
def main(cases: Path | None, index: Path | None, triage: bool) -> int:
    """Check CASES, or the shipped ones, against the texts of an index.

    Wordings are those of RTES's pages: over digests, which say the same in other words, the
    wordings that are not found are counted and are no problem.
    """
    from corpus.index import open_documents, open_manifest
    from corpus.settings import settings

    index = index or settings().index
    documents = open_documents(index, open_manifest(index)[1])
    if triage:
        return _triage(cases, documents)
    read = read_cases(cases or SHIPPED)
    digests = {name for name, d in documents.items() if d.source_kind == "digest"}
    reworded = {case.id for case in read if digests & set(case.document_ids)}
    found = lint(read, documents)
    excused = [p for p in found if p.kind != "form" and p.case_id in reworded]
    problems = [p for p in found if p not in excused]
    _tell(problems, read, is_shipped(cases))
    click.echo(f"{len(read)} cas, {len(problems)} problèmes")
    if excused:
        facts = sum(p.kind == "key_fact" for p in excused)
        click.echo(
            f"{facts} faits sur {sum(len(case.key_facts) for case in read)} et "
            f"{len(excused) - facts} rubriques que les résumés disent en d’autres mots"
        )
    return int(bool(problems))


def _triage(path: Path | None, documents: Mapping[str, Document]) -> int:
    """Print what is wrong with the triage's cases; 1 where something is."""
    from evals import triage_cases
    from evals.triaged.lint import lint_triage

    read = triage_cases.read_triage_cases(path or triage_cases.SHIPPED)
    problems = lint_triage(read, documents)
    for line in read.broken:
        click.echo(f"ligne {line.line} : {line.reason}")
    _tell(problems, read.rows, triage_cases.is_shipped(path))
    count = len(read.rows) + len(read.answered) + len(read.pairs)
    click.echo(f"{count} cas du triage, {len(problems) + len(read.broken)} problèmes")
    return int(bool(problems or read.broken))


def _tell(problems: Sequence[Problem], cases: Sequence[OfSplit], shipped: bool) -> None:
    """Print the problems; whoever develops never reads what the shipped `test` expects."""
    unread = {case.id for case in cases if shipped and case.split == "test"}
    for problem in problems:
        told = problem.kind if problem.case_id in unread else problem.text
        click.echo(f"{problem.case_id} : {told}")


if __name__ == "__main__":
    main()
