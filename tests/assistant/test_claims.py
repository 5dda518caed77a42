"""A statement stands only where its quotes say the same, figure by figure."""

import pytest

from assistant.claims import dates, laws, names, unborne
from assistant.english import as_claims
from assistant.naming import holds, named

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


@pytest.mark.parametrize(
    ("statement", "quote", "bears"),
    [
        # What is denied is something else, or nothing is.
        (
            "Une commune peut aider un garage.",
            "Une commune peut aider un garage, sans que le conseil régional délibère à son tour.",
            True,
        ),
        ("La ville aide un garage.", "La ville aide un garage, sans oublier une épicerie.", True),
        ("La ville aide un garage.", "La ville n’aide pas seulement un garage.", True),
        # It is denied of the same thing, or by a clause that may be its verb.
        ("La ville aide un garage.", "La ville ne peut, en principe, pas aider un garage.", False),
        ("La ville aide un garage.", "Le juge n’estime pas que la ville aide un garage.", False),
        ("La ville aide un garage.", "La ville n’est pas uniquement un garage.", False),
        (
            "La ville aide un garage.",
            "La ville aide un garage, ce que le code général n’autorise plus depuis 2014.",
            False,
        ),
        ("La ville aide un garage.", "La ville, en 2020, n’aide pas un garage.", False),
        ("La ville aide un garage.", "Elle ne peut pas, sauf accord, aider un garage.", False),
        ("La ville n’aide pas un garage.", "La ville aide un garage.", False),
        (
            "La ville n’aide pas un garage.",
            "La ville aide un garage, sans que le conseil régional délibère à son tour.",
            False,
        ),
    ],
)
def test_what_denies_something_else_is_no_negation(statement: str, quote: str, bears: bool) -> None:
    assert ("négation" not in unborne(statement, [quote])) == bears


@pytest.mark.parametrize(
    ("statement", "quote", "why"),
    [
        ("Villeurbanne soutient ses garages.", "La ville soutient ses garages.", "Villeurbanne"),
        ("Marseille soutient un garage.", "En mars, la ville soutient un garage.", "Marseille"),
        ("Montpellier soutient un garage.", "Le montant soutient un garage.", "Montpellier"),
        ("Pau soutient un garage.", "La ville soutient un garage.", "Pau"),
        ("L’Ardèche soutient un garage.", "Le département soutient un garage.", "Ardèche"),
        ("« Villeurbanne » soutient un garage.", "La ville soutient un garage.", "Villeurbanne"),
    ],
)
def test_a_name_that_opens_a_sentence_must_stand_in_the_quote(
    statement: str, quote: str, why: str
) -> None:
    assert why in unborne(statement, [quote])
    assert unborne(statement, [f"{quote[:-1]} à {why}."]) == []


@pytest.mark.parametrize(
    ("statement", "quote"),
    [
        ("Réparer des véhicules aide.", "Les garages réparent des véhicules."),
        ("Réparation de véhicules.", "Les garages réparent des véhicules."),
        ("Ainsi, certaines villes paient.", "Les villes paient."),
    ],
)
def test_a_word_of_the_quote_or_a_link_word_may_open_a_sentence(statement: str, quote: str) -> None:
    assert unborne(statement, [quote]) == []


@pytest.mark.parametrize(
    ("statement", "quote", "why"),
    [
        ("La moitié des garages réparent.", "Les garages réparent.", "50%"),
        ("Les communes paient au plus 20 %.", "Les communes paient au moins 20 %.", "au plus 20%"),
        ("Les communes paient 20 %.", "Les communes paient jusqu’à 20 %.", "20%"),
        ("La commune doit payer.", "La commune peut payer.", "obligation"),
        ("Le vote est obligatoire.", "Le vote a lieu.", "obligation"),
        ("La commune peut payer.", "La commune doit payer.", "possibilité"),
        ("0 % des travaux.", "Soit 50 % des travaux.", "0%"),
    ],
)
def test_shares_bounds_and_obligations_must_stand_in_the_quote(
    statement: str, quote: str, why: str
) -> None:
    assert unborne(statement, [quote]) == [why]


@pytest.mark.parametrize(
    ("statement", "quote"),
    [
        ("La moitié des garages réparent.", "50 % des garages réparent."),
        ("Plus de la moitié réparent.", "Plus de 50 % réparent."),
        ("Les communes paient 20 % au minimum.", "Les communes paient au moins 20 %."),
        ("La commune est tenue de payer.", "La commune doit payer."),
        ("La commune doit payer.", "La commune est tenue de payer."),
        ("La commune peut payer.", "La loi permet à la commune de payer."),
        ("La commune peut payer.", "Des communes ont déjà payé."),
        ("La commune ne doit pas payer.", "La commune ne peut pas payer."),
    ],
)
def test_the_same_in_other_words_is_borne_out(statement: str, quote: str) -> None:
    assert unborne(statement, [quote]) == []


@pytest.mark.parametrize(
    ("statement", "quote", "why"),
    [
        ("No solidarity garage repairs.", "Les garages réparent.", ["négation"]),
        ("Not all garages repair.", "Les garages réparent.", ["négation"]),
        ("The garages repair. No town pays.", "Les garages réparent.", ["négation"]),
        ("A dozen towns pay.", "Les communes paient.", ["12"]),
        ("The towns must pay.", "Les communes peuvent payer.", ["obligation"]),
        ("The towns may pay.", "Les communes doivent payer.", ["possibilité"]),
        ("The towns may pay.", "Les communes peuvent payer.", []),
        ("The SSE sheet 17 is on IT.", "La fiche 17 de l’ESS parle d’informatique.", []),
        ("No town pays.", "Aucune commune ne paie.", []),
    ],
)
def test_an_english_sentence_is_checked_in_the_same_way(
    statement: str, quote: str, why: list[str]
) -> None:
    assert unborne(as_claims(statement), [quote]) == why


def test_a_name_is_one_that_both_texts_hold() -> None:
    passage = "Dans un ancien hôtel, l’Atelier, soutenu par la Ville, est né à Royères."
    assert named("et l'Atelier de ROYERES, la Ville l'aide ?", passage) == {"Atelier", "ROYERES"}
    assert not named("Un atelier en France, pour l'ESS et la Ville ?", passage)
    assert not holds("des ateliers, un atelier", "Atelier")


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
