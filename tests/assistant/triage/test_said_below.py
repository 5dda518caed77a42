"""What stands below a mail's farewell is read for reserved subjects; its signature is not."""

import pytest

from assistant.triage.mail_body import said_below
from assistant.triage.never import by_words

MAIL = "Bonjour,\n\nQu'est-ce qu'un garage solidaire ?\n\nCordialement,\nLina Aubry\n\n"


@pytest.mark.parametrize(
    "below",
    [
        "J'engage un recours.",
        "J’envisage un contentieux contre la région",
        "Une habitante attaque cette aide au tribunal",
        "Le préfet menace de déférer.",
        "Affaire pendante devant le tribunal administratif.",
        "PJ : mise en demeure",
        "L'association nous a mis\nen demeure",
        "La directrice a déposé plainte",
    ],
)
def test_a_sentence_below_the_farewell_is_read(below: str) -> None:
    assert by_words(said_below(MAIL + below))


@pytest.mark.parametrize(
    "below",
    [
        "Service contentieux\nlina.a@oree.example",
        "4 rue du Tribunal, bâtiment A",
        "Responsable du service des affaires juridiques, du contentieux et des assurances",
        "Permanences : conciliateur de justice le mardi, avocat le jeudi…",
        "Le directeur des affaires juridiques et du contentieux",
        "Je reste à votre disposition.\nLina Aubry\nService contentieux",
        "Toute utilisation non autorisée est passible de poursuites pénales.",
        "Si vous n'êtes pas le destinataire, détruisez-le : il expose à des poursuites.",
    ],
)
def test_a_signature_or_small_print_is_not(below: str) -> None:
    assert not by_words(said_below(MAIL + below))


def test_without_a_farewell_nothing_stands_below() -> None:
    assert not said_below("Une commune peut-elle aider un garage ? Le préfet dit que non.")
