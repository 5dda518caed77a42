"""The search as a LangChain retriever, for chains that others build."""

from typing import Any

from langchain_core.callbacks import CallbackManagerForRetrieverRun
from langchain_core.documents import Document
from langchain_core.retrievers import BaseRetriever

from assistant.answer import Assistant
from corpus.types import Hit


class KitsRetriever(BaseRetriever):
    """Finds passages of the fiches; each document's metadata says where its text stands.

    `assistant` is an open `assistant.answer.Assistant`; `k` is how many passages are found.
    """

    assistant: Any
    k: int = 10

    def _get_relevant_documents(
        self,
        query: str,
        *,
        run_manager: CallbackManagerForRetrieverRun,  # noqa: ARG002
    ) -> list[Document]:
        opened: Assistant = self.assistant
        return [_document(hit) for hit in opened.search(query, self.k)]


def _document(hit: Hit) -> Document:
    return Document(
        id=hit.passage.passage_id,
        page_content=hit.text,
        metadata={
            "document_id": hit.document.document_id,
            "section_id": hit.section.section_id,
            "passage_id": hit.passage.passage_id,
            "title": hit.document.title,
            "heading": hit.heading,
            "source_kind": hit.document.source_kind,
            "url": hit.document.url,
            "start": hit.passage.start,
            "end": hit.passage.end,
            "score": hit.score,
        },
    )
