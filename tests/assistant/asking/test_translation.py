"""English questions in the words of the fiches."""

from pathlib import Path

import pytest

from assistant.answer import Assistant
from assistant.asking.translation import french_words
from assistant.question import understand
from corpus.lexical import stems
from corpus.settings import settings


@pytest.mark.parametrize(
    ("english", "french"),
    [
        ("How can towns support solidarity garages?", "commune garages solidaires"),
        ("Which local currencies were funded?", "monnaie locale financer"),
        ("Can a city lend premises to an association?", "prêter locaux association"),
        ("Farming and car-sharing", "agricole autopartage"),
    ],
)
def test_phrases_are_translated_whatever_their_form(english: str, french: str) -> None:
    assert set(stems(french)) <= set(stems(french_words(english)))


def test_names_stay() -> None:
    assert "solidarauto49" in french_words("Where is Solidarauto49?")


def test_only_english_questions_are_translated() -> None:
    (part,) = understand("How can my town support solidarity garages?").parts
    assert part.text == "How can my town support solidarity garages?"
    assert "garage" in part.words
    (part,) = understand("Comment soutenir les garages solidaires ?").parts
    assert part.words == part.text


def test_an_english_search_finds_by_words(digests: Path) -> None:
    hits = Assistant(digests, settings()).search("How can a town use free software?", 3)
    assert "numérique" in hits[0].document.title.lower()
