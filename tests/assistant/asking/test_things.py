"""What a question compares, lists, or asks the meaning of."""

import pytest

from assistant.asking.subject import subject
from assistant.asking.things import compared, defined, listed, told_apart


@pytest.mark.parametrize(
    ("question", "things"),
    [
        ("c quoi la difference entre ess et entreprise a mission", ("ess", "entreprise a mission")),
        ("Quelle différence entre une SCOP et une SCIC ?", ("SCOP", "SCIC")),
        (
            "c koi la difference entre ess et insertion par l'activité economique",
            ("ess", "insertion par l'activité economique"),
        ),
        (
            "Quelle est la différence entre une SCOP, une SCIC et une CAE ? Je les confonds.",
            ("SCOP", "SCIC", "CAE"),
        ),
        (
            "Quelle différence entre une subvention et un marché public lorsqu'on paie un club ?",
            ("subvention", "marché public"),
        ),
        ("Régie ou association : quelles différences ?", ("Régie", "association")),
        ("ESS, économie circulaire : c'est la même chose ?", ("ESS", "économie circulaire")),
        (
            "Données communes, commun numérique, forge : qu'est-ce qui les distingue ?",
            ("Données communes", "commun numérique", "forge"),
        ),
        ("Prêt ou don : quelle nuance ?", ("Prêt", "don")),
        ("SCIC ou SCOP : en quoi diffèrent-elles ?", ("SCIC", "SCOP")),
        ("difference entre scop et scic svp, mes élus mélangent tout", ("scop", "scic")),
        ("Quelles sont les différences entre les aides au logement ?", ()),
        ("What is the difference between a SCOP and a mutual society?", ("SCOP", "mutual society")),
        (
            "Could you compare how the French regions and the Italian provinces support the ESS?",
            ("regions", "Italian provinces"),
        ),
        ("Comment soutenir une SCOP et une SCIC ?", ()),
        ("Faut-il choisir entre deux modèles ?", ()),
    ],
)
def test_the_things_of_a_comparison(question: str, things: tuple[str, ...]) -> None:
    assert compared(question) == things


def test_what_is_defined_in_english_is_what_a_question_is_about() -> None:
    found = subject('How does French law define the "mutual society"?')
    assert found is not None
    assert found.topic == 'The "mutual society"'


def test_the_things_that_are_told_apart() -> None:
    asked = "En quoi l'ESS se distingue-t-elle de la RSE dont on parle ?"
    assert told_apart(asked) == ("ESS", "RSE")
    assert told_apart("Quelle différence entre une SCOP et une SCIC ?") == ("SCOP", "SCIC")
    assert told_apart("Comment soutenir une SCOP ?") == ()
    assert told_apart("En quoi une SCIC est-elle différente d'une SCOP ?") == ("SCIC", "SCOP")


@pytest.mark.parametrize(
    ("question", "things"),
    [
        (
            "Sur quelles politiques (insertion, autonomie, enfance…) peut-on s'appuyer ?",
            ("insertion", "autonomie", "enfance"),
        ),
        (
            "Quelles villes ont organisé un forum, un salon ou un marché de l'ESS ?",
            ("forum", "salon", "marché de l'ESS"),
        ),
        (
            "Comment animer un bourg, par exemple avec une monnaie locale, un café associatif ou "
            "des jardins partagés ?",
            ("monnaie locale", "café associatif", "jardins partagés"),
        ),
        (
            "clauses sociales, spaser, marchés réservés : que peut faire une mairie",
            ("clauses sociales", "spaser", "marchés réservés"),
        ),
        ("Le kit est pour les élus, les techniciens ou les deux ?", ()),
        ("Que faire des ordinateurs, peut-on les donner à une école ou à une association ?", ()),
        ("Comment soutenir une SCOP et une SCIC ?", ()),
        ("Quel rôle pour la commune, le département et la région ?", ()),
    ],
)
def test_the_things_that_a_question_lists(question: str, things: tuple[str, ...]) -> None:
    assert listed(question) == things


@pytest.mark.parametrize(
    ("question", "thing"),
    [
        ("Qu'est-ce qu'un PTCE ?", "PTCE"),
        ("c quoi un garage solidaire", "garage solidaire"),
        ("C'est quoi l'illectronisme exactement ?", "illectronisme"),
        ("C'est quoi exactement l'ESS ? Je viens d'être élue.", "ESS"),
        ("C'est quoi au juste une SCIC ?", "SCIC"),
        ("Commown c'est quoi exactement ?", "Commown"),
        ("Et Commown, c'est quoi ?", "Commown"),
        ("La préfète m'a parlé de l'ESS, c'est quoi exactement ?", "ESS"),
        ("La maire veut regarder l'ESS, c'est quoi ?", "ESS"),
        ("C'est quoi exactement une structure de l'ESS ?", "ESS"),
        ("La fête du vélo des ateliers, c'est quoi ?", "fête du vélo des ateliers"),
        ("Qu'est-ce que j'ai le droit de faire ?", ""),
        ("TRESSONS ça veut dire quoi au juste ?", "TRESSONS"),
        ("c'est quoi exactement les structures qui en font partie ?", ""),
        ("c'est quoi une association qui fait de l'insertion ?", "association"),
        ("Que désigne-t-on par communs numériques ?", "communs numériques"),
        ("Comment définit-on l'ESS ?", "ESS"),
        ("Qu'est-ce qu'on entend exactement par ludothèque ?", "ludothèque"),
        ("Qu'est-ce qu'on appelle un PTCE au juste ?", "PTCE"),
        ("On parle d'hybridation. Qu'est-ce que ça veut dire ?", ""),
        ("c'est quoi le rôle de la CRESS", ""),
        ("Un PTCE, qu'est-ce que c'est ?", ""),
        ("Comment créer une SCIC ?", ""),
    ],
)
def test_the_thing_that_a_question_asks_the_meaning_of(question: str, thing: str) -> None:
    assert defined(question) == thing


@pytest.mark.parametrize("read", [compared, listed, defined])
@pytest.mark.parametrize("text", ["", "?", "(,)", ", , ,", "a, b ou", "différence entre", "()" * 2])
def test_what_is_no_question_names_nothing(read: object, text: str) -> None:
    assert callable(read)
    assert not read(text)


@pytest.mark.parametrize("read", [compared, listed, defined])
@pytest.mark.parametrize("piece", ["a, ", "différence entre ", "qu'est-ce que ", "(a, ", "et ou "])
def test_a_long_text_is_read_at_once(read: object, piece: str) -> None:
    assert callable(read)
    read((piece * 2000)[:4000])
