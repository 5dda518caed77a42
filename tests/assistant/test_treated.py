"""Whether texts speak of a thing, and say what it is."""

import pytest

from assistant.treated import says_what, spoken_of, tells_apart


@pytest.mark.parametrize(
    ("thing", "text", "held"),
    [
        ("SCIC", "La société coopérative d’intérêt collectif a dix associés.", True),
        ("société coopérative d'intérêt collectif", "La SCIC a dix associés.", True),
        ("tiers-lieu", "Les tiers-lieux accueillent le public.", True),
        ("entreprise à mission", "Les missions de l'entreprise sont claires.", True),
        ("entreprise à mission", "L'entreprise est locale. Ses missions sont claires.", False),
        ("ressourcerie", "Des ressources sont à lire.", False),
        ("recyclerie", "Il faut recycler, car le recyclage crée des emplois.", False),
        ("agrément ESUS", "L'ESS a des principes.", False),
        ("affiliation à la sécurité sociale", "La sécurité sociale. On s'y inscrit.", False),
        ("aide à la mobilité solidaire", "La mobilité. Une aide solidaire.", True),
    ],
)
def test_a_text_speaks_of_a_thing_by_its_words_or_its_acronym(
    thing: str, text: str, held: bool
) -> None:
    assert spoken_of(thing, [text]) is held


@pytest.mark.parametrize(
    ("thing", "text", "said"),
    [
        ("garage solidaire", "Les garages solidaires réparent à bas prix.", True),
        ("SCIC", "La forme SCIC de Bois-Joli offre un appui aux communes.", False),
        ("illectronisme", "Beaucoup sont en difficulté : c'est l'illectronisme.", True),
        ("PTCE", "Plus de deux cents initiatives sont devenues des PTCE.", False),
        ("PTCE", "Plus de 40 PTCE ont vu le jour.", False),
        ("modèle économique", "Le modèle économique est-il en crise ?", False),
        ("loi de 2014", "La loi de 2014 reconnaît des entreprises.", True),
        ("PTCE", "Un pôle territorial de coopération économique réunit des entreprises.", True),
        ("coopérative MedNum", "La SCIC MedNum réunit les médiateurs.", True),
        ("numérique responsable", "Le numérique pollue.", False),
        ("SCIC", "La SCIC Piste d'Azur est une école de cirque.", False),
        ("SCIC", "Des SCIC « Bois » sont des fournisseurs.", False),
        ("SCIC", "La SCIC est une coopérative : la SCIC Bois en est une.", True),
        ("SCIC", "Une SCIC SA ou SARL est une société.", True),
        ("CAE", "Une CAE Coopérative d'Activité et d'Emploi est une société.", True),
        ("contrat d'engagement", "Le Contrat d'Engagement Républicain est un document.", True),
    ],
)
def test_a_sentence_that_begins_with_a_thing_or_defines_it_says_what_it_is(
    thing: str, text: str, said: bool
) -> None:
    assert says_what(thing, [text]) is said


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("Le prêt se rembourse, alors que le don est acquis.", True),
        ("Le don diffère de l'avance.", True),
        ("Le prêt et le don sont deux aides.", False),
        ("Le prêt se rembourse. Les habitants votent, mais peu.", False),
    ],
)
def test_a_sentence_about_one_of_two_things_says_how_it_is_unlike_the_other(
    text: str, said: bool
) -> None:
    assert tells_apart(("prêt", "don"), [text]) is said
