"""What the plain LangChain recipe answers: splitter 1000/200, the same encoder, Chroma.

Without a language model it quotes its best chunks, cut to whole sentences. It has no gate, so it
always answers; it says no confidence, and it takes no notice of the questions before a follow-up.
"""

import tempfile
import time
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from corpus.errors import AssistantError
from corpus.settings import Settings
from corpus.text import units
from corpus.types import Document
from evals.cases import Case

if TYPE_CHECKING:
    from langchain_chroma import Chroma
    from langchain_core.documents import Document as Chunk

MODEL = "plain-langchain"
# Over `tune` and the RTES export (110 answerable questions): one, two and four chunks are 120, 237
# and 465 words in the median and hold the key facts of 52, 70 and 81 %. Our answers are about 150.
_CHUNKS = 2


def plain_index(texts: Mapping[str, str], model: Path, folder: Path) -> "Chroma":
    """Split texts by document id, embed them with an encoder through torch, and store them."""
    try:
        from langchain_chroma import Chroma
        from langchain_huggingface import HuggingFaceEmbeddings
        from langchain_text_splitters import RecursiveCharacterTextSplitter
    except ImportError as error:
        raise AssistantError(
            f"La recette de comparaison a besoin du paquet « {error.name} » : installez ceux de "
            "requirements-dev.txt."
        ) from error
    splitter = RecursiveCharacterTextSplitter(
        chunk_size=1000, chunk_overlap=200, add_start_index=True
    )
    embeddings = HuggingFaceEmbeddings(
        model_name=str(model),
        model_kwargs={"device": "cpu"},
        encode_kwargs={"prompt": "passage: ", "normalize_embeddings": True},
        query_encode_kwargs={"prompt": "query: ", "normalize_embeddings": True},
    )
    named = [{"document_id": name} for name in texts]
    chunks = splitter.create_documents(list(texts.values()), named)
    return Chroma.from_documents(chunks, embeddings, persist_directory=str(folder))


def plain_answers(
    cases: Iterable[Case], index: Path, settings: Settings, chunks: int = _CHUNKS
) -> Iterator[dict[str, Any]]:
    """The recipe's answer object to each case, over the stored texts of an index.

    Its own store is made in a folder of this run's, which takes some seconds a fiche.
    """
    from corpus import weights
    from corpus.index import open_documents, open_manifest

    documents = open_documents(index, open_manifest(index)[1])
    model = weights.unpacked(settings.cache) / weights.SENTENCE_TRANSFORMERS
    with tempfile.TemporaryDirectory() as folder:
        store = plain_index(
            {d.document_id: d.text for d in documents.values()}, model, Path(folder)
        )
        # The encoder is loaded before anything is timed.
        store.similarity_search("", k=1)
        for case in cases:
            started = time.perf_counter()
            found = store.similarity_search(case.question, k=chunks)
            yield _answer(case, found, documents, 1000 * (time.perf_counter() - started))


def _answer(
    case: Case, found: "Iterable[Chunk]", documents: Mapping[str, Document], milliseconds: float
) -> dict[str, Any]:
    """The contract's answer object, without the fields that the recipe has no word for."""
    citations = [_citation(number, chunk, documents) for number, chunk in enumerate(found, 1)]
    return {
        "id": case.id,
        "question": case.question,
        "mode": "extractive",
        "status": "answered",
        "text": "\n\n".join(f"{c['quote']} [{c['number']}]" for c in citations),
        "statements": [
            {"text": c["quote"], "kind": "other", "citations": [c["number"]]} for c in citations
        ],
        "citations": citations,
        "model": MODEL,
        "timings_ms": {"total": round(milliseconds, 1)},
    }


def _citation(number: int, chunk: "Chunk", documents: Mapping[str, Document]) -> dict[str, Any]:
    document = documents[chunk.metadata["document_id"]]
    start = int(chunk.metadata["start_index"])
    start, end = whole_sentences(document.text, start, start + len(chunk.page_content))
    return {
        "number": number,
        "document_id": document.document_id,
        "title": document.title,
        "quote": document.text[start:end],
        "start": start,
        "end": end,
    }


def whole_sentences(text: str, start: int, end: int) -> tuple[int, int]:
    """The span of the whole sentences and list items inside another; that one where none is."""
    whole = [(a, b) for a, b in units(text) if start <= a and b <= end]
    return (whole[0][0], whole[-1][1]) if whole else (start, end)
