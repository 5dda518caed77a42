"""A law that is asked about by its name is the one that a text names, under any of its names."""

import pytest

from assistant.asking.mentions import laws_of
from assistant.laws import unnamed_laws


@pytest.mark.parametrize(
    ("asked", "text", "unnamed"),
    [
        ("Que change la loi LOM ?", "La loi 3DS permet l'autopartage.", ("loi LOM",)),
        ("loi LOM compétence mobilité", "La mobilité.", ("loi LOM",)),
        ("La LOM oblige-t-elle les villes ?", "La mobilité.", ("La LOM",)),
        ("Que dit EGAlim du bio ?", "Le bio.", ("EGAlim",)),
        ("Que change la LOM ?", "La loi d’orientation des mobilités le prévoit.", ()),
        ("Que dit la loi EGalim ?", "Les lois EGalim et AGEC.", ()),
        ("Que dit la loi AGEC ?", "La loi anti-gaspillage.", ()),
        ("Que dit la loi ESS ?", "La Loi sur l’ESS de 2014 définit.", ()),
        ("Que dit la loi Hamon ?", "La loi du 31 juillet 2014 relative à l’ESS.", ()),
        ("Que dit la loi Hamon ?", "L’ESS se développe.", ("loi Hamon",)),
        ("Que dit la loi NOTRe ?", "La loi de 2015.", ("loi NOTRe",)),
        # Another law that is asked about is named.
        ("Que permettent la loi 3DS et la loi LOM ?", "La loi 3DS permet l'autopartage.", ()),
        # Of these a text may speak under a name.
        ("Que dit la loi de 2014 ?", "La loi ESS.", ()),
        ("Que dit la loi n° 2014-856 ?", "La loi ESS.", ()),
        ("Que dit l'article 1er de la loi ?", "Les communes.", ()),
        # Not what is asked about.
        ("Avec la loi LOM, comment soutenir un garage ?", "Un garage.", ()),
        ("Comment soutenir un tiers-lieu (loi ALUR) ?", "Un tiers-lieu.", ()),
        ("Que permet le code de la commande publique ?", "La commande publique.", ()),
    ],
)
def test_a_law_that_is_asked_about_by_its_name_must_be_named(
    asked: str, text: str, unnamed: tuple[str, ...]
) -> None:
    assert unnamed_laws(asked, laws_of(asked), [text]) == unnamed
