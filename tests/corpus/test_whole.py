"""A file is written whole or left as it was, through links; a pipe is written as it is."""

import os
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from corpus.whole import whole, write_whole


@pytest.mark.parametrize("stands", [True, False])
def test_a_link_stays_and_its_target_is_written(tmp_path: Path, stands: bool) -> None:
    target = tmp_path / "share" / "file"
    target.parent.mkdir()
    if stands:
        target.write_bytes(b"before")
    link, to_link = tmp_path / "link", tmp_path / "to-link"
    link.symlink_to(Path("share", "file"))
    to_link.symlink_to(link)
    write_whole(to_link, b"after")
    assert target.read_bytes() == b"after"
    assert link.is_symlink()
    assert to_link.is_symlink()
    assert os.listdir(target.parent) == ["file"]


def test_a_link_to_itself_is_no_file_to_write(tmp_path: Path) -> None:
    link = tmp_path / "link"
    link.symlink_to(link)
    with pytest.raises(OSError, match="link"):
        write_whole(link, b"after")
    assert link.is_symlink()


def test_a_pipe_is_written_and_stays_a_pipe(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    with ThreadPoolExecutor() as pool:
        read = pool.submit(pipe.read_bytes)
        write_whole(pipe, b"after")
        assert read.result() == b"after"
    assert pipe.is_fifo()


def test_what_fails_in_the_middle_leaves_what_stood_there(tmp_path: Path) -> None:
    file = tmp_path / "file"
    file.write_bytes(b"before")

    def interrupted() -> None:
        with whole(file) as opened:
            opened.write(b"half")
            opened.flush()
            assert file.read_bytes() == b"before"
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        interrupted()
    assert file.read_bytes() == b"before"
    assert os.listdir(tmp_path) == ["file"]


def test_what_only_its_owner_may_read_stays_so(tmp_path: Path) -> None:
    file = tmp_path / "file"
    file.write_bytes(b"before")
    file.chmod(0o600)
    write_whole(file, b"after")
    assert file.stat().st_mode & 0o777 == 0o600
