"""Sentences of which nothing that is asked needs anything are left out of a message."""

import pytest

from assistant.resolver.asides import without_asides
from assistant.resolver.resolving import Resolver, open_resolver
from corpus.settings import Settings

_GARAGES = "Comment une commune peut-elle soutenir un garage solidaire ?"


@pytest.fixture(scope="module")
def resolver() -> Resolver:
    found = open_resolver(Settings())
    assert found is not None
    return found


@pytest.mark.parametrize(
    ("said", "asked"),
    [
        ("Très bien, cela fera un encadré dans ma note.", "Quel est le rôle de la CRESS ?"),
        ("Angers c'est une grande ville, pas du tout notre cas.", "Qui finance l'autopartage ?"),
        ("Brest c'est une grosse machine.", "Qu'est-ce que le Mois de l'ESS ?"),
        ("Nickel, c'est ce qu'il me fallait.", "Qui peut aider un tiers-lieu culturel ?"),
    ],
)
def test_what_is_said_of_the_reply_is_left_out(resolver: Resolver, said: str, asked: str) -> None:
    assert without_asides(f"{said} {asked}", [_GARAGES], resolver) == asked


@pytest.mark.parametrize(
    "message",
    [
        "Notre cinéma associatif va fermer. Comment le sauver ?",
        "On est un village de 900 habitants. Y a-t-il des exemples ?",
        "Non, je parlais du vélo. Comment une commune peut-elle aider ?",
        "Je voudrais des chiffres sur l'emploi. Et des exemples de villes.",
        "Qui anime le club ? Et faut prévoir quel budget à peu près",
    ],
)
def test_what_is_asked_and_what_it_needs_stays(resolver: Resolver, message: str) -> None:
    assert without_asides(message, [_GARAGES], resolver) == message


def test_a_message_that_is_nothing_else_stays(resolver: Resolver) -> None:
    thanks = "Merci beaucoup. C'est très clair."
    assert without_asides(thanks, [_GARAGES], resolver) == thanks


def test_what_only_the_reply_named_stays_for_a_pronoun(resolver: Resolver) -> None:
    message = "D'accord pour l'immobilier d'entreprise. Comment une commune peut-elle s'en servir ?"
    asked = "Comment une commune peut-elle s'en servir ?"
    reply = "Les aides à l'immobilier d'entreprise sont du ressort de l'intercommunalité."
    assert without_asides(message, [_GARAGES], resolver, reply) == message
    assert without_asides(message, [_GARAGES], resolver) in (message, asked)
