"""`python -m evals run`: a small set of questions, killed, resumed, and answers of others."""

import json
import re
import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from corpus.errors import AssistantError
from corpus.text import squeeze
from tests.conftest import ROOT, SHARED, Run
from tests.forking import kill_once

FICHE = "municipaless-2026-17"
QUESTIONS: list[dict[str, Any]] = [
    {
        "id": "q1",
        "question": "Qui a créé la SCIC Citiz Lille/Arras ?",
        "document_id": "municipaless-2026-11",
        "key_facts": [["2007"]],
        "kind": "date",
    },
    {
        "id": "q2",
        "question": "Quelle part du matériel informatique doit venir du réemploi ?",
        "document_id": FICHE,
        "key_facts": [["20 %"]],
    },
    {"id": "q3", "question": "recette de la ratatouille", "label": "off_topic"},
    {
        "id": "q4",
        "question": "Combien coûte un garage solidaire à Testville en 1987 ?",
        "label": "near_miss",
        "why": "ni Testville ni l'année",
    },
    {"id": "q5", "question": "Quels leviers pour la médiation numérique ?", "document_id": FICHE},
]


def write_lines(path: Path, rows: list[Any]) -> Path:
    lines = (row if isinstance(row, str) else json.dumps(row, ensure_ascii=False) for row in rows)
    path.write_text("".join(f"{line}\n" for line in lines), "utf-8")
    return path


def read_lines(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text("utf-8").splitlines()]


@pytest.fixture(scope="module")
def questions(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_lines(tmp_path_factory.mktemp("set") / "questions.jsonl", QUESTIONS)


@pytest.fixture(scope="module")
def done(run: Run, digests: Path, questions: Path, tmp_path_factory) -> Path:
    """The output folder of a run on the small set."""
    folder = tmp_path_factory.mktemp("out") / "first"
    result = run(
        "evals", "run", "--index", digests, "--questions", questions, "--output", folder, "--json"
    )
    assert result.returncode == 0, result.stderr
    assert json.loads(result.stdout) == json.loads((folder / "summary.json").read_text("utf-8"))
    return folder


def test_each_case_has_its_line_and_its_figures_their_counts(done: Path) -> None:
    results = read_lines(done / "results.jsonl")
    assert [row["case"]["id"] for row in results] == [row["id"] for row in QUESTIONS]
    summary = json.loads((done / "summary.json").read_text("utf-8"))
    figure = summary["figures"]["right_document_first"]
    firsts = [row["scores"]["right_document_first"] for row in results]
    told = [first for first in firsts if first is not None]
    assert figure["cases"] == len(told) == 3
    assert figure["value"] == pytest.approx(sum(told) / 3, abs=1e-4)
    assert figure["low"] <= figure["value"] <= figure["high"]
    assert summary["figures"]["off_topic_answered"]["value"] == 0
    assert summary["figures"]["english_right"] == dict.fromkeys(("value", "low", "high")) | {
        "cases": 0
    }
    assert sum(group["cases"] for group in summary["by_page"].values()) == len(QUESTIONS)


def test_a_run_killed_in_the_middle_asks_only_what_is_left(
    done: Path, digests: Path, questions: Path, run: Run, tmp_path: Path
) -> None:
    folder = tmp_path / "killed"
    words = ["evals", "run", "--index", digests, "--questions", questions, "--output", folder]
    answers = folder / "answers.jsonl"
    kill_once([*map(str, words)], lambda: lines_in(answers) >= 2)
    kept = answers.read_bytes()
    answers.write_bytes(kept[: kept.rfind(b"\n") + 1] + b'{"id": "q5", "ques')
    first = read_lines_whole(answers)
    assert run(*words).returncode == 0
    second = read_lines(answers)
    assert second[: len(first)] == first
    assert [row["id"] for row in second] == [row["id"] for row in QUESTIONS]
    fresh = read_lines(done / "answers.jsonl")
    assert [row["text"] for row in second] == [row["text"] for row in fresh]


def lines_in(path: Path) -> int:
    """How many lines a file has so far."""
    return path.read_bytes().count(b"\n") if path.exists() else 0


def read_lines_whole(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_bytes().split(b"\n")[:-1]]


def test_what_a_folder_holds_is_asked_again_of_nothing_else(
    done: Path, digests: Path, questions: Path, run: Run
) -> None:
    before = (done / "answers.jsonl").read_bytes()
    words = ["evals", "run", "--index", digests, "--questions", questions, "--output", done]
    assert run(*words).returncode == 0
    assert (done / "answers.jsonl").read_bytes() == before
    other = run(*words, ASSISTANT_READER="false")
    assert other.returncode == 1
    assert "les réglages" in other.stderr
    assert "--output" in other.stderr
    assert (done / "answers.jsonl").read_bytes() == before


def test_answers_of_another_system_are_scored_and_broken_lines_named(
    done: Path, digests: Path, questions: Path, run: Run, tmp_path: Path
) -> None:
    own = read_lines(done / "answers.jsonl")
    given = write_lines(
        tmp_path / "other.jsonl",
        [own[0], "{broken", {"id": "q2"}, own[2] | {"id": "nobody"}, own[0], own[2], own[3]],
    )
    words = ["evals", "run", "--index", digests, "--questions", questions, "--json"]
    result = run(*words, "--answers", given, "--output", tmp_path / "out")
    assert result.returncode == 1
    said = [line for line in result.stderr.splitlines() if "ligne" in line]
    numbers = [int(re.search(r"ligne (\d+)", line)[1]) for line in said]
    assert numbers == [2, 3, 4, 5]
    assert "text" in said[1]
    assert "nobody" in said[2]
    summary = json.loads(result.stdout)
    assert (summary["system"], summary["answers"], summary["cases"]) == ("other", 3, 5)
    rows = {row["case"]["id"]: row for row in read_lines(tmp_path / "out" / "results.jsonl")}
    ours = {row["case"]["id"]: row for row in read_lines(done / "results.jsonl")}
    assert {name: rows[name] for name in ("q1", "q3", "q4")} == {
        name: ours[name] for name in ("q1", "q3", "q4")
    }
    assert summary["unanswered"] == ["q2", "q5"]
    assert rows["q2"]["errors"] == rows["q5"]["errors"] == ["N’a pas de réponse."]


def test_questions_without_an_answer_count_as_not_answered_and_are_named(
    done: Path, digests: Path, questions: Path, run: Run, tmp_path: Path
) -> None:
    own = {row["id"]: row for row in read_lines(done / "answers.jsonl")}
    given = write_lines(tmp_path / "given.jsonl", [own["q1"], {"id": "q5", "text": " "}])
    words = ["evals", "run", "--index", digests, "--questions", questions, "--answers", given]
    result = run(*words, "--output", tmp_path / "out", "--json")
    assert result.returncode == 0
    assert squeeze(result.stderr).endswith(
        "4 questions n'ont pas de réponse et comptent comme non répondues : q2, q3, q4, q5."
    )
    summary = json.loads(result.stdout)
    assert (summary["answers"], summary["cases"]) == (1, 5)
    assert summary["unanswered"] == ["q2", "q3", "q4", "q5"]
    figures = summary["figures"]
    counts = {name: (figures[name]["value"], figures[name]["cases"]) for name in figures}
    assert counts["right_document_first"] == (pytest.approx(1 / 3, abs=1e-4), 3)
    assert counts["key_facts"] == (0.5, 2)
    assert counts["refused_wrongly"] == (pytest.approx(2 / 3, abs=1e-4), 3)
    # Silence is no refusal: it is not counted as one that was due.
    assert counts["off_topic_answered"] == counts["near_misses_answered"] == (None, 0)
    assert {label: row["right"]["value"] for label, row in summary["by_label"].items()} == {
        "answerable": pytest.approx(1 / 3, abs=1e-4),
        "near_miss": 0,
        "off_topic": 0,
    }
    assert counts["words_median"][1] == 1
    page = squeeze((tmp_path / "out" / "report.html").read_text("utf-8"))
    assert "4 questions sur 5 n'ont pas de réponse</strong> (q2, q3, q4, q5)" in page
    told = run("evals", "compare", done, tmp_path / "out", "--json")
    assert {row["id"] for row in json.loads(told.stdout)["worse"]} == {"q2", "q5"}
    assert "4 questions n'ont pas de réponse" in squeeze(told.stderr)


def test_an_answer_that_tells_only_its_text_has_no_score_that_it_cannot_tell(
    digests: Path, questions: Path, run: Run, tmp_path: Path
) -> None:
    given = write_lines(tmp_path / "text.jsonl", [{"id": "q1", "text": "En 2007."}])
    words = ["evals", "run", "--index", digests, "--questions", questions, "--output", tmp_path]
    assert run(*words, "--answers", given).returncode == 0
    row, missing, *_ = read_lines(tmp_path / "results.jsonl")
    assert (row["scores"]["key_facts"], missing["scores"]["key_facts"]) == (1, 0)
    for name in ("answered", "right_document_first", "quotes_exact", "confidence", "right"):
        assert row["scores"][name] is missing["scores"][name] is None
    page = squeeze((tmp_path / "report.html").read_text("utf-8"))
    assert "Promesses tenues" not in page
    assert "N'ont pu être vérifiées dans aucune réponse : citations mot pour mot ; " in page


@pytest.mark.parametrize("rows", [[], [{"question": "?"}]])
def test_a_set_that_cannot_be_asked_is_said_in_one_line(
    digests: Path, run: Run, tmp_path: Path, rows: list[Any]
) -> None:
    path = write_lines(tmp_path / "questions.jsonl", rows)
    result = run("evals", "run", "--index", digests, "--questions", path, "--output", tmp_path)
    assert result.returncode == 1
    assert result.stderr.count("\n") == 1
    assert "Traceback" not in result.stderr


def test_documents_of_ones_own_are_searched_by_section(run: Run, tmp_path: Path) -> None:
    documents = write_lines(
        tmp_path / "documents.jsonl",
        [
            {
                "id": name,
                "title": f"Guide {name}",
                "sections": [{"id": f"{name}#1", "heading": "", "text": text}],
            }
            for name, text in (
                ("velo", "La ville prête un vélo cargo aux associations pour une semaine."),
                ("jardin", "Les parcelles du jardin partagé sont attribuées en mars."),
            )
        ],
    )
    rows = [
        {"id": "a", "question": "Qui peut emprunter un vélo cargo ?", "section_id": "velo#1"},
        {"id": "b", "question": "Quand attribue-t-on les parcelles ?", "section_id": "jardin#1"},
    ]
    path = write_lines(
        tmp_path / "q.jsonl", [r | {"document_id": r["section_id"][:-2]} for r in rows]
    )
    words = ["evals", "run", "--documents", documents, "--questions", path, "--output", tmp_path]
    result = run(*words, "--json")
    assert result.returncode == 0, result.stderr
    found = json.loads(result.stdout)["retrieval"]
    assert found["all"]["recall_at_1"]["value"] == 1
    assert found["all"]["recall_at_1"]["cases"] == 2
    assert "kept" not in found


def test_broken_questions_are_named_by_their_line_and_the_rest_is_asked(
    done: Path, digests: Path, run: Run, tmp_path: Path
) -> None:
    rows = [
        QUESTIONS[0],
        {"id": "f", "question": "?", "key_facts": ["trente-sept mille euros"]},
        {"id": "h", "question": "?", "history": "avant"},
        {"id": 2, "question": "?"},
        {"id": "l", "question": "?", "label": "nearmiss"},
        "[" * 100_000,
        {"id": "d", "question": "?", "document_id": "nulle-part"},
        {"id": "s", "question": "?", "document_id": FICHE, "section_id": "nulle-part"},
        QUESTIONS[0],
        QUESTIONS[2] | {"split": "tune"},
    ]
    path = write_lines(tmp_path / "questions.jsonl", rows)
    own = read_lines(done / "answers.jsonl")
    given = write_lines(tmp_path / "given.jsonl", [own[0], own[2]])
    words = ["evals", "run", "--index", digests, "--questions", path, "--answers", given, "--json"]
    result = run(*words, "--output", tmp_path / "out", "--split", "test")
    assert result.returncode == 1
    assert "Traceback" not in result.stderr
    told = json.loads(result.stdout)
    assert [line["line"] for line in told["questions_left_out"]] == list(range(2, 10))
    # An answer to a question of the other half is no broken line.
    assert (told["cases"], told["answers"], told["left_out"]) == (1, 1, [])
    assert f"{path}, ligne 2" in result.stderr


def test_a_folder_with_the_searches_of_another_run_is_refused(tmp_path: Path) -> None:
    from evals.fingerprint import Fingerprint, claim

    made = Fingerprint("code", "index", "1", {}, "2026-11-27", "questions")
    claim(tmp_path, made)
    (tmp_path / "searches.jsonl").write_text("", "utf-8")
    claim(tmp_path, made)
    with pytest.raises(AssistantError, match="le programme"):
        claim(tmp_path, replace(made, code="other"))


def test_an_address_keeps_what_tells_servers_apart_and_no_secret() -> None:
    from evals.fingerprint import _address

    assert _address("https://me:secret@host:8000/v1?key=secret#x") == "https://host:8000/v1"
    assert _address("") == ""


def test_what_scores_is_in_its_hash() -> None:
    from evals.fingerprint import SCORING

    code = "import sys; from evals.metrics import score; print(*sys.modules)"
    loaded = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True
    ).stdout.split()
    files = {name.replace(".", "/") + ".py" for name in loaded}
    scoring = {path for path in SCORING if not path.startswith("evals/")}
    assert scoring <= files
    assert all((ROOT / path).exists() for path in SCORING)
    # Of the assistant's modules only the types are no part of it.
    code_of = {f for f in files if f.startswith("assistant/") and (ROOT / f).is_file()}
    assert code_of - scoring == {"assistant/types.py"}


def test_tokens_are_told_in_all_only_where_each_answer_tells_them() -> None:
    from evals.run import _sums

    assert _sums([(1, 2), (3, 4)]) == [4, 6]
    assert _sums([(1, 2), None]) is None
    assert _sums([]) is None


def test_only_what_fails_to_be_written_is_said_to_be(tmp_path: Path) -> None:
    from evals.folder import alone, write_whole

    with pytest.raises(PermissionError), alone(tmp_path):
        raise PermissionError
    with pytest.raises(AssistantError, match="ne peut pas être écrit"):
        write_whole(tmp_path / "missing" / "file", "text")
    busy = pytest.raises(AssistantError, match="Une autre évaluation")
    with alone(tmp_path), busy, alone(tmp_path):
        pass


def test_a_malformed_folder_beside_is_said_before_anything_is_asked(
    digests: Path, questions: Path, run: Run, tmp_path: Path
) -> None:
    beside = tmp_path / "beside"
    beside.mkdir()
    (beside / "summary.json").write_text('{"figures": {"right": 1}}', "utf-8")
    words = ["evals", "run", "--index", digests, "--questions", questions, "--beside", beside]
    result = run(*words, "--output", tmp_path / "out")
    assert (result.returncode, result.stderr.count("\n")) == (1, 1)
    assert str(beside) in result.stderr
    assert not (tmp_path / "out").exists()


def test_the_report_says_that_a_run_beside_was_scored_otherwise(done: Path) -> None:
    from evals.folder import read_beside
    from evals.report import report

    summary = read_beside(done)
    warning = "notées par d’autres mesures"
    assert warning not in report(summary, [], [summary], {}, {})
    assert warning in report(summary, [], [summary | {"scoring": "other"}], {}, {})


def test_the_report_says_which_promises_were_checked_on_how_many_answers(done: Path) -> None:
    page = squeeze((done / "report.html").read_text("utf-8"))
    cited = sum(bool(row["citations"]) for row in read_lines(done / "answers.jsonl"))
    assert f"citations mot pour mot ({cited} réponses sur 5)" in page
    assert "rien d'affirmé dans un refus (" in page
    assert "N'ont pu être vérifiées" not in page


def test_the_report_says_what_is_counted_apart_and_what_fell_back(done: Path) -> None:
    from evals.folder import read_beside
    from evals.report import report

    summary = read_beside(done)
    rows = summary["by_kind"]
    reworded = summary | {"by_kind": rows | {"Reformulation": rows["Date"]}, "fallen_back": 1}
    plain, page = (squeeze(report(s, [], [], {}, {})) for s in (summary, reworded))
    for said in ("leurs propres lignes : reformulation.", "à part plus haut (reformulation)"):
        assert said in page
        assert said not in plain
    assert "1 réponse composée sans le modèle de langue" in page
    assert "sans le modèle de langue" not in plain
    assert "phrases recopiées des fiches, sans modèle de langue" in page


def test_the_half_of_devset_that_the_search_was_tuned_on_is_known() -> None:
    from evals.cases import read_cases
    from evals.run import _is_tuned_on
    from evals.summary import tuned_on

    path = SHARED / "devset" / "questions.jsonl"
    if not path.exists():
        pytest.skip("devset is not beside the checkout")
    assert _is_tuned_on(path)
    assert sum(tuned_on(case) for case in read_cases(path)) == 200


@pytest.mark.long
def test_devset_works_as_it_is(run: Run, tmp_path: Path) -> None:
    folder = SHARED / "devset"
    words = ["--documents", folder / "documents.jsonl", "--questions", folder / "questions.jsonl"]
    result = run("evals", "run", *words, "--output", tmp_path, "--json")
    found = json.loads(result.stdout)["retrieval"]
    assert [found[p]["mrr"]["cases"] for p in ("all", "unique", "kept")] == [361, 288, 161]
    assert found["kept"]["recall_at_5"]["value"] > 0.65
