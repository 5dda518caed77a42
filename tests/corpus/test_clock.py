"""One day counts for what is answered, cited and validated: that of Paris, up to midnight."""

import json
import time
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from pydantic import SecretStr

from assistant.answer import Assistant
from assistant.records.records import Records
from assistant.records.types import Reuse
from corpus import clock
from corpus.settings import Settings, settings
from ingest.pipeline import ingest
from tests.assistant.records.conftest import row_of

BEFORE = datetime(2026, 7, 31, 21, 59, 59, tzinfo=UTC)
AFTER = datetime(2026, 7, 31, 22, 0, 1, tzinfo=UTC)
QUESTION = "Une ville peut-elle prêter un local à une monnaie locale ?"


@pytest.fixture(params=["America/New_York", "UTC", "Asia/Tokyo"])
def host(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A machine whose own clock shows another time than Paris's."""
    monkeypatch.setenv("TZ", request.param)
    time.tzset()
    yield
    monkeypatch.undo()
    time.tzset()


@pytest.mark.usefixtures("host")
def test_the_day_changes_at_midnight_in_paris_for_all(
    index: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    line = {"id": "jurist-9", "question": QUESTION, "answer": "Oui.", "source_kind": "jurist"}
    faq = tmp_path / "faq.jsonl"
    faq.write_text(json.dumps(line | {"valid_until": "2026-07-31"}), "utf-8")
    ingest([str(faq)], index, settings())
    assistant = Assistant(index, Settings(reader=False))
    records = Records(SecretStr(f"sqlite:///{tmp_path}/records.sqlite3"), index)

    def cited() -> bool:
        return any(h.document.document_id == "jurist-9" for h in assistant.search(QUESTION, 50))

    monkeypatch.setattr(clock, "now", lambda: BEFORE)
    records.review.validate(row_of(records), "Claire", 1, Reuse(valid_until=date(2026, 7, 31)))
    (answer,) = records.answers.in_force()
    assert assistant.today == answer.validated_on == date(2026, 7, 31)
    assert cited()

    monkeypatch.setattr(clock, "now", lambda: AFTER)
    assert assistant.today == date(2026, 8, 1)
    assert records.answers.in_force() == ()
    assert not cited()
    records.close()


def test_the_day_that_is_given_counts_before_the_clocks() -> None:
    assert clock.today(date(2020, 2, 29)) == date(2020, 2, 29)
    assert clock.today() == (settings().today or clock.in_paris(clock.now()).date())
