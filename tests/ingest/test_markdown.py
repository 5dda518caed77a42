"""Paragraphs of Markdown stand in one line, however they were written."""

import pytest

from ingest.read.markdown import read


@pytest.mark.parametrize(
    ("written", "stored"),
    [
        ("Un lieu\nouvert\n  à tous.\n\nUn autre.", "Un lieu ouvert à tous.\n\nUn autre."),
        (
            "- un bal\n  de quartier\n  - une fête\n    de hameau\n- un lieu\nouvert",
            "- un bal de quartier\n  - une fête de hameau\n- un lieu ouvert",
        ),
        ("> On danse\n> jusqu'au matin.", "> On danse jusqu'au matin."),
        ("12 rue des Bals  \n46100 Figeac", "12 rue des Bals\n46100 Figeac"),
        ("Trois lieux :\n• un bal ;\n• une fête.", "Trois lieux :\n• un bal ;\n• une fête."),
        (
            "| lieu | jour |\n|---|---|\n| bal | lundi |",
            "| lieu | jour |\n|---|---|\n| bal | lundi |",
        ),
        ("```\nun\n  deux\n```", "```\nun\n  deux\n```"),
    ],
)
def test_lines_of_a_paragraph_are_joined(written: str, stored: str) -> None:
    (page,) = read("lieux.md", f"# Lieux\n\n{written}\n".encode())
    assert page.document.text == f"Lieux\n\n{stored}"
