"""Where a passage begins and ends: whole sentences and list items of one section, in tokens."""

from collections.abc import Iterator
from functools import lru_cache
from typing import TYPE_CHECKING

from corpus.text import BULLET, SENTENCE_SPACE
from corpus.tokens import count_tokens
from corpus.types import Document, Passage, Section

if TYPE_CHECKING:
    from langchain_text_splitters import RecursiveCharacterTextSplitter

# From the widest break to the narrowest. The last two part only a sentence that is by itself
# longer than a passage: at the glued ends that pages leave (« acquérir :Une »), then at clauses.
_SEPARATORS = [
    r"\n\s*\n",
    rf"\n(?={BULLET})",
    r"\n",
    SENTENCE_SPACE,
    r"(?<=[a-zà-ÿ»)][.;:,])(?=[A-ZÀ-Þ][a-zà-ÿ])",
    r"(?<=[;:,])[^\S\n]+",
    r"[^\S\n]+",
]


@lru_cache(maxsize=4)
def _splitter(tokens: int) -> "RecursiveCharacterTextSplitter":
    from langchain_text_splitters import RecursiveCharacterTextSplitter

    return RecursiveCharacterTextSplitter(
        separators=_SEPARATORS,
        is_separator_regex=True,
        keep_separator="end",
        strip_whitespace=False,
        chunk_size=tokens,
        chunk_overlap=0,
        length_function=count_tokens,
    )


def split(document: Document, tokens: int) -> Iterator[Passage]:
    """The passages of a document, each of at most `tokens` cl100k tokens, in reading order."""
    for section in document.sections:
        for number, (start, end) in enumerate(_spans(document.text, section, tokens), 1):
            yield Passage(
                passage_id=f"{section.section_id}.{number}",
                document_id=document.document_id,
                section_id=section.section_id,
                start=start,
                end=end,
            )


def _spans(text: str, section: Section, tokens: int) -> Iterator[tuple[int, int]]:
    start = section.start
    for chunk in _splitter(tokens).split_text(text[section.start : section.end]):
        body = chunk.strip()
        if body:
            begin = start + len(chunk) - len(chunk.lstrip())
            yield begin, begin + len(body)
        start += len(chunk)
