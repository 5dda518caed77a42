"""Which errors the metrics notice: answers are made wrong in known ways, and scored again."""

import random
from collections.abc import Callable, Sequence

from evals import misquoted, misstated
from evals.metrics import Figure, Scored, Scores, score, share_figure
from evals.misquoted import Documents
from evals.said import Said

# What looks at what is said; the other scores are about status, length and speed.
GROUNDING = ("citation_recall", "citation_precision", "quotes_exact", "claims_borne")
LABELLED = ("right_document_first", "key_facts")
NOTICING = (*GROUNDING, *LABELLED)
STATEMENTS: dict[str, Callable[[Said, random.Random], Said | None]] = {
    corrupt.__name__: corrupt
    for corrupt in (
        misstated.figure_changed,
        misstated.figures_exchanged,
        misstated.name_changed,
        misstated.place_invented,
        misstated.negation_dropped,
        misstated.negation_added,
    )
}
CITATIONS: dict[str, Callable[[Said, Documents, random.Random], Said | None]] = {
    corrupt.__name__: corrupt
    for corrupt in (
        misquoted.neighbour_cited,
        misquoted.stranger_cited,
        misquoted.offsets_moved,
        misquoted.quote_changed,
        misquoted.mark_dropped,
    )
}
# The column of what at least one metric of grounding notices, and the row of the false alarms.
ANY = "any"
UNCHANGED = "unchanged"


def detection(
    scored: Sequence[Scored], documents: Documents, seed: int = 0
) -> dict[str, dict[str, Figure]]:
    """The share of corrupted answers that each metric notices, by kind of corruption and metric.

    Each answer that states and cites is corrupted once a kind, those apart that cite a wrong
    document first; a metric notices what it scores lower than the answer as it was. The row
    « unchanged » holds the false alarms: the answers that a metric of grounding scores below 1 as
    they are.
    """
    good = [
        s
        for s in scored
        if s.said.statements and s.said.citations and s.scores.right_document_first != 0
    ]
    table = {UNCHANGED: _shares([_alarm(s.scores) for s in good])}
    for kind in (*STATEMENTS, *CITATIONS):
        changed = [(s, corrupted(s.said, kind, documents, seed)) for s in good]
        table[kind] = _shares(
            [
                _noticed(s.scores, score(s.case, said, documents))
                for s, said in changed
                if said is not None
            ]
        )
    return table


def corrupted(said: Said, kind: str, documents: Documents, seed: int = 0) -> Said | None:
    """The answer made wrong in one way; None where it holds nothing of that kind.

    What is drawn hangs on seed, kind and id alone, not on the answers before.
    """
    rng = random.Random(f"{seed} {kind} {said.id}")  # noqa: S311 - drawn again alike, no secret
    if kind in STATEMENTS:
        return STATEMENTS[kind](said, rng)
    return CITATIONS[kind](said, documents, rng)


def _noticed(before: Scores, after: Scores) -> dict[str, bool | None]:
    """Whether each metric falls, None where it told nothing of the answer as it was."""
    fallen = {name: _lower(getattr(before, name), getattr(after, name)) for name in NOTICING}
    return fallen | {ANY: any(fallen[name] for name in GROUNDING)}


def _alarm(scores: Scores) -> dict[str, bool | None]:
    """Whether each metric of grounding is below 1; the labelled ones tell right from wrong only."""
    alarms = {name: _lower(1.0, getattr(scores, name)) for name in GROUNDING}
    return alarms | dict.fromkeys(LABELLED) | {ANY: any(alarms.values())}


def _lower(before: float | None, after: float | None) -> bool | None:
    return None if before is None else after is not None and after < before


def _shares(rows: Sequence[dict[str, bool | None]]) -> dict[str, Figure]:
    return {name: share_figure(row[name] for row in rows) for name in (*NOTICING, ANY)}
