"""Where a question may be asked by itself: where it is read with what was asked before."""

from pathlib import Path

import pytest

from assistant.answer import Assistant
from corpus.settings import settings
from ui.chat import _answer

_BUTTON = "Poser cette question seule"
_SEVERAL = (
    "Comment soutenir un garage solidaire, sachant qu'il me faut aussi le montant des aides ?"
)


@pytest.mark.parametrize(
    ("asked", "earlier", "offered"),
    [
        (_SEVERAL, [], False),
        ("Qui peut le financer ?", ["Comment soutenir un garage solidaire ?"], True),
    ],
)
def test_it_is_offered_only_after_another_question(
    digests: Path, asked: str, earlier: list[str], *, offered: bool
) -> None:
    html, _, _ = _answer(Assistant(digests, settings()), asked, earlier, 1)
    assert (_BUTTON in html) == offered
