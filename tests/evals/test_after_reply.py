"""The graded conversations, and what is fitted on them."""

import json
from collections import Counter
from pathlib import Path

import pytest
from click.testing import CliRunner

from assistant.after_reply import EVIDENCE, READ, SHOWN, WEIGHTS
from corpus.text import fold
from evals import after_reply
from evals.after_reply import Graded, read_conversations
from evals.cases import SHIPPED, read_cases
from tests.conftest import export_file
from tests.evals.copied import runs


def test_each_grade_is_of_a_message_that_follows_another() -> None:
    read = read_conversations()
    assert len({one.id for one in read}) == len(read) > 100
    assert len({one.writer for one in read}) > 20
    grades: Counter[str] = Counter()
    for one in read:
        numbers = {int(key.partition(": ")[0]) for key in one.grades}
        assert min(numbers) > 1
        assert max(numbers) == len(one.messages)
        grades.update(one.grades.values())
    assert set(grades) == {"full", "part", "no"}
    assert min(grades.values()) > 100


def test_no_message_is_a_case_or_repeats_a_page() -> None:
    messages = [message for one in read_conversations() for message in one.messages]
    asked = {fold(case.question) for case in read_cases(SHIPPED)}
    assert not [message for message in messages if fold(message) in asked]
    said = runs(export_file().read_text("utf-8"))
    assert not [message for message in messages if runs(message) & said]


def test_what_ships_has_a_weight_for_each_evidence_and_a_bound() -> None:
    written = json.loads(WEIGHTS.read_text("utf-8"))
    assert [tuple(one["weights"]) for one in written] == [EVIDENCE, READ, SHOWN]
    assert all(0 < one["doubtful_below"] < 1 for one in written)


def test_what_tells_the_grades_apart_gets_the_weight(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    grades = {"full": 0.9, "part": 0.6, "no": -0.9}
    found = [
        Graded(f"w{n % 10}", dict.fromkeys(EVIDENCE, 0.0) | {"read": share + n / 1000}, grade)
        for n in range(100)
        for grade, share in grades.items()
    ]
    monkeypatch.setattr(after_reply, "graded", lambda assistant: found)
    monkeypatch.setattr(after_reply, "Assistant", lambda *given: None)
    target = tmp_path / "fitted.json"
    caplog.set_level("INFO")
    done = CliRunner().invoke(after_reply.main, ["--index", str(tmp_path), "--output", str(target)])
    assert done.exit_code == 0, done.output
    for written in json.loads(target.read_text("utf-8")):
        assert written["weights"].get("read", 1) > 0
        assert written["weights"]["again"] == 0
    assert "full: 0 of 100 in doubt" in caplog.text
    assert "no: 100 of 100 in doubt" in caplog.text
