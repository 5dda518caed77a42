"""`python -m evals.systems`: write other systems' answers, for `python -m evals run --answers`."""

import json
from collections import Counter
from collections.abc import Iterator
from dataclasses import asdict
from itertools import chain, islice
from pathlib import Path
from typing import Any

import click

from corpus.console import command, emit, index_option, json_option
from corpus.errors import AssistantError
from corpus.numbers import counted
from corpus.usage import Group
from evals.cases import SHIPPED, Case, read_cases

split_option = click.option(
    "--split", type=click.Choice(["tune", "test"]), help="Only this half of the cases."
)
questions_option = click.option(
    "--questions", type=click.Path(exists=True, path_type=Path), help="JSONL questions."
)


@click.group(cls=Group)
def main() -> None:
    """Answers of the plain recipe, and of language models, in the contract's JSON."""


@command(main, "plain")
@index_option
@questions_option
@split_option
@click.option("--output", type=click.Path(path_type=Path), required=True, help="JSONL of answers.")
def plain(index: Path | None, questions: Path | None, split: str | None, output: Path) -> int:
    """Answer the cases as the plain LangChain recipe does."""
    from corpus.settings import settings
    from evals.systems.plain import plain_answers

    cases = _cases(questions, split)
    _write(output, plain_answers(cases, index or settings().index, settings()))
    return 0


@command(main, "modes")
@click.argument("modes", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@index_option
@json_option
@questions_option
@split_option
@click.option(
    "--output",
    type=click.Path(file_okay=False, path_type=Path),
    required=True,
    help="Folder of the answers, a file a model.",
)
def modes(
    modes: Path,
    index: Path | None,
    as_json: bool,
    questions: Path | None,
    split: str | None,
    output: Path,
) -> int:
    """Answer the cases with each model of the TOML file MODES; say what each took.

    What a folder holds already is not asked again: a command that was stopped goes on.
    """
    from corpus.settings import settings
    from evals.systems.asked import ask_modes
    from evals.systems.modes import read_modes

    cases, wanted = _cases(questions, split), read_modes(modes)
    took = ask_modes(wanted, cases, index or settings().index, settings(), output)
    lines = [f"{name} : {_said(asdict(value))}" for name, value in took.items()]
    emit({name: asdict(value) for name, value in took.items()}, as_json, "\n".join(lines))
    return 0


def _cases(questions: Path | None, split: str | None) -> list[Case]:
    """The questions to ask; AssistantError where there is none, or where two share an id."""
    path = questions or SHIPPED
    cases = [c for c in read_cases(path) if c.split != "seen" and split in (None, c.split)]
    twice = [name for name, count in Counter(c.id for c in cases).items() if count > 1]
    if twice:
        raise AssistantError(
            f"Dans « {path} », « {twice[0]} » désigne plusieurs questions : donnez à chacune son "
            "« id »."
        )
    if not cases:
        raise AssistantError(
            f"Il n'y a aucune question à poser dans « {path} » : donnez un autre fichier ou une "
            "autre moitié."
        )
    return cases


def _write(path: Path, answers: Iterator[dict[str, Any]]) -> list[dict[str, Any]]:
    """Write the answers one a line as they come, into a file that must not be there yet."""
    if path.exists():
        raise AssistantError(f"« {path} » existe déjà : donnez un autre nom avec --output.")
    # No file is left behind by a system that does not open.
    first = list(islice(answers, 1))
    written = []
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("xb") as file:
            for answer in chain(first, answers):
                line = json.dumps(answer, ensure_ascii=False) + "\n"
                file.write(line.encode("utf-8", "replace"))
                file.flush()
                written.append(answer)
    except OSError as error:
        raise AssistantError(
            f"« {path} » ne peut pas être écrit : vérifiez les droits et la place libre."
        ) from error
    return written


def _said(took: dict[str, Any]) -> str:
    read, written = took["tokens"] or (None, None)

    def told(value: float | None) -> str:
        return "inconnu" if value is None else f"{value:g}".replace(".", ",")

    answers = counted(took["answers"], "réponse", "réponses")
    proposed = counted(took["proposed"], "affirmation proposée", "affirmations proposées")
    return (
        f"{answers}, dont {took['worded']} par le modèle et {took['fallen_back']} sans lui ; "
        f"{proposed}, dont {took['dropped']} sans suite ; jetons lus {told(read)}, écrits "
        f"{told(written)} ; coût {told(took['cost'])}"
    )


if __name__ == "__main__":
    main()
