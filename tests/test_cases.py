"""The evidence of every case stands in the page it names."""

import re
from dataclasses import replace
from pathlib import Path

import pytest

from corpus.types import Document
from evals.cases import SHIPPED, Case, is_shipped, read_cases
from evals.counted import by_sort, tables, triage_table
from evals.lint import lint
from evals.triage_cases import Evidence, read_triage_cases
from evals.triaged.lint import lint_triage
from ingest.pipeline import shipped_fiches
from ingest.read import read_source
from tests.conftest import SHIPPED as SHIPPED_FICHES
from tests.conftest import Run, export_file

CASES = read_cases(SHIPPED)


@pytest.fixture(scope="module")
def pages() -> dict[str, Document]:
    """The pages of RTES's export by id, and the digests of those that it lacks."""
    sources = [*(shipped_fiches() / f"{name}.md" for name in SHIPPED_FICHES), export_file()]
    read = (page.document for source in sources for page in read_source(str(source)))
    return {document.document_id: document for document in read}


def test_a_broken_set_is_said_in_one_line(run: Run, digests: Path, tmp_path: Path) -> None:
    broken = tmp_path / "broken.jsonl"
    broken.write_text('{"id": 1', "utf-8")
    good = tmp_path / "good.jsonl"
    good.write_text('{"id": "1", "question": "q"}', "utf-8")
    for arguments in (("--questions", broken), ("--questions", good, "--documents", broken)):
        result = run("evals", "run", *arguments, "--index", digests)
        assert result.returncode == 1
        assert result.stderr.count("\n") == 1
        assert str(broken) in result.stderr


def test_the_evidence_of_every_case_stands_in_its_page(pages: dict[str, Document]) -> None:
    assert lint(CASES, pages) == []


def test_the_linter_finds_each_kind_of_problem(pages: dict[str, Document]) -> None:
    def problems(case: Case, **changes: object) -> list[str]:
        others = [c for c in CASES if c.id != case.id]
        return [p.text for p in lint([*others, replace(case, **changes)], pages)]  # type: ignore[arg-type]

    one = next(c for c in CASES if c.heading and c.split == "tune" and not c.history)
    near = next(c for c in CASES if c.label == "near_miss" and c.split == "tune" and not c.history)
    for case, changes, said in (
        (one, {"key_facts": (("zanzibar", "tombouctou"),)}, "« zanzibar » ni « tombouctou »"),
        (one, {"heading": "Zanzibar"}, "rubrique « Zanzibar »"),
        (one, {"document_ids": ("zanzibar",)}, "document « zanzibar »"),
        (one, {"section_id": "zanzibar"}, "section « zanzibar »"),
        (one, {"page_id": "municipaless-2026-03"}, "autre moitié"),
        (one, {"key_facts": ()}, "ne vont pas avec l’étiquette"),
        (one, {"id": near.id}, "même identifiant"),
        (one, {"of": "zanzibar"}, "« zanzibar » qu’il redirait"),
        (one, {"history": ("Avant ?",)}, "question de suite"),
        (one, {"expected": "partial"}, "plusieurs parties"),
        (near, {"why": ""}, "ce qui manque"),
    ):
        assert any(said in text for text in problems(case, **changes)), said


def test_over_digests_the_command_counts_their_own_words(run: Run, digests: Path) -> None:
    result = run("evals.lint", "--index", digests)
    assert result.returncode == 0, result.stdout
    missed = re.search(r"^(\d+) faits sur (\d+)", result.stdout, re.M)
    assert missed is not None
    assert 0 < int(missed[1]) < int(missed[2]) / 3


def test_a_case_without_its_page_makes_the_command_fail(
    run: Run, digests: Path, tmp_path: Path
) -> None:
    case = '{"id": "1", "question": "q", "document_id": "zanzibar", "key_facts": [["x"]]}'
    (tmp_path / "cases.jsonl").write_text(case, "utf-8")
    result = run("evals.lint", tmp_path / "cases.jsonl", "--index", digests)
    assert (result.returncode, result.stderr) == (1, "")
    assert "1 : il n’y a pas de document « zanzibar »" in result.stdout


def test_a_copy_of_the_shipped_cases_is_known_as_such(tmp_path: Path) -> None:
    copy = tmp_path / "own.jsonl"
    copy.write_bytes(SHIPPED.read_bytes())
    assert is_shipped(None)
    assert is_shipped(copy)
    copy.write_text('{"id": "1", "question": "q"}', "utf-8")
    assert not is_shipped(copy)


def test_the_linter_tells_no_fact_of_the_shipped_test_by_its_path(run: Run, tmp_path: Path) -> None:
    documents = tmp_path / "documents.jsonl"
    documents.write_text('{"id": "d", "title": "Guide", "text": "Un vélo."}', "utf-8")
    assert run("ingest", documents, "--index", tmp_path / "index").returncode == 0
    result = run("evals.lint", SHIPPED, "--index", tmp_path / "index")
    test = next(c for c in CASES if c.split == "test" and c.document_ids)
    assert f"{test.id} : form\n" in result.stdout


def test_the_card_tells_how_many_cases_there_are() -> None:
    assert tables(CASES) in (SHIPPED.parent / "README.md").read_text("utf-8")


def test_the_card_tells_how_many_cases_of_the_triage_there_are() -> None:
    assert triage_table(read_triage_cases()) in (SHIPPED.parent / "README.md").read_text("utf-8")


def test_the_triages_cases_are_whole_and_their_evidence_stands_in_the_digests(
    digests: Path,
) -> None:
    from corpus.index import open_documents, open_manifest

    read = read_triage_cases()
    documents = open_documents(digests, open_manifest(digests)[1])
    assert read.broken == ()
    assert lint_triage(read, documents) == []


def test_the_linter_finds_each_kind_of_problem_of_a_row(digests: Path) -> None:
    from corpus.index import open_documents, open_manifest

    documents = open_documents(digests, open_manifest(digests)[1])
    read = read_triage_cases(split="tune")
    one = next(row for row in read.rows if row.decision == "reponse_fiche" and not row.borderline)
    elsewhere, unheard = Evidence("zanzibar", ""), replace(one.evidence[0], heading="Zanzibar")
    for changes, said in (
        ({"evidence": ()}, "les preuves"),
        ({"evidence": (elsewhere,)}, "document « zanzibar »"),
        ({"evidence": (unheard,)}, "rubrique « Zanzibar »"),
        ({"lacking": "x"}, "« lacking »"),
        ({"never": "contentieux"}, "sujet réservé"),
        ({"duplicate_of": "a"}, "« duplicate_of »"),
        ({"borderline": True}, "« or »"),
        ({"theme_also": (one.theme,)}, "répète le thème"),
    ):
        changed = replace(read, rows=(replace(one, **changes),))  # type: ignore[arg-type]
        assert any(said in p.text for p in lint_triage(changed, documents)), said
    same = replace(read, rows=(), pairs=(replace(read.pairs[0], b=read.pairs[0].a),))
    assert len(lint_triage(same, documents)) == 1


def test_the_command_checks_the_triages_cases_and_names_broken_lines(
    run: Run, digests: Path, tmp_path: Path
) -> None:
    assert run("evals.lint", "--triage", "--index", digests).returncode == 0
    broken = tmp_path / "rows.jsonl"
    broken.write_text('{"kind": "row"}', "utf-8")
    result = run("evals.lint", broken, "--triage", "--index", digests)
    assert (result.returncode, result.stderr) == (1, "")
    assert "ligne 1" in result.stdout


def test_every_case_counts_once_in_the_card() -> None:
    assert sum(map(sum, by_sort(CASES).values())) == len(CASES) > 700
