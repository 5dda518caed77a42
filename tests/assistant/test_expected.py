"""An amount, share, count, date or duration that is asked for must stand in the extracts."""

from pathlib import Path

import pytest

from assistant.answer import Assistant
from assistant.asking.kinds import kind_of
from assistant.expected import lacking, of_another_year
from corpus.settings import settings


@pytest.mark.parametrize(
    ("question", "text", "lacks"),
    [
        ("Combien coûte un garage solidaire ?", "Deux garages réparent.", True),
        ("Quel budget pour le label ?", "Le label compte 240 membres.", True),
        ("Quel budget pour le label ?", "Le label coûte 3 000 € par an.", False),
        ("Quelle part des emplois ?", "L’ESS compte 2 millions d’emplois.", True),
        ("Quelle part des emplois ?", "L’ESS compte 10,6 % des emplois.", False),
        ("Combien de lieux ?", "Des lieux ouvrent.", True),
        ("Combien de lieux ?", "Une quinzaine de lieux ouvrent.", False),
        ("En quelle année est né le réseau ?", "Le réseau réunit 46 villes.", True),
        ("En quelle année est né le réseau ?", "Le réseau est né en 2001.", False),
        ("Combien de temps dure le diagnostic ?", "Il associe 14 villes.", True),
        ("Combien de temps dure le diagnostic ?", "Il dure 9 mois.", False),
        ("Comment agir quand on est un village ?", "En aidant les épiceries.", False),
        ("Faut-il un budget participatif ?", "Un vote a lieu.", False),
        ("Quand se tient la foire ?", "Elle se tient chaque 12 mai.", False),
        ("Combien coûte le projet ?", "Le projet coûte 10 millions €.", False),
        ("Combien coûte un café ?", "Un café coûte trois euros.", False),
        ("Quelle est l’adresse du lieu ?", "Le lieu a 5 000 m² et trois salles.", True),
        ("adresse du fablab", "Le fablab est au 12 rue des Tanneurs.", False),
        ("Quel est le téléphone de la CRESS ?", "La CRESS anime le réseau.", True),
        ("Quel est le téléphone de la CRESS ?", "Appelez le 02 99 00 00 00.", False),
        ("À qui s’adresse la fiche ?", "La fiche est pour les élus.", False),
        ("Qui préside le réseau ?", "Le réseau réunit des villes.", False),
    ],
)
def test_what_must_be_held_is_looked_for(question: str, text: str, lacks: bool) -> None:
    assert lacking(kind_of(question), [text]) == lacks


@pytest.mark.parametrize(
    ("asked", "text", "other"),
    [
        (["2024"], "La dotation était de 229 000 € en 2025.", True),
        (["2024"], "La dotation, de 229 000 €, vaut pour 2024 et 2025.", False),
        (["2024"], "La dotation est de 229 000 €.", False),
        ([], "La dotation était de 229 000 € en 2025.", False),
    ],
)
def test_a_text_on_other_years_than_those_asked_about_is_told(
    asked: list[str], text: str, other: bool
) -> None:
    assert of_another_year(asked, [text]) == other


def test_what_a_passage_says_of_another_year_is_no_plain_answer(digests: Path) -> None:
    asked = "Quelle dotation pour l'appel à projets ESS de Plaine Commune en {} ?"
    assistant = Assistant(digests, settings())
    assert assistant.ask(asked.format(2025)).status == "answered"
    other = assistant.ask(asked.format(2023))
    assert other.status == "partial"
    assert "2023" in other.missing[0]


@pytest.mark.parametrize(
    ("asked", "status"),
    [
        ("Quelles familles de structures composent l'ESS au sens de la loi de 2014 ?", "answered"),
        ("Que dit la loi du 12 mars 2018 sur l'ESS ?", "partial"),
        ("Quel est le périmètre de l'ESS selon la loi de 2009 ?", "partial"),
    ],
)
def test_a_law_of_another_year_is_not_the_one_that_a_passage_names(
    digests: Path, asked: str, status: str
) -> None:
    assert Assistant(digests, settings()).ask(asked).status == status


def test_what_is_like_a_thing_is_not_the_thing(digests: Path) -> None:
    assert Assistant(digests, settings()).ask("C'est quoi un PNR ?").status != "answered"


def test_an_amount_that_no_passage_gives_is_refused_with_what_is_missing(digests: Path) -> None:
    answer = Assistant(digests, settings()).ask("Combien coûte un garage solidaire ?")
    assert answer.status == "refused"
    assert answer.missing[0].startswith("le montant demandé")
    assert answer.closest[0].document_id == "municipaless-2026-11"
    assert "le montant demandé" in answer.text
