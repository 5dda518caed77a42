"""For which level of local government a sender speaks, and which lines say nothing of it."""

import pytest

from assistant.triage.asked import said_in
from assistant.triage.sender import sender_level


def _mail(signed: str) -> str:
    return f"Bonjour,\n\nQu'est-ce qu'un garage solidaire ?\n\n{signed}"


@pytest.mark.parametrize(
    ("signed", "level"),
    [
        ("Merci d'avance,\nAlban Corvin\nMaire de Thoré", "commune"),
        ("Merci,\nLe maire", "commune"),
        ("Cordialement,\nÈve Roy\nAdjointe à la culture, Neuvy", "commune"),
        ("Cordialement,\nÈve Roy, adjointe, Neuvy", "commune"),
        ("Cordialement,\nÈve Roy\nDirectrice du CCAS de Fleury", "commune"),
        ("Cordialement, Ève Roy, ville de Neuvy", "commune"),
        ("Merci d'avance, Mairie de Lys", "commune"),
        ("Bien à vous,\nYoann Gall\nChargé de mission, Roc'h Communauté", "epci"),
        ("Bien à vous,\nYoann Gall, CC des Deux Vallées", "epci"),
        ("Bien à vous,\nYoann Gall, Eurométropole de Strasbourg", "epci"),
        ("Bien à vous,\nYoann Gall\nConseiller communautaire", "epci"),
        ("Salutations,\nInès Bo\nConseil départemental du Haut-Armor", "departement"),
        ("Salutations,\nInès Bo, Région Bretagne", "region"),
    ],
)
def test_who_signs_for_a_level(signed: str, level: str) -> None:
    mail = _mail(signed)
    assert sender_level(mail, said_in(mail)) == level


@pytest.mark.parametrize(
    "signed",
    [
        "Paul Roy, présidente du CA",
        "Membre du CA, association Les Tilleuls",
        "Association des maires du Finistère",
        "Association des amis de la ville de Lys",
        "Village vacances Les Pins",
        "Maire honoraire",
        "Ancien maire de Lys",
        "Bruno Le Maire, juriste",
        "Habitant de la commune de Rezé",
        "Direction départementale des territoires",
        "Préfecture du département du Nord",
        "Directeur régional, Groupe SOS",
        "Union nationale des CCAS",
        "Syndicat intercommunal des eaux",
        "Communauté Emmaüs de Lescar",
        "Adjoint au président\nFrance Bénévolat",
        "Directrice adjointe",
        "Inès Bo\nPJ : délibération de la commune",
        "Inès Bo\nAvec le soutien de la Région Bretagne",
        "Inès Bo\n12 rue de la Mairie\n69100 Villeneuve",
        "Inès Bo\nLa mairie nous attend lundi.",
        "Maire de Thoré\nVice-présidente de la communauté de communes",
        "Inès Bo\n\n> De : la mairie de Thoré\n> Voyez avec eux.",
    ],
)
def test_what_names_a_level_without_signing_for_it(signed: str) -> None:
    mail = _mail(f"Merci,\n{signed}")
    assert sender_level(mail, said_in(mail)) is None


@pytest.mark.parametrize(
    ("said", "level"),
    [
        ("Je suis maire d'un bourg.", "commune"),
        ("Je suis animatrice dans notre village.", "commune"),
        ("Notre belle agglomération y réfléchit.", "epci"),
        ("Notre région est vide.", None),
        ("Ma belle région est vide.", None),
    ],
)
def test_what_a_sender_calls_their_own(said: str, level: str | None) -> None:
    mail = f"Bonjour,\n\n{said}\n\nPeut-on aider un garage ?\n\nMerci,\nInès Bo"
    assert sender_level(mail, said_in(mail)) == level
