"""Which rows mean a reserved subject in none of its words, and which sentence says so."""

import pytest

from assistant.triage import meant as module
from assistant.triage.linear import fitted, fitted_encoder
from assistant.triage.mail import questions_of
from assistant.triage.meant import Meant, meant
from assistant.triage.never import by_words, subjects
from corpus.encoder import open_encoder
from corpus.settings import settings


def read(text: str) -> Meant:
    return meant(text, questions_of(text), fitted_encoder(open_encoder(settings())))


@pytest.mark.parametrize(
    ("text", "subject"),
    [
        ("L'entrepreneur évincé nous somme de lui payer son manque à gagner.", "contentieux"),
        (
            "Le moteur de la navette a pris feu avec trois passagers à bord, le conseil sera-t-il "
            "inquiété ?",
            "responsabilite_penale",
        ),
        (
            "Jusqu'à quand un voisin peut-il s'en prendre à l'autorisation donnée au jardin ?",
            "delai_recours",
        ),
        (
            "La coordinatrice de la crèche parentale ne veut plus voir son équipe, comment nous en "
            "séparer ?",
            "litige_travail",
        ),
        (
            "Le trésor public veut taxer la buvette de notre comité des fêtes, est-ce normal ?",
            "fiscal_individuel",
        ),
    ],
)
def test_a_reserved_subject_is_told_and_named_without_its_words(text: str, subject: str) -> None:
    found = read(text)
    assert not by_words(text)
    assert found.probability >= fitted().bounds["reserved"]
    assert found.subject is not None
    assert found.subject.id == subject


@pytest.mark.parametrize(
    "text",
    [
        "Comment une commune peut-elle aider une friperie solidaire ?",
        "Quelles assurances un garage solidaire doit-il prendre ?",
        "Quelles règles suivre pour recruter un chargé de mission ESS ?",
        "Comment associer les élus à une SCIC ?",
        "Je suis secrétaire de mairie à Saint-Éloi. Comment soutenir un garage solidaire ?",
    ],
)
def test_a_general_question_near_to_a_reserved_subject_means_none(text: str) -> None:
    assert read(text).probability < fitted().bounds["reserved"]


HIDDEN = "La ferme qui nous livre appartient à la belle-famille de notre vice-présidente."


def test_the_sentence_that_tells_it_among_plain_ones_is_given() -> None:
    mail = (
        "Bonjour,\n\nNous cherchons des exemples de cantines approvisionnées en circuit court et "
        f"les aides possibles. {HIDDEN} Comment rédiger les lots du marché ?\n\nCordialement"
    )
    found = read(mail)
    assert not by_words(mail)
    assert found.probability >= fitted().bounds["reserved"]
    assert found.sentence == HIDDEN
    assert read(mail.replace(f"{HIDDEN} ", "")).probability < fitted().bounds["reserved"]


def test_a_question_of_one_sentence_is_not_quoted_to_who_reads_it() -> None:
    assert not read("L'entrepreneur évincé nous somme de lui payer son manque à gagner.").sentence


def test_a_subject_that_was_taken_out_of_the_data_file_is_not_told_by_its_meaning(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    text = "L'entrepreneur évincé nous somme de lui payer son manque à gagner."
    others = tuple(subject for subject in subjects() if subject.id != "contentieux")
    monkeypatch.setattr(module, "subjects", lambda: others)
    assert read(text).probability < fitted().bounds["reserved"]


@pytest.mark.parametrize(
    "hidden",
    [
        "Notre vice-présidente y travaille à mi-temps et présentera le rapport.",
        "Le cousin de l'élu rapporteur a déjà signé le compromis pour le local.",
        "Le garagiste voisin nous réclame quinze mille euros pour clients perdus.",
    ],
)
def test_one_sentence_is_enough_however_long_the_mail(hidden: str) -> None:
    mail = (
        "Bonjour,\n\nNotre communauté de communes compte douze villages et peu de bus. Nous aimons "
        "l'idée d'un garage solidaire avec prêt de voitures. Une association s'est proposée et a "
        f"déjà trois bénévoles mécaniciens. {hidden} Le local serait l'ancienne caserne. Pourriez-"
        "vous nous dire comment d'autres territoires s'y sont pris, et quels partenaires associer ?"
        "\n\nBien cordialement,\nLe service mobilité"
    )
    assert read(mail).probability >= fitted().bounds["reserved"]
    assert read(mail.replace(f"{hidden} ", "")).probability < fitted().bounds["reserved"]
