"""A question is understood whole: its preferences, what it names, its errors."""

from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from assistant.question import MAX_CHARACTERS, understand
from corpus.encoder import open_encoder
from corpus.errors import AssistantError
from corpus.index import Index
from corpus.settings import settings


@pytest.mark.parametrize(("text", "said"), [("", "vide"), (" \n", "vide"), ("a" * 4001, "4000")])
def test_an_empty_or_endless_question_is_refused_in_one_sentence(text: str, said: str) -> None:
    with pytest.raises(AssistantError, match=said):
        understand(text)


# The first question loads the language models.
@hypothesis_settings(deadline=None)
@given(text=st.text(min_size=1, max_size=200).filter(lambda t: t.strip()), earlier=st.text())
def test_any_text_is_understood(text: str, earlier: str) -> None:
    question = understand(text, [earlier])
    assert question.understood_as.strip()
    assert question.parts
    assert all(part.text.strip() for part in question.parts)


def test_a_broken_character_is_read_as_a_question_mark_here_and_before() -> None:
    question = understand("combien\udc80 coûte-t-elle ?", ["Comment créer une SCIC\ud800 ?"])
    assert question.text == "combien? coûte-t-elle ?"
    assert "SCIC" in question.understood_as
    assert question.understood_as.encode("utf-8")


@given(st.text(alphabet="etl 'quià,;?SCIC-", max_size=MAX_CHARACTERS).filter(lambda t: t.strip()))
def test_what_is_asked_stays_as_it_was_written(text: str) -> None:
    assert understand(text, ["Qu'est-ce qu'une SCIC ?"]).text == " ".join(text.split())


def test_the_level_that_is_given_wins_over_the_one_in_the_words() -> None:
    asked = "Que peut faire ma commune ?"
    assert understand(asked).level == "commune"
    assert understand(asked, level="region").level == "region"


def test_names_are_those_of_the_question_as_understood() -> None:
    question = understand("et Lille ?", ["Quel budget Lyon consacre-t-elle à la loi ESS en 2023 ?"])
    assert (question.places, question.years, question.laws) == (("Lille",), ("2023",), ("loi ESS",))


def test_the_words_of_an_index_correct_a_question(digests: Path) -> None:
    index = Index(digests, open_encoder(settings()).name)
    try:
        assert {"garages", "autopartage", "départements"} <= index.words
        question = understand("c quoi un garrage solidiare", vocabulary=index.words)
    finally:
        index.close()
    assert question.understood_as == "c quoi un garage solidaire"
    assert [part.kind for part in question.parts] == ["definition"]


@pytest.mark.parametrize(
    ("asked", "kind"),
    [
        ("Nous disons tous la même chose. Que font les garages solidaires ?", "other"),
        ("Nos élus comparent les villes. Combien coûte une recyclerie ?", "amount"),
        ("Combien coûte une recyclerie ? En milieu rural ?", "amount"),
        ("Comment financer une crèche associative ? Par une subvention ?", "ways"),
        ("Comment financer un garage solidaire. Merci d'avance.", "ways"),
        ("Qu'est-ce qu'un PTCE. Je suis élu.", "definition"),
    ],
)
def test_the_kind_is_that_of_the_sentence_that_asks(asked: str, kind: str) -> None:
    assert understand(asked).parts[0].kind == kind


@pytest.mark.parametrize(("level", "kit", "said"), [("ville", None, "level"), (None, "x", "kit")])
def test_an_unknown_level_or_kit_is_refused(level: Any, kit: str | None, said: str) -> None:
    with pytest.raises(AssistantError, match=f"« {said} » doit être l'un de"):
        understand("Qu'est-ce qu'une SCIC ?", None, level, kit)
