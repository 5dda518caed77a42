"""How well the gate tells a question from the same one asked of an index without its section.

`python -m evals.left_out --index INDEX --questions QUESTIONS`, with and without the reader.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import click

from assistant.answer import Assistant
from assistant.gate import probability_of
from corpus.console import command, emit, index_option, json_option
from corpus.settings import settings
from evals.cases import read_cases
from evals.gate import Example, examples
from evals.metrics import bootstrap
from evals.metrics.values import Figure
from evals.summary import tuned_on

# The shares of answerable questions refused at which the refusals of the others are given.
_WRONGLY = (0.05, 0.1, 0.2, 0.3, 0.5)
_SCORERS: dict[str, Callable[[Example], float]] = {
    "similarity": lambda one: one.values["similarity"],
    "reader": lambda one: one.values["read_first"],
    "gate without reader": lambda one: probability_of(one.values, "without_reader"),
    "gate with reader": lambda one: probability_of(one.values, "with_reader"),
}


@dataclass(frozen=True, slots=True)
class Curve:
    """What one score tells: the area under its ROC curve, and the share of the questions without
    their section that is refused where a share of the answerable ones is, by that share.
    """

    scorer: str
    area: Figure
    refused: dict[float, Figure]


def curves(found: Sequence[Example]) -> Iterator[Curve]:
    """The curve of each score over examples that come in pairs, answerable or not."""
    from sklearn.metrics import roc_auc_score

    for name, score in _SCORERS.items():
        labels, values = [float(e.answerable) for e in found], [score(e) for e in found]
        yield Curve(
            name,
            bootstrap(lambda a, b: float(roc_auc_score(a, b)), labels, values),
            {share: bootstrap(_refusing(share), labels, values) for share in _WRONGLY},
        )


def _refusing(share: float) -> Callable[..., float]:
    """The share of the others below the quantile of the answerable ones at `share`."""

    def refused(labels: Any, values: Any) -> float:
        import numpy as np

        answerable, scores = np.array(labels) == 1, np.array(values)
        return float((scores[~answerable] < np.quantile(scores[answerable], share)).mean())

    return refused


@command()
@index_option
@click.option("--questions", required=True, type=click.Path(exists=True, path_type=Path))
@json_option
def main(index: Path | None, questions: Path, as_json: bool) -> int:
    """Print the curves over the half of the QUESTIONS that search was not tuned on."""
    cases = [case for case in read_cases(questions) if not tuned_on(case)]
    found = list(examples(cases, Assistant(index or settings().index, settings())))
    every = list(curves(found))
    lines = [f"{len(found)} examples: area, then refused at {_WRONGLY} refused wrongly"]
    lines += [
        f"{one.scorer}: {_shown(one.area)}; {', '.join(map(_shown, one.refused.values()))}"
        for one in every
    ]
    emit([asdict(one) for one in every], as_json, "\n".join(lines))
    return 0


def _shown(figure: Figure) -> str:
    return f"{figure.value:.3f} ({figure.low:.3f}-{figure.high:.3f})"


if __name__ == "__main__":
    main()
