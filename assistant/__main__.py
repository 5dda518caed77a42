"""`python -m assistant`: ask questions, search passages, or triage rows, one or many."""

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from assistant.lines import Line, many
from assistant.triage.command import triage
from corpus.console import command, emit, index_option, json_option
from corpus.types import KITS, LEVELS
from corpus.usage import Group, check_apart

if TYPE_CHECKING:
    from assistant.answer import Assistant

_LEVELS = click.Choice(LEVELS)
level_option = click.option("--level", type=_LEVELS, help="Level of local government that asks.")
_KITS = click.Choice(KITS)
kit_option = click.option("--kit", type=_KITS, help="Kit to prefer.")
# What cannot be read or written is said where that is done.
_PATH = click.Path(readable=False, allow_dash=True)
input_option = click.option("--input", "source", type=_PATH, help="JSONL of questions; - is stdin.")
output_option = click.option(
    "--output", "target", type=_PATH, help="JSONL of results; - is stdout."
)


@click.group(cls=Group)
def main() -> None:
    """Answers with citations, from the fiches of the index."""


main.add_command(triage)


@command(main, "ask")
@click.argument("question", required=False)
@index_option
@level_option
@kit_option
@json_option
@input_option
@output_option
def ask(
    question: str | None,
    index: Path | None,
    level: Any,
    kit: str | None,
    as_json: bool,
    source: str | None,
    target: str | None,
) -> int:
    """Answer one QUESTION, or every question of a JSONL file."""
    from assistant.shown import shown
    from assistant.types import answer_json

    _one_or_many(question, source, target)
    assistant = _open(index)
    if question is not None:
        answer = assistant.ask(question, None, level, kit)
        emit(answer_json(answer), as_json, shown(answer))
        return 0

    def answered(line: Line) -> dict[str, Any]:
        answer = assistant.ask(line.question, line.history, line.level or level, line.kit or kit)
        return answer_json(answer, line.id)

    return many(str(source), target or "-", answered)


@command(main, "search")
@click.argument("question", required=False)
@click.option("-k", "count", default=10, type=click.IntRange(1, 1000), show_default=True)
@index_option
@level_option
@kit_option
@json_option
@input_option
@output_option
def search(
    question: str | None,
    count: int,
    index: Path | None,
    level: Any,
    kit: str | None,
    as_json: bool,
    source: str | None,
    target: str | None,
) -> int:
    """Find the passages nearest to one QUESTION, or to every question of a JSONL file."""
    from assistant.shown import hit_json, hits_text

    _one_or_many(question, source, target)
    assistant = _open(index)
    if question is not None:
        hits = assistant.search(question, count, level, kit)
        value = {"question": question, "hits": [hit_json(hit) for hit in hits]}
        emit(value, as_json, hits_text(hits))
        return 0

    def found(line: Line) -> dict[str, Any]:
        hits = assistant.search(line.question, count, line.level or level, line.kit or kit)
        return {
            "id": line.id,
            "question": line.question,
            "hits": [hit_json(hit) for hit in hits],
        }

    return many(str(source), target or "-", found)


def _one_or_many(question: str | None, source: str | None, target: str | None) -> None:
    if (question is None) == (source is None) or (target is not None and source is None):
        raise click.UsageError("Donnez soit une question, soit --input, avec ou sans --output")
    check_apart(target or "-", input=source)


def _open(index: Path | None) -> "Assistant":
    from assistant.answer import Assistant
    from corpus.settings import settings

    return Assistant(index or settings().index, settings())


if __name__ == "__main__":
    main()
