"""The evidence of every case stands in the page it names."""

from pathlib import Path

import pytest

from corpus.text import fold
from evals.cases import SHIPPED, read_cases
from ingest.read import read_source
from tests.conftest import Run, export_file

FILES = sorted(SHIPPED.parent.glob("*.jsonl"))


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


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.name)
def test_ids_are_unique_and_answerable_cases_have_evidence(file: Path) -> None:
    cases = read_cases(file)
    assert len({case.id for case in cases}) == len(cases) > 100
    for case in cases:
        held = case.label == "answerable" or case.expected in ("answered", "partial")
        assert bool(case.key_facts) == bool(case.document_ids) == held, case.id
        assert bool(case.expected) == (case.label == "multi_part")
        assert bool(case.history) == (case.kind == "follow_up")


def test_no_case_of_tune_rests_on_a_page_of_test() -> None:
    pages: dict[str, set[str]] = {"tune": set(), "test": set()}
    for case in read_cases(SHIPPED):
        if case.split in pages:
            pages[case.split].update(case.document_ids[:1])
    assert pages["tune"]
    assert not pages["tune"] & pages["test"]


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.name)
def test_every_key_fact_stands_in_a_page_that_answers(file: Path) -> None:
    texts = {
        p.document.document_id: fold(f"{p.document.title}\n{p.document.text}")
        for p in read_source(str(export_file()))
    }
    for case in read_cases(file):
        held = " ".join(texts[name] for name in case.document_ids)
        for fact in case.key_facts:
            assert any(fold(wording) in held for wording in fact), (case.id, fact)
