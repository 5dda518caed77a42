"""What a tab kept is read as far as it is what the page put there."""

import json

import pytest

from ui.kept import Kept, read
from ui.render import Turn
from ui.replies import Unanswered

TURN = ["3", "Qui paie ?", "<p>La commune.</p>"]


def test_what_the_page_kept_is_read() -> None:
    about = Unanswered("Et qui ?", "Qui paie ?", True)
    turns = [Turn(3, "Qui paie ?", "<p>La commune.</p>", "fr")]
    assert read(json.dumps([[TURN], "Et", about])) == Kept(turns, "Et", about)
    assert read(json.dumps([[TURN], "Et", None])) == Kept(turns, "Et", None)
    assert read(json.dumps([[TURN], "Et"])) == Kept(turns, "Et", None)
    for language in ("en", "fr"):
        (turn,) = read(json.dumps([[[*TURN, language]], ""])).turns
        assert turn.language == language
    for alone in (True, False):
        (turn,) = read(json.dumps([[[*TURN, "fr", alone]], ""])).turns
        assert turn.alone is alone


@pytest.mark.parametrize(
    "text",
    [
        *("", "null", "3", "{}", "[]", "[[]]", '["abc", ""]', '[{"1ab": 0}, ""]', "[" * 100_000),
        *('[[[Infinity, "a", "b"]], ""]', '[[["x", "a", "b"]], ""]', '[[["1", null, "b"]], ""]'),
        *("[[3], null]", '[[], null, ["a", "b", 1]]', '[[], {}, "abc"]', '[[], "", [], []]'),
        f'[[["{"9" * 5000}", "a", "b"]], ""]',
    ],
)
def test_of_anything_else_nothing_is_read(text: str) -> None:
    assert read(text) == Kept([], "", None)
