"""A result that cannot be written is said in one French sentence."""

import subprocess
import sys
from pathlib import Path

import pytest

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
