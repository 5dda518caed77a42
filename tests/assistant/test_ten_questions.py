"""The default index answers questions about each of its ten pages."""

from collections.abc import Iterator
from itertools import islice
from pathlib import Path

import pytest

from assistant.answer import Assistant
from corpus.index import open_manifest
from corpus.settings import settings
from evals.cases import SHIPPED, Case, read_cases
from ingest.pipeline import shipped_fiches
from tests.assistant.test_answers import check

PAGES = sorted(file.stem for file in shipped_fiches().glob("*.md") if file.stem != "README")
ASKED = 10


@pytest.fixture(scope="module")
def assistant(digests: Path) -> Assistant:
    return Assistant(digests, settings())


def about(page: str) -> Iterator[Case]:
    """The questions that this page answers, in the order of the set."""
    return (
        case
        for case in read_cases(SHIPPED)
        if case.label == "answerable" and page in case.document_ids[:1] and not case.history
    )


def test_the_default_index_holds_the_ten_pages(digests: Path) -> None:
    assert len(PAGES) == 10
    assert sorted(e.document_id for e in open_manifest(digests)[1].documents) == PAGES


@pytest.mark.parametrize("page", PAGES)
def test_ten_questions_on_a_page_are_answered_from_it(assistant: Assistant, page: str) -> None:
    asked = (assistant.ask(case.question) for case in about(page))
    answered = (a for a in asked if page in {c.document_id for c in a.citations})
    found = list(islice(answered, ASKED))
    assert len(found) == ASKED
    for answer in found:
        check(answer, assistant)
