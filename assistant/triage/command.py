"""`python -m assistant triage`: the rows of a file, triaged into another."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from corpus.console import command, emit, index_option, json_option
from corpus.numbers import counted
from corpus.usage import check_apart

if TYPE_CHECKING:
    from assistant.triage.batch import Summary
    from assistant.triage.types import Decides

_PATH = click.Path(path_type=Path)


@command(name="triage")
@click.option("--input", "source", required=True, type=_PATH, help="CSV, XLSX or JSONL of rows.")
@click.option("--output", "target", required=True, type=_PATH, help="File to write, by its suffix.")
@click.option("--answered", type=_PATH, help="FAQ of questions answered before, CSV or JSONL.")
@index_option
@json_option
def triage(
    source: Path, target: Path, answered: Path | None, index: Path | None, as_json: bool
) -> int:
    """Say what becomes of each question sent to the FAQ juridique."""
    from assistant.records.records import answered_before
    from assistant.triage import batch
    from assistant.triage.answered import read_answered
    from assistant.triage.table import form_of
    from corpus.clock import today
    from corpus.settings import settings

    chosen = settings()
    folder = index or chosen.index
    form_of(target)
    check_apart(str(target), input=str(source), answered=str(answered) if answered else None)
    known = tuple(answered_before(chosen, folder))
    if answered:
        known += read_answered(answered, today(chosen.today))

    def opened() -> "Decides":
        from assistant.answer import Assistant
        from assistant.triage.decide import Triage

        return Triage(Assistant(folder, chosen), known)

    mark = batch.fingerprint(folder, chosen, known)
    done = batch.triage(source, target, mark, opened, lambda text: click.echo(text, err=True))
    for row in done.broken:
        click.echo(row.error, err=True)
    emit(done, as_json, _said(done))
    return 1 if done.broken else 0


def _said(done: "Summary") -> str:
    """The summary of a batch, for a person."""
    from assistant.triage.types import DECISIONS

    total = counted(done.rows - len(done.broken), "question triée", "questions triées")
    lines = [f"{total}\u00a0:"]
    lines += [f"- {name}\u00a0: {done.decisions[key]}" for key, name in DECISIONS.items()]
    if done.broken:
        lines.append(f"Lignes à corriger, non triées : {len(done.broken)}.")
    lines.append(f"Résultat : {done.output}")
    return "\n".join(lines)
