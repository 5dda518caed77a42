"""The vectors of many passages on a Chroma server, beside the embedded store, in one run."""

import os
import resource
import sys
import tempfile
import time
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from dataclasses import dataclass
from multiprocessing import get_context
from pathlib import Path
from statistics import mean, quantiles
from typing import TYPE_CHECKING, Any

import click

from corpus.store import Embedded, Server, VectorStore
from evals.bench.chroma_server import chroma_server

if TYPE_CHECKING:
    import numpy as np

    Array = np.ndarray[Any, np.dtype[np.float32]]

_DIMENSIONS = 384
# Passages stand in groups, as texts on the same subjects do: this many to a group, this far apart.
_GROUP, _SPREAD = 100, 0.8
_RUN = 1000
_SEARCHES = 400
# The seed of the questions, which no run of passages has.
_QUESTIONS = 10**9
# As many as the assistant asks for.
_NEAREST = 200
_ASKERS = (1, 8)
_MEGABYTE = 1 << 20


@dataclass(frozen=True, slots=True)
class Figures:
    """Seconds to write and verify, milliseconds of each search by askers, MB at most, recall."""

    write: float
    verify: float
    searches: dict[int, list[float]]
    peak: float
    recall: float


def compare(passages: int) -> None:
    """Print the figures of both stores over the same random unit vectors."""
    with tempfile.TemporaryDirectory() as name:
        embedded = _apart(passages, str(Path(name) / "embedded"))
        with chroma_server(Path(name) / "server") as server:
            asked = _apart(passages, server.address)
            server.process.terminate()
            _, _, used = os.wait4(server.process.pid, 0)
    click.echo(f"{passages} vectors of {_DIMENSIONS}{'':13}{'embedded':>12}{'server':>12}")
    rows: list[tuple[str, float | None, float]] = [
        ("write, s", embedded.write, asked.write),
        ("verify, s", embedded.verify, asked.verify),
        ("recall at 10 of the exact search", embedded.recall, asked.recall),
        ("peak of the asking process, MB", embedded.peak, asked.peak),
        ("peak of the server, MB", None, _megabytes(used)),
    ]
    for askers in _ASKERS:
        for percent in (50, 95):
            both = [_percentile(one.searches[askers], percent) for one in (embedded, asked)]
            rows.append((f"search, {askers} asking, p{percent} ms", both[0], both[1]))
    for label, ours, theirs in rows:
        click.echo(f"{label:34}{'' if ours is None else f'{ours:.2f}':>12}{theirs:>12.2f}")


def _apart(passages: int, place: str) -> Figures:
    """The figures of a store, taken in a process of its own, whose memory is nobody else's."""
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as apart:
        return apart.submit(_measured, passages, place).result()


def _measured(passages: int, place: str) -> Figures:
    """The figures of the store at an address, or in a folder."""
    import numpy as np

    served = place.startswith("http://")
    store = VectorStore(Server(place, {}) if served else Embedded(Path(place)), "bench")
    try:
        write = _seconds(lambda: store.write(_batches(passages)))
        verify = _seconds(lambda: store.verify(_batches(passages)))
        questions = _questions(passages)
        store.search(questions[0], _NEAREST)
        searches = {askers: _searches(store, questions, askers) for askers in _ASKERS}
        found = [{name for name, _ in store.search(q, 10)} for q in questions[:100]]
    finally:
        store.close()
    peak = _megabytes(resource.getrusage(resource.RUSAGE_SELF))
    every = np.concatenate([vectors for _, vectors in _batches(passages)])
    exact = np.argsort(-(questions[:100] @ every.T), axis=1)[:, :10]
    shared = [len(f & {f"p{n}" for n in row}) / 10 for f, row in zip(found, exact, strict=True)]
    return Figures(write, verify, searches, peak, mean(shared))


def _searches(store: VectorStore, questions: "Array", askers: int) -> list[float]:
    """The milliseconds of each search, this many asked at a time."""

    def one(question: "Array") -> float:
        return 1000 * _seconds(lambda: store.search(question, _NEAREST))

    with ThreadPoolExecutor(askers) as pool:
        return list(pool.map(one, questions))


def _batches(passages: int) -> Iterator[tuple[list[str], "Array"]]:
    """The same vectors at each call, in runs; no more than one run is held."""
    import numpy as np

    for start in range(0, passages, _RUN):
        numbers = np.arange(start, min(start + _RUN, passages))
        yield [f"p{number}" for number in numbers], _vectors(start, numbers // _GROUP)


def _questions(passages: int) -> "Array":
    """Vectors of groups all over the passages, and none of theirs."""
    import numpy as np

    return _vectors(_QUESTIONS, np.linspace(0, (passages - 1) // _GROUP, _SEARCHES).astype(int))


def _vectors(seed: int, groups: "np.ndarray[Any, np.dtype[np.int64]]") -> "Array":
    """A unit vector near the centre of each of these groups."""
    import numpy as np

    def normal(number: int, kind: int, count: int) -> "Array":
        made = np.random.default_rng((kind, number)).standard_normal((count, _DIMENSIONS))
        return made.astype(np.float32)

    centres = {int(group): normal(int(group), 1, 1)[0] for group in np.unique(groups)}
    own = _SPREAD * normal(seed, 2, len(groups))
    vectors = np.array([centres[int(group)] for group in groups]) + own
    unit: Array = vectors / np.linalg.norm(vectors, axis=1, keepdims=True)
    return unit


def _seconds(work: Any) -> float:
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def _percentile(values: list[float], percent: int) -> float:
    return quantiles(values, n=100, method="inclusive")[percent - 1]


def _megabytes(used: resource.struct_rusage) -> float:
    unit = 1 if sys.platform == "darwin" else 1024
    return used.ru_maxrss * unit / _MEGABYTE
