"""Reads a FAQ, JSONL or CSV: each question with its answer becomes a document."""

from collections.abc import Iterator

from corpus.faq import Pair, pairs_of_csv, pairs_of_jsonl
from corpus.types import Document, Section
from ingest.read import Page


def read_jsonl(_name: str, data: bytes) -> Iterator[Page]:
    """The pairs of a JSONL file, in order; a line that is wrong refuses the whole file."""
    return (Page(_document(pair), declared=True) for pair in pairs_of_jsonl(data))


def read_csv(_name: str, data: bytes) -> Iterator[Page]:
    """The pairs of a CSV file, in order; a row that is wrong refuses the whole file."""
    return (Page(_document(pair), declared=True) for pair in pairs_of_csv(data))


def _document(pair: Pair) -> Document:
    text = "\n".join(line.rstrip() for line in pair.answer.splitlines())
    title = " ".join(pair.question.split())
    # A jurist's answer is named by its date: its question is the heading it is read under.
    is_jurist = pair.source_kind == "jurist"
    section = Section(
        section_id=f"{pair.id}#1",
        heading=title if is_jurist else "",
        path=(pair.theme,) if pair.theme and not is_jurist else (),
        kind="text",
        start=0,
        end=len(text),
    )
    return Document(
        document_id=pair.id,
        title=title,
        kit="",
        edition="",
        fiche=None,
        levels=pair.levels,
        url=pair.url,
        updated=pair.updated,
        source_kind=pair.source_kind or "faq",
        text=text,
        sections=(section,),
        valid_until=pair.valid_until,
    )
