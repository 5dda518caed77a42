"""LangChain chains take the search as a retriever."""

from pathlib import Path
from typing import Any

import jsonschema
import pytest
from langchain_core.runnables import RunnableLambda
from pydantic import ValidationError

from assistant.answer import Assistant
from assistant.integrations import KitsRetriever, as_runnable
from corpus.errors import AssistantError
from corpus.settings import settings
from evals.schemas import schemas


def test_the_search_is_a_retriever_in_a_chain(digests: Path) -> None:
    assistant = Assistant(digests, settings())
    chain = KitsRetriever(assistant=assistant, k=3) | RunnableLambda(lambda found: found[0])
    first = chain.invoke("garages solidaires")
    document = assistant._newest.documents[first.metadata["document_id"]]
    assert first.metadata["document_id"] == "municipaless-2026-11"
    assert document.text[first.metadata["start"] : first.metadata["end"]] == first.page_content
    told = {name: first.metadata[name] for name in ("kit", "edition", "fiche")}
    assert told == {"kit": "municipaless", "edition": "2026", "fiche": 11}
    assert {"updated", "also_in", "newer_in"} <= first.metadata.keys()


@pytest.mark.parametrize("k", [0, -1])
def test_the_retriever_finds_at_least_one_passage(k: int) -> None:
    with pytest.raises(ValidationError, match="greater than 0"):
        KitsRetriever(assistant=None, k=k)


def test_one_search_may_have_its_own_count_level_and_kit(digests: Path) -> None:
    retriever = KitsRetriever(assistant=Assistant(digests, settings()), k=3, level="commune")
    for found in (retriever.invoke("garages", k=7), retriever.bind(k=7).invoke("garages")):
        assert len(found) == 7
    asked = "Que peut faire un département pour l'ESS ?"
    preferred = [
        [document.metadata["kit"] for document in retriever.invoke(asked, kit=kit)]
        for kit in ("departements", "municipaless")
    ]
    assert preferred[0] != preferred[1]
    with pytest.raises(AssistantError):
        retriever.invoke("garages", k=-1)
    with pytest.raises(AssistantError, match="« level »"):
        retriever.invoke("garages", level="ville")


def test_the_retriever_refuses_what_it_does_not_know(digests: Path) -> None:
    with pytest.raises(ValidationError, match="filter"):
        KitsRetriever(assistant=None, filter={})
    with pytest.raises(TypeError, match="filter"):
        KitsRetriever(assistant=Assistant(digests, settings())).invoke("garages", filter={})


@pytest.mark.parametrize(
    "line",
    [
        {},
        {"question": 5},
        {"question": "x", "level": "ville"},
        {"question": "x", "kit": "autre"},
        {"question": "x", "history": "abc"},
        {"question": "x", "id": {"a": 1}},
        "x",
    ],
)
def test_the_runnable_refuses_what_a_batch_does(line: Any) -> None:
    asked: Any = None
    with pytest.raises(AssistantError):
        as_runnable(asked).invoke(line)


def test_the_whole_assistant_is_a_runnable(digests: Path) -> None:
    chain = as_runnable(Assistant(digests, settings())) | RunnableLambda(lambda a: a["status"])
    assert chain.invoke({"question": "Comment soutenir les garages solidaires ?"}) == "answered"
    lines = [{"id": n, "question": "garages solidaires"} for n in range(6)]
    answers = as_runnable(Assistant(digests, settings())).batch([*lines])
    assert [a["id"] for a in answers] == list(range(6))
    assert len({a["text"] for a in answers}) == 1
    for answer in answers:
        jsonschema.validate(answer, schemas()["answer"])
