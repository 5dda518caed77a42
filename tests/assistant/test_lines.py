"""Many questions at once: what becomes of the file that is read and of the one that is written."""

import json
import os
from dataclasses import asdict
from pathlib import Path
from typing import Any

import pytest

from assistant.lines import many
from corpus.errors import AssistantError
from tests.conftest import Run

FULL = Path("/dev/full")
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


def test_an_input_is_not_blamed_for_an_output_that_cannot_be_written(
    run: Run, digests: Path, tmp_path: Path
) -> None:
    source = tmp_path / "q.jsonl"
    source.write_text(LINE, "utf-8")
    search = ("assistant", "search", "--index", digests, "--input")
    done = run(*search, source, "--output", tmp_path / "nowhere" / "out.jsonl")
    assert done.returncode == 1
    assert done.stderr.startswith("Le résultat ne peut pas être écrit dans « ")
    assert "out.jsonl » : vérifiez le dossier, les droits et la place libre" in done.stderr
    done = run(*search, tmp_path / "none.jsonl", "--output", tmp_path / "out.jsonl")
    assert done.returncode == 1
    assert "none.jsonl » ne peut pas être lu : vérifiez qu'il existe et ses" in done.stderr
    assert not (tmp_path / "out.jsonl").exists()


@pytest.mark.skipif(not FULL.exists(), reason="this system has no device that is always full")
@pytest.mark.parametrize(("target", "said"), [("/dev/full", "dans « "), ("-", "sur la sortie ")])
def test_a_full_disk_is_said_of_the_output(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, target: str, said: str
) -> None:
    (tmp_path / "q.jsonl").write_text(LINE, "utf-8")
    with FULL.open("w") as out:
        monkeypatch.setattr("sys.stdout", out)
        with pytest.raises(AssistantError, match=f"ne peut pas être écrit {said}"):
            many(str(tmp_path / "q.jsonl"), target, lambda line: {"id": line.id})


def written(tmp_path: Path, *lines: str) -> list[dict[str, Any]]:
    """The rows that are written for these lines, where a question is answered by itself."""
    (tmp_path / "q.jsonl").write_text("\n".join(lines), "utf-8")
    target = tmp_path / "a.jsonl"
    many(str(tmp_path / "q.jsonl"), str(target), asdict)
    return [json.loads(line) for line in target.read_text("utf-8").splitlines()]


@pytest.mark.parametrize(
    "id", ["null", "NaN", "-Infinity", "1e400", '{"a": 1}', "[1]", "true", '"a", "history": "abc"']
)
def test_an_id_that_cannot_be_given_back_makes_a_broken_line(tmp_path: Path, id: str) -> None:
    rows = written(tmp_path, LINE.strip(), "", f'{{"id": {id}, "question": "x"}}')
    assert rows[0]["id"] == "a"
    assert rows[1].keys() == {"line", "error"}
    assert rows[1]["line"] == 3


def test_ids_are_given_back_as_they_are_and_a_kit_may_be_empty(tmp_path: Path) -> None:
    given = ["é", "", 0, 7, 1.5]
    rows = written(
        tmp_path, *(json.dumps({"id": one, "question": "x", "kit": ""}) for one in given)
    )
    assert [row.get("id") for row in rows] == given
    assert not any(row["kit"] for row in rows)
