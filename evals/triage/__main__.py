"""Fit the models of the triage anew: `python -m evals.triage --index KITS --rows ROWS`.

Of the labelled rows only the `tune` half is read; the same input gives the same files.
"""

import json
import logging
from pathlib import Path
from typing import Any

import click

from assistant.answer import Assistant
from assistant.triage.linear import FILE
from evals.triage.examples import ROWS

log = logging.getLogger(__name__)


@click.command()
@click.option("--index", type=click.Path(exists=True, path_type=Path), required=True)
@click.option("--rows", type=click.Path(exists=True, path_type=Path), default=ROWS)
@click.option("--output", type=click.Path(path_type=Path), default=FILE)
def main(index: Path, rows: Path, output: Path) -> None:
    """Write the models of the triage, and the groups from which it learns."""
    from corpus.settings import settings
    from evals.triage.fitting import fit
    from evals.triage.settled import read_groups, write_settled

    logging.basicConfig(level=logging.INFO, format="%(message)s")
    assistant = Assistant(index, settings())
    write_settled(read_groups(), assistant.models.encoder)
    fitted = fit(assistant, rows)
    output.write_text(as_text(fitted), encoding="utf-8")


def as_text(fitted: dict[str, Any]) -> str:
    """The models as JSON, a class's weights a line."""
    vectors: list[str] = []

    def kept(model: dict[str, Any]) -> dict[str, Any]:
        marks = []
        for weights in model["vector"]:
            marks.append(f"@{len(vectors)}@")
            vectors.append(json.dumps(weights, separators=(",", ":")))
        return model | {"vector": marks}

    models = {name: kept(model) for name, model in fitted["models"].items()}
    text = json.dumps(fitted | {"models": models}, indent=1) + "\n"
    for number, weights in enumerate(vectors):
        text = text.replace(f'"@{number}@"', weights)
    return text


if __name__ == "__main__":
    main()
