"""How fast is the triage of a batch, and how much memory does it take? Beside plain retrieval."""

import resource
import tempfile
import time
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from itertools import cycle, islice
from multiprocessing import get_context
from pathlib import Path
from typing import Any

import click

# Rows that are triaged, and questions that are searched, before anything is timed.
_WARM = 3


def triage_bench(count: int) -> None:
    """Print rows a second and peak memory of so many rows, and the plain recipe's retrieval."""
    from corpus.settings import settings
    from ingest.pipeline import ingest

    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        ingest([], folder / "index", settings())
        ours = _apart(_triaged, folder, count)
        plain = _apart(_searched, folder, count)
    click.echo(f"{f'{count} rows':32}{'ours':>10}{'plain':>10}{'ratio':>8}")
    for label, own, other in (
        ("ms a row", 1000 * ours[0] / count, 1000 * plain[0] / count),
        ("rows a second", count / ours[0], count / plain[0]),
        ("peak memory, MB", ours[1], plain[1]),
    ):
        click.echo(f"{label:32}{own:>10.1f}{other:>10.1f}{own / other:>8.2f}")


def _apart(work: Callable[[Path, int], Any], folder: Path, count: int) -> Any:
    """What work gives in a process of its own, whose memory is nobody else's."""
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as apart:
        return apart.submit(work, folder, count).result()


def _rows(count: int) -> list[str]:
    """The questions of the rows of `tune`, again from the first where more are asked for."""
    from evals.triage_cases import read_triage_cases

    return list(islice(cycle(row.question for row in read_triage_cases(split="tune").rows), count))


def _triaged(folder: Path, count: int) -> tuple[float, float]:
    from assistant.answer import Assistant
    from assistant.triage.decide import Triage
    from corpus.settings import settings
    from evals.triage_cases import read_triage_cases

    answered = [one.answered for one in read_triage_cases(split="tune").answered]
    triage = Triage(Assistant(folder / "index", settings()), answered)
    return _timed(lambda text: triage.row("1", text), count)


def _searched(folder: Path, count: int) -> tuple[float, float]:
    from corpus import weights
    from corpus.index import open_documents, open_manifest
    from corpus.settings import settings
    from evals.systems.plain import plain_index

    index = folder / "index"
    documents = open_documents(index, open_manifest(index)[1])
    texts = {name: document.text for name, document in documents.items()}
    model = weights.unpacked(settings().cache) / weights.SENTENCE_TRANSFORMERS
    plain = plain_index(texts, model, folder / "plain")
    return _timed(lambda text: plain.similarity_search(text, k=5), count)


def _timed(work: Callable[[str], object], count: int) -> tuple[float, float]:
    """Seconds that work takes on so many rows, and megabytes at most."""
    rows = _rows(count)
    for text in rows[:_WARM]:
        work(text)
    started = time.perf_counter()
    for text in rows:
        work(text)
    seconds = time.perf_counter() - started
    return seconds, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
