"""A refusal names questions near the one asked that the fiches do answer, and good ones alone."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from assistant.answer import Assistant
from assistant.anticipated import Alike, Questions
from assistant.models import Models
from assistant.shown import shown
from assistant.suggestions import is_shown, suggested
from assistant.types import Part, Suggestion
from corpus.index import Index
from corpus.settings import settings

# Where each text stands on a circle, in degrees: the cosine of 18 is .95, that of 41 is .75.
PLACES = {"demandée": 0, "posée avant": 50}


class Circle:
    """An encoder of the texts above."""

    name = "circle"

    def queries(self, texts: list[str]) -> Any:
        return np.array([at(PLACES[text]) for text in texts])

    passages = queries


def at(degrees: float) -> Any:
    return np.array([np.cos(np.radians(degrees)), np.sin(np.radians(degrees))])


class Given(Questions):
    """Anticipated questions that a test gives: each with its section and where it stands."""

    def __init__(self, *given: tuple[str, int, float]) -> None:
        super().__init__()
        self.given = given

    def alike(self, index: Index, vector: Any) -> Iterator[Alike]:
        found = [Alike(text, place, float(vector @ at(d)), at(d)) for text, place, d in self.given]
        return iter(sorted(found, key=lambda one: -one.similarity))


@pytest.fixture(scope="module")
def assistant(digests: Path) -> Assistant:
    return Assistant(digests, settings())


def chosen(assistant: Assistant, *given: tuple[str, int, float], earlier: str = "") -> list[str]:
    models = Models(Circle(), questions=Given(*given))
    asked = ["demandée", *([earlier] if earlier else [])]
    with assistant.reading() as index:
        found = suggested(index, models, [Part("demandée", "other")], asked, ())
    return [one.question for one in found]


VELO = "Comment soutenir les ateliers de vélos ?"
CLUB = "Quelle commune anime un club d'entreprises ?"
LIEU = "Une ville peut-elle ouvrir un lieu partagé ?"
MOIS = "Qui organise le Mois de l'ESS en novembre ?"


def test_the_nearest_three_are_named_each_about_another_section(assistant: Assistant) -> None:
    given = [(CLUB, 1, -21.0), (VELO, 0, 20.0), (MOIS, 2, -40.5)]
    assert chosen(assistant, *given, (LIEU, 1, 39.2)) == [VELO, CLUB, MOIS]
    assert chosen(assistant, *given, (LIEU, 3, 39.2)) == [VELO, CLUB, LIEU]


def test_what_is_not_near_is_not_named(assistant: Assistant) -> None:
    assert chosen(assistant, (VELO, 0, 42.0)) == []
    assert chosen(assistant, (VELO, 0, 40.0)) == [VELO]


def test_what_was_asked_or_is_named_already_is_not_named_again(assistant: Assistant) -> None:
    assert chosen(assistant, (VELO, 0, 17.0), (CLUB, 1, 36.0)) == [CLUB]
    assert chosen(assistant, (CLUB, 1, 36.0), earlier="posée avant") == []
    assert chosen(assistant, (VELO, 0, 25.0), (CLUB, 1, 36.0)) == [VELO]


def test_a_definition_is_named_where_its_section_says_it(assistant: Assistant) -> None:
    asked = "Qu'est-ce qu'une plateforme de mobilité solidaire ?"
    with assistant.reading() as index:
        texts = [d.text[s.start : s.end] for d in index.documents.values() for s in d.sections]
    silent = next(n for n, text in enumerate(texts) if "plateforme" not in text)
    says = next(n for n, text in enumerate(texts) if "offert par les plateformes de mob" in text)
    assert chosen(assistant, (asked, silent, 20.0)) == []
    assert chosen(assistant, (VELO, silent, 20.0)) == [VELO]
    assert chosen(assistant, (asked, says, 20.0)) == [asked]


@pytest.mark.parametrize(
    "question",
    [
        *("comment soutenir les vélos ?", "Comment soutenir les vélos?", "Vélos et communes"),
        *("Et les vélos ?", f"Comment {'bien ' * 30}soutenir les vélos ?"),
        "Les vélos sont utiles. Comment les soutenir ?",
        "Comment ma commune peut-elle soutenir les vélos ?",
        "Connaissez-vous une commune qui soutient les vélos ?",
        "Pourquoi dit-on que ces structures sont ancrées localement ?",
        "Le guide parle-t-il d'accès à la terre ?",
        "Que veut dire PTCE et une commune peut-elle aider à en créer un ?",
        "Quelle est la politique ESS de l'agglo de Béthune ?",
        "How can a town support bike workshops ?",
        "Une SCIC avec la commune dedans, quel intérêt ?",
        "Une bibliothèque associative, ça entre dans l'ESS ?",
        "Médiation numérique, c'est quoi ?",
        "Quand tombe le Mois de l'ESS en France ?",
        "Plan de mobilité solidaire : on y met quels acteurs ?",
        "Y a des aides pour les garages solidaires ?",
    ],
)
def test_what_does_not_read_well_by_itself_is_not_named(
    assistant: Assistant, question: str
) -> None:
    with assistant.reading() as index:
        assert not is_shown(question, index.words)


@pytest.mark.parametrize(
    "question",
    [
        *(
            VELO,
            CLUB,
            LIEU,
            MOIS,
            "Qui a écrit le guide sur l'installation en agriculture durable ?",
        ),
        "Y a-t-il un grand rendez-vous international de l'économie sociale ?",
        "Est-ce utile qu'un agent municipal reçoive les porteurs de projet ?",
        "Combien d'entreprises de l'ESS compte-t-on en France ?",
        "À quoi sert une SCIC dans le domaine culturel ?",
    ],
)
def test_what_reads_well_by_itself_may_be_named(assistant: Assistant, question: str) -> None:
    with assistant.reading() as index:
        assert is_shown(question, index.words)


def test_a_refusal_and_doubt_name_questions_and_an_answer_none(assistant: Assistant) -> None:
    asked = "Quelles solutions ESS pour les personnes âgées qui vivent seules ?"
    refused = assistant.ask(asked)
    assert refused.status == "refused"
    assert 1 <= len(refused.suggestions) <= 3
    assert len({one.section_id for one in refused.suggestions}) == len(refused.suggestions)
    assert "suggest" in refused.timings_ms
    first = refused.suggestions[0]
    text = shown(refused)
    assert f"Les fiches répondent à ces questions proches :\n- {first.question}" in text
    followed = assistant.ask(first.question)
    assert followed.status == "answered"
    assert first.section_id in {citation.section_id for citation in followed.citations}
    assert followed.suggestions == ()
    again = assistant.ask(asked, [first.question])
    assert first.question not in [one.question for one in again.suggestions]
    other = "Quelles solutions l'ESS offre-t-elle aux personnes âgées isolées ?"
    alone, after = assistant.ask(other), assistant.ask(other, [asked])
    assert set(alone.suggestions) & set(refused.suggestions)
    assert not set(after.suggestions) & set(refused.suggestions)


@pytest.mark.parametrize(
    "question",
    [
        *("Bonjour", "Quelle est la recette de la tarte aux pommes ?", "asdfgh", "lol"),
        "Comment renouveler une carte d'identité à la mairie ?",
        "¿Cómo puede un municipio apoyar a las cooperativas de movilidad?",
    ],
)
def test_beside_the_field_none_is_named(assistant: Assistant, question: str) -> None:
    value = assistant.ask(question)
    assert (value.status, value.suggestions) == ("refused", ())


def test_without_anticipated_questions_none_is_named(digests: Path) -> None:
    plain = Assistant(digests, settings().model_copy(update={"anticipated": False}))
    refused = plain.ask("Quel est le montant de l'aide aux garages solidaires ?")
    assert (refused.status, refused.suggestions) == ("refused", ())


def test_a_terminal_lists_them_last(assistant: Assistant) -> None:
    refused = replace(
        assistant.ask("asdfgh"),
        suggestions=(Suggestion(VELO, "a", "a#1"), Suggestion(CLUB, "b", "b#1")),
    )
    assert shown(refused).endswith(f"proches :\n- {VELO}\n- {CLUB}")


def test_what_is_quoted_already_is_not_named(assistant: Assistant) -> None:
    asked = "À quoi sert la MILSH de Macouria et combien coûte la MILSH par an ?"
    said = assistant.ask(asked)
    assert said.status == "partial"
    quoted = {citation.section_id for citation in said.citations}
    assert quoted.isdisjoint(one.section_id for one in said.suggestions)
