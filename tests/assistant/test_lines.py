"""Many questions at once: what becomes of the file that is read and of the one that is written."""

import json
import os
import resource
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict
from pathlib import Path
from typing import Any

import pytest

from assistant.lines import Line, many
from corpus.errors import AssistantError
from corpus.text import squeeze
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
def test_a_full_stdout_is_said_of_the_output(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / "q.jsonl").write_text(LINE, "utf-8")
    with FULL.open("w") as out:
        monkeypatch.setattr("sys.stdout", out)
        with pytest.raises(AssistantError, match="ne peut pas être écrit sur la sortie "):
            many(str(tmp_path / "q.jsonl"), "-", lambda line: {"id": line.id})


def test_a_full_disk_is_said_of_the_output_and_leaves_the_earlier_answers(tmp_path: Path) -> None:
    (tmp_path / "q.jsonl").write_text(LINE * 100, "utf-8")
    (tmp_path / "a.jsonl").write_text("before\n", "utf-8")
    limits = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (100, limits[1]))
    try:
        with pytest.raises(AssistantError, match="ne peut pas être écrit dans « "):
            many(str(tmp_path / "q.jsonl"), str(tmp_path / "a.jsonl"), asdict)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, limits)
    assert (tmp_path / "a.jsonl").read_text("utf-8") == "before\n"


def test_an_interruption_leaves_the_earlier_answers_and_nothing_beside(tmp_path: Path) -> None:
    (tmp_path / "q.jsonl").write_text(LINE * 3, "utf-8")
    target = tmp_path / "a.jsonl"
    target.write_text("before\n", "utf-8")
    asked = iter([{"id": "a"}])

    def interrupted(line: Line) -> dict[str, Any]:
        for answer in asked:
            return answer
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        many(str(tmp_path / "q.jsonl"), str(target), interrupted)
    assert target.read_text("utf-8") == "before\n"
    assert {file.name for file in tmp_path.iterdir()} == {"q.jsonl", "a.jsonl"}


def test_answers_go_through_a_pipe(tmp_path: Path) -> None:
    (tmp_path / "q.jsonl").write_text(LINE * 2, "utf-8")
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    with ThreadPoolExecutor() as pool:
        read = pool.submit(pipe.read_text, "utf-8")
        many(str(tmp_path / "q.jsonl"), str(pipe), lambda line: {"id": line.id})
        assert read.result() == '{"id": "a"}\n' * 2
    assert pipe.is_fifo()


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


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252", "mac_roman"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_questions_are_read_in_the_encodings_and_line_ends_of_old_files(
    tmp_path: Path, encoding: str, end: str
) -> None:
    given = [
        "{",
        "",
        *(f'{{"id": "{n}", "question": "Qu’est-ce qu’un tiers lieu ?"}}' for n in "ab"),
    ]
    (tmp_path / "q.jsonl").write_bytes(end.join([*given, ""]).encode(encoding))
    many(str(tmp_path / "q.jsonl"), str(tmp_path / "a.jsonl"), asdict)
    rows = [json.loads(line) for line in (tmp_path / "a.jsonl").read_text("utf-8").splitlines()]
    assert rows[0] == {"line": 1, "error": "La ligne n'est pas du JSON valide."}
    assert [row["question"] for row in rows[1:]] == ["Qu’est-ce qu’un tiers lieu ?"] * 2
    assert [row["id"] for row in rows[1:]] == ["a", "b"]


def test_what_is_wrong_is_said_by_its_line_and_the_rest_is_counted(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "q.jsonl").write_bytes(b"\x00\n\nid;question\n" + LINE.encode())
    target = tmp_path / "a.jsonl"
    assert many(str(tmp_path / "q.jsonl"), str(target), asdict) == 1
    told = capsys.readouterr()
    assert told.out == ""
    assert told.err.replace("\u00a0", " ").splitlines() == [
        "Ligne 1 : Le fichier est binaire, ce n'est pas du texte.",
        "Ligne 3 : La ligne n'est pas du JSON valide.",
        f"1 question traitée, 2 lignes à corriger. Résultat : {target}",
    ]
    (tmp_path / "q.jsonl").write_text(LINE, "utf-8")
    assert many(str(tmp_path / "q.jsonl"), "-", lambda line: {"id": line.id}) == 0
    told = capsys.readouterr()
    assert (told.out, squeeze(told.err)) == ('{"id": "a"}\n', "1 question traitée.")
