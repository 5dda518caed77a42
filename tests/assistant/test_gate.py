"""What the gate decides from."""

import json
import math
import os
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from assistant.answer import Assistant
from assistant.finding import find
from assistant.gate import WEIGHTS, Decision, decide, evidence, log_odds
from assistant.question import understand
from assistant.reader.reading import Reading, Readings
from assistant.search import distinct_texts, search
from assistant.timing import Clock
from corpus.anticipated import anticipated, plain
from corpus.settings import settings
from corpus.types import Hit
from evals.cases import SHIPPED, Case, read_cases
from evals.gate import (
    ANSWERED,
    ASKED,
    EVIDENCE,
    HELD,
    KINDS,
    READ,
    Example,
    examples,
    fit,
    fit_with_questions,
    read_aside,
    read_held,
)
from evals.lines import read_bytes
from evals.measured import measured_texts

STEP = 1 if "TEST_LONG" in os.environ else 4
OFF_TOPIC = SHIPPED.with_name("aside_off_topic.jsonl")


@pytest.fixture(scope="module")
def assistant(digests: Path) -> Assistant:
    return Assistant(digests, settings())


def seen(assistant: Assistant, text: str) -> dict[str, float]:
    with assistant.reading() as index:
        question = understand(text)
        part = question.parts[0]
        hits = distinct_texts(index, question, search(index, assistant.models, question, part, 12))
        return evidence(index, question, part, hits)


def decided(assistant: Assistant, text: str, off_topic: float = 0.0, **told: Any) -> Decision:
    """What is decided on a question, were it so that the near ones told this of it."""
    question = understand(text)
    part = question.parts[0]
    with assistant.reading() as index:
        hits = search(index, assistant.models, question, part, 12)
        near = assistant.models.near(index, part.text)
        assert near
        return decide(index, question, part, hits, None, replace(near, **told), off_topic)


def test_an_amount_that_no_passage_gives_is_evidence_against(assistant: Assistant) -> None:
    asked = seen(assistant, "Combien d'euros coûte l'entretien d'un vélo ?")
    assert asked["lacks_kind"] == 1
    assert seen(assistant, "Qui entretient les vélos ?")["lacks_kind"] == 0


def test_a_place_that_no_passage_names_is_evidence_against(assistant: Assistant) -> None:
    assert (
        seen(assistant, "Que fait-on à Strasbourg pour les garages solidaires ?")["lacks_name"] == 1
    )
    assert seen(assistant, "Que fait-on à Angers pour les garages solidaires ?")["lacks_name"] == 0


@pytest.mark.parametrize("text", ["asdfgh qwerty", "Une recette de gratin dauphinois ?"])
def test_what_is_hopeless_is_refused_unread(assistant: Assistant, text: str) -> None:
    class Unread(Readings):
        def of(self, hit: Hit) -> Reading:
            raise AssertionError(hit.passage.passage_id)

    reader = assistant.models.reader
    assert reader is not None
    with assistant.reading() as index:
        question = understand(text)
        part = question.parts[0]
        hits = search(index, assistant.models, question, part, 12)
        found = decide(index, question, part, hits, Unread(reader, text))
    assert found.verdict == "refused"
    assert found.probability < 0.1


def test_what_the_pages_answer_in_part_teaches_neither_verdict(assistant: Assistant) -> None:
    whole = Case("a", "Qu’est-ce qu’un garage solidaire ?")
    partly = Case("b", whole.question, "multi_part", kind="partly", expected="partial")
    assert [(e.id, e.answerable) for e in examples([whole, partly], assistant)] == [("a", True)]


def test_the_fit_separates_what_its_evidence_separates() -> None:
    found = [
        Example(
            str(n),
            answerable=n % 3 > 0,
            held=None,
            off_topic=False,
            values=dict.fromkeys(EVIDENCE, 0.0) | {"coverage": 0.9 if n % 3 else 0.1 + n / 1000},
        )
        for n in range(60)
    ]
    model = fit(found, EVIDENCE)
    assert model["weights"]["coverage"] > 0
    assert model["weights"]["similarity"] == 0
    assert 0 < model["refused_below"]["fr"] <= model["doubtful_below"]["fr"] < 1


def test_one_model_says_whether_to_refuse_and_another_whether_to_doubt() -> None:
    names = (*EVIDENCE, *ASKED, ANSWERED, HELD)

    def example(n: int, answered: float, near: float, **labels: bool) -> Example:
        seen = {"coverage": 0.5, "answered": answered, "held": near + n / 1000}
        return Example(
            f"{answered} {near} {n}",
            labels.get("answerable", False),
            labels.get("held", False),
            labels.get("off_topic", False),
            dict.fromkeys(names, 0.0) | seen,
        )

    found = [
        *(example(n, 0.9, 0.9, answerable=True, held=True) for n in range(30)),
        *(example(n, 0.3, 0.8, held=True) for n in range(30)),
        *(example(n, 0.2, 0.2) for n in range(30)),
        *(example(n, 0.2, 0.3, off_topic=True) for n in range(5)),
    ]
    english = [
        replace(e, id=f"en {e.id}", values=e.values | {"english": 1.0}) for e in found[30:60]
    ]
    aside = [
        *(example(n, 0.9, 0.9, answerable=True, held=True) for n in range(30, 60)),
        *(example(n, 0.3, 0.8, held=True) for n in range(30, 60)),
        *(example(n, 0.2, 0.2) for n in range(30, 60)),
    ]
    models = fit_with_questions([*found, *english], aside)
    for bounds in (models["held"]["refused_below"], models["with_questions"]["doubtful_below"]):
        assert bounds["fr"] == bounds["en"]
    assert set(models) == {"held", "with_questions"}
    assert "doubtful_below" not in models["held"]
    assert "refused_below" not in models["with_questions"]
    odds = models["held"]["intercept"] + sum(
        weight * found[-1].values[name] for name, weight in models["held"]["weights"].items()
    )
    assert 1 / (1 + math.exp(-odds)) < models["held"]["refused_below"]["fr"]


@pytest.mark.parametrize(
    ("held", "answered", "verdict"),
    [(-1.0, -1.0, "refused"), (1.0, -1.0, "doubtful"), (1.0, 1.0, "answers")],
)
def test_a_part_of_which_nothing_is_held_is_refused_and_one_held_in_part_is_in_doubt(
    assistant: Assistant, held: float, answered: float, verdict: str
) -> None:
    told = {"about": 1.0, "answered": answered, "held": held, "lead": held / 5}
    decision = decided(assistant, "Comment aider un garage solidaire ?", **told)
    assert decision.verdict == verdict
    assert decision.held >= decision.probability


def test_what_the_pages_hold_was_read_of_no_question_of_test() -> None:
    of = {case.id: case for case in read_cases(SHIPPED)}
    held = read_held()
    assert {of[one].split for one in held} == {"tune", "seen"}
    assert all(held[one] for one in held if of[one].label == "answerable")
    assert {of[one].label for one in held} == {"answerable", "near_miss", "absent"}


def test_no_question_kept_aside_was_anticipated_or_is_a_case() -> None:
    aside = {plain(one.question) for one in read_aside()}
    assert len(aside) == len(read_aside())
    assert {one.answered for one in read_aside()} == {"yes", "partly", "no"}
    assert not aside & {plain(one.question) for one in anticipated()}
    assert not aside & {plain(text) for text in measured_texts()}


def test_what_orders_an_invention_is_refused_however_near_it_is(assistant: Assistant) -> None:
    text = "Invente une réponse sur les garages solidaires."
    assert decided(assistant, text).verdict == "refused"


def test_what_is_off_topic_is_refused_unless_nearly_all_near_it_is_about_a_fiche(
    assistant: Assistant,
) -> None:
    def verdict(about: float, off_topic: float) -> str:
        text = "Une clim de voiture, combien pour la recharger ?"
        told = {"about": about, "answered": 1.0, "held": 1.0, "lead": 0.2}
        return decided(assistant, text, off_topic, **told).verdict

    assert verdict(0.9, 0.9) == "refused"
    assert verdict(0.99, 0.9) == verdict(0.9, 0.01) == "answers"


def test_what_has_no_word_of_the_passages_is_decided_by_what_is_near(
    assistant: Assistant, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("assistant.gate._coverage", lambda *given: 0.0)
    assert assistant.ask("Comment soutenir les garages solidaires ?").status != "refused"
    assert assistant.ask("Quelle est la recette de la tarte aux pommes ?").status == "refused"


def test_nothing_is_shown_for_what_is_off_topic(assistant: Assistant) -> None:
    aside = [json.loads(line)["question"] for line in read_bytes(OFF_TOPIC).splitlines()]
    assert len(aside) > 300
    assert not {plain(text) for text in aside} & {plain(text) for text in measured_texts()}
    shown = []
    with assistant.reading() as index:
        for text in aside[::STEP]:
            question = understand(text, vocabulary=index.words)
            found = find(index, assistant.models, question, Clock()) if question.asks else []
            shown += [text] * any(one.decision.verdict != "refused" for one in found)
    assert shown == []


def test_the_weights_that_ship_are_of_the_evidence_that_is_seen() -> None:
    written = json.loads(WEIGHTS.read_text("utf-8"))
    assert tuple(written["without_reader"]["weights"]) == EVIDENCE
    assert tuple(written["with_reader"]["weights"]) == (*EVIDENCE, *READ, *KINDS)
    assert tuple(written["with_questions"]["weights"]) == (*ASKED, ANSWERED)
    assert tuple(written["held"]["weights"]) == (*ASKED, HELD)
    for model in (written["without_reader"], written["with_reader"]):
        assert model["weights"]["coverage"] > 0 > model["weights"]["lacks_kind"]


def test_next_to_nothing_and_next_to_all_count_as_a_little_less() -> None:
    assert log_odds(0.5, 0.02) == 0
    assert log_odds(-0.1, 0.02) == log_odds(0.02, 0.02) == pytest.approx(-log_odds(1.2, 0.02))
