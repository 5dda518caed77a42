"""What does a run come down to? Plain JSON values, by label, page and kind."""

import random
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import asdict
from typing import Any
from zlib import crc32

from corpus.types import Document
from evals import wording
from evals.cases import Case
from evals.curves import curves
from evals.invariants import PROMISES, checked
from evals.metrics import Figure, Ranked, Scored, figures, mean_figure, retrieval_figures
from evals.mutate import detection

# Answers that are made wrong, in eleven ways each: about ten seconds.
_MUTATED = 120
_SEED = 2026
# What is told of each label, page and kind: how much is right there, and why not.
GROUPED = ("right", "right_document_first", "key_facts", "citation_precision")


def summarized(scored: Sequence[Scored], documents: Mapping[str, Document]) -> dict[str, Any]:
    """The headline figures with their intervals, those of each label, page and kind, and what
    the metrics notice of answers made wrong.
    """
    promises = [checked(s.said, s.scores) for s in scored]
    return {
        "figures": _plain(figures(scored)),
        "by_label": _by(scored, lambda case: case.label),
        "by_page": _by(scored, lambda case: case.page),
        "by_kind": _by(scored, lambda case: wording.KINDS.get(case.kind, case.kind)),
        "curves": curves(scored),
        "mutations": _mutations(scored, documents),
        "broken_promises": _counted(
            promise for found in promises for promise, broken in found.items() if broken
        ),
        "checked_promises": {name: sum(name in found for found in promises) for name in PROMISES},
    }


def _mutations(scored: Sequence[Scored], documents: Mapping[str, Document]) -> dict[str, Any]:
    """What each metric notices of answers made wrong, on a sample that does not depend on order."""
    citing = sorted((s for s in scored if s.said.citations), key=lambda s: s.case.id)
    draw = random.Random(_SEED)  # noqa: S311 - seeded, so that a run is repeated
    chosen = draw.sample(citing, min(_MUTATED, len(citing)))
    return {kind: _plain(row) for kind, row in detection(chosen, documents).items()}


def _by(scored: Sequence[Scored], key: Callable[[Case], str]) -> dict[str, Any]:
    groups: dict[str, list[Scored]] = {}
    for s in scored:
        groups.setdefault(key(s.case), []).append(s)
    return {
        name: {"cases": len(group)}
        | _plain({g: mean_figure(getattr(s.scores, g) for s in group) for g in GROUPED})
        for name, group in sorted(groups.items())
    }


def retrieval_summary(
    cases: Sequence[Case], runs: Sequence[Ranked], tuned: bool
) -> dict[str, dict[str, Any]] | None:
    """The retrieval figures of all questions whose section is known, and of parts of them.

    `unique` are questions whose wording no other has: the rest ask the same of several documents.
    Where the search was `tuned` on half of the documents, each half apart: `kept` is the other.
    """
    if not runs:
        return None
    found = {run.id: run for run in runs}
    located = [case for case in cases if case.id in found]
    wordings = Counter(case.question for case in located)
    parts: dict[str, Callable[[Case], bool]] = {
        "all": lambda case: case.id in found,
        "unique": lambda case: wordings[case.question] == 1,
    }
    if tuned:
        parts["kept"] = lambda case: not tuned_on(case)
        parts["kept_unique"] = lambda case: parts["kept"](case) and parts["unique"](case)
        parts["tuned"] = tuned_on
    return {
        name: _plain(retrieval_figures([found[c.id] for c in located if wanted(c)]))
        for name, wanted in parts.items()
    }


def tuned_on(case: Case) -> bool:
    """Whether a case is of the half that decision 3 tuned on: an even CRC of its document's id."""
    return crc32(case.page.encode()) % 2 == 0


def _counted(values: Iterable[str]) -> dict[str, int]:
    return dict(Counter(values).most_common())


def _plain(values: dict[str, Figure]) -> dict[str, Any]:
    return {name: asdict(figure) for name, figure in values.items()}
