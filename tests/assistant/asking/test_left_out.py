"""What a message wants no more of."""

import pytest

from assistant.asking.left_out import dismissed, left_out

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


@pytest.mark.parametrize(
    ("said", "asked", "names"),
    [
        (
            "Lyon c'est trop gros pour nous. La MedNum aide-t-elle un village ?",
            "La MedNum aide-t-elle un village ?",
            ("Lyon",),
        ),
        (
            "non on a pas Citiz ici. Un garage solidaire, ça marche comment ?",
            "Un garage solidaire, ça marche comment ?",
            ("Citiz",),
        ),
        (
            "Non non, pas Orléans, Brest ! Le pôle du Pays de Brest.",
            "Brest ! Le pôle du Pays de Brest.",
            ("Orléans",),
        ),
        (
            "Trop long. Lyon c'est grand. Et chez nous, qui peut aider ?",
            "Trop long. Et chez nous, qui peut aider ?",
            ("Lyon",),
        ),
        (
            "Angers c'est 150 000 habitants, rien à voir ! Un exemple de petite ville ?",
            "Un exemple de petite ville ?",
            ("Angers",),
        ),
        (
            "C'est en mai. Lyon et Brest, ce sont de grosses villes : un salon de ce type à côté ?",
            "C'est en mai. Un salon de ce type à côté ?",
            ("Brest", "Lyon"),
        ),
        (
            "Angers : trop grand pour nous. Et pour une petite commune, qui paie ?",
            "Et pour une petite commune, qui paie ?",
            ("Angers",),
        ),
        (
            "On a pas les moyens d'Angers. Quel garage pour une petite commune ?",
            "Quel garage pour une petite commune ?",
            ("Angers",),
        ),
    ],
)
def test_what_is_dismissed_first_is_named_apart(
    said: str, asked: str, names: tuple[str, ...]
) -> None:
    assert dismissed(said, NAMES) == (asked, names)


@pytest.mark.parametrize(
    "said",
    [
        "Lyon c'est trop gros. Comment font-ils ?",
        "Lyon, c'est gros, mais c'est ce qui nous intéresse. Quels travaux sont payés ?",
        "Lyon c'est loin d'être bête. Quel soutien la ville apporte-t-elle ?",
        "Ce que fait Lyon c'est grand. Comment obtenir le même soutien ?",
        "Lyon c'est trop gros pour nous. Mais qui paie à Lyon ?",
        "Pantin a un club. Qui anime ce club, au juste ?",
        "Le vélo c'est trop cher pour nous. Quelles autres solutions ?",
        "Citiz c'est trop cher ? Qui peut aider une commune ?",
        "Lyon c'est trop loin. Et toc",
        "Nous sommes à Lyon. Quel est le tarif pour une commune ?",
        "On n'a pas de SCIC ici. Une commune peut-elle être sociétaire ?",
        "Lyon a pris des parts, c'est noté. Quel montant exactement ?",
    ],
)
def test_what_is_asked_about_is_not_dismissed(said: str) -> None:
    assert dismissed(said, NAMES) == (said, ())
