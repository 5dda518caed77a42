"""A mail that thanks, acknowledges, announces or signs is told from one that asks."""

import pytest

from assistant.triage.asks_nothing import Kind, asks_nothing

USEFUL = "Merci beaucoup pour votre réponse rapide, elle nous a été très utile."
WAITING = "Dans l'attente de votre retour,"
QUOTED = (
    "Le lun. 2 mars 2026 à 10:12, FAQ <faq@exemple.test> a écrit :\n> Une ville peut-elle aider ?"
)


@pytest.mark.parametrize(
    ("mail", "kinds"),
    [
        ("Bonjour,\n\nMerci pour votre réponse si claire.\n\nCordialement,\nOdile", ("thanks",)),
        ("Merci pour la fiche sur les SCIC, elle nous sera utile.", ("thanks",)),
        (f"Merci pour votre éclairage.\n\n{QUOTED}", ("thanks",)),
        (f"{USEFUL}\n\n{WAITING}\n\nRémi Pascal", ("thanks",)),
        (f"{USEFUL}\n\nDans l’attente de vous lire,\nCordialement,\nOdile\nDGS", ("thanks",)),
        ("Bien noté, à bientôt.", ("receipt",)),
        ("Nous accusons réception de votre courriel.\n\nLa mairie", ("receipt",)),
        ("Pour info : la commission se tiendra le 8 octobre à 18 h.", ("news",)),
        ("Bonjour,\nVous trouverez ci-joint le bilan signé.\nBonne journée,\nOdile", ("news",)),
        ("Je serai absente jusqu'au 15 août.\n\nOdile", ("news",)),
        ("J'ai bien reçu le guide. Encore merci.", ("receipt", "thanks")),
        ("Cordialement,\n\nOdile Vauquelin\nDGS", ("courtesy",)),
        ("Odile Vauquelin\nDirectrice\nVille d'Orée\n01 99 00 11 22", ("courtesy",)),
    ],
)
def test_what_a_mail_does_instead_of_asking(mail: str, kinds: tuple[Kind, ...]) -> None:
    assert asks_nothing(mail) == kinds


@pytest.mark.parametrize(
    "mail",
    [
        "Merci de nous indiquer les conditions pour créer une SCIC",
        "Merci d'avance pour votre aide sur le bail de la recyclerie.",
        "Merci pour la fiche. Elle ne dit pas si un EPCI peut garantir un emprunt.",
        "Merci pour votre retour, mais il manque la partie sur les loyers.",
        "Bien reçu. Un département a-t-il le droit de faire pareil",
        "Pour info nous rachetons un café, quelles aides",
        "Ci-joint notre règlement, à valider avant jeudi.",
        "Le conseil a voté une aide de 40 000 euros : compatible de minimis",
        "Conditions d'entrée d'un département au capital d'une SCIC",
        "Liste des garages solidaires de la région, merci beaucoup",
        f"{USEFUL}\nUn département a le droit de faire pareil.\n\n{WAITING}\nOdile",
        f"{USEFUL}\n\n{WAITING}\nUn EPCI peut aussi garantir un emprunt\nOdile",
        f"{USEFUL}\n\nDans l'attente de votre retour sur la SCIC,\nOdile",
        f"Objet : prêt d'une salle\n\nMerci pour votre réponse.\n\n{WAITING}\nOdile",
        f"Merci pour votre aide.\n\n{WAITING}\nOdile",
        f"Vous trouverez ci-joint le bilan signé.\n\n{WAITING}\nOdile",
        f"{WAITING}\nOdile",
        f"Merci de votre aide.\n\n{QUOTED}",
        f"Je vous transmets ce message reçu ce matin.\n\n{QUOTED}",
        "",
    ],
)
def test_what_may_ask_is_no_mail_that_asks_nothing(mail: str) -> None:
    assert asks_nothing(mail) == ()
