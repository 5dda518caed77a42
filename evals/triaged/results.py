"""What does the output folder of a run of the triage hold? Rows and pairs with their scores."""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from evals.folder import RESULTS, SUMMARY, no_folder, write_whole
from evals.metrics.triage import ScoredPair, ScoredRow

if TYPE_CHECKING:
    from pydantic import TypeAdapter

# What the summary of such a run says that it is of.
KIND = "triage"


@dataclass(frozen=True, slots=True)
class Results:
    """The scored rows and pairs of a run."""

    rows: tuple[ScoredRow, ...]
    pairs: tuple[ScoredPair, ...]


def write_triage_results(folder: Path, results: Results) -> None:
    """Write one row a line, then one pair a line: the case, what was decided, its scores."""
    rows = [{"kind": "row"} | asdict(row) for row in results.rows]
    pairs = [{"kind": "pair"} | asdict(pair) for pair in results.pairs]
    text = "".join(json.dumps(line, ensure_ascii=False) + "\n" for line in [*rows, *pairs])
    write_whole(folder / RESULTS, text)


def read_triage_results(folder: Path) -> Results:
    """The results of an output folder; AssistantError where it is none."""
    try:
        lines = [json.loads(line) for line in (folder / RESULTS).read_bytes().splitlines()]
        return Results(
            tuple(_adapter(ScoredRow).validate_python(x) for x in lines if x["kind"] == "row"),
            tuple(_adapter(ScoredPair).validate_python(x) for x in lines if x["kind"] == "pair"),
        )
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise no_folder(folder) from error


def is_of_triage(folder: Path) -> bool:
    """Whether a folder holds a run of the triage."""
    try:
        summary = json.loads((folder / SUMMARY).read_bytes())
    except (OSError, ValueError):
        return False
    return isinstance(summary, Mapping) and summary.get("kind") == KIND


@lru_cache
def _adapter(kind: type) -> "TypeAdapter[Any]":
    from pydantic import TypeAdapter

    return TypeAdapter(kind)
