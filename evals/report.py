"""How does a run look to a project leader? One HTML page that loads nothing."""

from collections.abc import Mapping, Sequence
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from corpus.numbers import counted
from evals import curves, wording
from evals.explain import errors, expected, worst
from evals.invariants import PROMISES
from evals.judge.types import Judged, Opinion
from evals.metrics import APART, Scored

if TYPE_CHECKING:
    from jinja2 import Template

_PAGES = Path(__file__).with_name("pages")
_WORST = 20
_DISPUTES = 10
# The figures that the first lines of the page tell, where they are known.
_FIRST = ("right_document_first", "key_facts", "refused_wrongly", "near_misses_answered")


def report(
    summary: Mapping[str, Any],
    readable: Sequence[Scored],
    beside: Sequence[Mapping[str, Any]],
    titles: Mapping[str, str],
    judged: Mapping[str, Judged],
) -> str:
    """The page of a run: its figures beside those of other runs, and its worst cases.

    Each summary has the name of its `folder`, by which it is told from others beside it.
    `readable` are the cases that may be shown one by one, `titles` those of the documents by id,
    `judged` what a judge says of the answers, by the case's id, where there is one.
    """
    systems = _named([summary, *beside])
    checked, broken = summary["checked_promises"], summary["broken_promises"]
    return template("report.html").render(
        summary=summary,
        systems=systems,
        other_cases=[s["system"] for s in systems if s["run"]["questions"] != _asked(summary)],
        other_scoring=[s["system"] for s in systems if s["scoring"] != summary["scoring"]],
        kept={PROMISES[n]: c for n, c in checked.items() if c and n not in broken},
        unchecked=[PROMISES[name] for name, count in checked.items() if not count],
        apart=[wording.KINDS[k] for k in APART if wording.KINDS[k] in summary["by_kind"]],
        names=[n for n in summary["figures"] if any(_known(s, n) for s in systems)],
        unknown=[n for n in summary["figures"] if not any(_known(s, n) for s in systems)],
        labels=_in_order(summary["by_label"], list(wording.LABELS)),
        pages=_weakest_first(summary["by_page"]),
        kinds=_weakest_first(summary["by_kind"]),
        first=[name for name in _FIRST if _known(summary, name)],
        risk=_risk(summary["curves"]["risk_coverage"]),
        dots=curves.dots(summary["curves"]["reliability"]),
        field=curves,
        worst=[_told(s, titles) for s in worst(readable, _WORST)],
        judges=[s for s in systems if s.get("judge")],
        disputes=_disputes(readable, judged),
        hidden=summary["cases"] - len(readable),
        titles=titles,
        wording=wording,
    )


def _named(systems: Sequence[Mapping[str, Any]]) -> list[Mapping[str, Any]]:
    """The summaries, each called by its system, and by its folder too where there are several."""
    if len(systems) == 1:
        return [*systems]
    return [{**s, "system": f"{s['system']} ({s['folder']})"} for s in systems]


def _asked(summary: Mapping[str, Any]) -> str:
    return str(summary["run"]["questions"])


def _known(summary: Mapping[str, Any], name: str) -> bool:
    return summary["figures"].get(name, {}).get("value") is not None


def _in_order(rows: Mapping[str, Any], order: Sequence[str]) -> dict[str, Any]:
    """The rows in a given order, those without a place in it last."""
    return {name: rows[name] for name in [*order, *rows] if name in rows}


def _weakest_first(rows: Mapping[str, Any]) -> dict[str, Any]:
    """The rows with the smallest share of right answers first, those that tell none last."""

    def weak(name: str) -> float:
        value = rows[name]["right"]["value"]
        return 2.0 if value is None else float(value)

    return {name: rows[name] for name in sorted(rows, key=weak)}


def _risk(points: Sequence[Sequence[float]]) -> dict[str, Any]:
    """The risk-coverage curve, drawn up to the next tenth above its highest risk."""
    highest = max((risk for _, risk in points), default=0.0)
    top = min(1.0, max(0.1, -(-highest // 0.1) / 10))
    return {"line": curves.line(points, top), "top": top}


def _told(scored: Scored, titles: Mapping[str, str]) -> dict[str, Any]:
    """A bad answer as the page tells it: question, what was expected, what was said, why."""
    said = scored.said
    return {
        "case": scored.case,
        "status": wording.STATUSES.get(said.status or "", wording.NONE),
        "confidence": wording.value_text(said.confidence, "share"),
        "text": said.text,
        "sources": list(
            dict.fromkeys(titles.get(c.document_id, c.document_id) for c in said.citations or ())
        ),
        "expected": expected(scored, titles),
        "errors": errors(scored, titles),
    }


def _disputes(
    readable: Sequence[Scored], judged: Mapping[str, Judged]
) -> list[tuple[str, Opinion]]:
    """Questions with a statement that judge and code see otherwise, at most ten of each kind."""
    found = [
        (s.case.question, opinion)
        for s in readable
        if s.case.id in judged
        for opinion in judged[s.case.id].opinions
        if opinion.asked and {opinion.judge, opinion.code} == {True, False}
    ]
    kinds = ([pair for pair in found if pair[1].judge is says] for says in (False, True))
    return [pair for kind in kinds for pair in kind[:_DISPUTES]]


@lru_cache
def template(name: str) -> "Template":
    """A page's template."""
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    environment = Environment(
        loader=FileSystemLoader(_PAGES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.globals["many"] = counted
    return environment.get_template(name)
