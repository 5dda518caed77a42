"""A statement stands only where its quotes say the same, figure by figure."""

from decimal import Decimal

import pytest

from assistant.claims import Quantity, dates, laws, names, quantities, unborne

QUOTE = (
    "En 2021, la Ville de Testville a voté une aide de 1,5 million d’euros, soit 20 % de son "
    "budget, à une quinzaine de structures (article 58 de la loi AGEC du 10 février 2020). "
    "Les associations ne peuvent pas cumuler deux aides."
)


@pytest.mark.parametrize(
    "statement",
    [
        "Testville a voté 1 500 000 € en 2021.",
        "L’aide de Testville atteint 1,5 M€, soit vingt pour cent du budget.",
        "L’aide va à quinze structures.",
        "L’article 58 de la loi AGEC date de février 2020.",
        "Une association ne peut pas cumuler 2 aides.",
    ],
)
def test_what_the_quote_says_otherwise_is_borne_out(statement: str) -> None:
    assert unborne(statement, [QUOTE]) == []


@pytest.mark.parametrize(
    ("statement", "why"),
    [
        ("L’aide atteint 1,5 milliard d’euros.", "1500000000€"),
        ("L’aide atteint 20 euros.", "20€"),
        ("L’aide représente 25 % du budget.", "25%"),
        ("L’aide va à seize structures.", "16"),
        ("La ville a voté une aide en 2022.", "2022"),
        ("La loi AGEC date du 11 février 2020.", "2020-fevrier-11"),
        ("L’article 5 de la loi AGEC s’applique.", "article 5"),
        ("La loi Hamon s’applique.", "loi hamon"),
        ("L’aide est votée par Lyon.", "Lyon"),
        ("L’aide vient de la MEL.", "MEL"),
        ("Les associations peuvent cumuler deux aides.", "négation"),
        ("La Ville de Testville n’a pas voté une aide à des structures.", "négation"),
    ],
)
def test_what_no_quote_says_is_named(statement: str, why: str) -> None:
    assert why in unborne(statement, [QUOTE])


def test_quantities_carry_scale_and_unit() -> None:
    said = "12 000 €, 2,7 millions de salariés, trois élus et 34\u00a0% des voix"
    assert quantities(said) == {
        Quantity(Decimal("12000").normalize(), "€"),
        Quantity(Decimal("2700000").normalize(), ""),
        Quantity(Decimal(3), ""),
        Quantity(Decimal(34), "%"),
    }


def test_dates_laws_and_names_are_read() -> None:
    assert dates("le 9 mars 2021, en mars 2022 et en 2023") == {
        ("2021", "mars", "9"),
        ("2022", "mars", ""),
        ("2023", "", ""),
    }
    assert laws("La loi n°2014-856 et l’article L. 123-4") == {"loi 2014-856", "article l123-4"}
    assert names("À Testville, l’association Vertes Mains et la SCIC Lieu9.") == {
        "Testville",
        "Vertes",
        "Mains",
        "SCIC",
        "Lieu9",
    }
