"""Sentences and list items end where a reader says they do, and offsets are kept."""

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.text import fold, typeset, units


def cut(text: str) -> list[str]:
    return [text[start:end] for start, end in units(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Les élu.e.s décident. Ils votent.", ["Les élu.e.s décident.", "Ils votent."]),
        ("Selon l’art. 58 de la loi, c’est dû.", ["Selon l’art. 58 de la loi, c’est dû."]),
        ("Mme J. Martin préside. Fin.", ["Mme J. Martin préside.", "Fin."]),
        ("Il dit « Oui ! » Et part.", ["Il dit « Oui ! »", "Et part."]),
        ("Un lieu...\u00a0Une place", ["Un lieu...", "Une place"]),
        ("• un\n• deux ;\n\nTrois", ["• un", "• deux ;", "Trois"]),
        ("Des ateliers..., des fêtes", ["Des ateliers..., des fêtes"]),
    ],
)
def test_units_end_at_sentences_and_items(text: str, expected: list[str]) -> None:
    assert cut(text) == expected


def test_no_line_ends_between_a_word_and_its_mark() -> None:
    assert typeset("« Oui » : à qui ? 14 : 3 ; https://a.fr !") == (
        "«\u00a0Oui\u00a0»\u00a0: à qui\u00a0? 14\u00a0: 3\u00a0; https://a.fr\u00a0!"
    )
    assert typeset("Un code: «»") == "Un code: «»"


def test_apostrophes_in_a_sentence_are_curly_and_quotation_marks_stay() -> None:
    assert typeset("L'ESS n'est qu'« un » 'mot'") == "L’ESS n’est qu’«\u00a0un\u00a0» 'mot'"


@given(st.text(alphabet="aéÀ .!?…\n\u00a0•-«»;:1L", max_size=200))
def test_units_lose_nothing_but_space(text: str) -> None:
    spans = list(units(text))
    assert "".join(text[a:b] for a, b in spans).split() == text.split() or (
        "".join("".join(text[a:b] for a, b in spans).split()) == "".join(text.split())
    )
    assert all(a < b for a, b in spans)
    assert all(first[1] <= second[0] for first, second in itertools.pairwise(spans))


def test_fold_ignores_accents_case_and_typography() -> None:
    assert fold("L’ŒUVRE À\u00a0Étampes") == "l'oeuvre a etampes"
