"""Quantities are the same in figures and in words, each with its own bound."""

from decimal import Decimal

import pytest

from assistant.quantities import Quantity, quantities


def test_quantities_carry_scale_and_unit() -> None:
    said = "12 000 €, 2,7 millions de salariés, trois élus et 34\u00a0% des voix"
    assert quantities(said) == {
        Quantity(Decimal("12000").normalize(), "€"),
        Quantity(Decimal("2700000").normalize(), ""),
        Quantity(Decimal(3), ""),
        Quantity(Decimal(34), "%"),
    }


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("la moitié des communes", ["50%"]),
        ("un tiers des communes", ["33.3%"]),
        ("les deux tiers des communes", ["66.7%"]),
        ("le quart des communes", ["25%"]),
        ("trois quarts des communes", ["75%"]),
        ("la majorité des communes", ["au moins 50%"]),
        ("un budget doublé", ["200%"]),
        ("le triple", ["300%"]),
        ("une douzaine d’élus", ["12"]),
        ("des dizaines d’élus", ["au moins 10"]),
        ("des millions d’euros", ["au moins 1000000€"]),
        ("un tiers-lieu, des tiers lieux et un quartier", []),
    ],
)
def test_shares_and_crowds_in_words_are_read(text: str, said: list[str]) -> None:
    assert [str(quantity) for quantity in quantities(text)] == said


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("au moins 20 %", {"au moins 20%"}),
        ("20 % au minimum", {"au moins 20%"}),
        ("plus d’une vingtaine", {"au moins 20"}),
        ("plus de la moitié", {"au moins 50%"}),
        ("jusqu’à 40 000 €", {"au plus 40000€"}),
        ("moins d’un quart", {"au plus 25%"}),
        ("12 mois au maximum", {"au plus 12"}),
        ("plafonnée à 80 %", {"au plus 80%"}),
        ("en plus de 20 garages", {"20"}),
        ("20 structures, au moins 3 ans", {"20", "au moins 3"}),
        ("au plus tard le 20 mars", {"20"}),
    ],
)
def test_a_bound_belongs_to_its_number(text: str, said: set[str]) -> None:
    assert {str(quantity) for quantity in quantities(text)} == said
