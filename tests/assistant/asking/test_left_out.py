"""What a message wants no more of."""

import pytest

from assistant.asking.left_out import left_out

NAMES = ["Pantin", "Orléans", "Citiz", "Gennevilliers", "Brest", "Angers", "Loire", "SCIC", "Lyon"]


@pytest.mark.parametrize(
    ("said", "asked", "names"),
    [
        (
            "Donnez-moi un autre exemple que celui d'Orléans, plutôt à la campagne",
            "Donnez-moi un autre exemple, plutôt à la campagne",
            ("Orléans",),
        ),
        (
            "À part Citiz et Gennevilliers, un exemple de garage solidaire ?",
            "un exemple de garage solidaire ?",
            ("Citiz", "Gennevilliers"),
        ),
        ("Laissez tomber Brest. Qui peut les mobiliser ?", "Qui peut les mobiliser ?", ("Brest",)),
        (
            "non je parlais plus de l'agglo de Lyon, je cherche un café dans une petite commune",
            "je cherche un café dans une petite commune",
            ("Lyon",),
        ),
        ("autre chose que pantin ?", "autre chose ?", ("Pantin",)),
        ("d'autres villes qu'Angers Loire ?", "d'autres villes ?", ("Angers", "Loire")),
        (
            "D'autres communes que Lyon ont-elles fait ça ?",
            "D'autres communes ont-elles fait ça ?",
            ("Lyon",),
        ),
        (
            "Je parlais du réseau, pas de Pantin. Qui l'anime ?",
            "Je parlais du réseau. Qui l'anime ?",
            ("Pantin",),
        ),
    ],
)
def test_what_is_left_out_is_named_apart(said: str, asked: str, names: tuple[str, ...]) -> None:
    assert left_out(said, NAMES) == (asked, names)


@pytest.mark.parametrize(
    "said",
    [
        "Laissons la loi. Un exemple ?",
        "On parle plus de la SCIC chez nous, existe-t-elle encore ?",
        "Une autre association est-elle aidée plus que Citiz ?",
        "Comment aider une association autrement que par la subvention ?",
        "Un spectacle hors les murs ?",
        "Autre chose que l'ESS ?",
        "À part Lyon",
        "Quelle place la loi laisse-t-elle aux SCIC ?",
        "Vous avez oublié de citer Angers dans votre réponse.",
        "N'oublie pas Angers",
        "L'autre exemple que vous citez à Angers, il coûte combien ?",
        "Une SCIC est-elle une société à part entière ?",
        "We want to be a part of a SCIC, how do we start?",
        "Quels sont les autres dispositifs que la ville de Lyon propose ?",
        "Je connais les SCOP mais pas les SCIC, c'est quoi ?",
        "en association, pas encore en SCIC : comment passer ?",
    ],
)
def test_what_is_not_left_out_stays(said: str) -> None:
    assert left_out(said, NAMES) == (said, ())
    assert left_out(said, []) == (said, ())
