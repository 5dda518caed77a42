"""What do a judge's opinions come down to, beside the code's? Plain JSON values."""

from collections import Counter
from collections.abc import Callable, Collection, Sequence
from dataclasses import asdict
from typing import Any

from evals.judge.types import Judge, Judged, Opinion, Verdict
from evals.judge.verdicts import Verdicts
from evals.metrics import counted, kappa_figure, mean_figure

_Pairs = list[tuple[bool, bool]]
_BOTH = ("both", "judge_alone", "code_alone", "neither")


def judge_summary(judge: Judge, judged: Collection[Judged], verdicts: Verdicts) -> dict[str, Any]:
    """ALCE's figures of judge and code, how far they agree, and what the verdicts took.

    They agree or not on what the judge was asked of and both could tell. `tokens` are those of the
    verdicts that tell them, `tokens_untold` counts the others.
    """
    of_statements = [_pairs(one.opinions, _whole) for one in judged]
    of_citations = [_pairs(one.opinions, _each) for one in judged]
    figures = {
        "judge_recall": mean_figure(one.judge_recall for one in judged),
        "code_recall": mean_figure(one.code_recall for one in judged),
        "judge_precision": mean_figure(one.judge_precision for one in judged),
        "code_precision": mean_figure(one.code_precision for one in judged),
        "kappa_statements": kappa_figure(of_statements),
        "kappa_citations": kappa_figure(of_citations),
    }
    return {
        "name": judge.name,
        "identity": judge.identity,
        "figures": {key: asdict(figure) for key, figure in figures.items()},
        "statements": _counts(of_statements),
        "citations": _counts(of_citations),
        **_took(verdicts.given.values()),
    }


def _whole(opinion: Opinion) -> list[tuple[bool | None, bool | None]]:
    return [(opinion.judge, opinion.code)]


def _each(opinion: Opinion) -> list[tuple[bool | None, bool | None]]:
    return list(zip(opinion.judge_citations, opinion.code_citations, strict=True))


def _pairs(
    opinions: Sequence[Opinion],
    said: Callable[[Opinion], list[tuple[bool | None, bool | None]]],
) -> _Pairs:
    """What judge and code both say of what the judge was asked of."""
    return [
        (judge, code)
        for opinion in opinions
        if opinion.asked
        for judge, code in said(opinion)
        if judge is not None and code is not None
    ]


def _counts(cases: Sequence[_Pairs]) -> dict[str, int]:
    return dict(zip(_BOTH, counted([pair for pairs in cases for pair in pairs]), strict=True))


def _took(given: Collection[Verdict]) -> dict[str, Any]:
    told = [verdict.tokens for verdict in given if verdict.tokens is not None]
    return {
        "verdicts": len(given),
        "failures": dict(Counter(v.failure for v in given if v.failure).most_common()),
        "tokens": [sum(pair[i] for pair in told) for i in (0, 1)] if told else None,
        "tokens_untold": len(given) - len(told),
        "seconds": round(sum(verdict.seconds for verdict in given), 1),
    }
