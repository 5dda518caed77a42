"""A definition or examples asked in a rare way are looked for as if asked in the usual one."""

import pytest

from assistant.asking.plain import in_plain_words

PUT = [
    ("Comment définit-on une ressourcerie ?", "Qu'est-ce qu'une ressourcerie ?"),
    ("Quelle est la définition du label ?", "Qu'est-ce que le label ?"),
    ("Quelle est la définition de l'utilité sociale ?", "Qu'est-ce que l'utilité sociale ?"),
    ("Que désigne-t-on exactement par le terme tiers-lieu ?", "Qu'est-ce que tiers-lieu ?"),
    ("Qu'entend-on par épicerie solidaire ?", "Qu'est-ce qu'épicerie solidaire ?"),
    ("Que signifie SIEG ?", "Qu'est-ce que SIEG ?"),
    (
        "Connaissez-vous des communes qui aident une épicerie ?",
        "Avez-vous des exemples de communes qui aident une épicerie ?",
    ),
    (
        "Pouvez-vous citer des associations aidées ?",
        "Avez-vous des exemples d’associations aidées ?",
    ),
]
KEPT = [
    "Que signifie pour une commune d'adhérer ?",
    "Qu'est-ce qu'une SCIC ?",
    "Connaissez-vous une commune qui aide une épicerie ?",
    "Comment aider une épicerie ?",
    "Que signifie-t-il ?",
]


@pytest.mark.parametrize(("said", "put"), PUT)
def test_it_is_put_in_the_usual_way(said: str, put: str) -> None:
    assert in_plain_words(said) == put


@pytest.mark.parametrize("said", KEPT)
def test_another_question_stays_as_it_is(said: str) -> None:
    assert in_plain_words(said) == said
