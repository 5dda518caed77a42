"""What a message takes up of earlier replies in so many words."""

import pytest

from assistant.asking.taken_up import named_by, taken_up


@pytest.mark.parametrize(
    ("said", "asked", "thing"),
    [
        (
            "Et la vélo-école que vous avez citée au début, qui la tient ?",
            "Et la vélo-école, qui la tient ?",
            "Et la vélo-école",
        ),
        (
            "Les 30 % que vous citiez, c'est pour nous aussi ?",
            "Les 30 %, c'est pour nous aussi ?",
            "Les 30 %",
        ),
        (
            "Vous parliez d'une charte avec la région : qui la signe, au juste ?",
            "une charte avec la région : qui la signe, au juste ?",
            "une charte avec la région",
        ),
        (
            "vous m'avez parlé des ressourceries au début, redonnez-moi ça",
            "Les ressourceries ?",
            "les ressourceries",
        ),
        (
            "J'ai vu passer un annuaire dans vos réponses, qui en a fait un ?",
            "un annuaire : qui en a fait un ?",
            "un annuaire",
        ),
        (
            "Vous signalez une partie sur les cantines, c'est ce que je cherche. Que dit-elle ?",
            "les cantines : Que dit-elle ?",
            "les cantines",
        ),
        (
            "Revenons au référent que vous mentionnez : pourquoi en nommer un ?",
            "le référent : pourquoi en nommer un ?",
            "le référent",
        ),
        (
            "Bon, pour revenir aux cantines : Lyon en a-t-elle une ?",
            "Les cantines : Lyon en a-t-elle une ?",
            "les cantines",
        ),
        (
            "revenons à la régie, comment la financer ?",
            "La régie : comment la financer ?",
            "la régie",
        ),
    ],
)
def test_what_is_taken_up_is_named_by_itself(said: str, asked: str, thing: str) -> None:
    assert taken_up(said) == (asked, thing)


@pytest.mark.parametrize(
    "said",
    [
        "Ce que vous dites là, c'est sûr ?",
        "Le deuxième exemple que vous citez, il coûte combien ?",
        "Pourquoi vous parlez de vélo ?",
        "Que dites-vous du bénévolat ?",
        "C'est quoi les coopératives dont ils parlent ?",
        "La phrase que vous citez, elle vaut pour qui ?",
        "Combien coûte le service que vous citez ?",
        "J'ai vu des élus, ils hésitent entre SCIC et association. Que choisir ?",
        "Je reviens au début : qui gère une cantine ?",
        "Passons à la suite, qui gère une cantine ?",
        "Revenons à nos moutons : qui gère une cantine ?",
        "Passons à ce sujet : qui gère une cantine ?",
        "Vous me donnez des exemples de tiers-lieux, s'il vous plaît ?",
    ],
)
def test_what_has_no_name_is_left(said: str) -> None:
    assert taken_up(said) == (said, "")


def test_a_thing_is_known_again_by_its_words_and_figures() -> None:
    assert named_by("Les 30 %") == {"30"}
    assert named_by("l'autre exemple") == set()
