"""An index that is not whole, or not ours, is refused in one sentence and never used."""

import json
import os
import shutil
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from assistant.answer import Assistant
from corpus import manifest as m
from corpus.check import check
from corpus.errors import AssistantError
from corpus.index import Index, open_documents, open_manifest
from corpus.lexical import words_name
from corpus.settings import settings
from ingest.pipeline import ingest
from tests.conftest import EXPORT, ROOT


@pytest.fixture
def index(tmp_path: Path) -> Path:
    source = tmp_path / "export.txt"
    source.write_text(EXPORT, "utf-8")
    ingest([str(source)], tmp_path / "index", settings())
    return tmp_path / "index"


def generation(index: Path) -> Path:
    return index / m.GENERATIONS / (m.current_generation(index) or "")


def encoder_name(index: Path) -> str:
    return open_manifest(index)[1].encoder


def test_no_index_says_how_to_make_one(tmp_path: Path) -> None:
    with pytest.raises(AssistantError, match="python -m ingest"):
        Index(tmp_path, "any")


def test_another_encoder_is_refused(index: Path) -> None:
    with pytest.raises(AssistantError, match="autre modèle"):
        Index(index, "other")


def test_an_index_of_other_words_is_refused_until_an_ingest(index: Path) -> None:
    file, name = generation(index) / "manifest.json", encoder_name(index)
    value = json.loads(file.read_text("utf-8"))
    assert value.pop("words") == words_name()
    file.write_text(json.dumps(value | {"words": "other"}), "utf-8")
    with pytest.raises(AssistantError, match=r"index des mots.*--rebuild"):
        Index(index, name)
    ingest([], index, settings(), rebuild=True)
    Index(index, name).close()
    file = generation(index) / "manifest.json"
    file.write_text(json.dumps(value | {"words": "other"}), "utf-8")
    report = ingest([str(index.parent / "export.txt")], index, settings())
    assert (report.added, report.updated, report.unchanged) == (0, 0, 2)
    Index(index, name).close()


def test_another_format_is_refused(index: Path) -> None:
    file = generation(index) / "manifest.json"
    file.write_text(json.dumps(json.loads(file.read_text("utf-8")) | {"format": 99}), "utf-8")
    with pytest.raises(AssistantError, match="autre version"):
        open_manifest(index)


@pytest.mark.parametrize("lost", ["manifest.json", "chroma", "bm25"])
def test_a_generation_with_a_part_missing_is_refused(index: Path, lost: str) -> None:
    name = encoder_name(index)
    path = generation(index) / lost
    shutil.rmtree(path) if path.is_dir() else path.unlink()
    with pytest.raises(AssistantError, match="incomplet"):
        Index(index, name)


@pytest.mark.parametrize(
    "damaged", ["chroma/chroma.sqlite3", "bm25/params.index.json", "bm25/vocab.index.json"]
)
def test_a_damaged_file_is_named_and_rebuild_mends_it(index: Path, damaged: str) -> None:
    name = encoder_name(index)
    (generation(index) / damaged).write_bytes(b"damaged")
    with pytest.raises(AssistantError, match="--rebuild"):
        Index(index, name)
    ingest([], index, settings(), rebuild=True)
    Index(index, name).close()


def test_missing_texts_are_refused(index: Path) -> None:
    name = encoder_name(index)
    (index / m.OBJECTS).unlink()
    with pytest.raises(AssistantError, match="incomplet"):
        Index(index, name)


def test_an_ingest_killed_in_the_middle_leaves_the_index_as_it_was(
    index: Path, tmp_path: Path
) -> None:
    before = m.current_generation(index)
    more = tmp_path / "more.jsonl"
    line = {"id": "d", "title": "Titre", "text": "Une phrase de plus. " * 3000}
    more.write_text(json.dumps(line), "utf-8")
    with subprocess.Popen(
        [sys.executable, "-m", "ingest", str(more), "--index", str(index)],
        cwd=ROOT,
        stderr=subprocess.PIPE,
        text=True,
    ) as killed:
        assert killed.stderr is not None
        next(said for said in killed.stderr if "vectorisés" in said)
        os.kill(killed.pid, signal.SIGKILL)
    assert m.current_generation(index) == before
    Index(index, encoder_name(index)).close()
    report = ingest([str(more)], index, settings())
    assert (report.added, report.documents) == (1, 3)


def test_what_a_killed_ingest_had_half_written_is_undone_by_a_reader(index: Path) -> None:
    code = (
        "import os, signal, sqlite3; "
        f"database = sqlite3.connect({str(index / m.OBJECTS)!r}); "
        "database.execute('pragma cache_size = 1'); "
        "rows = [(str(n), b'x' * 9000) for n in range(99)]; "
        "database.executemany('insert into documents values (?, ?)', rows); "
        "os.kill(os.getpid(), signal.SIGKILL)"
    )
    subprocess.run([sys.executable, "-c", code], check=False)
    assert (index / f"{m.OBJECTS}-journal").stat().st_size > 0
    assert len(open_documents(index, open_manifest(index)[1])) == 2
    assert check(index).problems == ()


def test_an_interrupted_first_ingest_is_named(tmp_path: Path) -> None:
    (tmp_path / m.GENERATIONS / "000001").mkdir(parents=True)
    with pytest.raises(AssistantError, match="interrompue"):
        open_manifest(tmp_path)


def test_an_index_made_in_the_place_of_a_deleted_one_is_read_at_once(
    index: Path, tmp_path: Path
) -> None:
    assistant = Assistant(index, settings().model_copy(update={"reader": False}))
    line = {"id": "neuf", "title": "Parcs", "text": "Les parcs ferment à vingt heures."}
    (tmp_path / "new.jsonl").write_text(json.dumps(line), "utf-8")
    ingest([str(tmp_path / "new.jsonl")], tmp_path / "new", settings())
    assert assistant.search("parcs", 1)[0].document.document_id != "neuf"
    shutil.rmtree(index)
    (tmp_path / "new").rename(index)
    assert assistant.search("parcs", 1)[0].document.document_id == "neuf"


def test_what_a_killed_ingest_left_is_gone_before_the_next_writes(
    index: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("000002", "000002-0a1b2c3d"):  # as an earlier version names it, and this one
        (index / m.GENERATIONS / name).mkdir()
    found: list[list[Path]] = []

    def create(*_: object) -> None:
        found.append(sorted((index / m.GENERATIONS).iterdir()))
        raise OSError

    monkeypatch.setattr("corpus.lexical.LexicalIndex.create", create)
    with pytest.raises(AssistantError):
        ingest([], index, settings(), rebuild=True)
    ((former, new),) = found
    assert former == generation(index)
    assert new.name.startswith("000002-")
    assert new.name != "000002-0a1b2c3d"


def test_a_second_writer_is_refused(index: Path, tmp_path: Path) -> None:
    code = (
        "from filelock import FileLock; import sys, time; "
        f"lock = FileLock({str(index / 'write.lock')!r}); lock.acquire(); "
        "print('held', flush=True); time.sleep(60)"
    )
    with subprocess.Popen(
        [sys.executable, "-c", code], stdout=subprocess.PIPE, text=True
    ) as holder:
        assert holder.stdout is not None
        assert holder.stdout.readline() == "held\n"
        with pytest.raises(AssistantError, match="autre ingestion"):
            ingest([str(tmp_path / "export.txt")], index, settings())
        holder.kill()


def test_a_reader_keeps_its_generation_while_the_next_is_written(
    index: Path, tmp_path: Path
) -> None:
    reader = Index(index, encoder_name(index))
    (tmp_path / "export.txt").write_text(EXPORT.replace("40 000", "45 000"), "utf-8")
    report = ingest([str(tmp_path / "export.txt")], index, settings())
    assert report.updated == 1
    assert any("40 000" in d.text for d in reader.documents.values())
    assert reader.lexical_scores("Vertes Mains").max() > 0
    newer = Index(index, encoder_name(index))
    assert any("45 000" in d.text for d in newer.documents.values())
