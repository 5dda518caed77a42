"""`python -m evals compare`: what got better and worse, and whether it is more than chance."""

import json
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from evals.cases import Case
from evals.compare import Change, _adjusted, compare
from evals.console import comparison_text
from evals.folder import write_results, write_summary
from evals.judge.types import Judged
from evals.metrics import Scored, score
from evals.said import Quoted, Said, Stated
from evals.sides import Answers
from evals.wording import named
from tests.conftest import Run

CASES = [
    Case(f"c{i:02}", f"Question {i} ?", document_ids=("d",), key_facts=(("douze",),))
    for i in range(12)
]


def said(
    case: Case, text: str = "Il y en a douze.", status: str = "answered", number: int = 1
) -> Said:
    if status == "refused":
        return Said(case.id, text, "refused", (), (), 0.4)
    cited = Quoted(number, "d", "Il y en a douze.")
    return Said(case.id, text, status, (Stated("Il y en a douze.", (number,)),), (cited,), 0.8)


def folder(
    path: Path,
    answers: list[tuple[Case, Said]],
    scoring: str = "same",
    judge: str = "",
    recall: Sequence[float | None] = (),
) -> Path:
    """An output folder; where a judge is named, with the recall that it sees of each answer."""
    from corpus.types import Document

    document = Document("d", "D", "", "", None, (), "", "", "page", "Il y en a douze.", ())
    scored = [Scored(case, s, score(case, s, {"d": document})) for case, s in answers]
    path.mkdir()
    judged = {
        case.id: Judged((), value, 1.0, 1.0, 1.0)
        for (case, _), value in zip(answers, recall, strict=False)
    }
    write_results(path, scored, {"d": "D"}, judged)
    summary = {"figures": {}, "scoring": scoring}
    write_summary(path, summary | ({"judge": {"name": judge, "identity": judge}} if judge else {}))
    return path


@pytest.fixture
def good(tmp_path: Path) -> Path:
    return folder(tmp_path / "good", [(case, said(case)) for case in CASES])


def test_the_same_answers_are_no_regression(run: Run, good: Path) -> None:
    result = run("evals", "compare", good, good, "--json")
    assert result.returncode == 0, result.stderr
    found = json.loads(result.stdout)
    assert (found["better"], found["worse"], found["broken"]) == ([], [], [])
    assert {change["p"] for change in found["figures"]} == {None}


def test_a_fall_beyond_chance_is_a_regression_and_its_cases_are_named(
    run: Run, good: Path, tmp_path: Path
) -> None:
    worse = [(c, said(c, "Rien.", "refused") if i < 8 else said(c)) for i, c in enumerate(CASES)]
    bad = folder(tmp_path / "bad", worse)
    fallen = run("evals", "compare", good, bad)
    assert fallen.returncode == 1
    assert fallen.stderr == ""
    assert "Régression" in fallen.stdout
    assert "au-delà du hasard (p = 0,0" in fallen.stdout
    assert all(f"- c{i:02}" in fallen.stdout for i in range(8))
    assert "- c08" not in fallen.stdout
    risen = json.loads(run("evals", "compare", bad, good, "--json").stdout)
    assert not risen["regression"]
    assert [moved["id"] for moved in risen["better"]] == [f"c{i:02}" for i in range(8)]


def test_a_fall_within_chance_is_none(run: Run, good: Path, tmp_path: Path) -> None:
    worse = [(c, said(c, "Rien.", "refused") if i < 2 else said(c)) for i, c in enumerate(CASES)]
    result = run("evals", "compare", good, folder(tmp_path / "bad", worse))
    assert result.returncode == 0, result.stdout
    assert "- c01" in result.stdout
    assert "le hasard peut l’expliquer (p = " in result.stdout
    assert "au-delà du hasard" not in result.stdout


def test_one_figure_of_many_that_falls_just_within_its_level_is_no_regression() -> None:
    def change(name: str, p: float | None) -> Change:
        return Change(name, 1.0, 0.5, 12, 0, 6, p, regression=True)

    alone = _adjusted([change("key_facts", 0.03)])
    among = _adjusted([change("key_facts", 0.03), *(change(str(i), 0.2) for i in range(3))])
    assert alone[0].regression
    assert (among[0].p, among[0].regression) == (0.12, False)
    assert not _adjusted([change("key_facts", None)])[0].regression


def test_what_is_judged_has_a_value_of_each_case_or_a_test_of_the_set() -> None:
    reworded = Case("p", "?", kind="paraphrase", of="c00", document_ids=("d",))
    run = {c.id: Scored(c, said(c), score(c, said(c), {})) for c in [*CASES, reworded]}
    known = Answers(run).values("p")
    assert known["paraphrases_same"] == 1
    assert known["paraphrase_groups_same"] is None
    assert not named("paraphrase_groups_same").judged


def test_a_broken_promise_is_a_regression_by_itself(run: Run, good: Path, tmp_path: Path) -> None:
    answers = [(c, said(c, number=2 if c.id == "c03" else 1)) for c in CASES]
    result = run("evals", "compare", good, folder(tmp_path / "bad", answers), "--json")
    assert result.returncode == 1
    assert [moved["id"] for moved in json.loads(result.stdout)["broken"]] == ["c03"]


def test_other_cases_and_other_measures_are_said_in_one_sentence_each(
    run: Run, good: Path, tmp_path: Path
) -> None:
    relabelled = [replace(CASES[0], key_facts=(("treize",),)), *CASES[1:5]]
    some = folder(tmp_path / "some", [(c, said(c)) for c in relabelled], scoring="other")
    result = run("evals", "compare", good, some)
    assert result.returncode == 0
    assert result.stderr.count("\n") == 2
    assert "(12 et 5, dont 4 en commun)" in result.stderr
    assert "4\u00a0cas comparés" in result.stdout
    none = folder(tmp_path / "none", [(relabelled[0], said(relabelled[0]))])
    refused = run("evals", "compare", good, none)
    assert refused.returncode == 1
    assert refused.stderr.count("\n") == 1
    unfinished = run("evals", "compare", good, tmp_path)
    assert unfinished.returncode == 1
    assert "--output" in unfinished.stderr


def test_confidence_that_no_longer_tells_is_a_regression(run: Run, tmp_path: Path) -> None:
    def side(name: str, sure: float) -> Path:
        answers = [(c, replace(said(c), confidence=sure)) for c in CASES]
        return folder(tmp_path / name, answers)

    honest, wrong = side("honest", 0.98), side("wrong", 0.2)
    found = json.loads(run("evals", "compare", honest, wrong, "--json").stdout)
    assert [c["name"] for c in found["figures"] if c["regression"]] == ["calibration_error"]
    assert run("evals", "compare", wrong, honest).returncode == 0


def test_what_the_same_judge_says_of_both_is_compared_case_by_case(tmp_path: Path) -> None:
    answers = [(case, said(case)) for case in CASES]

    def judged(name: str, recall: Sequence[float | None]) -> Path:
        return folder(tmp_path / name, answers, judge="openai:juge", recall=recall)

    good = judged("good", [1.0] * 12)
    # The judge gave no verdict on the last: neither better nor worse.
    found = compare(good, judged("bad", [0.5] * 8 + [1.0] * 3 + [None]))
    assert found.notes == ()
    assert [c.name for c in found.figures if c.regression] == ["judge_recall"]
    assert [moved.id for moved in found.worse] == [f"c{i:02}" for i in range(8)]
    text = comparison_text(found)
    assert "citations, selon le juge\u00a0: 100,0\u00a0% → 63,6\u00a0%" in text
    assert "0 cas mieux et 8 moins bien" in text
    assert not compare(good, judged("within", [0.5, 0.5] + [1.0] * 10)).regression


def test_what_different_judges_say_is_not_compared_and_that_is_said(
    good: Path, tmp_path: Path
) -> None:
    answers = [(case, said(case)) for case in CASES]
    one = folder(tmp_path / "one", answers, judge="openai:un", recall=[1.0] * 12)
    other = folder(tmp_path / "other", answers, judge="nli:deux", recall=[0.0] * 12)
    for before, after, names in (
        (one, other, "(openai:un et nli:deux ;"),
        (good, one, "(aucun et openai:un ;"),
    ):
        found = compare(before, after)
        assert not found.regression
        assert [names in note for note in found.notes] == [True]
        assert "selon le juge" not in comparison_text(found)
