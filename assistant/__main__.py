"""`python -m assistant`: ask questions, search passages, or triage rows, one or many."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from assistant.triage.command import triage
from corpus.console import command, emit, index_option, json_option
from corpus.errors import AssistantError
from corpus.types import KITS, LEVELS
from corpus.usage import Group, check_apart

if TYPE_CHECKING:
    from assistant.answer import Assistant

_LEVELS = click.Choice(LEVELS)
level_option = click.option("--level", type=_LEVELS, help="Level of local government that asks.")
_KITS = click.Choice(KITS)
kit_option = click.option("--kit", type=_KITS, help="Kit to prefer.")
input_option = click.option("--input", "source", help="JSONL of questions; - is stdin.")
output_option = click.option("--output", "target", help="JSONL of results; - is stdout.")


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

    def answered(line: dict[str, Any]) -> dict[str, Any]:
        answer = assistant.ask(
            line["question"],
            line.get("history"),
            line.get("level") or level,
            line.get("kit") or kit,
        )
        return answer_json(answer, line["id"])

    return _batch(str(source), target, answered)


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

    def found(line: dict[str, Any]) -> dict[str, Any]:
        hits = assistant.search(
            line["question"], count, line.get("level") or level, line.get("kit") or kit
        )
        return {
            "id": line["id"],
            "question": line["question"],
            "hits": [hit_json(hit) for hit in hits],
        }

    return _batch(str(source), target, found)


def _one_or_many(question: str | None, source: str | None, target: str | None) -> None:
    if (question is None) == (source is None) or (target is not None and source is None):
        raise click.UsageError("Donnez soit une question, soit --input avec --output")
    check_apart(target or "-", input=source)


def _open(index: Path | None) -> "Assistant":
    from assistant.answer import Assistant
    from corpus.settings import settings

    return Assistant(index or settings().index, settings())


def _batch(
    source: str, target: str | None, work: Callable[[dict[str, Any]], dict[str, Any]]
) -> int:
    """Write one line of output a line of input; a broken one yields its number and why."""
    status = 0
    try:
        with click.open_file(source, "rb") as lines, click.open_file(target or "-", "wb") as out:
            for number, line in enumerate(lines, 1):
                if not line.strip():
                    continue
                try:
                    result = work(_question_line(line))
                except AssistantError as error:
                    result, status = {"line": number, "error": str(error)}, 1
                text = json.dumps(result, ensure_ascii=False) + "\n"
                out.write(text.encode("utf-8", "replace"))
                out.flush()
    except OSError as error:
        name = getattr(error, "filename", None) or source
        raise AssistantError(
            f"Le fichier « {name} » ne peut pas être lu ou écrit : vérifiez qu'il existe et ses "
            "droits."
        ) from error
    return status


def _question_line(line: bytes) -> dict[str, Any]:
    try:
        value = json.loads(line.decode("utf-8-sig"))
    except (ValueError, RecursionError) as error:
        raise AssistantError("La ligne n'est pas du JSON valide en UTF-8.") from error
    if not isinstance(value, dict) or "id" not in value:
        raise AssistantError("La ligne n'est pas un objet avec les champs « id » et « question ».")
    texts = [value.get("question"), *_list(value.get("history"))]
    if not all(isinstance(text, str) for text in texts):
        raise AssistantError("« question » doit être un texte et « history » une liste de textes.")
    for name, choices in (("level", _LEVELS.choices), ("kit", _KITS.choices)):
        if value.get(name) not in (None, *choices):
            raise AssistantError(f"« {name} » doit être l'un de : {', '.join(choices)}.")
    return value


def _list(value: Any) -> list[Any]:
    return [] if value is None else value if isinstance(value, list) else [value, None]


if __name__ == "__main__":
    main()
