"""LangChain chains take the search as a retriever."""

from pathlib import Path

from langchain_core.runnables import RunnableLambda

from assistant.answer import Assistant
from assistant.retriever import KitsRetriever
from corpus.settings import settings


def test_the_search_is_a_retriever_in_a_chain(digests: Path) -> None:
    assistant = Assistant(digests, settings())
    chain = KitsRetriever(assistant=assistant, k=3) | RunnableLambda(lambda found: found[0])
    first = chain.invoke("garages solidaires")
    document = assistant._newest.documents[first.metadata["document_id"]]
    assert first.metadata["document_id"] == "municipaless-2026-11"
    assert document.text[first.metadata["start"] : first.metadata["end"]] == first.page_content
