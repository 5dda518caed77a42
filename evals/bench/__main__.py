"""`make bench`: search, whole answer and ingest beside the plain recipe; a server beside files."""

import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from statistics import quantiles

import click

from evals.cases import SHIPPED, read_cases

_QUESTIONS = 40


@click.command()
@click.argument("source", required=False, type=click.Path(exists=True, path_type=Path))
@click.option(
    "--stores",
    type=click.IntRange(min=1000),
    metavar="PASSAGES",
    help="Compare a Chroma server with the embedded store, over this many random vectors.",
)
@click.option(
    "--growth",
    type=click.IntRange(min=1),
    multiple=True,
    metavar="DOCUMENTS",
    help="Measure an index of this many made-up documents, with a stand-in encoder.",
)
@click.option(
    "--triage",
    type=click.IntRange(min=1),
    metavar="ROWS",
    help="Measure the triage of so many rows over the shipped fiches, beside plain retrieval.",
)
def main(
    source: Path | None, stores: int | None, growth: tuple[int, ...], triage: int | None
) -> None:
    """Print our figures beside the plain recipe's, over SOURCE or the shipped fiches."""
    if triage is not None:
        from evals.bench.triage import triage_bench

        triage_bench(triage)
        return
    if growth:
        from evals.bench.growth import grow

        grow(growth)
        return
    if stores is not None:
        from evals.bench.stores import compare

        compare(stores)
        return
    from assistant.answer import Assistant
    from corpus import weights
    from corpus.settings import settings
    from evals.systems.plain import plain_index
    from ingest.pipeline import ingest, shipped_fiches

    cases = [c.question for c in read_cases(SHIPPED) if c.label == "answerable"][:_QUESTIONS]
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        sources = [str(source)] if source else []
        if source is None:
            source = folder / "fiches.txt"
            fiches = sorted(shipped_fiches().glob("municipaless-*.md"))
            source.write_text("\n\n".join(f.read_text("utf-8") for f in fiches), "utf-8")
        # Both models are loaded before anything is timed.
        model = weights.unpacked(settings().cache) / weights.SENTENCE_TRANSFORMERS
        texts = {"": source.read_text("utf-8")}
        plain_index(texts, model, folder / "warm-plain")
        ingest(sources, folder / "warm", settings())

        ours_ingest = _seconds(lambda: ingest(sources, folder / "ours", settings()))
        start = time.perf_counter()
        plain = plain_index(texts, model, folder / "plain")
        plain_ingest = time.perf_counter() - start
        again = _seconds(lambda: ingest(sources, folder / "ours", settings()))

        assistant = Assistant(folder / "ours", settings())
        unread = Assistant(folder / "ours", settings().model_copy(update={"reader": False}))
        assistant.ask(cases[0])
        unread.ask(cases[0])
        plain.similarity_search(cases[0], k=5)
        search = [_seconds(lambda q=q: assistant.search(q, 5)) for q in cases]  # type: ignore[misc]
        whole = [_seconds(lambda q=q: assistant.ask(q)) for q in cases]  # type: ignore[misc]
        without = [_seconds(lambda q=q: unread.ask(q)) for q in cases]  # type: ignore[misc]
        base = [_seconds(lambda q=q: plain.similarity_search(q, k=5)) for q in cases]  # type: ignore[misc]
    click.echo(f"{'':32}{'ours':>10}{'plain':>10}{'ratio':>8}")
    for label, ours, theirs in (
        ("search, p50 ms", _percentile(search, 50), _percentile(base, 50)),
        ("search, p95 ms", _percentile(search, 95), _percentile(base, 95)),
        ("whole answer, p50 ms", _percentile(whole, 50), _percentile(base, 50)),
        ("whole answer, p95 ms", _percentile(whole, 95), _percentile(base, 95)),
        ("without the reader, p50 ms", _percentile(without, 50), _percentile(base, 50)),
        ("without the reader, p95 ms", _percentile(without, 95), _percentile(base, 95)),
        ("ingest, s", ours_ingest, plain_ingest),
        ("ingest again, s", again, plain_ingest),
    ):
        click.echo(f"{label:32}{ours:>10.2f}{theirs:>10.2f}{ours / theirs:>8.2f}")


def _seconds(work: Callable[[], object]) -> float:
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def _percentile(values: list[float], percent: int) -> float:
    return 1000 * quantiles(values, n=100, method="inclusive")[percent - 1]


if __name__ == "__main__":
    main()
