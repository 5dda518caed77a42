"""`python -m evals run --triage`: rows over the shipped digests, killed, resumed, compared."""

import json
import re
import subprocess
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from assistant.triage.types import Decision, Triaged
from evals.metrics.triage import ScoredPair, ScoredRow, score_row
from evals.triage_cases import PairCase, RowCase, read_triage_cases
from evals.triaged.report import triage_report
from evals.triaged.results import Results, read_triage_results, write_triage_results
from evals.triaged.summary import triage_summary
from tests.conftest import Run
from tests.evals.test_run import lines_in, read_lines, read_lines_whole, write_lines
from tests.forking import kill_once

HOSTILE = "</h3><script>document.title='owned'</script>"
ANSWERED = "Une commune peut-elle garantir l'emprunt que contracte une SCIC ?"
ROWS: list[dict[str, Any]] = [
    {"id": "r1", "question": "Qu'est-ce qu'un garage solidaire ?", "decision": "reponse_fiche"},
    {
        "id": "r2",
        "question": "Le garage nous attaque au tribunal, que répondre au juge ?",
        "decision": "juriste",
        "never": "contentieux",
        "level": "commune",
    },
    {"id": "r3", "question": ANSWERED, "decision": "doublon", "duplicate_of": "a1"},
    {"id": "r4", "question": f"La recette de la ratatouille {HOSTILE} ?", "decision": "juriste"},
]
LINES: list[Any] = [
    {"kind": "answered", "id": "a1", "question": ANSWERED, "answer": "Oui, dans des limites."},
    *({"kind": "row", "theme": "mobilite"} | row for row in ROWS),
    {"kind": "pair", "id": "p1", "a": ANSWERED, "b": ANSWERED, "label": "duplicate"},
    "{broken",
    {"kind": "row", "id": "b1", "question": "?", "decision": "peut-être", "theme": "culture"},
    {"kind": "rang", "id": "b2"},
    {"kind": "pair", "id": "r1", "a": "?", "b": "!", "label": "lookalike"},
    {"kind": "row", "theme": "autre"} | ROWS[2] | {"id": "b3", "duplicate_of": "nulle-part"},
]


@pytest.fixture(scope="module")
def questions(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_lines(tmp_path_factory.mktemp("set") / "rows.jsonl", LINES)


@pytest.fixture(scope="module")
def resumed(
    run: Run, digests: Path, questions: Path, tmp_path_factory: pytest.TempPathFactory
) -> tuple[Path, list[dict[str, Any]], subprocess.CompletedProcess[str]]:
    """The folder of a run killed after a row and resumed, what it held then, and what was said."""
    folder = tmp_path_factory.mktemp("out") / "killed"
    words = ["evals", "run", "--triage", "--index", digests, "--questions", questions]
    words += ["--output", folder]
    answers = folder / "answers.jsonl"
    kill_once([*map(str, words)], lambda: lines_in(answers) >= 1)
    kept = answers.read_bytes()
    answers.write_bytes(kept[: kept.rfind(b"\n") + 1] + b'{"id": "r4", "ques')
    first = read_lines_whole(answers)
    return folder, first, run(*words, "--json")


def test_a_run_killed_in_the_middle_asks_only_what_is_left(resumed: Any) -> None:
    folder, first, result = resumed
    assert "Traceback" not in result.stderr
    rows = read_lines(folder / "answers.jsonl")
    assert rows[: len(first)] == first
    assert [row["id"] for row in rows] == [row["id"] for row in ROWS]
    assert [row["id"] for row in read_lines(folder / "pairs.jsonl")] == ["p1"]


def test_broken_lines_are_named_and_the_rest_is_triaged(resumed: Any, questions: Path) -> None:
    _, _, result = resumed
    assert result.returncode == 1
    named = re.findall(r"rows\.jsonl, ligne (\d+)", result.stderr)
    assert [int(number) for number in named] == [7, 8, 9, 10, 11]
    assert "« nulle-part »" in result.stderr
    told = json.loads(result.stdout)
    assert [line["line"] for line in told["questions_left_out"]] == [7, 8, 9, 10, 11]
    assert (told["cases"], told["pairs"], told["answered_before"]) == (4, 1, 1)


def test_the_real_triage_is_scored_row_by_row(resumed: Any) -> None:
    folder, _, result = resumed
    summary = json.loads(result.stdout)
    assert summary == json.loads((folder / "summary.json").read_text("utf-8"))
    results = read_triage_results(folder)
    decided = {row.case.id: row.triaged.decision for row in results.rows}
    assert (decided["r2"], decided["r3"], decided["r4"]) == ("juriste", "doublon", "hors_perimetre")
    figures = summary["figures"]
    right = [decided[row["id"]] == row["decision"] for row in ROWS]
    assert figures["decision_right"]["value"] == sum(right) / 4
    assert figures["never_to_jurist"]["value"] == figures["duplicates_found"]["value"] == 1
    assert figures["pairs_found"]["value"] == 1
    assert figures["lookalikes_taken"] == dict.fromkeys(("value", "low", "high")) | {"cases": 0}
    assert summary["confusion"]["juriste"]["hors_perimetre"] == 1
    paid = sum(cost["cost"] * cost["rows"] for cost in summary["costs"])
    assert paid / 4 == pytest.approx(figures["decision_cost"]["value"])


def test_the_report_shows_the_worst_rows_escaped(resumed: Any) -> None:
    from lxml import html

    text = (resumed[0] / "report.html").read_text("utf-8")
    assert "<script" not in text
    assert "ratatouille" in text
    assert "Hors périmètre" in text
    page = html.fromstring(text)
    bad = next(a for a in page.iter("article") if "ratatouille" in a.text_content())
    assert "Pour le juriste" in bad.text_content()
    named = {value for element in page.iter() for value in [element.get("id")] if value}
    for element in page.xpath("//*[@aria-labelledby]"):
        assert element.get("aria-labelledby") in named


def test_a_folder_of_answers_is_not_taken_for_one_of_the_triage(
    resumed: Any, run: Run, digests: Path
) -> None:
    words = ["evals", "run", "--index", digests, "--split", "tune", "--output", resumed[0]]
    result = run(*words)
    assert (result.returncode, result.stderr.count("\n")) == (1, 1)
    assert "les questions" in result.stderr


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        ([], "aucune ligne à trier"),
        (["{"], "ligne 1"),
        ([LINES[0]], "aucune ligne à trier"),
    ],
)
def test_a_set_that_cannot_be_triaged_is_said_in_one_line(
    digests: Path, run: Run, tmp_path: Path, rows: list[Any], said: str
) -> None:
    path = write_lines(tmp_path / "rows.jsonl", rows)
    words = ["evals", "run", "--triage", "--index", digests, "--questions", path]
    result = run(*words, "--output", tmp_path / "out")
    assert (result.returncode, result.stderr.count("\n")) == (1, 1)
    assert said in result.stderr


def row(number: int, decision: Decision, sure: float = 0.7) -> ScoredRow:
    case = RowCase(f"c{number:02}", f"Question {number} ?", "juriste", "culture", split="test")
    triaged = Triaged(case.id, case.question, decision, "culture", None, sure, ("…",), None, (), ())
    return ScoredRow(case, triaged, score_row(case, triaged))


def folder(path: Path, results: Results) -> Path:
    path.mkdir()
    write_triage_results(path, results)
    summary = triage_summary(results) | {"scoring": "same"}
    (path / "summary.json").write_text(json.dumps(summary), "utf-8")
    return path


def test_two_runs_are_compared_row_by_row_and_pair_by_pair(run: Run, tmp_path: Path) -> None:
    pair = ScoredPair(PairCase("p", "?", "!", "lookalike"), taken=False)
    good = Results(tuple(row(n, "juriste") for n in range(12)), (pair,))
    fallen = tuple(row(n, "reponse_fiche" if n < 9 else "juriste") for n in range(12))
    bad = Results(fallen, (replace(pair, taken=True),))
    before, after = folder(tmp_path / "good", good), folder(tmp_path / "bad", bad)
    assert read_triage_results(before) == good
    same = run("evals", "compare", before, before, "--json")
    assert (same.returncode, json.loads(same.stdout)["worse"]) == (0, [])
    result = run("evals", "compare", before, after, "--json")
    assert (result.returncode, result.stderr) == (1, "")
    found = json.loads(result.stdout)
    assert [moved["id"] for moved in found["worse"]] == [*(f"c{n:02}" for n in range(9)), "p"]
    assert found["better"] == []
    changes = {change["name"]: change for change in found["figures"]}
    assert changes["decision_right"]["regression"]
    assert changes["answered_wrongly"]["regression"]
    assert (changes["lookalikes_taken"]["worse"], changes["lookalikes_taken"]["p"]) == (1, 1.0)
    assert run("evals", "compare", after, before).returncode == 0


def test_a_run_of_the_triage_is_compared_with_no_other_sort(run: Run, tmp_path: Path) -> None:
    one = folder(tmp_path / "one", Results((row(1, "juriste"),), ()))
    (tmp_path / "other").mkdir()
    (tmp_path / "other" / "summary.json").write_text('{"figures": {}}', "utf-8")
    result = run("evals", "compare", one, tmp_path / "other")
    assert (result.returncode, result.stderr.count("\n")) == (1, 1)
    assert "de même sorte" in result.stderr


def test_rows_kept_for_control_are_counted_but_not_shown() -> None:
    results = Results((row(1, "reponse_fiche"),), ())
    summary = triage_summary(results) | {
        "cases": 1, "pairs": 0, "answered_before": 0, "date": "2026-11-27", "split": "test",
        "questions_left_out": [], "run": {"code": "", "generation": "", "index": "", "day": ""},
        "scoring": "", "seconds": 1, "tuned": False,
    }  # fmt: skip
    hidden = triage_report(summary, Results((), ()), {})
    assert "réglés" not in hidden
    assert "réglés" in triage_report(summary | {"tuned": True}, results, {})
    assert "1\u00a0question de contrôle n’est pas montrée" in hidden
    assert "Question 1" not in hidden
    assert "Question 1" in triage_report(summary, results, {})


def test_the_shipped_halves_have_answered_questions_of_their_own() -> None:
    tune, test = (read_triage_cases(split=split) for split in ("tune", "test"))
    assert tune.broken == test.broken == ()
    assert len(tune.rows) == len(test.rows) == 249
    assert not {a.id for a in tune.answered} & {a.id for a in test.answered}
    for half in (tune, test):
        known = {a.id for a in half.answered}
        assert {r.duplicate_of for r in half.rows if r.duplicate_of} <= known
