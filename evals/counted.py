"""How many cases of each sort there are; `python -m evals.counted` prints the card's tables."""

from collections.abc import Callable, Sequence
from typing import get_args

import click

from assistant.triage.types import Decision
from corpus.console import command
from evals.cases import SHIPPED, Case, OfSplit, read_cases
from evals.metrics import APART
from evals.triage_cases import TriageCases, read_triage_cases

_SPLITS = ("tune", "test", "seen")


def _own(label: str) -> Callable[[Case], bool]:
    return lambda case: case.label == label and case.kind not in APART


def _kind(kind: str) -> Callable[[Case], bool]:
    return lambda case: case.kind == kind


_SORTS: dict[str, Callable[[Case], bool]] = {
    "answerable": _own("answerable"),
    "near misses: the subject stands in a page, what is asked does not": _own("near_miss"),
    "absent: no page treats the subject": _own("absent"),
    "off topic, hostile, gibberish, other languages": _own("off_topic"),
    "follow-ups with the questions before them": _kind("follow_up"),
    "with several parts, each labelled": _kind("multi_part"),
    "partly: the pages hold a part of what is asked": _kind("partly"),
    "in English": _kind("english"),
    "paraphrases (`of` names the original)": _kind("paraphrase"),
    "the same without accents and with two typos": _kind("noisy"),
}
# What issue 6 asks for at least, over `tune` and `test` and all kinds.
_ASKED = {
    "answerable": 250,
    "near misses": 150,
    "off topic or hostile": 60,
    "questions with paraphrases": 40,
}


def by_sort(cases: Sequence[Case]) -> dict[str, tuple[int, ...]]:
    """How many cases of each sort are in `tune`, `test` and `seen`; each case counts once."""
    return {
        sort: tuple(sum(c.split == split and holds(c) for c in cases) for split in _SPLITS)
        for sort, holds in _SORTS.items()
    }


def beside_asked(cases: Sequence[Case]) -> dict[str, tuple[int, int]]:
    """How many cases of all kinds are asked for, and how many `tune` and `test` hold."""
    counted = [case for case in cases if case.split != "seen"]
    held = {
        "answerable": sum(c.label == "answerable" for c in counted),
        "near misses": sum(c.label == "near_miss" for c in counted),
        "off topic or hostile": sum(c.label == "off_topic" for c in counted),
        "questions with paraphrases": len({c.of for c in counted if c.kind == "paraphrase"}),
    }
    return {name: (asked, held[name]) for name, asked in _ASKED.items()}


def of_triage(cases: TriageCases) -> dict[str, tuple[int, int]]:
    """How many rows of each decision, answered questions and pairs are in `tune` and `test`."""
    rows: dict[str, list[OfSplit]] = {
        f"rows: `{decision}`": [r for r in cases.rows if r.decision == decision]
        for decision in get_args(Decision)
    }
    rows |= {
        "rows in all": list(cases.rows),
        "of them on a subject that is never answered automatically": [
            r for r in cases.rows if r.never
        ],
        "of them `borderline`": [r for r in cases.rows if r.borderline],
        "questions answered before": list(cases.answered),
        "pairs: `duplicate`": [p for p in cases.pairs if p.label == "duplicate"],
        "pairs: `lookalike`": [p for p in cases.pairs if p.label == "lookalike"],
    }
    return {
        sort: (sum(c.split == "tune" for c in held), sum(c.split == "test" for c in held))
        for sort, held in rows.items()
    }


def triage_table(cases: TriageCases) -> str:
    """The count of the triage's cases as Markdown."""
    rows: list[tuple[str, ...]] = [("", *_SPLITS[:2]), ("---",) * 3]
    rows += [(sort, *(str(n or "") for n in counts)) for sort, counts in of_triage(cases).items()]
    return _markdown(rows)


def tables(cases: Sequence[Case]) -> str:
    """Both counts as Markdown."""
    rows: list[tuple[str, ...]] = [("", *_SPLITS), ("---",) * 4]
    rows += [(sort, *(str(n or "") for n in counts)) for sort, counts in by_sort(cases).items()]
    asked: list[tuple[str, ...]] = [
        ("of all kinds, `tune` and `test`", "asked", "there"),
        ("---",) * 3,
    ]
    asked += [(name, str(n), str(held)) for name, (n, held) in beside_asked(cases).items()]
    return "\n\n".join(map(_markdown, (rows, asked)))


def _markdown(rows: Sequence[tuple[str, ...]]) -> str:
    return "\n".join(
        "|" + "|".join(f" {cell} ".replace("  ", " ") for cell in row) + "|" for row in rows
    ).replace("| --- ", "|---")


@command()
def main() -> int:
    """Print the tables of evals/cases/README.md."""
    click.echo(tables(read_cases(SHIPPED)))
    click.echo()
    click.echo(triage_table(read_triage_cases()))
    return 0


if __name__ == "__main__":
    main()
