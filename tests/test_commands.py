"""Every command helps without loading anything heavy, and no failure shows a traceback."""

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest

from corpus.text import squeeze
from tests.conftest import ROOT, SHIPPED, Run

HEAVY = {
    "torch",
    "transformers",
    "sentence_transformers",
    "onnxruntime",
    "chromadb",
    "gradio",
    "pydantic",
    "numpy",
    "langchain_core",
}


@pytest.mark.parametrize("module", ["ingest", "assistant", "corpus", "ui", "evals"])
def test_help_waits_for_no_heavy_import(module: str) -> None:
    code = (
        "import runpy, sys; sys.argv = ['x', '--help']\n"
        f"try: runpy.run_module({module!r}, run_name='__main__')\n"
        f"except SystemExit as done: assert done.code == 0\n"
        f"assert not {HEAVY!r} & set(sys.modules)"
    )
    result = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert result.returncode == 0, result.stderr
    assert "Usage:" in result.stdout


@pytest.mark.parametrize(
    "arguments",
    [
        ("assistant", "ask", "q"),
        ("corpus", "list"),
        ("corpus", "show", "x"),
        ("corpus", "check"),
        ("corpus", "remove", "x"),
        ("corpus", "export", "x.zip"),
    ],
)
def test_without_an_index_the_next_step_is_said(
    run: Run, tmp_path: Path, arguments: tuple[str, ...]
) -> None:
    result = run(*arguments, "--index", tmp_path)
    assert result.returncode == 1
    assert "python -m ingest" in result.stderr
    assert result.stderr.count("\n") == 1


def test_documents_are_listed_in_the_order_of_their_numbers(run: Run, digests: Path) -> None:
    listed = run("corpus", "list", "--index", digests).stdout.splitlines()
    ids = [line.split(" : ")[0] for line in listed if not line.startswith(" ")]
    assert sorted(ids) == SHIPPED
    numbers = [int(name.rpartition("-")[2]) for name in ids if name.startswith("municipaless-")]
    assert numbers == sorted(numbers)
    assert ids[0] == "departements-ess"
    assert ids[-1] == "modeles-socio-economiques-associations"  # of no kit: by title


def test_one_document_is_said_in_the_singular_and_seconds_with_a_comma(
    run: Run, tmp_path: Path
) -> None:
    (tmp_path / "one.md").write_text("# Prêt\n\nLa ville prête un vélo cargo.\n", "utf-8")
    told = run("ingest", tmp_path / "one.md", "--index", tmp_path / "index").stdout
    assert re.match(r"1 document, 1 section, 1 passage en \d+,\d s\.", squeeze(told))
    told = run("corpus", "list", "--index", tmp_path / "index").stdout
    assert "1 section, 1 passage" in squeeze(told)


def test_a_person_is_listed_all_that_is_known_of_a_document_within_100_columns(
    run: Run, tmp_path: Path
) -> None:
    known = {"kit": "municipaless", "edition": "2026", "fiche": 11, "updated": "2026-03-12"}
    rows = [
        {"id": "municipaless-2026-11", "title": "Mobilité", "text": "Un vélo cargo."} | known,
        {"id": "x" * 30, "title": "Un titre " * 15, "text": "Un garage.", "updated": "2022-09"},
    ]
    source = tmp_path / "d.jsonl"
    source.write_text("".join(f"{json.dumps(row)}\n" for row in rows), "utf-8")
    assert run("ingest", source, "--index", tmp_path / "index").returncode == 0
    listed = run("corpus", "list", "--index", tmp_path / "index").stdout.replace("\u00a0", " ")
    assert max(map(len, listed.splitlines())) <= 100
    assert listed.startswith(
        "municipaless-2026-11 : Mobilité\n"
        "  kit municipaless, édition 2026, fiche 11, 12/03/2026, 1 section, 1 passage\n"
        f"{'x' * 30} : Un titre Un titre"
    )
    assert listed.endswith("\n  09/2022, 1 section, 1 passage\n")


def test_an_unknown_document_is_said_in_one_line(run: Run, digests: Path) -> None:
    result = run("corpus", "show", "nulle-part", "--index", digests)
    assert result.returncode == 1
    assert "nulle-part" in result.stderr


def test_json_is_alone_on_stdout(run: Run, tmp_path: Path) -> None:
    result = run("ingest", "--index", tmp_path / "index", "--json")
    assert json.loads(result.stdout)["documents"] == len(SHIPPED)
    assert "vectorisés" in result.stderr


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("assistant", "search", "q", "--zzz"), "L'option « --zzz » n'existe pas (aide : --help)."),
        (("corpus", "list", "--jso"), "« --jso » n'existe pas ; il y a --json ("),
        (("assistant", "asc"), "La commande « asc » n'existe pas ; il y a ask ("),
        (("assistant", "ask"), "soit une question, soit --input, avec ou sans --output ("),
        (("assistant", "ask", "a", "b", "c"), "Il y a des arguments de trop : b c ("),
        (("corpus", "show"), "Il manque l'argument « DOCUMENT_ID » ("),
        (("assistant", "triage", "--input", "q.csv"), "Il manque l'option « --output » ("),
        (("ingest", "--json=1"), "L'option « --json » ne prend pas de valeur ("),
        (("ui", "--port"), "L'option « --port » attend une valeur ("),
        (("ui", "--port", "x"), "« --port » ne convient pas : donnez un nombre entre 0 et 65535 ("),
        (("assistant", "ask", "q", "--kit", "x"), "choisissez entre municipaless, departements, "),
        (("corpus", "list", "--index", ""), "La valeur de l'option « --index » est vide : donnez"),
        (("ingest", "a.md", ""), "La valeur de l'argument « SOURCES » est vide : donnez un chemin"),
        (("assistant", "ask", "--input", "", "--output", "x"), "« --input » est vide : donnez"),
        (("evals", "run", "--beside", ""), "« --beside » est vide : donnez un chemin ("),
        (("evals", "run", "--answers", "x"), "« --answers » ne convient pas : donnez un fichier "),
    ],
)
def test_wrong_usage_is_said_in_one_french_line(
    run: Run, arguments: tuple[str, ...], said: str
) -> None:
    result = run(*arguments)
    assert (result.returncode, result.stdout) == (2, "")
    assert said in result.stderr
    assert result.stderr.count("\n") == 1
    assert result.stderr.endswith(" (aide : --help).\n")


@pytest.mark.parametrize("module", ["assistant", "corpus"])
def test_a_command_that_is_not_named_is_helped(run: Run, module: str) -> None:
    result = run(module)
    assert result.returncode == 2
    assert "Commands:" in result.stderr
