"""Numbers, and how far work is, as a French reader writes them."""

import logging

import pytest

from corpus.numbers import counted, decimal
from corpus.runs import Progress


def test_a_noun_agrees_with_its_number_and_decimals_have_a_comma() -> None:
    numbers = [counted(n, "document", "documents") for n in (0, 1, 2, 1234)]
    nouns = ["0 document", "1 document", "2 documents", "1\u202f234 documents"]
    assert [text.replace("\u00a0", " ") for text in numbers] == nouns
    assert (decimal(9.24, 1), decimal(-0.5, 2)) == ("9,2", "\N{MINUS SIGN}0,50")


def test_how_far_work_is_is_told_in_french(caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.INFO, "corpus"):
        Progress("Lignes triées", 30).advance(1)
    assert caplog.messages == ["Lignes triées : 1 sur 30, encore 0 s environ"]
