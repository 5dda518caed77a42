"""An amount, share, count, date or duration that is asked for must stand in the extracts."""

from pathlib import Path

import pytest

from assistant.answer import Assistant
from assistant.asking.kinds import kind_of
from assistant.expected import (
    asks_for_experience,
    asks_to_choose,
    counts,
    lacking,
    lacks_article,
    lacks_figures,
    lacks_template,
    of_another_setting,
    of_another_year,
    unspoken_kind_of_place,
)
from corpus.lexical import stems
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


@pytest.mark.parametrize(
    ("asked", "text", "other"),
    [
        ("Des exemples de communes rurales ?", "La Métropole aide deux garages.", True),
        ("Des exemples en zone rurale ?", "Un café de village s’ouvre.", False),
        ("Un retour d'expérience après une réunion publique ?", "Un café s’ouvre.", False),
        ("Des exemples en montagne ?", "Un café de village s’ouvre.", True),
        ("Des exemples de communes ?", "La Métropole aide deux garages.", False),
        ("Des exemples en Île-de-France ?", "La Métropole aide deux garages.", False),
        ("Des exemples de campagnes de sensibilisation ?", "La Ville en mène une.", False),
        ("Des exemples en montagne ?", "Un fournil s’ouvre dans les Alpes.", False),
    ],
)
def test_examples_of_one_setting_are_not_those_of_another(
    asked: str, text: str, other: bool
) -> None:
    assert of_another_setting(asked, [text]) == other


@pytest.mark.parametrize(
    ("asked", "text", "lacks"),
    [
        ("Que répondre, chiffres à l'appui ?", "Le réseau est né en 2014, loi n° 2014-856.", True),
        ("Que répondre, chiffres à l'appui ?", "Certaines sont 100 % marchandes.", True),
        ("Que répondre, chiffres à l'appui ?", "Il emploie 2,7 millions de personnes.", False),
        ("Trois arguments chiffrés ?", "Soit 13 % de l'emploi.", False),
        ("Quels chiffres citer ?", "Il compte 212 300 membres.", False),
        ("Où trouver des chiffres ?", "Auprès de l'observatoire.", False),
        ("L'hybridation c'est quoi, y a des chiffres ?", "Elle mêle des ressources.", True),
        ("Quel est le poids de l'ESS ?", "Elle est présente partout.", True),
        ("Je cherche ce que représente l'ESS dans la culture.", "Elle est partout.", True),
        ("Que représente l'ESS, en une phrase ?", "Elle est présente partout.", False),
        ("Le poids de l'histoire ?", "Elle est présente partout.", False),
        ("Je n'ai pas besoin de donner des chiffres.", "Elle est présente partout.", False),
        ("Que représente une SCIC pour une ville ?", "Elle associe plusieurs parties.", False),
        ("Quel est le poids de l'ESS ?", "Elle fait 14 % de l'emploi.", False),
    ],
)
def test_figures_that_are_asked_for_must_stand_in_the_extracts(
    asked: str, text: str, lacks: bool
) -> None:
    assert lacks_figures(asked, [text]) == lacks


@pytest.mark.parametrize(
    ("asked", "text", "lacks"),
    [
        ("Quelle loi la définit, à quel article ?", "La loi de 2014 la définit.", True),
        ("C'est bien la loi NOTRe, article ?", "La loi NOTRe du 7 août 2015 le précise.", True),
        ("Quel article ?", "Le périmètre est à l’article 1.", False),
        ("Quel article du code ?", "Voir l’art. L. 3332-17-1.", False),
        ("Quelle loi ?", "La loi de 2014.", False),
        ("À quel article ?", "Voir l’article premier.", False),
        ("Quel article de la loi ?", "Voir l’article n° 59.", False),
        ("Quel article publier dans le magazine ?", "Un dossier sur l’ESS.", False),
    ],
)
def test_an_article_that_is_asked_for_must_stand_in_the_extracts(
    asked: str, text: str, lacks: bool
) -> None:
    assert lacks_article(asked, [text]) == lacks


@pytest.mark.parametrize(
    ("asked", "about", "text", "gives"),
    [
        ("Combien de salariés ?", "cultur", "Cultures : environ 300 000 salariés.", True),
        ("Quel nombre d'emplois ?", "cultur", "Culture : 2,7 millions d'emplois.", True),
        ("Combien de salariés ?", "cultur", "L'ESS compte 2,7 millions de salariés.", False),
        ("Combien de salariés ?", "cultur", "Culture : 344 300 associations, des salariés.", False),
        ("Quels salariés ?", "cultur", "Culture : 300 000 salariés.", False),
    ],
)
def test_a_number_right_before_what_is_counted_is_what_is_asked_for(
    asked: str, about: str, text: str, gives: bool
) -> None:
    assert counts(asked, {about, *stems(asked)[-1:]}, text) == gives


@pytest.mark.parametrize(
    ("asked", "text", "lacks"),
    [
        ("Auriez-vous un modèle de délibération ?", "La délibération fixe le loyer.", True),
        ("Auriez-vous un modèle de délibération ?", "Un modèle de délibération est joint.", False),
        ("Auriez-vous un modèle de délibération ?", "Il existe deux types d'aides.", True),
        ("Auriez-vous un modèle de délibération ?", "Un exemple de délibération suit.", False),
        ("Existe-t-il des conventions types ?", "Une convention lie les deux parties.", True),
        ("Existe-t-il des conventions types ?", "Le guide en donne une convention-type.", False),
        ("Faut-il délibérer, et avez-vous un modèle ?", "Le conseil délibère.", True),
        ("Quel modèle économique pour un garage ?", "Il vit de ses ventes.", False),
        ("Comment sortir du modèle de l'appel à projets ?", "La subvention.", False),
        ("Quels statuts type SCIC ou association choisir ?", "La SCIC.", False),
        ("Quel contrat type CDDI proposer ?", "Le CDDI.", False),
        ("Quel modèle de contrat à impact choisir ?", "Le contrat.", False),
        ("Pourquoi existe-t-il plusieurs modèles ?", "La SCIC.", False),
    ],
)
def test_a_model_to_copy_must_be_spoken_of_in_the_extracts(
    asked: str, text: str, lacks: bool
) -> None:
    assert lacks_template(asked, [text]) == lacks


@pytest.mark.parametrize(
    ("asked", "is_so"),
    [
        ("Quels arguments tirés de l'expérience d'autres villes ?", True),
        ("Trois arguments et deux exemples de communes comparables ?", True),
        ("Avez-vous un retour d'expérience de tiers-lieu fermé ?", True),
        ("D'autres territoires l'ont-ils tenté ?", True),
        ("Existe-t-il des communes rurales ayant monté un autopartage ?", True),
        ("Existe-t-il des garages soutenus par des communes rurales ?", True),
        ("Des vélo-écoles, des villes rurales en ont ?", True),
        ("Qu'est-ce qui fonctionne vraiment ?", True),
        ("Quels formats d'événements fonctionnent en milieu rural ?", True),
        ("Quelles solutions ont fait leurs preuves ?", True),
        ("Soutenir un festival : un exemple d'une ville qui l'a fait ?", True),
        ("L'autopartage, ça marche en zone rurale ?", True),
        ("L'autopartage, ça marche comment ?", False),
        ("Quelle expérience faut-il pour gérer un garage ?", False),
        ("Les communes ont-elles d'autres leviers ?", False),
        ("Comment fonctionne en pratique une régie ?", False),
        ("Quels leviers pour les territoires ayant peu de transports ?", False),
        ("D'autres collectivités ont-elles le droit d'entrer au capital ?", False),
        ("Y a-t-il des aides de l'État pour les communes rurales ?", False),
        ("Existe-t-il un label pour les territoires ruraux ?", False),
        ("T'as une intercommunalité qui l'a vraiment fait ?", True),
        ("Un département qui en a soutenu un ?", True),
        ("Des communes l'ont déjà fait ?", True),
        ("Et Rézo Pouce : qui l'a déjà adopté ?", True),
        ("La cartographie, qui en a fait une ?", True),
        ("D'autres le font aussi ?", True),
        ("La commune a lancé un diagnostic, pourquoi y associer les acteurs ?", False),
        ("Les communes en font partie ?", False),
        ("Une association qui a déjà créé un emploi peut-elle en créer un autre ?", False),
        ("Le rapport, qui l'a fait ?", False),
        ("Comment aider une commune qui a peu de moyens ?", False),
        ("Comment aider une commune qui en a besoin ?", False),
        ("Comment aider une collectivité qui l'a demandé ?", False),
    ],
)
def test_what_others_have_done_is_known_as_asked_for(asked: str, is_so: bool) -> None:
    assert asks_for_experience(asked) == is_so


@pytest.mark.parametrize(
    ("asked", "said", "place"),
    [
        (
            "Dans notre commune de 900 habitants, qui aide ?",
            "La ville aide.",
            "commune de 900 habitants",
        ),
        ("On est 900 hab, qui aide ?", "La ville aide.", "900 hab"),
        ("On est 900 hab, qui aide ?", "Un village aide.", ""),
        ("On est 30 000 habitants, qui aide ?", "Lyon a un café.", ""),
        ("Et pour une petite Commune ?", "La ville aide.", "petite Commune"),
        ("Et pour une petite commune ?", "Les petites communes aussi.", ""),
        ("Un exemple à la campagne ?", "Un village a un café.", ""),
        ("Un exemple à la campagne ?", "Lyon a un café.", "à la campagne"),
        ("Un exemple, pas en milieu rural ?", "Lyon a un café.", ""),
        ("Que dit le code rural ?", "Lyon a un café.", ""),
        ("Qui décide de l'ordre du jour de la réunion ?", "Lyon a un café.", ""),
        ("Comment associer 30 habitants ?", "Lyon a un café.", ""),
        ("Et en QPV ?", "Lyon a un café.", "QPV"),
    ],
)
def test_the_kind_of_place_of_which_no_text_speaks_is_named(
    asked: str, said: str, place: str
) -> None:
    assert unspoken_kind_of_place(asked, [said]) == place


@pytest.mark.parametrize(
    ("asked", "chooses"),
    [
        ("entre les deux lequel est le plus simple à lancer ?", True),
        ("laquelle choisir ?", True),
        ("lesquels existent ?", False),
        ("Les aides : lesquelles ne coûtent rien ?", True),
        ("Les aides : lesquelles durent un an ?", True),
        ("le local dans lequel elle s'installe ?", False),
        ("une SCIC ou une association, que choisir ?", True),
        ("quel est le plus simple statut ?", False),
    ],
)
def test_which_of_several_is_better_is_known_as_asked_for(asked: str, *, chooses: bool) -> None:
    assert asks_to_choose(asked) == chooses


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
