"""LangChain chains take the search as a retriever."""

from pathlib import Path

from langchain_core.runnables import RunnableLambda

from assistant.answer import Assistant
from assistant.integrations import KitsRetriever, as_runnable
from corpus.settings import settings


def test_the_search_is_a_retriever_in_a_chain(digests: Path) -> None:
    assistant = Assistant(digests, settings())
    chain = KitsRetriever(assistant=assistant, k=3) | RunnableLambda(lambda found: found[0])
    first = chain.invoke("garages solidaires")
    document = assistant._newest.documents[first.metadata["document_id"]]
    assert first.metadata["document_id"] == "municipaless-2026-11"
    assert document.text[first.metadata["start"] : first.metadata["end"]] == first.page_content


def test_the_whole_assistant_is_a_runnable(digests: Path) -> None:
    chain = as_runnable(Assistant(digests, settings())) | RunnableLambda(lambda a: a["status"])
    assert chain.invoke({"question": "Comment soutenir les garages solidaires ?"}) == "answered"
    lines = [{"id": n, "question": "garages solidaires"} for n in range(6)]
    answers = as_runnable(Assistant(digests, settings())).batch([*lines])
    assert [a["id"] for a in answers] == list(range(6))
    assert len({a["text"] for a in answers}) == 1
