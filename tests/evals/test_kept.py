"""What a run keeps is asked once; a line that a killed program left broken is asked again."""

import json
import logging
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from evals.cases import Case
from evals.kept import Kept
from evals.said import Said, parse_said

CASES = [Case(name, "?") for name in ("a", "b", "c", "d", "e")]
ROWS = {case.id: {"id": case.id, "text": f"Réponse {case.id}."} for case in CASES}
WHOLE = [json.dumps(row, ensure_ascii=False).encode() + b"\n" for row in ROWS.values()]


def ask(
    folder: Path, again: Callable[[Said], bool] = lambda _: False
) -> tuple[list[Said], list[str]]:
    """What is kept of every case, and the ids that had to be asked."""
    asked: list[str] = []

    def work(case: Case) -> dict[str, Any]:
        asked.append(case.id)
        return ROWS[case.id]

    kept = Kept(folder, lambda: None)
    return kept.rows("questions", CASES, work, "answers.jsonl", parse_said, again), asked


def test_what_stands_is_not_asked_again(tmp_path: Path) -> None:
    first = ask(tmp_path)
    assert first == ([Said(row["id"], row["text"]) for row in ROWS.values()], list(ROWS))
    assert (tmp_path / "answers.jsonl").read_bytes() == b"".join(WHOLE)
    assert ask(tmp_path) == (first[0], [])


def test_what_is_to_be_made_anew_leaves_the_file_once_and_is_asked_again(tmp_path: Path) -> None:
    first, _ = ask(tmp_path)
    lame = {"id": "b", "text": "Sans lui.", "warnings": [{"code": "llm_unavailable"}]}
    file = tmp_path / "answers.jsonl"
    file.write_bytes(WHOLE[0] + json.dumps(lame).encode() + b"\n" + b"".join(WHOLE[2:]))
    assert ask(tmp_path)[1] == []
    assert ask(tmp_path, lambda said: said.fell_back) == (first, ["b"])
    assert file.read_bytes() == b"".join([WHOLE[0], *WHOLE[2:], WHOLE[1]])


def test_broken_lines_are_named_and_asked_again_and_the_rest_is_kept(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    whole, _ = ask(tmp_path)
    file = tmp_path / "answers.jsonl"
    # Cut off with the next one after it; no answer; no object; no UTF-8.
    file.write_bytes(WHOLE[0] + WHOLE[1][:12] + WHOLE[2] + b'{"id": "d"}\n4\n\xff\n' + WHOLE[4])
    assert ask(tmp_path) == (whole, ["b", "c", "d"])
    assert [record.args[1] for record in _warned(caplog)] == [2, 3, 4, 5]
    assert str(file) in caplog.text
    assert file.read_bytes() == b"".join([WHOLE[0], WHOLE[4], *WHOLE[1:4]])


def test_a_last_line_that_is_whole_but_for_its_end_is_kept(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    (tmp_path / "answers.jsonl").write_bytes(WHOLE[0] + WHOLE[1].rstrip())
    assert ask(tmp_path)[1] == ["c", "d", "e"]
    assert (tmp_path / "answers.jsonl").read_bytes() == b"".join(WHOLE)
    assert _warned(caplog) == []


def _warned(caplog: pytest.LogCaptureFixture) -> list[logging.LogRecord]:
    """What is said beside the progress."""
    return [record for record in caplog.records if record.levelno >= logging.WARNING]
