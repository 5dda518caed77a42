"""The plain recipe that speed is measured against: LangChain's splitter 1000/200 and Chroma."""

from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from langchain_chroma import Chroma


def plain_index(source: Path, model: Path, folder: Path) -> "Chroma":
    """Split a text file, embed it with the same encoder through torch, and store it."""
    from langchain_chroma import Chroma
    from langchain_huggingface import HuggingFaceEmbeddings
    from langchain_text_splitters import RecursiveCharacterTextSplitter

    splitter = RecursiveCharacterTextSplitter(chunk_size=1000, chunk_overlap=200)
    embeddings = HuggingFaceEmbeddings(
        model_name=str(model),
        model_kwargs={"device": "cpu"},
        encode_kwargs={"prompt": "passage: ", "normalize_embeddings": True},
        query_encode_kwargs={"prompt": "query: ", "normalize_embeddings": True},
    )
    chunks = splitter.split_text(source.read_text(encoding="utf-8"))
    return Chroma.from_texts(chunks, embeddings, persist_directory=str(folder))
