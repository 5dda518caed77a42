"""`python -m evals`: score this version, or any other system, on questions with known answers."""

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from corpus.console import command, emit, index_option, json_option
from corpus.errors import AssistantError
from corpus.usage import Group

if TYPE_CHECKING:
    from evals.judge.types import Named

_FILE = click.Path(exists=True, dir_okay=False, path_type=Path)
_FOLDER = click.Path(exists=True, file_okay=False, path_type=Path)


@click.group(cls=Group)
def main() -> None:
    """Evaluation on the shipped cases, or on a set of one's own."""


@command(main, "run")
@index_option
@json_option
@click.option("--documents", type=_FILE, help="JSONL documents to ask instead of the index.")
@click.option("--questions", type=_FILE, help="JSONL questions instead of the shipped cases.")
@click.option("--answers", type=_FILE, help="JSONL answers of another system, to score instead.")
@click.option("--triage", is_flag=True, help="The triage's rows, not the assistant's questions.")
@click.option("--split", type=click.Choice(["tune", "test"]), help="Only this half of the cases.")
@click.option(
    "--output",
    type=click.Path(file_okay=False, path_type=Path),
    help="Folder for answers, results, summary and report [default: one of its own in var/evals].",
)
@click.option(
    "--beside",
    type=_FOLDER,
    multiple=True,
    help="Folder of another run whose figures the report shows as well; may be repeated.",
)
@click.option(
    "--judge",
    metavar="MODEL",
    help="A model that also says whether quotes support what is said, and is sent both: "
    "openai:NAME (any OpenAI-compatible server), or nli:NAME, a CrossEncoder by hub name or path.",
)
@click.option("--judge-url", default="", help="Address of the judge's server, up to /v1.")
@click.option("--judge-key", default="", metavar="VARIABLE", help="Variable that holds its key.")
@click.option(
    "--judge-seconds",
    type=click.FloatRange(0, 600, min_open=True),
    default=60,
    show_default=True,
    help="Longest time of one verdict.",
)
@click.option(
    "--judge-at-once",
    type=click.IntRange(1, 64),
    default=4,
    show_default=True,
    help="How many verdicts a language model is asked at the same time.",
)
def run(index: Path | None, as_json: bool, triage: bool, **options: Any) -> int:
    """Score retrieval, answers and refusals; a run that was killed goes on where it stopped.

    With --triage, score what the triage decides of labelled rows: the shipped ones, or those of
    --questions.
    """
    options["judge"] = _judge(options)
    if triage:
        return _run_triage(index, as_json, options)
    from corpus.settings import settings
    from evals.cases import SHIPPED
    from evals.console import failures_text, summary_text
    from evals.run import Wanted
    from evals.run import run as score
    from evals.wording import unanswered_text

    done = score(Wanted(index or settings().index, **options), settings())
    questions = options["questions"] or SHIPPED
    for path, lines in (questions, done.questions_left_out), (options["answers"], done.left_out):
        for line in lines:
            click.echo(f"{path}, ligne {line.line}\u00a0: {line.reason}.", err=True)
    unanswered = unanswered_text(done.summary["unanswered"])
    unjudged = failures_text(done.summary)
    for said in filter(None, (unanswered, unjudged)):
        click.echo(said, err=True)
    emit(done.summary, as_json, summary_text(done))
    return 1 if done.questions_left_out or done.left_out or unjudged else 0


def _judge(options: dict[str, Any]) -> "Named | None":
    """The judge that the options name, which are taken out of them."""
    from evals.judge.types import Named

    names = ("judge", "judge_url", "judge_key", "judge_seconds", "judge_at_once")
    model, url, key_variable, seconds, at_once = (options.pop(name) for name in names)
    if model is not None:
        return Named(model, url, key_variable, seconds, at_once)
    if url or key_variable:
        raise AssistantError(
            "--judge-url et --judge-key disent comment joindre un juge : nommez-le avec --judge."
        )
    return None


def _run_triage(index: Path | None, as_json: bool, options: dict[str, Any]) -> int:
    from corpus.settings import settings
    from evals.run import Wanted
    from evals.triage_cases import SHIPPED
    from evals.triaged.console import triage_text
    from evals.triaged.run import run_triage

    for name in ("documents", "answers", "beside", "judge"):
        if options[name]:
            raise AssistantError(f"--{name} ne va pas avec --triage : retirez l'une des deux.")
    done = run_triage(Wanted(index or settings().index, **options), settings())
    for line in done.questions_left_out:
        click.echo(
            f"{options['questions'] or SHIPPED}, ligne {line.line}\u00a0: {line.reason}.", err=True
        )
    emit(done.summary, as_json, triage_text(done))
    return 1 if done.questions_left_out else 0


@command(main, "compare")
@click.argument("before", type=_FOLDER, metavar="A")
@click.argument("after", type=_FOLDER, metavar="B")
@json_option
def compare(before: Path, after: Path, as_json: bool) -> int:
    """Say what got better and worse from the run in folder A to that in folder B.

    Exit status 1 where a figure is worse with p < 0.05, or B breaks an invariant.
    """
    from evals.compare import compare as compared
    from evals.console import comparison_text

    found = compared(before, after)
    for note in found.notes:
        click.echo(note, err=True)
    emit(found, as_json, comparison_text(found))
    return 1 if found.regression else 0


if __name__ == "__main__":
    main()
