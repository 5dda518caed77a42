"""Of a message with several questions, each has below it what answers it."""

from pathlib import Path

import pytest

from assistant.answer import Assistant
from assistant.layout import by_question
from assistant.types import AnsweredPart, Part, Statement
from assistant.wording import typed
from corpus.settings import settings
from corpus.text import typeset
from tests.assistant.test_answers import check

ONE, TWO, THREE = (Statement(str(n), "other", (n,)) for n in (1, 2, 3))


@pytest.fixture(scope="module")
def assistant(digests: Path) -> Assistant:
    return Assistant(digests, settings())


def test_a_statement_stands_once_and_is_pointed_to_below() -> None:
    parts = (
        AnsweredPart("un ?", "answered", (1, 2), is_sure=True),
        AnsweredPart("deux ?", "partial", (2, 3), "le montant demandé"),
        AnsweredPart("trois ?", "answered", (1,)),
        AnsweredPart("quatre ?", "refused", (), "la date demandée"),
        AnsweredPart("et encore ?", "partial", (3,), "une réponse entière"),
        AnsweredPart("cinq ?", "refused"),
    )
    groups = by_question((ONE, TWO, THREE), parts, "fr")
    assert [list(g.statements) for g in groups] == [[ONE, TWO], [THREE], [], [], [], []]
    # Beside what is new and may not answer nothing else is pointed to.
    assert [list(g.above) for g in groups] == [[], [], [1], [], [3], []]
    said = [g.said.replace("\u00a0", " ") for g in groups]
    assert said[0] == ""
    assert said[1] == "Il y manque sans doute : le montant demandé. Le plus proche :"
    assert said[2].startswith("Peu sûr : ")
    assert said[3].endswith("Il y manque : la date demandée.")
    assert said[4] == "Les fiches n’y répondent sans doute pas, ou pas entièrement."
    assert groups[4].pointer("fr", "[3]") == "Le plus proche est ci-dessus\u00a0: [3]"
    assert groups[2].pointer("fr", "[1]") == "Voir ci-dessus\u00a0: [1]"
    assert said[5] == "Les fiches chargées ne répondent pas à cette question."


def test_a_message_with_one_question_has_no_heads(assistant: Assistant) -> None:
    answer = assistant.ask("Comment ma commune peut-elle soutenir les garages solidaires ?")
    assert answer.parts == ()
    assert [list(g.statements) for g in by_question(answer.statements, answer.parts, "fr")] == [
        list(answer.statements)
    ]


def test_what_one_of_two_questions_lacks_is_said_below_it(assistant: Assistant) -> None:
    asked = "Qu’est-ce qu’un garage solidaire ? Et quel budget Lyon consacre-t-elle aux jardins ?"
    answer = assistant.ask(asked)
    check(answer, assistant)
    assert [part.status for part in answer.parts] == ["answered", "refused"]
    assert answer.parts[0].statements == tuple(range(1, len(answer.statements) + 1))
    text = answer.text.replace("\u00a0", " ")
    places = [
        text.index(said)
        for said in (
            "« Qu’est-ce qu’un garage solidaire ? »",
            answer.statements[0].text.replace("\u00a0", " "),
            "jardins ? »",
            "Il y manque : le montant demandé.",
        )
    ]
    assert places == sorted(places)


def test_an_unsure_half_is_marked_though_the_other_is_sure(assistant: Assistant) -> None:
    asked = "Qu'est-ce que l'ESS ? Et quels rôles pour une commune dans un tiers-lieu culturel ?"
    answer = assistant.ask(asked)
    assert [part.is_sure for part in answer.parts] == [True, False]
    for part in answer.parts:
        below = answer.text.split(f"\u00a0{typeset(part.question)}\u00a0»\n\n")[1]
        assert below.startswith("Peu sûr") != part.is_sure


@pytest.mark.parametrize(
    ("said", "head"),
    [
        ("Élue depuis mars, je découvre. quelle loi définit l'ESS", "Quelle loi définit l'ESS ?"),
        ("1 La commune peut-elle louer ?", "La commune peut-elle louer ?"),
        ("je voudrais savoir qui la tient à jour.", "Je voudrais savoir qui la tient à jour."),
        (
            "l'annuaire est-il gratuit ? est-il en ligne ?",
            "L'annuaire est-il gratuit ? est-il en ligne ?",
        ),
    ],
)
def test_a_head_is_what_asks_in_the_words_that_were_typed(said: str, head: str) -> None:
    assert typed(Part(f"L'ESS : {said}", "other", typed=said)) == head


def test_english_questions_have_english_heads(assistant: Assistant) -> None:
    answer = assistant.ask("What is a solidarity garage? And what budget does Lyon give them?")
    assert answer.language == "en"
    assert "“What is a solidarity garage?”" in answer.text
