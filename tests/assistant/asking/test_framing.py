"""What a message says of its own asking is not asked of the fiches; what names a subject stays."""

import pytest

from assistant.asking.framing import introduces, unframed
from assistant.question import understand

FRAMED = [
    (
        "Deux questions : d'abord, quelle ressourcerie de montagne soutenir ?",
        "Quelle ressourcerie de montagne soutenir ?",
    ),
    (
        "On a aussi une question sur les chantiers : est-ce que ça relève de l'insertion ?",
        "Les chantiers : est-ce que ça relève de l'insertion ?",
    ),
    (
        "Si vous avez une minute, comment soutenir une ressourcerie ?",
        "Comment soutenir une ressourcerie ?",
    ),
    (
        "Pouvez-vous rappeler les aides aux ressourceries ?",
        "Les aides aux ressourceries ?",
    ),
    (
        "Pourriez-vous me redonner en entier le passage sur la charte locale ?",
        "La charte locale",
    ),
    ("remontre-moi l'extrait sur la carte interactive stp", "La carte interactive"),
    ("Résumez-nous ce que dit un chantier d'insertion.", "Ce que dit un chantier d'insertion."),
    (
        "dans votre liste vous citez le tiers-lieu, c'est quoi ?",
        "Le tiers-lieu, c'est quoi ?",
    ),
    ("vous parlez d'insertion, à qui je m'adresse ?", "Insertion, à qui je m'adresse ?"),
    ("Vous parlez de quoi, exactement ?", "Vous parlez de quoi, exactement ?"),
    (
        "C'est quoi un tiers-lieu ? j'ai une réunion dans dix minutes",
        "C'est quoi un tiers-lieu ?",
    ),
    (
        "Je rédige une note pour ma directrice : comment soutenir une ressourcerie ?",
        "Comment soutenir une ressourcerie ?",
    ),
    (
        "Pour répondre à un collègue, je voudrais savoir combien d'emplois compte l'insertion.",
        "Combien d'emplois compte l'insertion.",
    ),
    (
        "Mon adjointe m'interroge et je n'ai pas de réponse, pouvez-vous me dire si une commune "
        "peut aider un tiers-lieu ?",
        "Est-ce qu'une commune peut aider un tiers-lieu ?",
    ),
    (
        "J'aimerais comprendre ce que l'on entend par chantier d'insertion.",
        "Ce que l'on entend par chantier d'insertion.",
    ),
    (
        "Nous préparons le prochain conseil et je cherche des idées : les communes peuvent-elles "
        "soutenir une ressourcerie ?",
        "Les communes peuvent-elles soutenir une ressourcerie ?",
    ),
    (
        "Madame, Monsieur, quelles associations aident un tiers-lieu ?",
        "Quelles associations aident un tiers-lieu ?",
    ),
    (
        "Ici la mairie de Trélazé, comment soutenir une ressourcerie ?",
        "Comment soutenir une ressourcerie ?",
    ),
    (
        "Pour une note à un vice-président de métropole : quelle loi définit l'ESS ?",
        "Quelle loi définit l'ESS ?",
    ),
]
KEPT = [
    "Ma cheffe de service affirme que les chantiers ferment. Comment soutenir une ressourcerie ?",
    "Que faire de nos vieux vélos, don à un chantier d'insertion possible ?",
    "Nos vergers sont envahis de ronces et de lierre : quel chantier d'insertion appeler ?",
    "Faut-il une convention pour une ressourcerie ? Nous versons plus de 23 000 euros par an.",
    "Peut-on soutenir une ressourcerie ? Nous ne sommes pas une commune.",
    "Comment soutenir une ressourcerie ? Je suis en QPV.",
    "Tu peux m'aider ? Je dois rédiger une délibération.",
    "Combien de communes ont un tiers-lieu ? Je veux la liste.",
    "Pouvez-vous présenter une candidature au prix de l'insertion ?",
    "Comment soutenir une ressourcerie ? Notre chantier d'insertion en ouvre une.",
    "Pouvez-vous me donner des exemples ?",
    "Bonjour",
    "Notre commune compte un tiers-lieu : peut-on financer un animateur ?",
    "Nous sommes une commune de montagne : comment soutenir une ressourcerie ?",
    "Une ressourcerie : comment la soutenir ?",
    "À Rennes, mes élus hésitent : peut-on soutenir une ressourcerie ?",
    "Je suis élue, à Rennes on finance un tiers-lieu : peut-on soutenir une ressourcerie ?",
    "Depuis la loi de 2014, que pouvons-nous demander à un chantier d'insertion ?",
    "En psychologie, qu'est-ce que l'association libre ?",
    "J'ai un chantier d'insertion, comment le soutenir ?",
    "On a une ferme qui se libère, comment soutenir une ressourcerie ?",
    "Chez nous plus de bus et le boulanger est parti, on peut faire quoi avec l'ESS ?",
    "Pouvez-vous me rédiger un discours pour le départ d'un collègue, ton amusant ?",
    "Pouvez-vous me rédiger un discours pour un collègue, dans un ton plutôt amusant ?",
    "Pour un dossier de ressourcerie : quelles aides ?",
]


@pytest.mark.parametrize(("said", "asked"), FRAMED)
def test_what_is_said_of_the_asking_is_left_out(said: str, asked: str) -> None:
    assert unframed(said) == asked


@pytest.mark.parametrize("said", KEPT)
def test_what_names_a_subject_a_place_or_a_law_stays(said: str) -> None:
    assert unframed(said) == said


@pytest.mark.parametrize(
    ("sentence", "does"),
    [
        ("Je suis secrétaire de mairie à Saint-Éloi.", True),
        ("Nous sommes élus à Nantes depuis mars 2026.", True),
        ("Je suis élue et trésorière du club.", False),
        ("Je suis maire et mon fils est salarié de l'association.", False),
        ("Je suis suspendue de mes fonctions à Lyon.", False),
        ("Comment aider une ressourcerie à Lyon ?", False),
    ],
)
def test_who_only_says_who_they_are_is_told(sentence: str, does: bool) -> None:
    assert introduces(sentence) is does


def test_the_level_named_beside_the_question_is_kept() -> None:
    asked = "Je vous écris d'un département : comment soutenir une ressourcerie ?"
    question = understand(asked)
    assert question.understood_as == "Comment soutenir une ressourcerie ?"
    assert question.level == "departement"


def test_a_text_of_nothing_but_clauses_is_read_in_a_moment() -> None:
    assert understand("je demande, " * 330 + "pourquoi ?").parts
