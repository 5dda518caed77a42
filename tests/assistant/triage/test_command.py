"""The command says in French what became of a batch, and knows the answers of the records."""

import json
import sys
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

import pytest
from click.testing import CliRunner, Result

from assistant.__main__ import main
from assistant.answer import Assistant
from assistant.records.records import open_records
from assistant.records.types import AS_IT_IS, Asker
from assistant.triage.types import Answered
from corpus.settings import settings
from tests.assistant.triage.standing_in import StandIn

OPENED: list[tuple[Assistant, tuple[Answered, ...]]] = []


class Triage(StandIn):
    def __init__(self, assistant: Assistant, answered: tuple[Answered, ...] = ()) -> None:
        super().__init__()
        OPENED.append((assistant, answered))


@pytest.fixture(autouse=True)
def _deciding(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    module = ModuleType("assistant.triage.decide")
    module.Triage = Triage  # type: ignore[attr-defined]
    monkeypatch.setitem(sys.modules, "assistant.triage.decide", module)
    settings.cache_clear()
    OPENED.clear()
    yield
    settings.cache_clear()


def triaged(folder: Path, index: Path, *options: str) -> Result:
    (folder / "q.csv").write_text("id;question\n1;Qui ?\n2;Quoi ?\n", "utf-8")
    places = ["--input", f"{folder / 'q.csv'}", "--output", f"{folder / 'a.csv'}"]
    return CliRunner().invoke(main, ["triage", *places, "--index", str(index), *options])


def test_the_summary_is_in_french_and_json_stands_alone_on_stdout(
    tmp_path: Path, digests: Path
) -> None:
    done = triaged(tmp_path, digests)
    assert done.exit_code == 0
    assert done.stdout.startswith("2 questions triées :\n- 2 réponses par les fiches\n- 0 ")
    counts = json.loads(triaged(tmp_path, digests, "--json").stdout)
    assert (counts["rows"], counts["decisions"]["reponse_fiche"], counts["broken"]) == (2, 2, [])


def test_a_broken_row_makes_the_exit_status_1_and_is_named_on_stderr(
    tmp_path: Path, digests: Path
) -> None:
    (tmp_path / "f.csv").write_text("id;question;réponse\n1;Qui ?;Lui.\n", "utf-8")
    done = triaged(tmp_path, digests, "--answered", str(tmp_path / "f.csv"))
    assert OPENED[0][1] == (Answered("1", "Qui ?", "Lui."),)
    assert done.exit_code == 0
    (tmp_path / "r.jsonl").write_text('{"question": "Qui ?"}\n3\n', "utf-8")
    places = ["--input", str(tmp_path / "r.jsonl"), "--output", str(tmp_path / "a.jsonl")]
    done = CliRunner().invoke(main, ["triage", *places, "--index", str(digests)])
    assert done.exit_code == 1
    assert "À la ligne 2, " in done.stderr
    assert "Lignes à corriger, non triées : 1." in done.stdout


def test_validated_answers_of_the_records_are_known_and_none_are_made_for_it(
    tmp_path: Path, digests: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ASSISTANT_RECORDS", f"sqlite:///{tmp_path / 'r.sqlite3'}")
    assert triaged(tmp_path, digests).exit_code == 0
    assert OPENED[-1][1] == ()
    assert not (tmp_path / "r.sqlite3").exists()
    settings.cache_clear()
    records = open_records(settings(), digests)
    row = StandIn().row("1", "Peut-on prêter une salle ?")
    records.queue.add([(row, row.question, Asker())], "lot")
    first = records.queue.rows().rows[0]
    records.review.answer(first.id, "Anne", first.version, "Oui, par convention.", reuse=AS_IT_IS)
    records.close()
    assert triaged(tmp_path, digests).exit_code == 0
    assert [known.answer for known in OPENED[-1][1]] == ["Oui, par convention."]
