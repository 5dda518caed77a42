"""A fiche that is known and not loaded is named, with where its kit is."""

import re
from collections.abc import Collection
from dataclasses import replace
from pathlib import Path

import pytest

from assistant.answer import Assistant
from assistant.elsewhere import not_loaded
from assistant.question import understand
from corpus.catalogue import known_fiches
from corpus.settings import settings
from corpus.types import Document


@pytest.fixture(scope="module")
def assistant(digests: Path) -> Assistant:
    return Assistant(digests, settings())


def _named(assistant: Assistant, text: str, loaded: Collection[Document] = ()) -> list[str]:
    with assistant.reading() as index:
        question = understand(text, None, None, None, index.words)
    return [r.text for r in not_loaded(question, loaded)]


def test_a_fiche_that_is_not_loaded_is_named_with_its_kit(assistant: Assistant) -> None:
    (named,) = _named(
        assistant, "Comment insérer une clause sociale dans les marchés de ma ville ?"
    )
    assert "fiche 8 du Kit MunicipalESS (2026), « Commande publique responsable »" in named
    assert "https://www.rtes.fr/kit-municipaless" in named


def test_the_subject_that_is_named_in_most_words_is_the_questions(assistant: Assistant) -> None:
    named = _named(assistant, "Comment réserver un marché public à une structure d'insertion ?")
    assert all("Commande publique" in sentence for sentence in named)


@pytest.mark.parametrize(
    "asked",
    [
        "Quelle convention d'objectifs pour la ruralité ?",
        "Contractualisation : quelle convention d'objectifs pour la ruralité ?",
    ],
)
def test_so_it_is_within_a_kit_and_a_fiche(assistant: Assistant, asked: str) -> None:
    (named,) = _named(assistant, asked)
    assert "« Modes de contractualisation »" in named


def test_each_level_is_sent_to_its_own_kit(assistant: Assistant) -> None:
    (named,) = _named(assistant, "Quels leviers pour le tourisme dans notre région ?")
    assert "fiche 7 du Kit RégionalESS (2021)" in named
    assert "sur le site de RTES" in named
    (named,) = _named(assistant, "Comment mon département peut-il soutenir l'habitat ?")
    assert "fiche 8 du Kit Départements & ESS (2022)" in named


def test_an_older_edition_is_named_where_no_newer_fiche_is_known(assistant: Assistant) -> None:
    (named,) = _named(assistant, "Que faire dans les quartiers prioritaires de ma commune ?")
    assert "fiche 6 du Kit MunicipalESS (2020)" in named
    # Its number is another fiche's on the hub, which shows the newest edition.
    assert "https://" not in named


def test_a_subject_is_known_in_the_singular_and_by_two_words_apart(assistant: Assistant) -> None:
    (named,) = _named(assistant, "Par quoi commencer pour un tiers lieu dans notre commune ?")
    assert "« Accès au foncier »" in named
    asked = (
        "Une association de ma commune veut une subvention : la convention est-elle obligatoire ?"
    )
    (named,) = _named(assistant, asked)
    assert "« Modes de contractualisation »" in named


def test_a_subject_that_is_loaded_sends_nowhere(assistant: Assistant) -> None:
    with assistant.reading() as index:
        loaded = index.documents.values()
    mobility = "Comment ma commune peut-elle soutenir une mobilité durable ?"
    assert _named(assistant, mobility)
    assert not _named(assistant, mobility, loaded)
    assert not _named(assistant, "Quelle heure est-il ?", loaded)


def test_a_loaded_fiche_treats_its_subjects_in_other_editions_too(assistant: Assistant) -> None:
    with assistant.reading() as index:
        one = next(iter(index.documents.values()))
    title, levels = "Commande publique responsable", ("commune", "epci")
    loaded = [replace(one, kit="municipaless", edition="2026", fiche=8, title=title, levels=levels)]
    for asked in ("un marché public", "un lot d'un marché réservé"):
        text = f"Comment ma commune peut-elle réserver {asked} à une structure d'insertion ?"
        assert _named(assistant, text)
        assert not _named(assistant, text, loaded)


def test_a_refusal_says_which_fiche_treats_its_subject(assistant: Assistant) -> None:
    refused = assistant.ask("Comment ma commune peut-elle soutenir la petite enfance ?")
    assert {warning.code for warning in refused.warnings} == {"not_loaded"}
    for text in (refused.text, *(warning.text for warning in refused.warnings)):
        assert not re.search(r"« | [»:;?!]", text)


def test_every_known_fiche_has_a_title_and_a_level() -> None:
    fiches = known_fiches()
    assert len(fiches) == 48
    assert all(fiche.title and fiche.levels for fiche in fiches)
    assert [f.edition for f in fiches] == sorted((f.edition for f in fiches), reverse=True)
    same = {(f.kit, f.edition, f.fiche) for f in fiches}
    assert len(same) == len(fiches)
