"""Where the bounds of the triage are put, and what its models are of."""

import json

from assistant.triage.choice import Likely
from assistant.triage.filed import ANSWERED, HELD
from assistant.triage.filed import EVIDENCE as EVIDENCE_OF_ROW
from assistant.triage.linear import FILE, fitted
from assistant.triage.mail import questions_of
from assistant.triage.theme import THEMES
from assistant.triage.types import Answered
from corpus.anticipated import anticipated, known_sentences, known_texts, plain
from corpus.encoder import open_encoder
from corpus.settings import settings
from corpus.text import fold
from evals.cases import SHIPPED, read_cases
from evals.measured import measured_texts
from evals.triage.__main__ import as_text
from evals.triage.decisions import DECISIONS, Labelled, fiche_bounds
from evals.triage.duplicates import EVIDENCE, seen_in_pairs
from evals.triage.examples import ROWS, Pair, filed
from evals.triage.messages import Row, Rows, read_messages

GATE = Likely(0.5, 0.5, learnt=False)


def labelled(label: str, answered: float, held: float) -> Labelled:
    """A row that counts for one."""
    return Labelled(label, Likely(answered, held, learnt=True))


def test_the_bounds_answer_no_more_wrong_rows_than_allowed() -> None:
    found = [
        *(labelled("reponse_fiche", 0.6 + n / 100, 0.9) for n in range(20)),
        *(labelled("reponse_partielle", 0.1, 0.5 + n / 100) for n in range(20)),
        *(labelled("juriste", 0.1 + n / 100, 0.3) for n in range(20)),
        labelled("juriste", 0.9, 0.9),
        labelled("juriste", 0.95, 0.9),
    ]
    assert fiche_bounds(found, 0)[0] > 0.95
    whole, partial = fiche_bounds(found, 2)
    assert 0.29 < whole <= 0.6
    assert 0.3 < partial <= 0.5
    heavier = [*found, Labelled("juriste", Likely(0.58, 0.9, learnt=True), weight=40.0)]
    assert fiche_bounds(heavier, 2)[0] > 0.58


def test_the_models_that_ship_are_of_the_evidence_that_is_seen() -> None:
    models = fitted().models
    assert set(models["theme"].classes) <= set(THEMES)
    assert set(models["theme"].named) == set(THEMES)
    assert set(models["duplicate"].named) == set(EVIDENCE)
    assert set(models[ANSWERED].named) == set(models[HELD].named) == set(EVIDENCE_OF_ROW)
    assert {f"right_{decision}" for decision in DECISIONS} <= models.keys()


def test_the_models_are_written_as_they_are_read() -> None:
    text = FILE.read_text(encoding="utf-8")
    assert as_text(json.loads(text)) == text


def test_what_is_filed_has_a_theme_once_and_is_no_case() -> None:
    questions = [plain(one.question) for one in filed()]
    rows = (json.loads(line) for line in ROWS.read_text("utf-8").splitlines())
    asked = {row[name] for row in rows for name in ("question", "a", "b") if name in row}
    asked |= {case.question for case in read_cases(SHIPPED)}
    assert {one.theme for one in filed()} == set(THEMES)
    assert {one.also for one in filed()} == {"", *THEMES}
    assert len(set(questions)) == len(questions)
    assert not {plain(question) for question in asked} & set(questions)


def test_the_messages_are_of_known_texts_and_no_case_nor_row_is_among_them() -> None:
    messages = read_messages()
    measured = measured_texts()
    sections, sentences = known_texts(), frozenset[str]().union(*known_sentences().values())
    assert len({plain(one.message) for one in messages}) == len(messages) > 1500
    learnt_from = {plain(one.question) for one in anticipated()}
    for one in messages:
        assert fold(one.message) not in measured
        assert plain(" ".join(questions_of(one.message))) not in learnt_from
        assert set(one.about) <= (sections.keys() if one.held == "no" else sentences), one.message
        assert one.about or one.held == "no"


def test_rows_are_learnt_from_what_the_fiches_hold_of_messages() -> None:
    held = ["yes", "partly", "no"] * 20
    values = {"yes": 0.9, "partly": 0.5, "no": 0.1}
    found = [
        Row(dict.fromkeys(EVIDENCE_OF_ROW, values[one] + place / 1000), GATE)
        for place, one in enumerate(held)
    ]
    rows = Rows(found, held)
    for likely, one in zip(rows.of(found), held, strict=True):
        assert (likely.answered > 0.5) == (one == "yes")
        assert (likely.held > 0.5) == (one != "no")
    assert rows.unseen != rows.of(found)


def test_a_pair_is_looked_at_alone_and_among_others_that_ask_something_else() -> None:
    answered = [Answered(f"a{n}", f"Quel bail pour une halle {n} ?", "Précaire.") for n in range(3)]
    pairs = [
        Pair("Peut-on prêter une salle ?", "Une salle peut-elle être prêtée ?", True, "one"),
        Pair("Peut-on vendre une salle ?", "Une salle peut-elle être prêtée ?", False, "two"),
    ]
    seen = list(seen_in_pairs(pairs, open_encoder(settings()), answered))
    alone = [one for one in seen if not one.values["among"]]
    assert [(one.group, one.same) for one in alone] == [("one", True), ("two", False)]
    among = [one for one in seen if one.values["among"]]
    assert [(one.group, one.same) for one in among if one.same] == [("one", True)]
    assert len(among) == 8
    assert all(set(EVIDENCE) <= set(one.values) for one in seen)
