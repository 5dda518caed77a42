"""What is read of another system's answers; what a quote that is not told leaves unknown."""

import json
import random
from pathlib import Path

import pytest

from evals.cases import Case
from evals.lines import BrokenLine
from evals.metrics import score
from evals.misquoted import quote_changed
from evals.said import Quoted, Said, Stated, read_answers
from tests.evals.test_metrics_answers import CASE, DOCUMENTS, GARDEN


@pytest.mark.parametrize(
    ("line", "field"),
    [
        ('{"id": "1", "text": "t", "confidence": 1.01}', "confidence"),
        ('{"id": "1", "text": "t", "confidence": -0.1}', "confidence"),
        ('{"id": "1", "text": "t", "timings_ms": {"total": 1e999}}', "timings_ms"),
        ('{"id": "1", "text": "t", "tokens": [1, -1]}', "tokens"),
        ('{"id": "1", "text": "t", "confidence": NaN}', "JSON"),
        ("[" * 100_000, "JSON"),
    ],
)
def test_an_absurd_line_is_named_and_the_next_one_read(
    tmp_path: Path, line: str, field: str
) -> None:
    path = tmp_path / "answers.jsonl"
    path.write_text(line + '\n{"id": "2", "text": "t", "confidence": 1}\n', "utf-8")
    broken, kept = read_answers(path)
    assert isinstance(broken, BrokenLine)
    assert broken.line == 1
    assert field in broken.reason
    assert kept == Said("2", "t", confidence=1.0)


def test_scores_that_need_a_quote_are_unknown_where_it_is_not_told(tmp_path: Path) -> None:
    path = tmp_path / "answers.jsonl"
    row = {
        "id": "c",
        "text": GARDEN,
        "status": "answered",
        "statements": [{"text": GARDEN, "citations": [1]}],
        "citations": [{"number": 1, "document_id": "d"}],
    }
    path.write_text(json.dumps(row), "utf-8")
    (said,) = read_answers(path)
    assert isinstance(said, Said)
    scores = score(CASE, said, DOCUMENTS)
    assert (scores.right_document_first, scores.right) == (1, 1)
    assert scores.quotes_exact is None
    assert scores.claims_borne is None
    assert scores.citation_recall is None
    assert scores.citation_precision is None
    assert quote_changed(said, DOCUMENTS, random.Random(1)) is None


def test_an_empty_or_a_wrong_quote_is_known_to_be_wrong() -> None:
    for quote in ("", "Rien de tel."):
        citations = (Quoted(1, "d", quote), Quoted(2, "d"))
        said = Said("c", GARDEN, "answered", (Stated(GARDEN, (1, 2)),), citations)
        scores = score(CASE, said, DOCUMENTS)
        assert (scores.quotes_exact, scores.citation_recall) == (0, 0)


def test_a_document_that_does_not_answer_needs_no_quote_to_be_wrong() -> None:
    from evals.metrics.evidence import stands_in_evidence

    located = Case("c", "?", document_ids=("d",), section_id="d#0")
    assert stands_in_evidence(located, Quoted(1, "d"), DOCUMENTS) is None
    assert stands_in_evidence(located, Quoted(1, "other"), DOCUMENTS) is False
    assert stands_in_evidence(CASE, Quoted(1, "d"), DOCUMENTS) is True
