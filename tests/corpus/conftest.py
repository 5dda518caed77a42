"""What the tests of an index share."""

from pathlib import Path

import pytest

from corpus.settings import settings
from ingest.pipeline import ingest
from tests.conftest import EXPORT
from tests.stand_in import use_word_encoder


@pytest.fixture
def index(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An index of the two exported pages, by the encoder of words."""
    use_word_encoder(monkeypatch)
    (tmp_path / "export.txt").write_text(EXPORT, "utf-8")
    ingest([str(tmp_path / "export.txt")], tmp_path / "index", settings())
    return tmp_path / "index"
