"""English sentences are compared with French quotes by what they claim."""

import pytest

from assistant.english import as_claims
from assistant.quantities import quantities


@pytest.mark.parametrize(
    ("english", "claims"),
    [
        ("It cost €40,000 a year.", "It cost 40000 € a year."),
        ("It serves twenty-five towns.", "It serves 25 towns."),
        ("The share is twelve per cent.", "the share is 12 %."),
        ("In December 2019 they may join.", "In décembre 2019 they peut join."),
        ("In May 2019 towns must vote.", "In mai 2019 towns doit vote."),
        ("On 9 March they march.", "On 9 mars they march."),
        ("A town can't join without a vote.", "A town ca ne pas join sans a vote."),
        ("The SCICs of the City of Lille.", "the SCIC of the city of Lille."),
        ("Vladivostok joined.", "Vladivostok joined."),
        ("No town joined. The City left.", "aucun town joined.\nthe city left."),
        ("Not all towns joined.", " ne pas all towns joined."),
        ("WITHOUT a vote, never.", "sans a vote,  ne pas."),
        ("Towns must not join.", "Towns ne peut pas join."),
    ],
)
def test_claims_take_the_form_that_french_has(english: str, claims: str) -> None:
    assert as_claims(english) == claims


@pytest.mark.parametrize(
    ("english", "french"),
    [
        ("It cost €1.5 million.", "Cela a coûté 1,5 million d’euros."),
        ("It cost 2 billion euros.", "Cela a coûté deux milliards d’euros."),
        ("It cost €1,500,000.", "Cela a coûté 1 500 000 €."),
        ("Half of the towns", "La moitié des communes"),
        ("Third places in 3 towns", "Des tiers-lieux dans 3 communes"),
        ("A third of the towns", "Un tiers des communes"),
        ("Two-thirds of the towns", "Deux tiers des communes"),
        ("A quarter of the towns", "Un quart des communes"),
        ("Most of the towns", "La majorité des communes"),
        ("The budget doubled.", "Le budget a doublé."),
        ("A dozen towns", "Une douzaine de communes"),
        ("Millions of euros", "Des millions d’euros"),
        ("At most 20 percent", "Au plus 20 %"),
        ("At least twenty towns", "Au moins vingt communes"),
        ("More than half of the towns", "Plus de la moitié des communes"),
        ("Over 20 towns", "Plus de 20 communes"),
        ("Fewer than 20 towns", "Moins de 20 communes"),
        ("Up to €40,000", "Jusqu’à 40 000 €"),
    ],
)
def test_amounts_are_the_same_in_both_languages(english: str, french: str) -> None:
    assert quantities(as_claims(english)) == quantities(french)
