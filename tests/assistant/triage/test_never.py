"""Which questions go to the jurist whatever the fiches say."""

from pathlib import Path

import pytest

from assistant.triage import never
from assistant.triage.asked import persons_in, said_in
from assistant.triage.mail import questions_of
from assistant.triage.never import by_words, subjects
from corpus.errors import AssistantError
from evals.triage_cases import read_triage_cases


def told(text: str) -> set[str]:
    return {subject.id for subject in by_words(text)}


@pytest.mark.parametrize(
    ("text", "subject"),
    [
        ("Un candidat saisit le tribunal à propos du garage solidaire.", "contentieux"),
        ("La SCIC de mobilité a formé un recours contre notre délibération.", "contentieux"),
        (
            "Le maire est-il pénalement responsable d'un accident de vélo-école ?",
            "responsabilite_penale",
        ),
        ("Attribuer le local sans comparer, est-ce du favoritisme ?", "responsabilite_penale"),
        (
            "Notre adjointe préside l'association : peut-elle prendre part au vote ?",
            "conflit_interets",
        ),
        ("L'épouse du vice-président dirige la coopérative retenue.", "conflit_interets"),
        ("Quel délai de recours contre une subvention à un tiers-lieu ?", "delai_recours"),
        ("Pouvons-nous licencier la coordinatrice du tiers-lieu ?", "litige_travail"),
        ("Quelle sanction pour un agent qui refuse de suivre la plateforme ?", "litige_travail"),
        ("Le fisc réclame la TVA à la coopérative qui loue nos locaux.", "fiscal_individuel"),
        ("Aider une ressourcerie présidée par un élu, est-ce permis ?", "conflit_interets"),
        ("Qu'est-ce qu'une SCOP ? Notre adjointe en est la fondatrice.", "conflit_interets"),
        ("Le beau-père du maire gère la ferme qui livre la cantine.", "conflit_interets"),
        ("Quels risques pour le maire si le bal tourne mal ?", "responsabilite_penale"),
        ("May a councillor who chairs the cycling club vote its grant?", "conflit_interets"),
        ("Is a mayor criminally liable for the repair shop?", "responsabilite_penale"),
        ("How long do neighbours have to appeal the grant?", "delai_recours"),
        ("The carpooling firm takes us to court.", "contentieux"),
        ("May we fire the manager of the food hub?", "litige_travail"),
        ("Must the football club pay VAT on its bar?", "fiscal_individuel"),
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
        "Comment les élus peuvent-ils mobiliser les bénévoles d'une association ?",
        "Un conseiller communautaire peut-il orienter vers une fondation ?",
        "Comment développer les circuits courts dans la cantine ?",
    ],
)
def test_words_that_only_look_like_those_of_a_reserved_subject_tell_none(text: str) -> None:
    assert not told(text)


def test_the_examples_of_a_neighbouring_question_hold_no_word_of_their_subject() -> None:
    for subject in subjects():
        for text in subject.others:
            assert subject.id not in told(text), text


def test_the_labels_of_the_cases_name_the_subjects_of_the_data_file() -> None:
    labels = {row.never for row in read_triage_cases(split="tune").rows if row.never}
    assert labels == {subject.id for subject in subjects()}


def test_every_subject_has_a_reason_words_and_examples() -> None:
    for subject in subjects():
        assert subject.reason.endswith(".")
        assert subject.words
        assert len(subject.examples) >= 4


def test_a_stem_too_short_to_tell_words_apart_stands_for_its_word_alone() -> None:
    assert "responsabilite_penale" in told("Est-ce un délit ?")
    assert not told("Sous quel délai ?")


def test_a_signature_names_no_person_of_the_question() -> None:
    mail = (
        "Bonjour,\n\nQu'est-ce qu'un garage solidaire ?\n\nBien cordialement,\n\n"
        "Mme Odette Vauquelin\nDirectrice générale\nMairie de Montfleury"
    )
    assert not [name for text in questions_of(mail) for name in persons_in(text)]
    assert not persons_in(said_in(mail))


def test_a_mail_that_the_sender_hands_on_counts_as_said() -> None:
    mail = (
        "Bonjour,\n\nPouvez-vous répondre au message ci-dessous ?\n\nMerci\n\n"
        "Le 3 mars 2026 à 10:12, Mairie de Montfleury <contact@mairie.example> a écrit :\n"
        "> Le garage solidaire nous assigne, que faire ?\n"
    )
    assert "contentieux" in told(said_in(mail))
    assert not told(said_in(mail.replace("au message ci-dessous", "sur l'autopartage")))


def test_a_person_named_in_the_question_is_seen() -> None:
    assert persons_in("Pouvons-nous confier le garage à Mme Odette Vauquelin ?")
    assert persons_in("May we lend the garage to Mrs Winterbourne?")


@pytest.mark.parametrize("signed", ["Ewenn Guégan, DGS", "Lina Aubry", "Lina Aubry (élue)"])
def test_who_signs_a_text_without_a_farewell_is_no_named_person(signed: str) -> None:
    assert not persons_in(f"Qui paie le garage ?\n\n{signed}")
    assert persons_in(f"{signed}, a quitté le garage. Qui paie ?")
    assert persons_in(f"Qui paie le garage ?\n\n{signed}, a été condamnée.")
    assert persons_in(f"Le garage peut-il être tenu par :\n{signed}")


_SUBJECT = """
[[subject]]
id = "funeraire"
name = "opérations funéraires"
reason = "La question porte sur une opération funéraire."
words = ["funérair*"]
examples = ["Une coopérative peut-elle organiser les enterrements ?"]
"""


@pytest.mark.parametrize(
    ("before", "after", "said"),
    [
        ('words = ["funérair*"]', 'words = "funérair*"', "sujet n° 2, « words »"),
        ('words = ["funérair*"]', "words = [5]", "sujet n° 2, « words »"),
        ('words = ["funérair*"]', 'words = [""]', "sujet n° 2, « words »"),
        (
            'examples = ["Une coopérative peut-elle organiser les enterrements ?"]',
            "examples = []",
            "« examples »",
        ),
        ("reason", "raison", "sujet n° 2, « reason »"),
        ("words", "exept = []\nwords", "sujet n° 2, « exept »"),
        ("", "", "l'identifiant « funeraire »"),
        ('id = "funeraire"', "id =", "line"),
    ],
)
def test_of_a_broken_data_file_it_is_said_where(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, before: str, after: str, said: str
) -> None:
    text = _SUBJECT + _SUBJECT.replace(before, after, 1)
    with pytest.raises(AssistantError, match=said) as raised:
        read(tmp_path, monkeypatch, text.encode())
    assert "\n" not in str(raised.value)


def test_a_data_file_in_another_encoding_is_said(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with pytest.raises(AssistantError, match="UTF-8"):
        read(tmp_path, monkeypatch, _SUBJECT.encode("latin-1"))


def read(folder: Path, monkeypatch: pytest.MonkeyPatch, data: bytes) -> None:
    """Read the subjects of a data file of these bytes."""
    (folder / "never.toml").write_bytes(data)
    monkeypatch.setattr(never, "FILE", folder / "never.toml")
    never.subjects.cache_clear()
    try:
        never.subjects()
    finally:
        never.subjects.cache_clear()
