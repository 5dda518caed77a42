"""The themes of the triage are those of its data file."""

from pathlib import Path

import pytest

from assistant.triage import theme
from corpus.errors import AssistantError


def test_a_theme_that_the_program_does_not_know_is_said(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shipped = theme.FILE.read_text("utf-8")
    monkeypatch.setattr(theme, "FILE", tmp_path / "themes.toml")
    theme.FILE.write_text(f'{shipped}\n[tourisme]\nname = "Tourisme"\n', "utf-8")
    theme._table.cache_clear()
    with pytest.raises(AssistantError, match="ne connaît pas : tourisme"):
        theme.theme_name("culture")
