"""Which thing of a reply a few words mean by its place."""

import pytest

from assistant.asking.pointing import is_bare_place, pointed_at, says_a_place

HEADINGS = ("Une piste", "Une piste", "Un exemple", "Un avis")
SUGGESTED = ("Qui paie ?", "Qui aide ?")


@pytest.mark.parametrize(
    ("message", "thing"),
    [
        ("le deuxième ?", "Un exemple"),
        ("et le dernier exemple", "Un avis"),
        ("la 2e piste svp", "Un exemple"),
        ("vous pouvez développer le troisième point ?", "Un avis"),
        ("précise le point 3", "Un exemple"),
        ("n°2 ?", "Une piste"),
        ("ok, et le deuxième ?", "Un exemple"),
        ("le 1er", "Une piste"),
    ],
)
def test_a_place_is_of_what_was_quoted(message: str, thing: str) -> None:
    assert pointed_at(message, HEADINGS, SUGGESTED) == (thing, False)


@pytest.mark.parametrize(
    ("message", "thing"),
    [
        ("oui, la deuxième", "Qui aide ?"),
        ("va pour la première question proche", "Qui paie ?"),
        ("oui la 1", "Qui paie ?"),
        ("je prends la seconde", "Qui aide ?"),
        ("question 2 s'il vous plaît", "Qui aide ?"),
        ("la deuxième question proche que vous proposez", "Qui aide ?"),
        ("ok alors la deuxième question que vous proposez, ça m'intéresse", "Qui aide ?"),
    ],
)
def test_what_is_accepted_is_a_question_that_was_suggested(message: str, thing: str) -> None:
    assert pointed_at(message, HEADINGS, SUGGESTED) == (thing, True)


def test_where_nothing_was_quoted_a_place_is_of_the_questions() -> None:
    assert pointed_at("le deuxième", (), SUGGESTED) == ("Qui aide ?", True)
    assert pointed_at("oui bien sûr", (), SUGGESTED[:1]) == ("Qui paie ?", True)
    assert pointed_at("oui, le deuxième", HEADINGS, ()) == ("Un exemple", False)


@pytest.mark.parametrize(
    "message",
    [
        "oui",
        "le neuvième",
        "point 9",
        "point 0",
        "2",
        "la 2",
        "et pour la deuxième année ?",
        "le premier ministre a dit quoi ?",
        "la deuxième aide m'intéresse",
        "le deuxième collège vote comment ?",
        "la première commune à l'avoir fait ?",
        "ok",
        "la dernière loi de finances",
        "dernière question : qui paie ?",
        "les deux",
    ],
)
def test_other_words_mean_no_place(message: str) -> None:
    assert pointed_at(message, HEADINGS, SUGGESTED) == ("", False)


def test_a_question_that_was_suggested_is_found_by_its_words() -> None:
    suggested = ("Qui finance un garage solidaire ?", "Qui anime un réseau d'acteurs ?")
    asked = "vous m'aviez proposé une question sur le réseau d'acteurs, c'est celle-là que je veux"
    assert pointed_at(asked, HEADINGS, suggested) == (suggested[1], True)
    assert pointed_at("tu m'as proposé une question sur le vélo", (), suggested) == ("", False)
    assert pointed_at("oui celle-là, allez-y", (), suggested[:1]) == (suggested[0], True)
    for asked in (
        "oui voilà, votre question sur le réseau d'acteurs",
        "bon alors la question proche là, animer un réseau d'acteurs",
        "ok celle sur le réseau",
    ):
        assert pointed_at(asked, HEADINGS, suggested) == (suggested[1], True)
    for asked in (
        "la question du réseau d'acteurs, qui s'en occupe ?",
        "votre question sur le réseau d'acteurs, non merci",
        "oui, la question sur le réseau est cruciale pour nous",
        "votre question proche sur le réseau, c'est bien, mais pour une petite ville sans budget "
        "ni agent ni élu, que reste-t-il ?",
    ):
        assert pointed_at(asked, HEADINGS, suggested) == ("", False)


def test_a_place_is_bare_without_its_noun() -> None:
    assert is_bare_place("et pour la seconde ?")
    assert not is_bare_place("la seconde piste ?")
    assert says_a_place("oui, la deuxième")
    assert not says_a_place("la deuxième ligne de bus ?")
