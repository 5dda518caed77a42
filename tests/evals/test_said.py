"""What is read of another system's answers; what a quote that is not told leaves unknown."""

import json
import random
from dataclasses import replace
from pathlib import Path

import pytest

from corpus.errors import AssistantError
from evals.cases import Case, read_case_lines
from evals.chosen import chosen
from evals.given import given_answers
from evals.lines import BrokenLine
from evals.metrics import score
from evals.misquoted import quote_changed
from evals.said import Quoted, Said, Stated, parse_said, read_answers
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
    (_, broken), (_, kept) = read_answers(path)
    assert isinstance(broken, BrokenLine)
    assert broken.line == 1
    assert field in broken.reason
    assert kept == Said("2", "t", confidence=1.0)


@pytest.mark.parametrize(
    ("warnings", "fell_back"),
    [
        ([{"code": "uncertain"}, {"code": "llm_unavailable", "message": "…"}], True),
        (["llm_unavailable"], True),
        ([{"code": "uncertain"}, {"code": 3}, 4, None], False),
        ("of its own form", False),
        (None, False),
    ],
)
def test_an_answer_without_its_language_model_is_known_in_any_form_of_warnings(
    warnings: object, fell_back: bool
) -> None:
    assert parse_said({"id": "1", "text": "t", "warnings": warnings}).fell_back == fell_back


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        (b'{"id": 1, "question": "?"}', "« id » doit être un texte"),
        (b'{"id": " ", "question": "?"}', "« id » est vide"),
        (b'{"id": "a"}', "« question » manque"),
        (
            b'{"id": "a", "question": "?", "label": "nearmiss"}',
            "que « answerable », « near_miss », ",
        ),
        (b'{"id": "a", "question": "?", "key_facts": ["mars"]}', "key_facts.0 » doit être une"),
        (b'{"id": "a", "question": "?", "key_facts": [[]]}', "key_facts.0 » est une liste vide"),
        (b'{"id": "a", "question": "?", "level": "village"}', "departement » ou « region »"),
        (b'{"id": "a", "question": "?", "label": "multi_part"}', "« expected » manque"),
        ('{"id": "a", "question": "à"}'.encode("latin-1"), "UTF-8"),
        ('{"id": "a", "question": "?"}'.encode("utf-16"), "UTF-8"),
        (b"id;question", "une seule ligne"),
        (b'["a"]', "une seule ligne"),
    ],
)
def test_a_question_that_is_none_is_told_how_it_should_be(
    tmp_path: Path, line: bytes, reason: str
) -> None:
    path = tmp_path / "questions.jsonl"
    path.write_bytes(line + b'\n{"id": "b", "question": "?", "history": null}\r\n')
    (_, broken), (_, kept) = read_case_lines(path)
    assert isinstance(broken, BrokenLine)
    assert reason in broken.reason
    assert kept == Case("b", "?")


def test_blank_lines_are_no_faults_and_keep_their_numbers(tmp_path: Path) -> None:
    path = tmp_path / "questions.jsonl"
    path.write_bytes(b'\n{"id": "a", "question": "?"}\r\n  \r\n{"id": "a", "question": "?"}\n\n')
    asked = chosen(path, None, DOCUMENTS)
    assert [case.id for case in asked.cases] == ["a"]
    assert [line.line for line in asked.broken] == [4]
    path.write_text('{"id": "a", "text": "t"}\n\n{"id": "b", "text": "t"}\n\n', "utf-8")
    given = given_answers(path, asked.cases, frozenset())
    assert [line.line for line in given.broken] == [3]


def test_a_slip_in_a_field_s_name_is_told(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    path = tmp_path / "questions.jsonl"
    path.write_text('{"id": "a", "question": "?", "keyfacts": [["x"]], "role": "élue"}\n', "utf-8")
    assert [case.id for case in chosen(path, None, DOCUMENTS).cases] == ["a"]
    assert "champ inconnu « keyfacts » dans 1 ligne, ignoré" in caplog.text
    assert "role" not in caplog.text


def test_a_question_that_is_too_long_to_be_asked_is_named_and_the_next_one_kept(
    tmp_path: Path,
) -> None:
    path = tmp_path / "questions.jsonl"
    rows = [{"id": "a", "question": "vélo " * 20_000}, {"id": "b", "question": "?"}]
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), "utf-8")
    found = chosen(path, None, DOCUMENTS)
    assert ([line.line for line in found.broken], [c.id for c in found.cases]) == ([1], ["b"])


@pytest.mark.parametrize("text", ["", '{"id": "nobody", "text": "x"}\n', "id;text\n"])
def test_answers_of_which_none_can_be_scored_are_said(tmp_path: Path, text: str) -> None:
    path = tmp_path / "answers.jsonl"
    path.write_text(text, "utf-8")
    with pytest.raises(AssistantError, match=" : donnez"):
        given_answers(path, [CASE], set())


def test_a_case_is_asked_with_its_level_and_kit() -> None:
    plain = Case("a", "?", history=("avant",))
    assert plain.told == ("a", "?", ("avant",))
    assert replace(plain, level="commune").told == ("a", "?", ("avant",), "commune", None)


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
    ((_, said),) = read_answers(path)
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
