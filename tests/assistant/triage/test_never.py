"""Which questions go to the jurist whatever the fiches say."""

import pytest

from assistant.triage.asked import persons_in, questions_of, said_in
from assistant.triage.never import by_words, subjects


def told(text: str) -> set[str]:
    return {subject.id for subject in by_words(text)}


@pytest.mark.parametrize(
    ("text", "subject"),
    [
        ("Un candidat saisit le tribunal à propos du garage solidaire.", "contentieux"),
        ("La SCIC de mobilité a formé un recours contre notre délibération.", "contentieux"),
        ("Le maire est-il pénalement responsable d'un accident de vélo-école ?", "penal"),
        ("Attribuer le local sans comparer, est-ce du favoritisme ?", "penal"),
        ("Notre adjointe préside l'association : peut-elle prendre part au vote ?", "interets"),
        ("L'épouse du vice-président dirige la coopérative retenue.", "interets"),
        ("Quel délai de recours contre une subvention à un tiers-lieu ?", "delais"),
        ("Pouvons-nous licencier la coordinatrice du tiers-lieu ?", "travail"),
        ("Quelle sanction pour un agent qui refuse de suivre la plateforme ?", "travail"),
        ("Le fisc réclame la TVA à la coopérative qui loue nos locaux.", "fiscal"),
    ],
)
def test_a_reserved_subject_is_told_by_its_words_beside_words_of_the_fiches(
    text: str, subject: str
) -> None:
    assert subject in told(text)


@pytest.mark.parametrize(
    "text",
    [
        "Une commune peut-elle avoir recours à une SCIC pour son autopartage ?",
        "Quel contrat passer avec une association qui emploie du personnel ?",
        "Combien de salariés l'ESS emploie-t-elle ?",
        "Qu'est-ce que la responsabilité élargie du producteur pour une ressourcerie ?",
        "Comment mener une politique d'achats responsables ?",
        "Quel est l'intérêt d'une SCIC pour une commune ?",
        "Quel délai pour verser une subvention à une association ?",
        "Pourquoi les logiciels libres sont-ils jugés proches de l'ESS ?",
        "Quelles données personnelles une association peut-elle garder ?",
    ],
)
def test_words_that_only_look_like_those_of_a_reserved_subject_tell_none(text: str) -> None:
    assert not told(text)


def test_the_examples_of_a_neighbouring_question_hold_no_word_of_their_subject() -> None:
    for subject in subjects():
        for text in subject.others:
            assert subject.id not in told(text), text


def test_every_subject_has_a_reason_words_and_examples() -> None:
    for subject in subjects():
        assert subject.reason.endswith(".")
        assert subject.words
        assert len(subject.examples) >= 4


def test_a_stem_too_short_to_tell_words_apart_stands_for_its_word_alone() -> None:
    assert "penal" in told("Est-ce un délit ?")
    assert not told("Sous quel délai ?")


def test_a_signature_names_no_person_of_the_question() -> None:
    mail = (
        "Bonjour,\n\nQu'est-ce qu'un garage solidaire ?\n\nBien cordialement,\n\n"
        "Mme Odette Vauquelin\nDirectrice générale\nMairie de Montfleury"
    )
    assert not [name for text in questions_of(mail) for name in persons_in(text)]
    assert not persons_in(said_in(mail))


def test_a_person_named_in_the_question_is_seen() -> None:
    assert persons_in("Pouvons-nous confier le garage à Mme Odette Vauquelin ?")
