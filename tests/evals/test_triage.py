"""Where the bounds of the triage are put, and what its models are of."""

import json

from assistant.triage.choice import Likely
from assistant.triage.linear import FILE, fitted
from assistant.triage.theme import THEMES
from corpus.anticipated import plain
from evals.cases import SHIPPED, read_cases
from evals.triage.__main__ import as_text
from evals.triage.decisions import DECISIONS, Labelled, fiche_bounds
from evals.triage.duplicates import EVIDENCE
from evals.triage.examples import ROWS, filed


def labelled(label: str, answered: float, held: float) -> Labelled:
    """A row of one part."""
    return Labelled(label, (Likely(answered, held),))


def test_the_bounds_answer_no_more_wrong_rows_than_allowed() -> None:
    found = [
        *(labelled("reponse_fiche", 0.6 + n / 100, 0.9) for n in range(20)),
        *(labelled("reponse_partielle", 0.1, 0.5 + n / 100) for n in range(20)),
        *(labelled("juriste", 0.1 + n / 100, 0.3) for n in range(20)),
        labelled("juriste", 0.9, 0.9),
        labelled("juriste", 0.95, 0.9),
    ]
    strict, loose = fiche_bounds(found, 0), fiche_bounds(found, 2)
    assert strict["answers"] > 0.95
    assert 0.29 < loose["answers"] <= 0.6
    assert 0.3 < loose["partial"] <= 0.5


def test_the_models_that_ship_are_of_the_evidence_that_is_seen() -> None:
    models = fitted().models
    assert set(models["theme"].classes) <= set(THEMES)
    assert set(models["theme"].named) == set(THEMES)
    assert set(models["duplicate"].named) == set(EVIDENCE)
    assert {f"right_{decision}" for decision in DECISIONS} <= models.keys()


def test_the_models_are_written_as_they_are_read() -> None:
    text = FILE.read_text(encoding="utf-8")
    assert as_text(json.loads(text)) == text


def test_what_is_filed_has_a_theme_once_and_is_no_case() -> None:
    questions = [plain(question) for question, _ in filed()]
    rows = (json.loads(line) for line in ROWS.read_text("utf-8").splitlines())
    asked = {row[name] for row in rows for name in ("question", "a", "b") if name in row}
    asked |= {case.question for case in read_cases(SHIPPED)}
    assert {theme for _, theme in filed()} == set(THEMES)
    assert len(set(questions)) == len(questions)
    assert not {plain(question) for question in asked} & set(questions)
