"""How does a run of the triage look to a project leader? One HTML page that loads nothing."""

from collections.abc import Iterator, Mapping
from typing import Any

from assistant.triage.never import subjects
from assistant.triage.theme import theme_name
from evals import wording
from evals.metrics.triage import DUPLICATE, ScoredPair, ScoredRow
from evals.report import template
from evals.triaged import wording as said
from evals.triaged.results import Results

_WORST = 20
# The figures that the first lines of the page tell, where they are known.
_FIRST = ("decision_right", "never_to_jurist", "answered_wrongly", "duplicates_found")


def triage_report(
    summary: Mapping[str, Any], readable: Results, answered: Mapping[str, str]
) -> str:
    """The page of a run: its figures, who was taken for what, the costs and the worst rows.

    `readable` are the rows and pairs that may be shown one by one, `answered` the questions
    answered before, by id.
    """
    figures = summary["figures"]
    return template("triage.html").render(
        summary=summary,
        first=[name for name in _FIRST if figures[name]["value"] is not None],
        names=[name for name, figure in figures.items() if figure["value"] is not None],
        unknown=[name for name, figure in figures.items() if figure["value"] is None],
        worst=[_told(row, answered) for row in worst(readable.rows)],
        pairs=[_pair(pair) for pair in readable.pairs if _is_wrong(pair)],
        hidden=summary["cases"] - len(readable.rows),
        said=said,
        wording=wording,
    )


def worst(rows: tuple[ScoredRow, ...]) -> list[ScoredRow]:
    """The rows whose decision costs most, the surest of themselves before others."""
    wrong = [row for row in rows if row.scores.cost]
    order = sorted(wrong, key=lambda r: (-r.scores.cost, -r.scores.confidence, r.case.id))
    return order[:_WORST]


def _told(row: ScoredRow, answered: Mapping[str, str]) -> dict[str, Any]:
    """A wrong decision as the page tells it: question, what was expected, what was made of it."""
    triaged = row.triaged
    return {
        "case": row.case,
        "expected": list(_expected(row, answered)),
        "decision": said.DECISIONS[triaged.decision],
        "theme": theme_name(triaged.theme),
        "confidence": wording.value_text(triaged.confidence, "share"),
        "cost": wording.value_text(row.scores.cost, "cost"),
        "reasons": triaged.reasons,
        "duplicates": [one.question for one in triaged.duplicates],
    }


def _expected(row: ScoredRow, answered: Mapping[str, str]) -> Iterator[str]:
    case = row.case
    yield f"{said.DECISIONS[case.decision]}, thème «\u00a0{theme_name(case.theme)}\u00a0»."
    if case.never:
        names = {subject.id: subject.name for subject in subjects()}
        yield f"Sujet réservé\u00a0: {names.get(case.never, case.never)}."
    if case.duplicate_of:
        repeated = answered.get(case.duplicate_of, case.duplicate_of)
        yield f"Déjà répondu\u00a0: «\u00a0{repeated}\u00a0»."
    if case.lacking:
        yield f"Les fiches ne disent pas\u00a0: {case.lacking}."
    if case.other:
        yield f"Se défendrait aussi\u00a0: {said.DECISIONS[case.other].lower()}."


def _is_wrong(pair: ScoredPair) -> bool:
    return pair.taken != (pair.case.label == DUPLICATE)


def _pair(pair: ScoredPair) -> dict[str, Any]:
    return {"case": pair.case, "label": said.PAIRS[pair.case.label]}
