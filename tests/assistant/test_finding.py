"""How the words of an answer are shared out among the parts of its question."""

from dataclasses import replace
from pathlib import Path

import pytest

from assistant.answer import Assistant
from assistant.finding import found_in, looked_at
from assistant.gate import Verdict
from assistant.question import understand
from assistant.timing import Clock
from corpus.settings import settings

_ASKED = (
    "Comment développer la mobilité durable avec l'ESS ? "
    "Comment soutenir les acteurs culturels de l'ESS ?"
)


@pytest.fixture(scope="module")
def assistant(digests: Path) -> Assistant:
    return Assistant(digests, settings())


def quoted(assistant: Assistant, *verdicts: Verdict) -> list[int]:
    """How many words are quoted for each part, as these verdicts are given in turn."""
    question = understand(_ASKED)
    with assistant.reading() as index:
        looked = [
            replace(one, decision=replace(one.decision, verdict=verdict))
            for one, verdict in zip(
                looked_at(index, assistant.models, question, Clock()), verdicts, strict=True
            )
        ]
        found = found_in(index, assistant.models, question, looked, Clock())
    return [sum(run.words for run in one.extracts) for one in found]


def test_what_is_in_doubt_leaves_more_room_and_what_is_refused_all(assistant: Assistant) -> None:
    both = quoted(assistant, "answers", "answers")
    doubted = quoted(assistant, "answers", "doubtful")
    refused = quoted(assistant, "answers", "refused")
    assert refused[1] == 0 < doubted[1]
    assert both[0] < doubted[0] < refused[0]


def test_a_reading_list_that_no_fiche_has_is_not_given(assistant: Assistant) -> None:
    question = understand("Quelles lectures pour aller plus loin sur la mobilité durable ?")
    with assistant.reading() as index:
        looked = [
            replace(one, decision=replace(one.decision, verdict="answers"), hits=listed)
            for one in looked_at(index, assistant.models, question, Clock())
            for listed in ([hit for hit in one.hits if hit.section.kind != "resources"],)
        ]
        (found,) = found_in(index, assistant.models, question, looked, Clock())
    assert found.extracts
    assert not found.answered
