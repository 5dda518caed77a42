"""Write the JSON Schemas of answers, triage rows and ingest reports into docs/schemas."""

import json
from pathlib import Path
from typing import Any

from corpus.console import command

FOLDER = Path(__file__).parent.parent / "docs" / "schemas"


def schemas() -> dict[str, dict[str, Any]]:
    """The schema of each object, by name, made from the types that carry them."""
    from pydantic import TypeAdapter

    from assistant.triage.types import Triaged
    from assistant.types import Answer
    from ingest.pipeline import Report

    return {
        "answer": TypeAdapter(Answer).json_schema(mode="serialization"),
        "triage_row": TypeAdapter(Triaged).json_schema(mode="serialization"),
        "ingest-report": TypeAdapter(Report).json_schema(mode="serialization"),
    }


def text(schema: dict[str, Any]) -> str:
    """A schema as it stands in its file."""
    return json.dumps(schema, ensure_ascii=False, indent=2) + "\n"


@command()
def main() -> int:
    """Write the JSON Schemas in docs/schemas anew."""
    for name, schema in schemas().items():
        (FOLDER / f"{name}.schema.json").write_text(text(schema), "utf-8")
    return 0


if __name__ == "__main__":
    main()
