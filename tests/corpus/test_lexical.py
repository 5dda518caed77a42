"""The index of words is made of any texts, those without a word among them."""

from pathlib import Path

import pytest

from corpus.lexical import LexicalIndex, stems


@pytest.mark.parametrize("texts", [["😀 …"], ["…", "!"], ["…", "un vélo"]])
def test_texts_without_a_word_are_indexed(tmp_path: Path, texts: list[str]) -> None:
    LexicalIndex.create(tmp_path, texts)
    index = LexicalIndex.open(tmp_path)
    assert index.is_made_of(texts)
    scores = index.scores("vélo")
    assert scores.shape == (len(texts),)
    assert [score > 0 for score in scores] == ["vélo" in text for text in texts]


def test_a_plural_that_looks_like_an_adjective_has_the_stem_of_its_singular() -> None:
    assert stems("Les tiers-lieux, les enjeux") == stems("un tiers lieu, un enjeu")
    assert stems("heureux") == stems("heureuse")
