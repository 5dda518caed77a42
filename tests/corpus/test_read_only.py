"""An index that cannot be written is still searched, checked and exported; nothing is left over."""

from pathlib import Path

import pytest

from corpus.errors import AssistantError
from corpus.remove import remove
from tests.conftest import EXPORT, Mount, Run
from tests.stand_in import WordEncoder


@pytest.fixture
def index(index: Path, mount: Mount) -> Path:
    """The index on a read-only mount: modes alone would not stop root."""
    mount("--bind", index, index)
    mount("-o", "remount,bind,ro", index)
    with pytest.raises(OSError, match="Read-only"):
        (index / "written").touch()
    return index


def files(folder: Path) -> dict[str, int]:
    return {str(p.relative_to(folder)): p.stat().st_mtime_ns for p in folder.rglob("*")}


def test_every_reading_command_works_and_leaves_nothing(
    run: Run, index: Path, tmp_path: Path
) -> None:
    before = files(index)
    (tmp_path / "temporary").mkdir()
    environment = {"TMPDIR": str(tmp_path / "temporary"), "ASSISTANT_READER": "false"}
    for command in (
        ("assistant", "search", "entretien des parcs de Testville"),
        ("corpus", "list"),
        ("corpus", "check"),
        ("corpus", "export", tmp_path / "index.zip"),
    ):
        result = run("tests.stand_in", *command, "--index", index, **environment)
        assert result.returncode == 0, result.stderr
        assert result.stdout
    assert files(index) == before
    assert not list((tmp_path / "temporary").glob("assistant-*"))


def test_every_writing_command_is_refused_in_one_sentence(
    run: Run, index: Path, tmp_path: Path
) -> None:
    (tmp_path / "export.txt").write_text(EXPORT.replace("40 000", "45 000"), "utf-8")
    result = run("tests.stand_in", "ingest", tmp_path / "export.txt", "--index", index)
    assert result.returncode == 1
    assert "ne peut pas être écrit" in result.stderr
    assert result.stderr.count("\n") == 1
    with pytest.raises(AssistantError, match="ne peut pas être écrit"):
        remove(index, ["municipaless-2026-20"], WordEncoder())


def test_without_room_for_its_copy_the_folder_to_give_is_said(
    run: Run, index: Path, tmp_path: Path, mount: Mount
) -> None:
    small = tmp_path / "small"
    small.mkdir()
    mount("-t", "tmpfs", "-o", "size=64k", "tmpfs", small)
    command = ("tests.stand_in", "assistant", "search", "parcs", "--index", index)
    result = run(*command, TMPDIR=str(small))
    assert result.returncode == 1
    assert "TMPDIR" in result.stderr
    assert result.stderr.count("\n") == 1
    assert not list(small.glob("assistant-*"))
