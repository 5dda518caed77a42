"""What do the commands print for a person? French text of a run and of a comparison."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from corpus.numbers import counted, decimal
from evals import wording
from evals.compare import ALPHA, Change, Comparison, Moved

if TYPE_CHECKING:
    from evals.run import Done

# Cases named of each direction; the others stand in --json.
_NAMED = 40


def summary_text(done: "Done") -> str:
    """The headline figures of a run, one a line, and where its report stands."""
    summary = done.summary
    answers = counted(summary["answers"], "réponse", "réponses")
    lines = [f"{answers} à {counted(summary['cases'], 'question', 'questions')}"]
    if summary["fallen_back"]:
        lines.append(wording.fallen_back_text(summary["fallen_back"]))
    lines += [
        figure_text(name, value) for name, value in summary["figures"].items() if value["cases"]
    ]
    for part, found in (summary["retrieval"] or {}).items():
        lines += ["", f"Recherche, {wording.PARTS[part].lower()}"]
        lines += [figure_text(name, value) for name, value in found.items() if value["cases"]]
    if "judge" in summary:
        lines += ["", f"Juge\u00a0: {summary['judge']['name']}"]
        told = summary["judge"]["figures"].items()
        lines += [figure_text(name, value) for name, value in told if value["cases"]]
    lines += [f"Promesse non tenue\u00a0: {p} ({n})" for p, n in summary["broken_promises"].items()]
    return "\n".join([*lines, "", f"Rapport\u00a0: {done.folder / 'report.html'}"])


def failures_text(summary: Mapping[str, Any]) -> str:
    """The verdicts that a judge did not give, and what to do; empty where it gave all."""
    judge = summary.get("judge")
    if not judge or not judge["failures"]:
        return ""
    failed = sum(judge["failures"].values())
    remedy = "relancez la même commande, qui ne redemande que ceux-là"
    if set(judge["failures"]) == {"too_long"}:
        remedy = "prenez un modèle qui lit des textes plus longs"
    return (
        f"Le juge n'a pas rendu {failed} avis sur {judge['verdicts']} "
        f"({wording.failures_text(judge['failures'])}) : {remedy}."
    )


def figure_text(name: str, value: dict[str, float]) -> str:
    """A figure in one line: its name, value, interval and cases."""
    said = wording.named(name)
    bounds = wording.interval_text(value, said.unit)
    text = wording.value_text(value["value"], said.unit)
    return f"{said.name}\u00a0: {text} ({bounds}\u00a0; {value['cases']} cas)"


def comparison_text(found: Comparison) -> str:
    """Each figure before and after with its p-value, the cases that changed, and the verdict."""
    lines = [counted(found.cases, "cas comparé", "cas comparés")]
    lines += [_change(c) for c in found.figures if c.cases]
    lines += _cases("Mieux", found.better)
    lines += _cases("Moins bien", found.worse)
    lines += _cases("Promesses non tenues", found.broken)
    if found.regression:
        named = [wording.named(c.name).name for c in found.figures if c.regression]
        if found.broken:
            named.append("promesses du contrat")
        return "\n".join([*lines, "", f"Régression\u00a0: {', '.join(named)}."])
    verdict = "Aucun chiffre n’a baissé plus que le hasard ne l’explique"
    level = f"p < {decimal(ALPHA, 2)}, corrigé du nombre de tests"
    return "\n".join([*lines, "", f"{verdict} ({level})."])


def _change(change: Change) -> str:
    said = wording.named(change.name)
    before, after = (wording.value_text(v, said.unit) for v in (change.before, change.after))
    line = f"{said.name}\u00a0: {before} → {after}"
    if change.better or change.worse:
        line += f", {change.better} cas mieux et {change.worse} moins bien"
    if change.p is not None:
        chance = "au-delà du hasard" if change.p < ALPHA else "le hasard peut l’expliquer"
        line += f"\u00a0; {chance} (p = {wording.value_text(change.p, 'number')})"
    return line + (" — RÉGRESSION" if change.regression else "")


def _cases(title: str, moved: Sequence[Moved]) -> list[str]:
    if not moved:
        return []
    lines = ["", f"{title}\u00a0: {len(moved)} cas"]
    for case in moved[:_NAMED]:
        lines.append(
            f"- {case.id}\u00a0: {', '.join(wording.named(name).name for name in case.figures)}"
        )
    if len(moved) > _NAMED:
        more = counted(len(moved) - _NAMED, "autre", "autres")
        lines.append(f"- et {more} (--json les donne tous)")
    return lines
