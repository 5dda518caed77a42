"""What the commands print validates against the schemas in docs/schemas, which are current."""

import json
from pathlib import Path

import jsonschema

from evals.schemas import FOLDER, schemas, text
from tests.conftest import Run


def schema(name: str) -> dict[str, object]:
    value: dict[str, object] = json.loads((FOLDER / f"{name}.schema.json").read_text("utf-8"))
    return value


def test_the_schemas_are_those_of_the_types() -> None:
    for name, made in schemas().items():
        written = (FOLDER / f"{name}.schema.json").read_text("utf-8")
        assert written == text(made), "run `python -m evals.schemas`"


def test_help_writes_nothing(run: Run) -> None:
    said = run("evals.schemas", "--help")
    assert (said.returncode, said.stderr) == (0, "")
    assert "JSON Schemas" in said.stdout


def test_answers_and_reports_validate(run: Run, digests: Path) -> None:
    refused = "Combien coûte un garage solidaire ?"
    for question in ("garages solidaires", "asdfgh", refused):
        answer = json.loads(run("assistant", "ask", question, "--index", digests, "--json").stdout)
        jsonschema.validate(answer, schema("answer"))
    assert answer["suggestions"]
    for one in answer["suggestions"]:
        assert set(one) == {"question", "document_id", "section_id"}
    report = json.loads(run("ingest", "--index", digests, "--json").stdout)
    jsonschema.validate(report, schema("ingest-report"))
