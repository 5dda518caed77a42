"""What does a run of the triage print for a person? French text."""

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from corpus.numbers import counted
from evals.console import figure_text
from evals.triaged import wording

if TYPE_CHECKING:
    from evals.run import Done


def triage_text(done: "Done") -> str:
    """The figures of a run, one a line, who was taken for what, and where its report stands."""
    summary = done.summary
    before = counted(summary["answered_before"], "question déjà traitée", "questions déjà traitées")
    lines = [
        f"{counted(summary['cases'], 'question triée', 'questions triées')}, "
        f"{counted(summary['pairs'], 'paire', 'paires')}, {before}"
    ]
    lines += [figure_text(name, f) for name, f in summary["figures"].items() if f["cases"]]
    lines += ["", "Attendu, puis décidé", *_confusion(summary["confusion"])]
    lines += ["", wording.TUNED] if summary["tuned"] else []
    return "\n".join([*lines, "", f"Rapport\u00a0: {done.folder / 'report.html'}"])


def _confusion(counted: Mapping[str, Mapping[str, int]]) -> Iterator[str]:
    for label, row in counted.items():
        told = [f"{wording.DECISIONS[name]} {count}" for name, count in row.items() if count]
        if told:
            yield f"{wording.DECISIONS[label]}\u00a0: {', '.join(told)}"
