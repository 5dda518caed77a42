"""What cannot be read or written is said in one French sentence."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner

from corpus.__main__ import main
from evals.__main__ import main as evals
from tests.conftest import ROOT

FULL = Path("/dev/full")
UNWRITTEN = (
    "Le résultat ne peut pas être écrit sur la sortie standard : vérifiez le dossier, les droits "
    "et la place libre, puis relancez.\n"
)


@pytest.mark.skipif(not FULL.exists(), reason="this system has no device that is always full")
@pytest.mark.parametrize(
    "arguments",
    [("corpus", "list"), ("corpus", "list", "--json"), ("assistant", "ask", "bonjour", "--json")],
)
def test_a_stdout_that_is_full_is_said_in_one_sentence(
    digests: Path, arguments: tuple[str, ...]
) -> None:
    with FULL.open("w") as out:
        done = subprocess.run(
            [sys.executable, "-m", *arguments, "--index", digests],
            cwd=ROOT, stdout=out, stderr=subprocess.PIPE, text=True, check=False,
        )  # fmt: skip
    assert (done.returncode, done.stderr) == (1, UNWRITTEN)


def test_what_is_there_and_may_not_be_read_is_no_wrong_usage(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / "q.jsonl").write_text("", "utf-8")
    monkeypatch.setattr(os, "access", lambda path, mode: False)
    for group, arguments, named in (
        (main, ["list", "--index", str(tmp_path)], "--index"),
        (evals, ["run", "--questions", str(tmp_path / "q.jsonl")], "--questions"),
    ):
        done = CliRunner().invoke(group, arguments)
        said = f"Ce que désigne l'option « {named} » ne peut pas être lu : vérifiez ses droits.\n"
        assert (done.exit_code, done.stderr) == (1, said)
    done = CliRunner().invoke(evals, ["run", "--questions", str(tmp_path / "none.jsonl")])
    assert done.exit_code == 2
