"""Many questions at once: what becomes of the file that is read and of the one that is written."""

import os
from pathlib import Path

import pytest

from tests.conftest import Run

LINE = '{"id": "a", "question": "médiation numérique"}\n'


@pytest.mark.parametrize("command", ["ask", "search"])
@pytest.mark.parametrize("spelled", ["same", "./", "absolute", "symbolic", "hard"])
def test_questions_are_never_overwritten_however_their_file_is_named(
    run: Run, tmp_path: Path, command: str, spelled: str
) -> None:
    source = tmp_path / "q.jsonl"
    source.write_text(LINE, "utf-8")
    (tmp_path / "symbolic").symlink_to(source)
    (tmp_path / "hard").hardlink_to(source)
    relative = os.path.relpath(source)
    given, target = {
        "same": (source, source),
        "./": (relative, f"./{relative}"),
        "absolute": (relative, source),
        "symbolic": (source, tmp_path / "symbolic"),
        "hard": (tmp_path / "hard", source),
    }[spelled]
    done = run("assistant", command, "--input", given, "--output", target, "--index", tmp_path)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr == (
        "--input et --output désignent le même fichier : donnez-en un autre (aide : --help).\n"
    )
    assert source.read_text("utf-8") == LINE
