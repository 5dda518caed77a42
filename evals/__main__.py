"""`python -m evals`: score this version on questions whose answers are known."""

from dataclasses import asdict
from pathlib import Path

import click

from corpus.console import command, emit, index_option, json_option


@click.group()
def main() -> None:
    """Evaluation on the shipped cases, or on a set of one's own."""


@command(main, "run")
@index_option
@json_option
@click.option("--documents", type=click.Path(exists=True, path_type=Path), help="JSONL documents.")
@click.option("--questions", type=click.Path(exists=True, path_type=Path), help="JSONL questions.")
@click.option("--split", type=click.Choice(["tune", "test"]), help="Only this half of the cases.")
def run(
    index: Path | None,
    as_json: bool,
    documents: Path | None,
    questions: Path | None,
    split: str | None,
) -> int:
    """Score retrieval, answers and refusals."""
    from corpus.settings import settings
    from evals.cases import SHIPPED, read_cases
    from evals.run import run as score

    # « seen » are questions that earlier versions were measured on.
    read = [c for c in read_cases(questions or SHIPPED) if c.split != "seen"]
    cases = [c for c in read if split in (None, c.split)]
    result = score(cases, settings(), index or settings().index, documents)
    text = "\n".join(f"{name} : {value}" for name, value in asdict(result).items())
    emit(result, as_json, text)
    return 0


if __name__ == "__main__":
    main()
