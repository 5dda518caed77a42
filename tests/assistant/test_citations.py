"""A statement that its quotes do not bear out is dropped."""

from dataclasses import replace
from pathlib import Path

import pytest

from assistant.answer import Assistant
from assistant.citations import verify
from assistant.types import Citation, Statement
from corpus.settings import settings


@pytest.fixture(scope="module")
def assistant(digests: Path) -> Assistant:
    return Assistant(digests, settings())


@pytest.fixture
def citation(assistant: Assistant) -> Citation:
    return assistant.ask("Qui soutient le garage solidaire Solidarauto49 ?").citations[0]


@pytest.mark.parametrize(
    "text",
    [
        "Le soutien atteint 987654 euros.",
        "Le projet est soutenu par la ville de Vladivostok.",
    ],
)
def test_an_invented_figure_or_name_is_dropped(
    assistant: Assistant, citation: Citation, text: str
) -> None:
    statement = Statement(text, "other", (1,))
    assert verify(assistant._newest, [statement], [citation]) == ((), ())


def test_a_quote_that_is_not_the_text_is_dropped(assistant: Assistant, citation: Citation) -> None:
    statement = Statement(citation.quote, "other", (1,))
    moved = replace(citation, start=citation.start + 1)
    assert verify(assistant._newest, [statement], [moved]) == ((), ())
    elsewhere = replace(citation, passage_id="nowhere")
    assert verify(assistant._newest, [statement], [elsewhere]) == ((), ())


def test_citations_are_renumbered_in_order_of_use(assistant: Assistant, citation: Citation) -> None:
    other = assistant.ask("Qu'est-ce que la médiation numérique ?").citations[0]
    given = [replace(citation, number=3), replace(other, number=7), replace(citation, number=9)]
    said = [Statement(other.quote, "other", (7,)), Statement(citation.quote, "other", (3,))]
    statements, citations = verify(assistant._newest, said, given)
    assert [s.citations for s in statements] == [(1,), (2,)]
    assert [(c.number, c.quote) for c in citations] == [(1, other.quote), (2, citation.quote)]
