"""What the page shows is escaped, marked and linked as the answer says."""

from dataclasses import replace
from pathlib import Path

import pytest

from assistant.answer import Assistant
from assistant.wording import DIGEST_NOTICE
from corpus.settings import settings
from ui import render


@pytest.fixture(scope="module")
def assistant(digests: Path) -> Assistant:
    return Assistant(digests, settings())


def test_a_quote_is_marked_in_the_fiches_text_around_it(assistant: Assistant) -> None:
    answer = assistant.ask("Comment ma commune peut-elle soutenir les garages solidaires ?")
    page = render.answer(answer, assistant.index.documents, 1)
    assert page.count('<details class="source"') == len(answer.citations)
    assert "<mark>" in page
    assert "<strong>" in page  # headings of the fiche around the quote
    assert 'href="#source-1-1"' in page
    assert 'id="source-1-1"' in page
    assert DIGEST_NOTICE in page
    assert 'href="https://www.rtes.fr/kit-municipaless"' in page


def test_everything_shown_is_escaped(assistant: Assistant) -> None:
    answer = assistant.ask("recette de la ratatouille")
    evil = "<script>alert(1)</script>"
    shown = render.answer(replace(answer, missing=(evil,)), assistant.index.documents, 1)
    assert evil not in shown
    assert "&lt;script&gt;" in shown
    assert evil not in render.conversation([(evil, "")])
    assert evil not in render.failure(evil)


def test_only_web_addresses_become_links(assistant: Assistant) -> None:
    answer = assistant.ask("Qui soutient le garage solidaire Solidarauto49 ?")
    documents = {
        name: replace(document, url="javascript:alert(1)")
        for name, document in assistant.index.documents.items()
    }
    assert "javascript:" not in render.answer(answer, documents, 1)


def test_a_refusal_says_what_is_missing(assistant: Assistant) -> None:
    answer = assistant.ask("Quel est le cadre légal du prêt de vélos cargos par une communauté ?")
    refused = replace(assistant.ask("asdfgh"), closest=answer.closest)
    page = render.answer(refused, assistant.index.documents, 1)
    assert "Ce qui manque" in page
    assert "asdfgh" in page
