"""An exported index answers elsewhere as it did here; a file that is not one changes nothing."""

import json
import os
import sqlite3
import zipfile
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from corpus import manifest as m
from corpus import move
from corpus.check import check
from corpus.errors import AssistantError
from corpus.index import open_documents, open_manifest
from corpus.move import export_index, import_index
from corpus.settings import settings
from ingest.pipeline import ingest
from tests.stand_in import WordEncoder

Entries = dict[str, bytes]


class OtherEncoder(WordEncoder):
    name = "other"


@pytest.fixture
def exported(index: Path, tmp_path: Path) -> Path:
    export_index(index, tmp_path / "index.zip")
    return tmp_path / "index.zip"


def entries(file: Path) -> Entries:
    with zipfile.ZipFile(file) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def write(file: Path, found: Entries) -> None:
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in found.items():
            archive.writestr(name, data)


def test_an_exported_index_is_the_same_elsewhere(
    index: Path, exported: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    there = tmp_path / "there"
    moved = import_index(exported, there, WordEncoder())
    assert moved.documents == 2
    assert check(there).ok
    here, copy = open_manifest(index)[1], open_manifest(there)[1]
    assert copy == here
    assert open_documents(there, copy) == open_documents(index, here)
    export_index(there, tmp_path / "again.zip")
    assert entries(tmp_path / "again.zip") == entries(exported)


def test_an_import_is_the_next_generation_of_the_index_that_is_there(
    exported: Path, tmp_path: Path
) -> None:
    line = {"id": "x", "title": "Titre", "text": "Un autre texte."}
    (tmp_path / "x.jsonl").write_text(json.dumps(line), "utf-8")
    there = tmp_path / "there"
    ingest([str(tmp_path / "x.jsonl")], there, settings())
    former = open_manifest(there)[0]
    import_index(exported, there, WordEncoder())
    assert str(m.current_generation(there)).startswith("000002-")
    assert "x" not in open_documents(there, open_manifest(there)[1])
    assert (there / m.GENERATIONS / former).is_dir()


def test_an_import_mends_a_damaged_index(index: Path, exported: Path) -> None:
    (index / m.GENERATIONS / open_manifest(index)[0] / "manifest.json").write_text("{")
    import_index(exported, index, WordEncoder())
    assert check(index).ok


def cut(store: Path) -> None:
    store.write_bytes(store.read_bytes()[:9000])


def overwritten(store: Path) -> None:
    data = store.read_bytes()
    store.write_bytes(data[:4096] + b"x" * 4096 + data[8192:])


def of_another_kind(store: Path) -> None:
    store.write_bytes(b"no database at all " * 500)


def changed_text(store: Path) -> None:
    with sqlite3.connect(store) as database:
        database.execute("update documents set body = cast(replace(body, '2024', '2025') as blob)")
    database.close()


@pytest.mark.parametrize("damage", [cut, overwritten, of_another_kind, changed_text])
def test_an_import_mends_damaged_texts(
    index: Path, exported: Path, damage: Callable[[Path], None]
) -> None:
    damage(index / m.OBJECTS)
    assert not check(index).ok
    import_index(exported, index, WordEncoder())
    assert check(index).ok


@pytest.mark.parametrize("damage", [cut, overwritten, of_another_kind])
@pytest.mark.parametrize("rebuild", [True, False])
def test_an_ingest_over_damaged_texts_says_that_they_are_damaged(
    index: Path, tmp_path: Path, damage: Callable[[Path], None], rebuild: bool
) -> None:
    line = {"id": "x", "title": "Titre", "text": "Un autre texte."}
    (tmp_path / "x.jsonl").write_text(json.dumps(line), "utf-8")
    damage(index / m.OBJECTS)
    with pytest.raises(AssistantError) as raised:
        ingest([str(tmp_path / "x.jsonl")], index, settings(), rebuild=rebuild)
    assert "droits" not in str(raised.value)
    assert "un autre dossier" in str(raised.value)


def in_manifest(change: Callable[[dict], None]) -> Callable[[Entries], None]:
    def spoil(found: Entries) -> None:
        value = json.loads(found["manifest.json"])
        change(value)
        found["manifest.json"] = json.dumps(value).encode()

    return spoil


def spoilt(name: str, change: Callable[[bytes], bytes]) -> Callable[[Entries], None]:
    return lambda found: found.update({name: change(found[name])})


HOSTILE: dict[str, Callable[[Entries], object]] = {
    "an entry that climbs": lambda f: f.update({"../../climbed": b"x"}),
    "an absolute entry": lambda f: f.update({"/tmp/climbed": b"x"}),
    "another name": lambda f: f.update({"documents.jsonl/": f.pop("documents.jsonl")}),
    "no vectors": lambda f: f.pop("vectors.f32"),
    "fewer vectors": spoilt("vectors.f32", lambda d: d[:-1028]),
    "vectors of other texts": spoilt("vectors.f32", lambda d: d[1028:] + d[:1028]),
    "vectors of nothing": spoilt("vectors.f32", lambda d: bytes(len(d))),
    "vectors that are no numbers": spoilt("vectors.f32", lambda d: b"\xff" * len(d)),
    "a changed text": spoilt("documents.jsonl", lambda d: d.replace(b"2024", b"2025")),
    "a text less": spoilt("documents.jsonl", lambda d: d.split(b"\n")[0]),
    "deep JSON": spoilt("manifest.json", lambda _: b"[" * 100_000),
    "no JSON": spoilt("manifest.json", lambda _: b"\x80\x04."),
    "a passage outside": in_manifest(lambda v: v["passages"][0].update(end=10**12)),
    "a passage of no document": in_manifest(lambda v: v["passages"][0].update(document_id="x")),
    "a tie to nothing": in_manifest(lambda v: v["passages"][-1].update(same_as="x")),
    "no passages": in_manifest(lambda v: v.update(passages=[], text_hashes=[])),
    "a document twice": in_manifest(lambda v: v["documents"].append(v["documents"][0])),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_a_spoilt_file_is_refused_and_the_index_stays(
    index: Path, exported: Path, tmp_path: Path, name: str
) -> None:
    found = entries(exported)
    HOSTILE[name](found)
    write(exported, found)
    with pytest.raises(AssistantError, match="rien n'a été importé"):
        import_index(exported, index, WordEncoder())
    assert str(m.current_generation(index)).startswith("000001-")
    assert not list(tmp_path.rglob("climbed"))


def test_a_file_cut_short_or_of_another_kind_is_refused(exported: Path, tmp_path: Path) -> None:
    whole = exported.read_bytes()
    for data in (b"", b"PK", whole[: len(whole) // 2], whole[:-10], b"%PDF-1.7"):
        exported.write_bytes(data)
        with pytest.raises(AssistantError, match="rien n'a été importé"):
            import_index(exported, tmp_path / "there", WordEncoder())
    with pytest.raises(AssistantError, match="n'existe pas"):
        import_index(tmp_path / "nowhere.zip", tmp_path / "there", WordEncoder())
    assert not (tmp_path / "there").exists()


def test_a_bomb_is_read_no_further_than_the_limit(
    exported: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(move._MOST, "documents.jsonl", 1 << 16)
    read: list[int] = []
    real = zipfile.ZipExtFile.read

    def watched(entry: zipfile.ZipExtFile, n: int | None = -1) -> bytes:
        data = real(entry, n)
        read.append(len(data))
        return data

    monkeypatch.setattr(zipfile.ZipExtFile, "read", watched)
    write(exported, {**entries(exported), "documents.jsonl": bytes(50 << 20)})
    read.clear()
    with pytest.raises(AssistantError, match="rien n'a été importé"):
        import_index(exported, tmp_path / "there", WordEncoder())
    assert max(read) <= max(1 << 16, exported.stat().st_size) + 1


def test_another_format_or_model_is_named(exported: Path, tmp_path: Path) -> None:
    with pytest.raises(AssistantError, match="ASSISTANT_ENCODER"):
        import_index(exported, tmp_path / "there", OtherEncoder())
    found = entries(exported)
    in_manifest(lambda v: v.update(format=99))(found)
    write(exported, found)
    with pytest.raises(AssistantError, match="autre version"):
        import_index(exported, tmp_path / "there", WordEncoder())


def test_a_broken_index_is_not_exported_over_a_good_file(index: Path, exported: Path) -> None:
    before = exported.read_bytes()
    (index / m.OBJECTS).unlink()
    with pytest.raises(AssistantError, match="n'a pas été exporté"):
        export_index(index, exported)
    assert exported.read_bytes() == before


def test_an_index_that_could_not_be_imported_is_not_exported(
    index: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(move._MOST, "vectors.f32", 100)
    with pytest.raises(AssistantError, match="trop grand"):
        export_index(index, tmp_path / "index.zip")
    assert not (tmp_path / "index.zip").exists()


def test_a_file_that_cannot_be_written_is_said(index: Path, tmp_path: Path) -> None:
    before = set(tmp_path.iterdir())
    with pytest.raises(AssistantError, match="ne peut pas être écrit"):
        export_index(index, tmp_path / "nowhere" / "index.zip")
    with pytest.raises(AssistantError, match="ne peut pas être écrit"):
        export_index(index, tmp_path)
    assert set(tmp_path.iterdir()) == before


def test_a_backup_goes_where_a_link_leads(index: Path, exported: Path, tmp_path: Path) -> None:
    share, link = tmp_path / "share.zip", tmp_path / "backup.zip"
    share.write_bytes(b"yesterday's")
    link.symlink_to(share)
    export_index(index, link)
    assert link.is_symlink()
    assert entries(share) == entries(exported)


def test_an_index_is_exported_into_a_pipe(index: Path, exported: Path, tmp_path: Path) -> None:
    pipe, copy = tmp_path / "pipe", tmp_path / "copy.zip"
    os.mkfifo(pipe)
    with ThreadPoolExecutor() as pool:
        read = pool.submit(pipe.read_bytes)
        export_index(index, pipe)
        copy.write_bytes(read.result())
    assert pipe.is_fifo()
    assert entries(copy) == entries(exported)
