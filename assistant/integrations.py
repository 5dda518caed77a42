"""The search as a LangChain retriever and the whole assistant as a Runnable, for others' chains."""

from typing import Any

from langchain_core.callbacks import CallbackManagerForRetrieverRun
from langchain_core.documents import Document
from langchain_core.retrievers import BaseRetriever
from langchain_core.runnables import Runnable, RunnableLambda
from pydantic import ConfigDict, PositiveInt

from assistant.answer import Assistant
from assistant.lines import checked_line
from assistant.types import answer_json
from corpus.types import Hit, Level


class KitsRetriever(BaseRetriever):
    """Finds passages of the fiches; each document's metadata says where its text stands.

    `assistant` is an open `assistant.answer.Assistant`; `k` is how many passages are found, `level`
    and `kit` are preferences. `invoke` and `bind` take these three for one search too.
    """

    model_config = ConfigDict(extra="forbid")

    assistant: Any
    k: PositiveInt = 10
    level: Level | None = None
    kit: str | None = None

    def _get_relevant_documents(
        self,
        query: str,
        *,
        run_manager: CallbackManagerForRetrieverRun,  # noqa: ARG002
        k: int | None = None,
        level: Level | None = None,
        kit: str | None = None,
    ) -> list[Document]:
        opened: Assistant = self.assistant
        count = self.k if k is None else k
        found = opened.search(query, count, level or self.level, kit or self.kit)
        return [_document(hit) for hit in found]


def as_runnable(assistant: Assistant) -> Runnable[dict[str, Any], dict[str, Any]]:
    """The assistant as a Runnable, from a question line of the contract to its answer object.

    The input holds `question` and, where there are any, `history`, `level`, `kit` and `id`;
    invoke, batch and stream work as for any Runnable. Raises AssistantError where the line is
    broken or cannot be asked.
    """

    def ask(value: dict[str, Any]) -> dict[str, Any]:
        line = checked_line(value)
        answer = assistant.ask(line.question, line.history, line.level, line.kit)
        return answer_json(answer, line.id)

    return RunnableLambda(ask, name="assistant")


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
            "kit": hit.document.kit,
            "edition": hit.document.edition,
            "fiche": hit.document.fiche,
            "url": hit.document.url,
            "updated": hit.document.updated,
            "also_in": list(hit.passage.also_in),
            "newer_in": hit.passage.newer_in,
            "start": hit.passage.start,
            "end": hit.passage.end,
            "score": hit.score,
        },
    )
