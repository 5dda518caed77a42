"""Personal data are marked, and what only looks like them is left as it is."""

import json
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.triage.personal import found, masked
from tests.conftest import ROOT


@pytest.mark.parametrize(
    ("text", "mark"),
    [
        ("écrire à s.tangvik+rtes@ville-oree.example", "écrire à [courriel]"),
        ("tél. 01 02 03 04 05 ou 0611223344", "tél. [téléphone] ou [téléphone]"),
        ("+33 6 12 34 56 78, 04.05.06.07.08", "[téléphone], [téléphone]"),
        ("IBAN FR76 3000 6000 0112 3456 7890 189.", "IBAN [IBAN]."),
        ("n° 2 55 08 14 168 025 38", "n° [numéro de sécurité sociale]"),
        ("n° 2 55 08 14 168 025 39, mal copié", "n° [numéro de sécurité sociale], mal copié"),
        ("son NIR 1840276451089", "son NIR [numéro de sécurité sociale]"),
        ("Mme Orvault-Ruel et M. de La Fontière", "Mme [nom] et M. [nom]"),
        (
            "Maître Duvallon, Me Brunac et le Dr Anne-Lise Perrac",
            "Maître [nom], Me [nom] et le Dr [nom]",
        ),
        ("Sabrina Kellermann a été élue", "[nom] a été élue"),
        ("avec Jean-Pierre de La Vauquelière", "avec [nom]"),
        ("avec Jean-Baptiste Le Corvec et Yoann DUPRÉ", "avec [nom] et [nom]"),
        ("je soussignée Solveig Tangvik", "je soussignée [nom]"),
        ("au 12 bis rue du Général Leclerc, 38000 Grenoble.", "au [adresse]."),
        ("5 place Gambetta\n69001 Lyon", "[adresse]"),
        ("14 chemin des lavandières", "[adresse]"),
    ],
)
def test_personal_data_are_marked(text: str, mark: str) -> None:
    assert masked(text) == mark


def test_the_name_that_signs_a_mail_is_marked_even_if_unheard_of() -> None:
    mail = "Bonjour,\nQui paie ?\n\nBien à vous,\n\nSolveig Tangvik\nDGS\nRue de la Halle\n"
    assert masked(mail) == "Bonjour,\nQui paie ?\n\nBien à vous,\n\n[nom]\nDGS\n[adresse]\n"
    body = "Cordialement,\n\nRoc Communauté\nService juridique\n"
    assert masked(body) == body


@pytest.mark.parametrize(
    "text",
    [
        "Monsieur le Maire, Madame La Présidente, Madame, Monsieur,",
        "l'école Jean Jaurès, le lycée professionnel Jean Moulin et le stade Louis Perrin",
        "la loi Hamon, la loi Jules Ferry et la fondation Pierre Sarrasin",
        "Terre de Liens, France Travail, Saint-Martin-d'Hères et Marie-Galante",
        "SIRET 123 456 789 00012, SIREN 123 456 789, 86 000 €, 2019-2020",
        "12 places de crèche, 10 cours de français, 3 routes et 2 avenues",
        "l'article L. 1111-1 du CGCT, la délibération n° 2026-03-12-004",
        "FR76 3000 6000 0112 3456 7890 188",
        "Le maire rencontre la SCOP Martin Frères",
    ],
)
def test_what_only_looks_like_personal_data_is_left(text: str) -> None:
    assert masked(text) == text


def test_nothing_is_marked_in_the_shipped_fiches_but_the_researchers_that_one_names() -> None:
    researchers = {"modeles-socio-economiques-associations.md": 4}
    for path in sorted((ROOT / "corpus/fiches").glob("*.md")):
        assert len(found(path.read_text("utf-8"))) == researchers.get(path.name, 0), path.name


def test_nothing_is_marked_in_the_cases_questions() -> None:
    lines = (ROOT / "evals/cases/cases.jsonl").read_text("utf-8").splitlines()
    cases = [json.loads(line) for line in lines]
    tune = [case["question"] for case in cases if case["split"] == "tune"]
    assert len(tune) > 400
    assert [question for question in tune if found(question)] == []


@settings(deadline=None)
@given(st.text(max_size=200) | st.text("AaéB .-'@01239+\nM", max_size=200))
def test_spans_are_in_order_and_never_overlap(text: str) -> None:
    spans = found(text)
    assert all(0 <= start < end <= len(text) for _, start, end in spans)
    assert all(one[2] <= other[1] for one, other in pairwise(spans))
