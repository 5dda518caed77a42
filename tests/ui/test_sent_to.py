"""The page says where text goes when a language model words the answers."""

import urllib.request
from dataclasses import replace
from html import unescape
from pathlib import Path

import pytest
from pydantic import SecretStr

from assistant.answer import Assistant
from assistant.writer import Writer
from corpus.settings import settings
from tests.ui.test_page import serving
from ui import render


def writer(host: str) -> Writer:
    return Writer("small", host, 1.0, SecretStr(""), None)


def test_the_page_names_the_machine_that_text_is_sent_to(digests: Path) -> None:
    model = {"ASSISTANT_LLM": "openai:m", "ASSISTANT_LLM_BASE_URL": "https://models.example/v1"}
    with serving(digests, **model) as url, urllib.request.urlopen(url, timeout=30) as page:
        assert "sont envoyés à models.example" in page.read().decode()
    with serving(digests) as url, urllib.request.urlopen(url, timeout=30) as page:
        assert "sont envoyés" not in page.read().decode()


@pytest.mark.parametrize("host", ["localhost", "127.0.0.1", "127.0.0.2", "::1"])
def test_a_model_on_this_machine_is_said_to_keep_text_here(host: str) -> None:
    said = unescape(render.sent_to(writer(host)))
    assert "rien n’en sort" in said
    assert "envoyés" not in said


@pytest.mark.parametrize("host", ["api.openai.com", "192.168.1.20", "localhost.example"])
def test_any_other_machine_is_named(host: str) -> None:
    assert f"envoyés à {host} " in render.sent_to(writer(host))


def test_an_answer_says_that_a_model_worded_it(digests: Path) -> None:
    assistant = Assistant(digests, settings())
    documents = assistant._newest.documents
    answer = assistant.ask("Comment ma commune peut-elle soutenir les garages solidaires ?")
    assert "modèle de langue" not in render.answer(answer, documents, 1, assistant.today)
    worded = replace(answer, mode="generative", model="<b>small</b>")
    assert "modèle de langue «\u00a0&lt;b&gt;small" in render.answer(
        worded, documents, 1, assistant.today
    )
