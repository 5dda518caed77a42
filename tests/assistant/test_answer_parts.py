"""How the extracts of several parts are put together."""

from dataclasses import replace

from assistant.answer import _distinct
from assistant.extractive import Extract
from corpus.types import Document, Hit, Passage, Section

TEXT = "Un. Deux deux. Trois trois trois. Quatre. Cinq cinq."
_SECTION = Section("s", "", (), "text", 0, len(TEXT))
_DOCUMENT = Document("d", "T", "", "", None, (), "", "", "page", TEXT, (_SECTION,))
_HIT = Hit(1, Passage("p", "d", "s", 0, len(TEXT)), _DOCUMENT, _SECTION, 1.0, 0.9)


def extract(first: str, last: str) -> Extract:
    return Extract(_HIT, TEXT.index(first), TEXT.index(last) + len(last), "other")


def quotes(*extracts: Extract) -> list[str]:
    return [run.quote for run in _distinct(extracts)]


def test_what_is_quoted_already_is_left_out_and_the_rest_stays() -> None:
    whole = extract("Un.", "Trois trois trois.")
    assert quotes(whole, extract("Deux", "deux.")) == [whole.quote]
    assert quotes(whole, extract("Trois", "Quatre.")) == [whole.quote, "Quatre."]
    later = extract("Deux", "Cinq cinq.")
    assert quotes(later, extract("Un.", "Trois trois trois.")) == [later.quote, "Un."]


def test_the_same_offsets_of_another_document_are_another_text() -> None:
    other = replace(_HIT, document=replace(_DOCUMENT, document_id="e"))
    run = extract("Un.", "Un.")
    assert quotes(run, replace(run, hit=other)) == ["Un.", "Un."]
