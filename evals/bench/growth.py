"""How time, memory and disk grow with the documents of an index, embedding apart."""

import json
import random
import re
import resource
import tempfile
import time
import zlib
from collections.abc import Callable, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import astuple, dataclass
from multiprocessing import get_context
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    import numpy as np

    Array = np.ndarray[Any, np.dtype[np.float32]]

# A document is as long as a fiche: sections of a passage each, most of them.
_SECTIONS, _SENTENCES, _WORDS = 8, 10, 16
_DIMENSIONS = 384
_QUESTIONS = 50
_NEAREST = 200
_MEGABYTE = 1 << 20


@dataclass(frozen=True, slots=True)
class Growth:
    """Passages; seconds to ingest all, then one changed document; megabytes at most, and on disk;
    seconds to open, megabytes opened, milliseconds of a search by vector and words.
    """

    passages: int
    ingest: float
    change: float
    peak: float
    disk: float
    open: float
    opened: float
    search: float


class SeededEncoder:
    """A unit vector, shape (384,), drawn from a text's words, near those of the same title."""

    name = "seeded"

    def queries(self, texts: list[str]) -> "Array":
        """The vectors of questions."""
        return self.passages(texts)

    def passages(self, texts: list[str]) -> "Array":
        """The vectors of passages."""
        import numpy as np

        def drawn(text: str) -> "Array":
            seed = zlib.crc32(text.encode())
            return np.random.default_rng(seed).standard_normal(_DIMENSIONS, dtype=np.float32)

        vectors = np.array([drawn(t.partition("\n")[0]) + 0.8 * drawn(t) for t in texts])
        unit: Array = vectors / np.linalg.norm(vectors, axis=1, keepdims=True)
        return unit


def grow(sizes: Sequence[int]) -> None:
    """Print the figures of an index of each size, each taken in processes of their own."""
    heads = ("passages", "ingest s", "change s", "peak MB", "disk MB", "open s", "open MB")
    click.echo(f"{'documents':>9}" + "".join(f"{head:>10}" for head in (*heads, "search ms")))
    for documents in sizes:
        with tempfile.TemporaryDirectory() as name:
            folder = Path(name)
            _write(folder / "source", documents)
            passages, whole, peak = _apart(_ingested, folder)
            _change(folder / "source")
            _, change, again = _apart(_ingested, folder)
            figures = Growth(
                passages,
                whole,
                change,
                max(peak, again),
                sum(f.stat().st_size for f in (folder / "index").rglob("*")) / _MEGABYTE,
                *_apart(_opened, folder),
            )
        row = "".join(f"{value:>10.{0 if value > 100 else 1}f}" for value in astuple(figures))
        click.echo(f"{documents:>9}{row}")


def _write(folder: Path, documents: int) -> None:
    """Documents of the shipped fiches' words in another order."""
    from ingest.pipeline import shipped_fiches

    text = " ".join(f.read_text("utf-8") for f in sorted(shipped_fiches().glob("*.md")))
    words = re.findall(r"[^\W\d_]{2,}", text)
    drawn = random.Random(documents)  # noqa: S311
    folder.mkdir()

    def sentence() -> str:
        return f"{' '.join(drawn.choices(words, k=_WORDS))} {drawn.randrange(10_000)}."

    for number in range(documents):
        sections = [
            {"heading": sentence(), "text": " ".join(sentence() for _ in range(_SENTENCES))}
            for _ in range(_SECTIONS)
        ]
        line = {"id": f"d{number}", "title": sentence(), "sections": sections}
        (folder / f"{number}.jsonl").write_text(json.dumps(line), "utf-8")


def _change(source: Path) -> None:
    line = json.loads((source / "0.jsonl").read_text("utf-8"))
    line["sections"][0]["text"] = "Le texte a changé."
    (source / "0.jsonl").write_text(json.dumps(line), "utf-8")


def _apart(work: Callable[[Path], Any], folder: Path) -> Any:
    """What work gives in a process of its own, whose memory is nobody else's."""
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as apart:
        return apart.submit(work, folder).result()


def _ingested(folder: Path) -> tuple[int, float, float]:
    from corpus.settings import settings
    from ingest.pipeline import ingest

    report = ingest([str(folder / "source")], folder / "index", settings(), encoder=SeededEncoder())
    return report.passages, report.seconds, _peak()


def _opened(folder: Path) -> tuple[float, float, float]:
    from corpus.index import Index

    started = time.perf_counter()
    index = Index(folder / "index", SeededEncoder.name)
    opened = time.perf_counter() - started
    asked = [p.section_id for p in index.passages[:: len(index.passages) // _QUESTIONS or 1]]
    times = []
    for section in asked:
        heading = index.sections[section].heading
        (vector,) = SeededEncoder().queries([heading])
        started = time.perf_counter()
        index.nearest(vector, _NEAREST)
        index.lexical_scores(heading)
        times.append(1000 * (time.perf_counter() - started))
    index.close()
    return opened, _peak(), median(times)


def _peak() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
