"""A check passes on a whole index, and says of each part what is wrong with it and what to do."""

import json
import os
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from corpus import manifest as m
from corpus.check import check
from corpus.place import create_store
from corpus.settings import settings
from ingest.pipeline import ingest
from tests.conftest import ROOT, Run


def generation(index: Path) -> Path:
    return index / m.GENERATIONS / (m.current_generation(index) or "")


def in_manifest(change: Callable[[dict], None]) -> Callable[[Path], None]:
    def damage(index: Path) -> None:
        file = generation(index) / "manifest.json"
        value = json.loads(file.read_text("utf-8"))
        change(value)
        file.write_text(json.dumps(value), "utf-8")

    return damage


def in_objects(statement: str) -> Callable[[Path], None]:
    def damage(index: Path) -> None:
        with sqlite3.connect(index / m.OBJECTS) as database:
            database.execute(statement)
        database.close()

    return damage


def other_vectors(index: Path) -> None:
    ids = [p.passage_id for p in m.read_manifest(generation(index)).passages if not p.same_as]
    shutil.rmtree(generation(index) / "chroma")
    store = create_store(index, generation(index).name)
    store.write([(ids, np.eye(257, dtype=np.float32)[: len(ids)])])
    store.close()


def other_words(index: Path) -> None:
    file = generation(index) / "bm25" / "vocab.index.json"
    words = json.loads(file.read_text("utf-8"))
    names, columns = list(words), list(words.values())
    file.write_text(json.dumps(dict(zip(names, columns[::-1], strict=True))), "utf-8")


def move(field: str, by: int) -> Callable[[dict], None]:
    def change(value: dict) -> None:
        value["passages"][0][field] += by

    return change


def test_a_whole_index_has_no_problem(index: Path) -> None:
    found = check(index)
    assert found.ok
    assert found.documents == 2
    assert found.passages > 2


@pytest.mark.parametrize(
    ("damage", "said", "remedy"),
    [
        (lambda i: (generation(i) / "manifest.json").write_text("{"), "manifeste", "ingest"),
        (lambda i: (i / m.OBJECTS).unlink(), "textes et les vecteurs", "import"),
        (in_objects("delete from documents"), "textes gardés", "import"),
        (
            in_objects("update documents set body = cast(replace(body, '2024', '2025') as blob)"),
            "municipaless-2026-08",
            "import",
        ),
        (in_objects("delete from vectors"), "vecteurs gardés", "--rebuild"),
        (in_objects("update vectors set vector = zeroblob(1028)"), "vecteurs", "--rebuild"),
        (in_manifest(move("end", 10_000)), "mal placés", "--rebuild"),
        (in_manifest(move("start", -10_000)), "mal placés", "--rebuild"),
        (in_manifest(move("start", 3)), "vecteurs ont été faits", "--rebuild"),
        (lambda i: shutil.rmtree(generation(i) / "chroma"), "Chroma", "--rebuild"),
        (other_vectors, "index vectoriel", "--rebuild"),
        (lambda i: shutil.rmtree(generation(i) / "bm25"), "index des mots", "--rebuild"),
        (other_words, "BM25", "--rebuild"),
        (in_manifest(lambda value: value.update(words="other")), "index des mots", "--rebuild"),
    ],
)
def test_what_is_wrong_is_said_with_its_remedy(
    index: Path, damage: Callable[[Path], object], said: str, remedy: str
) -> None:
    damage(index)
    found = check(index)
    assert not found.ok
    assert [p for p in found.problems if said in p.what and remedy in p.remedy], found


def test_what_fails_once_is_looked_at_again(index: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    looks: list[int] = []

    def run(*args: Any, **kwargs: Any) -> "subprocess.CompletedProcess[str]":
        looks.append(len(looks))
        failed = subprocess.CompletedProcess(args, 1, "", "Chroma : relancez.")
        return real(*args, **kwargs) if len(looks) > 1 else failed

    real = subprocess.run
    monkeypatch.setattr("corpus.check.subprocess.run", run)
    assert check(index).problems == ()
    assert looks == [0, 1]


def test_rebuild_mends_damaged_vectors(index: Path) -> None:
    in_objects("update vectors set vector = zeroblob(1028)")(index)
    ingest([], index, settings(), rebuild=True)
    assert check(index).ok


def test_the_command_prints_the_contracts_fields_and_exits_1_on_a_problem(
    run: Run, index: Path
) -> None:
    whole = run("corpus", "check", "--index", index, "--json")
    assert whole.returncode == 0
    value = json.loads(whole.stdout)
    assert (value["ok"], value["documents"], value["problems"]) == (True, 2, [])
    shutil.rmtree(generation(index) / "bm25")
    broken = run("corpus", "check", "--index", index, "--json")
    assert broken.returncode == 1
    assert json.loads(broken.stdout)["problems"][0].keys() == {"what", "remedy"}
    assert "--rebuild" in broken.stderr
    assert "Traceback" not in broken.stderr


def test_a_script_without_a_guard_finds_a_whole_index_whole(index: Path, tmp_path: Path) -> None:
    script = tmp_path / "script.py"
    script.write_text(
        f"from pathlib import Path\nfrom corpus.check import check\n"
        f"print(check(Path({str(index)!r})))\n",
        "utf-8",
    )
    done = subprocess.run(
        [sys.executable, script],
        env=os.environ | {"PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout.startswith("Check(ok=True"), done.stdout
