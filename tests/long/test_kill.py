"""Updates that cannot hurt: killed, out of room or under a reader, an index stays whole.

A short form runs with the other tests; `make test-long` runs the long one.
"""

import json
import logging
import os
import random
import shutil
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

from assistant.answer import Assistant
from assistant.types import Answer
from corpus import manifest as m
from corpus.check import check
from corpus.index import open_documents, open_manifest
from corpus.settings import Settings, settings
from ingest.pipeline import ingest
from tests.conftest import ROOT, SHARED, Mount, Run
from tests.stand_in import use_word_encoder

LONG = "TEST_LONG" in os.environ
KILLS = 30 if LONG else 3
UPDATES = 50 if LONG else 20
DOCUMENTS = 40

TRADES = ("vélos", "radios", "meubles", "jouets", "livres", "lampes", "montres", "tissus")
QUESTION = "Combien de vélos l'atelier de Rivebourg répare-t-il par mois ?"


@pytest.fixture(autouse=True)
def _words(monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture) -> None:
    use_word_encoder(monkeypatch)
    # A failure then shows what lay behind the sentence.
    caplog.set_level(logging.DEBUG, "corpus.check")


@pytest.fixture
def asking() -> Settings:
    """Settings without the trained reader, whose judgement these texts do not need."""
    return settings().model_copy(update={"reader": False})


def write_folder(folder: Path, edition: int, documents: int = DOCUMENTS) -> Path:
    """Documents of which each says the edition: a text of two editions would show."""
    folder.mkdir(exist_ok=True)
    for number in range(documents):
        trade = TRADES[number % len(TRADES)]
        town = "Rivebourg" if number == 0 else f"Valmont-{chr(97 + number % 26)}{number}"
        text = (
            f"L'atelier de {town} répare {edition + 100} {trade} par mois. "
            f"La commune prête le local numéro {number} à l'association des {trade}."
        )
        line = {"id": f"d{number}", "title": f"Atelier de {town}", "text": text}
        (folder / f"d{number}.jsonl").write_text(json.dumps(line), "utf-8")
    return folder


def start(folder: Path, index: Path) -> "subprocess.Popen[bytes]":
    words = ["-m", "tests.stand_in", "ingest", str(folder), "--index", str(index)]
    return subprocess.Popen([sys.executable, *words], cwd=ROOT, stderr=subprocess.DEVNULL)


def editions(answer: Answer) -> set[int]:
    """The editions that an answer quotes."""
    words = " ".join(c.quote for c in answer.citations).split()
    return {int(word) - 100 for word in words if word.isdecimal() and int(word) >= 100}


def quoted(index: Path, asking: Settings) -> set[int]:
    """The editions that the index answers with, as a program that has just been started."""
    assistant = Assistant(index, asking)
    answer = assistant.ask(QUESTION)
    with assistant.reading() as generation:
        generation.close()
    assert answer.status in ("answered", "partial")
    return editions(answer)


def test_a_killed_ingest_loses_nothing_and_the_next_one_completes_it(
    tmp_path: Path, asking: Settings, run: Run
) -> None:
    folder, index = write_folder(tmp_path / "folder", 0), tmp_path / "index"
    working, whole = seconds_to_work_and_to_end(folder, tmp_path / "timed")
    moments = random.Random(len(TRADES))  # the machine itself varies the rest
    held: int | None = None
    for edition in range(KILLS):
        write_folder(folder, edition)
        # One in each slice of the time from just before the first write to the end.
        share = (edition + moments.random()) / KILLS
        moment = 0.9 * working + share * (whole - 0.9 * working)
        with start(folder, index) as killed:
            try:
                killed.wait(moment)
            except subprocess.TimeoutExpired:
                killed.kill()
        if m.current_generation(index) is None:
            said = run("corpus", "check", "--index", index)
            assert (said.returncode, said.stderr.count("\n")) == (1, 1)
            assert "python -m ingest" in said.stderr
        else:
            assert check(index).problems == ()
            assert quoted(index, asking) <= {held, edition}
        report = ingest([str(folder)], index, settings())
        assert (report.documents, report.skipped) == (DOCUMENTS, ())
        assert check(index).problems == ()
        assert quoted(index, asking) == {edition}
        held = edition
    documents = open_documents(index, open_manifest(index)[1]).values()
    assert sorted(d.document_id for d in documents) == sorted(f"d{n}" for n in range(DOCUMENTS))
    assert all(f" {KILLS + 99} " in d.text for d in documents)
    assert len(list((index / m.GENERATIONS).iterdir())) <= 2


@pytest.mark.long
def test_an_ingest_of_real_guides_killed_at_any_moment_is_completed(
    tmp_path: Path, asking: Settings
) -> None:
    guides = SHARED / "devset" / "documents.jsonl"
    if not guides.exists():
        pytest.skip("devset is not beside the checkout")
    lines = guides.read_text("utf-8").splitlines()
    half, before = tmp_path / "half.jsonl", tmp_path / "before"
    half.write_text("\n".join(lines[: len(lines) // 2]), "utf-8")
    ingest([str(half)], before, settings())
    held = set(open_documents(before, open_manifest(before)[1]))
    whole = {json.loads(line)["id"] for line in lines}
    shutil.copytree(before, tmp_path / "timed")
    working, end = seconds_to_work_and_to_end(guides, tmp_path / "timed")
    moments = random.Random(len(lines))
    for number in range(KILLS):
        index = shutil.copytree(before, tmp_path / str(number))
        with start(guides, index) as killed:
            try:
                killed.wait(moments.uniform(0.9 * working, end))
            except subprocess.TimeoutExpired:
                killed.kill()
        assert check(index).problems == ()
        assert set(open_documents(index, open_manifest(index)[1])) in (held, whole)
        assert Assistant(index, asking).search("Comment soutenir une recyclerie ?", 10)
        report = ingest([str(guides)], index, settings())
        assert (report.documents, report.skipped) == (len(whole), ())
        assert check(index).problems == ()


def seconds_to_work_and_to_end(folder: Path, index: Path) -> tuple[float, float]:
    """After how long an ingest takes the write lock, and after how long it ends."""
    started = time.monotonic()
    with start(folder, index) as ingesting:
        while not (index / "write.lock").exists():
            time.sleep(0.01)
        working = time.monotonic() - started
        assert ingesting.wait() == 0
    return working, time.monotonic() - started


def test_a_full_disk_is_said_and_the_index_still_answers(
    tmp_path: Path, asking: Settings, run: Run, mount: Mount
) -> None:
    disk = tmp_path / "disk"
    disk.mkdir()
    mount("-t", "tmpfs", "-o", "size=4m", "tmpfs", disk)
    folder, index = write_folder(tmp_path / "folder", 0), disk / "index"
    ingest([str(folder)], index, settings())
    for room in (1500, 900, 500, 250, 100, 0):
        write_folder(folder, 1 + room, documents=2 * DOCUMENTS)
        fill(disk / "other", room << 10)
        result = run("tests.stand_in", "ingest", folder, "--index", index)
        logged = ("vectorisés", "génération supprimée")
        said = [x for x in result.stderr.splitlines() if not any(word in x for word in logged)]
        assert "Traceback" not in result.stderr
        assert (len(said), result.returncode) in ((0, 0), (1, 1))
        assert all("place libre" in line for line in said), said
        assert check(index).problems == ()
        assert len(quoted(index, asking)) == 1
        (disk / "other").unlink()
    assert result.returncode == 1
    assert ingest([str(folder)], index, settings()).documents == 2 * DOCUMENTS
    assert quoted(index, asking) == {1}


def fill(file: Path, room: int) -> None:
    """Take all of a disk but this many bytes."""
    free = os.statvfs(file.parent)
    with open(file, "wb") as taken:
        os.posix_fallocate(taken.fileno(), 0, max(1, free.f_bavail * free.f_frsize - room))


def test_a_reader_that_never_pauses_sees_whole_generations_only(
    tmp_path: Path, asking: Settings
) -> None:
    folder, index = write_folder(tmp_path / "folder", 0, documents=8), tmp_path / "index"
    ingest([str(folder)], index, settings())
    assistant = Assistant(index, asking)
    seen: list[set[int]] = []
    failed: list[BaseException] = []
    done = threading.Event()

    def read() -> None:
        while not done.is_set():
            try:
                seen.append(editions(assistant.ask(QUESTION)))
            except BaseException as error:
                failed.append(error)
                return

    reader = threading.Thread(target=read)
    reader.start()
    try:
        for edition in range(1, UPDATES + 1):
            ingest([str(write_folder(folder, edition, documents=8))], index, settings())
    finally:
        done.set()
        reader.join()
    assert failed == []
    assert all(len(one) == 1 for one in seen), "an answer quotes two editions, or none"
    in_order = [edition for one in seen for edition in one]
    assert in_order == sorted(in_order)
    assert editions(assistant.ask(QUESTION)) == {UPDATES}
    assert len(set(in_order)) > 1
