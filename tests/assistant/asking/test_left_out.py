"""What a message wants no more of."""

import pytest

from assistant.asking.left_out import left_out


@pytest.mark.parametrize(
    ("said", "asked", "names"),
    [
        (
            "Donnez-moi un autre exemple que celui d'Orléans, plutôt à la campagne",
            "Donnez-moi un autre exemple plutôt à la campagne",
            ("Orléans",),
        ),
        (
            "À part Citiz et Gennevilliers, un exemple de garage solidaire ?",
            "un exemple de garage solidaire ?",
            ("Citiz", "Gennevilliers"),
        ),
        ("Laissez tomber Brest. Comment les mobiliser ?", "Comment les mobiliser ?", ("Brest",)),
        ("autre chose que pantin ?", "autre chose ?", ("pantin",)),
    ],
)
def test_what_is_left_out_is_named_apart(said: str, asked: str, names: tuple[str, ...]) -> None:
    assert left_out(said, ["Pantin", "Orléans"]) == (asked, names)


@pytest.mark.parametrize(
    "said",
    [
        "Laissons la loi. Un exemple ?",
        "Comment aider une association autrement que par la subvention ?",
        "Un spectacle hors les murs ?",
        "Autre chose que l'ESS ?",
        "À part Lyon",
    ],
)
def test_without_a_name_or_another_word_nothing_is_left_out(said: str) -> None:
    assert left_out(said) == (said, ())
