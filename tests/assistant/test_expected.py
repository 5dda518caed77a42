"""An amount, share, count, date or duration that is asked for must stand in the extracts."""

from pathlib import Path

import pytest

from assistant.answer import Assistant
from assistant.expected import lacking
from corpus.settings import settings


@pytest.mark.parametrize(
    ("question", "text", "missing"),
    [
        ("Combien coûte un garage solidaire ?", "Deux garages réparent.", "le montant demandé"),
        ("Quel budget pour le label ?", "Le label compte 240 membres.", "le montant demandé"),
        ("Quel budget pour le label ?", "Le label coûte 3 000 € par an.", None),
        ("Quelle part des emplois ?", "L’ESS compte 2 millions d’emplois.", "la part demandée"),
        ("Quelle part des emplois ?", "L’ESS compte 10,6 % des emplois.", None),
        ("Combien de lieux ?", "Des lieux ouvrent.", "le nombre demandé"),
        ("Combien de lieux ?", "Une quinzaine de lieux ouvrent.", None),
        ("En quelle année est né le réseau ?", "Le réseau réunit 46 villes.", "la date demandée"),
        ("En quelle année est né le réseau ?", "Le réseau est né en 2001.", None),
        ("Combien de temps dure le diagnostic ?", "Il associe 14 villes.", "la durée demandée"),
        ("Combien de temps dure le diagnostic ?", "Il dure 9 mois.", None),
        ("Comment agir quand on est un village ?", "En aidant les épiceries.", None),
        ("Faut-il un budget participatif ?", "Un vote a lieu.", None),
    ],
)
def test_what_is_lacking_is_named(question: str, text: str, missing: str | None) -> None:
    assert lacking(question, [text]) == missing


def test_an_amount_that_no_passage_gives_is_refused_with_what_is_missing(digests: Path) -> None:
    answer = Assistant(digests, settings()).ask("Combien coûte un garage solidaire ?")
    assert answer.status == "refused"
    assert answer.missing == ("le montant demandé",)
    assert answer.closest[0].document_id == "municipaless-2026-11"
    assert "le montant demandé" in answer.text
