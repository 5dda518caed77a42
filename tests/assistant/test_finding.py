"""How the words of an answer are shared out among the parts of its question."""

from pathlib import Path

import pytest

from assistant.answer import Assistant
from assistant.finding import find
from assistant.gate import Decision, Verdict
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
    given = iter(verdicts)

    def judged(decision: Decision) -> Decision:
        return Decision(next(given), decision.probability, decision.held)

    with assistant.reading() as index:
        found = find(index, assistant.models, understand(_ASKED), Clock(), judged)
    return [sum(run.words for run in one.extracts) for one in found]


def test_what_is_in_doubt_leaves_more_room_and_what_is_refused_all(assistant: Assistant) -> None:
    both = quoted(assistant, "answers", "answers")
    doubted = quoted(assistant, "answers", "doubtful")
    refused = quoted(assistant, "answers", "refused")
    assert refused[1] == 0 < doubted[1]
    assert both[0] < doubted[0] < refused[0]
