"""The level, places, years and laws that a question names."""

import pytest

from assistant.asking.mentions import laws_of, level_of, places_of, years_of
from corpus.types import Level


@pytest.mark.parametrize(
    ("text", "level"),
    [
        ("Que peut faire ma commune ?", "commune"),
        ("les locaux municipaux", "commune"),
        ("How can our town help?", "commune"),
        ("Notre communauté de communes a-t-elle la compétence ?", "epci"),
        ("la métropole de Lyon", "epci"),
        ("Que fait la CC du Vexin ?", "epci"),
        ("une interco rurale", "epci"),
        ("Le conseil départemental finance-t-il l'ESS ?", "departement"),
        ("les politiques régionales", "region"),
        ("Quelles communes de la région ?", None),
        ("la politique de la ville et le centre-ville", None),
        ("la chambre régionale de l'ESS", None),
        ("en métropole et outre-mer", None),
        ("Qu'est-ce qu'une SCIC ?", None),
    ],
)
def test_one_level_is_named_or_none(text: str, level: Level | None) -> None:
    assert level_of(text) == level


@pytest.mark.parametrize(
    ("text", "places"),
    [
        ("Quel budget Lyon consacre-t-elle au label ?", ("Lyon",)),
        ("À Saint-Étienne-du-Rouvray, qui gère la régie ?", ("Saint-Étienne-du-Rouvray",)),
        ("La Ville de Lille soutient-elle les AMAP ?", ("Lille",)),
        (
            "La région Bretagne ou le département de l'Aude dans le Nord",
            ("Bretagne", "Aude", "Nord"),
        ),
        ("Une AMAP près de Nantes ou Rezé ?", ("Nantes", "Rezé")),
        ("What does the network do in Brittany?", ("Brittany",)),
        ("et Rennes ?", ("Rennes",)),
        (
            "à Boulogne-sur-Mer, Villeneuve-d'Ascq et Fontenay-aux-Roses",
            ("Boulogne-sur-Mer", "Villeneuve-d'Ascq", "Fontenay-aux-Roses"),
        ),
        (
            "Que fait la communauté d'Agglomération Rochefort Océan en Île-de-France ?",
            ("Agglomération Rochefort Océan", "Île-de-France"),
        ),
        ("Un exemple à la campagne ?", ()),
        ("Que fait Terre de Liens ?", ()),
        ("Comment participer au Mois de l'ESS ?", ()),
        ("Que font les élus de Salon-de-Provence ?", ("Salon-de-Provence",)),
        ("Combien de Français sont touchés ?", ()),
        ("Que prévoit la loi Climat et Résilience ?", ()),
        ("Qui tient l'Observatoire de l'ESS ?", ()),
        ("C'est quoi le Kit Départements & ESS ?", ()),
    ],
)
def test_places_are_named_as_written(text: str, places: tuple[str, ...]) -> None:
    assert places_of(text) == places


@pytest.mark.parametrize(
    ("text", "years"),
    [
        ("entre 1998 et 2024", ("1998", "2024")),
        ("une commune de 2000 habitants", ()),
        ("la loi n° 2014-856", ()),
        ("le budget 2024-2025", ("2024", "2025")),
        ("2 025 structures, 1999,5", ()),
    ],
)
def test_years_are_not_other_numbers(text: str, years: tuple[str, ...]) -> None:
    assert years_of(text) == years


@pytest.mark.parametrize(
    ("text", "laws"),
    [
        ("Que dit la loi ESS ?", ("loi ESS",)),
        ("la loi notre et la loi Climat et Résilience", ("loi notre", "loi Climat et Résilience")),
        ("loi de 2014 ou loi du 31 juillet 2014", ("loi de 2014", "loi du 31 juillet 2014")),
        ("la loi n° 2014-856 relative à l'ESS", ("loi n° 2014-856",)),
        (
            "l'article L. 1511-2 du code général des collectivités territoriales",
            ("article L. 1511-2 du code général des collectivités territoriales",),
        ),
        ("décret n° 2017-1871 du 29 décembre 2017", ("décret n° 2017-1871 du 29 décembre 2017",)),
        ("La loi oblige-t-elle les communes ?", ()),
        ("une loi pour les communes", ()),
    ],
)
def test_laws_are_named_as_written(text: str, laws: tuple[str, ...]) -> None:
    assert laws_of(text) == laws
