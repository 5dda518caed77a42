"""How far the fiches answer a row as a whole: what is learnt of its like, and of its clauses."""

import shutil
from dataclasses import replace
from pathlib import Path

import pytest

from assistant.answer import Assistant
from assistant.finding import Looked, looked_at
from assistant.timing import Clock
from assistant.triage.asked import understood
from assistant.triage.filed import EVIDENCE, row_evidence, row_likely
from assistant.triage.mail import questions_of
from corpus.index import Index
from corpus.settings import settings
from ingest.pipeline import ingest

ASKED = "Qu'est-ce qu'un garage solidaire, et combien coûte une vidange ?"


@pytest.fixture(scope="module")
def assistant(digests: Path) -> Assistant:
    return Assistant(digests, settings())


def looked(assistant: Assistant, index: Index, text: str) -> tuple[list[str], list[Looked]]:
    """A row's questions, and what was searched for each of their parts."""
    asked = questions_of(text)
    question = understood(text, asked, None, index, assistant.models.resolver)
    return list(asked), looked_at(index, assistant.models, question, Clock())


def test_a_row_is_told_by_its_like_and_its_parts(assistant: Assistant) -> None:
    with assistant.reading() as index:
        asked, parts = looked(assistant, index, ASKED)
        found = row_evidence(index, assistant.models, asked, parts)
        likely = row_likely(index, assistant.models, asked, parts)
    assert found
    assert set(found) == set(EVIDENCE)
    assert found["part_held_most"] > 0 > found["part_answered_least"]
    assert likely.learnt
    assert likely.answered < 0.5 < likely.held


def test_what_nothing_was_anticipated_of_is_decided_by_the_gate(
    assistant: Assistant, digests: Path, tmp_path: Path
) -> None:
    with assistant.reading() as index:
        asked, parts = looked(assistant, index, ASKED)
        without = replace(assistant.models, questions=None)
        assert row_evidence(index, without, asked, parts) is None
        assert not row_likely(index, without, asked, parts).learnt
    folder = tmp_path / "index"
    shutil.copytree(digests, folder)
    own = tmp_path / "note.md"
    own.write_text(
        "# Bains-douches\n\nLa ville rouvre les bains-douches du quai Morand.\n", "utf-8"
    )
    ingest([str(own)], folder, settings())
    beside = Assistant(folder, settings())
    with beside.reading() as index:
        asked, parts = looked(beside, index, "Où sont les bains-douches que rouvre la ville ?")
        assert not row_likely(index, beside.models, asked, parts).learnt
