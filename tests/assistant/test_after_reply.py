"""What is asked on after a reply, and what is quoted for it."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from assistant import after_reply, finding
from assistant.after_reply import EVIDENCE, READ, SHOWN, again, is_likely
from assistant.answer import Assistant
from assistant.extracts import Extract
from assistant.types import Citation
from corpus.settings import settings

GARAGES = "Comment ma commune peut-elle soutenir les garages solidaires ?"
DEPARTEMENT = "Que peut faire un département pour l'ESS ?"
Unlikely = list[dict[str, float]]


@pytest.fixture(scope="module")
def assistant(digests: Path) -> Assistant:
    return Assistant(digests, settings())


def extract(assistant: Assistant, citation: Citation) -> Extract:
    """What a citation quotes."""
    hits = assistant.search(GARAGES, 12)
    (hit,) = [hit for hit in hits if hit.passage.passage_id == citation.passage_id]
    return Extract(hit, citation.start, citation.end, "other")


def test_what_was_shown_counts_by_its_words_in_any_reply(assistant: Assistant) -> None:
    shown = assistant.ask(GARAGES).citations
    first, second = (extract(assistant, citation) for citation in shown[:2])
    assert again([first, second], [shown]) == 1
    assert again([first], [(), shown]) == 1
    assert again([first], [shown[1:]]) == 0
    share = first.words / (first.words + second.words)
    assert again([first, second], [shown[:1]]) == pytest.approx(share)
    assert again([replace(first, end=first.end + 1)], [shown[:1]]) == 0


@pytest.mark.parametrize("names", [EVIDENCE, READ, SHOWN])
def test_the_less_is_new_and_the_less_rests_on_it_the_less_likely_it_is(
    names: tuple[str, ...],
) -> None:
    likely = {"again": 0.0, "read": 4.0, "sentence": 0.9, "lead": 0.1}
    worse = {"again": 1.0, "read": -4.0, "sentence": 0.0, "lead": -0.1}
    assert is_likely({name: likely[name] for name in names})
    assert not is_likely({name: worse[name] for name in names})
    (fitted,) = [one for one in after_reply._fitted() if set(one.weights) == set(names)]
    assert all((worse[name] < likely[name]) == (fitted.weights[name] > 0) for name in names)


@pytest.fixture
def unlikely(monkeypatch: pytest.MonkeyPatch) -> Unlikely:
    """Nothing is likely; what was seen."""
    seen: Unlikely = []
    monkeypatch.setattr(finding, "is_likely", lambda values: bool(seen.append(values)))
    return seen


def test_what_is_not_likely_to_be_said_is_in_doubt_after_a_reply_alone(
    digests: Path, unlikely: Unlikely
) -> None:
    assistant = Assistant(digests, settings())
    assert assistant.ask(GARAGES).status == "answered"
    assert unlikely == []
    after = assistant.ask(DEPARTEMENT, [GARAGES])
    assert after.status == "partial"
    assert after.citations
    (values,) = unlikely
    assert set(values) == set(EVIDENCE)


def test_without_a_reader_what_is_new_tells(digests: Path, unlikely: Unlikely) -> None:
    assistant = Assistant(digests, settings().model_copy(update={"reader": False}))
    assert assistant.ask(DEPARTEMENT, [GARAGES]).status == "partial"
    (values,) = unlikely
    assert set(values) == set(SHOWN)


def test_without_anticipated_questions_what_is_new_and_the_reader_tell(
    digests: Path, unlikely: Unlikely
) -> None:
    assistant = Assistant(digests, settings().model_copy(update={"anticipated": False}))
    assert assistant.ask(DEPARTEMENT, [GARAGES]).status == "partial"
    (values,) = unlikely
    assert set(values) == set(READ)


@pytest.mark.parametrize("said", ["Bonjour", "Merci beaucoup !", "Quel temps fera-t-il demain ?"])
def test_a_reply_that_quotes_nothing_leaves_a_first_question(
    digests: Path, unlikely: Unlikely, said: str
) -> None:
    assistant = Assistant(digests, settings())
    assert assistant.ask(GARAGES, [said]).status == "answered"
    assert unlikely == []


def test_the_evidence_is_what_reader_and_near_questions_say_of_what_is_quoted(
    assistant: Assistant, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: list[tuple[tuple[Any, ...], dict[str, float]]] = []
    real: Callable[..., dict[str, float]] = finding.evidence
    monkeypatch.setattr(finding, "evidence", lambda *a: seen.append((a, real(*a))) or seen[-1][1])
    assistant.ask(DEPARTEMENT, [GARAGES])
    (((readings, (near, typed), extracts, shown), values),) = seen
    best = max(readings.of(run.hit).answers for run in extracts)
    assert values["read"] == pytest.approx(best)
    told = {start: share for (_, start), share in typed.sentences.items()}
    held = [told.get(s, 0.0) for run in extracts for s in told if run.start <= s < run.end]
    assert values["sentence"] == max(held) > 0
    assert values["lead"] == near.lead != 0
    assert values["again"] == again(extracts, shown)
