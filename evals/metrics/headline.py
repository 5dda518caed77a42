"""Which figures a run comes down to."""

from collections.abc import Callable, Iterable, Sequence
from functools import partial

from evals.metrics.answers import same_answer
from evals.metrics.confidence import calibration_error, risk_coverage_area
from evals.metrics.intervals import bootstrap, mean_figure, percentile
from evals.metrics.values import Figure, Scored

# Kinds that are reported apart: the figures by label leave them out.
APART = ("follow_up", "multi_part", "partly", "english", "paraphrase", "noisy")


def figures(scored: Sequence[Scored]) -> dict[str, Figure]:
    """The headline figures by name, in order, each over the cases that tell it."""
    own = [s for s in scored if s.case.kind not in APART]
    answerable = [s for s in own if s.case.label == "answerable"]
    near = [s for s in own if s.case.label in ("near_miss", "absent")]
    off_topic = [s for s in own if s.case.label == "off_topic"]
    return {
        "right_document_first": _mean(answerable, "right_document_first"),
        "key_facts": _mean(answerable, "key_facts"),
        "refused_wrongly": _answered(answerable, lambda a: 1 - a),
        "near_misses_answered": _answered(near, lambda a: float(a == 1)),
        "off_topic_answered": _answered(off_topic, lambda a: float(a > 0)),
        "citation_recall": _mean(scored, "citation_recall"),
        "citation_precision": _mean(answerable, "citation_precision"),
        "quotes_exact": _mean(scored, "quotes_exact"),
        "claims_borne": _mean(scored, "claims_borne"),
        "follow_ups_right": _right(scored, "follow_up"),
        "multi_part_right": _right(scored, "multi_part"),
        "partly_right": _right(scored, "partly"),
        "english_right": _right(scored, "english"),
        "paraphrases_same": mean_figure(_same(scored, "paraphrase")),
        "noisy_same": mean_figure(_same(scored, "noisy")),
        "paraphrase_groups_same": mean_figure(_groups_same(scored, "paraphrase")),
        **_confidence(scored),
        **_lengths(answerable),
        **_latency(scored),
    }


def _mean(scored: Iterable[Scored], name: str) -> Figure:
    return mean_figure(getattr(s.scores, name) for s in scored)


def _answered(scored: Iterable[Scored], error: Callable[[float], float]) -> Figure:
    """The mean of an error that a status makes, over the answers that tell their status."""
    told = (s.scores.answered for s in scored)
    return mean_figure(None if a is None else error(a) for a in told)


def _right(scored: Iterable[Scored], kind: str) -> Figure:
    return _mean((s for s in scored if s.case.kind == kind), "right")


def _same(scored: Sequence[Scored], kind: str) -> list[float | None]:
    """Whether each reworded question gets the answer of its original."""
    said = {s.case.id: s.said for s in scored}
    return [
        same_answer(s.case, s.said, said[s.case.of])
        for s in scored
        if s.case.kind == kind and s.case.of in said
    ]


def _groups_same(scored: Sequence[Scored], kind: str) -> list[float | None]:
    """Whether all rewordings of a question get its answer, a value a question."""
    groups: dict[str, list[Scored]] = {}
    for s in scored:
        if s.case.kind == kind and s.case.of:
            groups.setdefault(s.case.of, []).append(s)
    originals = {s.case.id: s for s in scored}
    values: list[float | None] = []
    for of, members in groups.items():
        if of in originals:
            same = [same_answer(m.case, m.said, originals[of].said) for m in members]
            values.append(None if None in same else float(all(same)))
    return values


def _confidence(scored: Iterable[Scored]) -> dict[str, Figure]:
    told = [
        (s.scores.confidence, s.scores.right)
        for s in scored
        if s.scores.confidence is not None and s.scores.right is not None
    ]
    confidence, right = ([pair[i] for pair in told] for i in (0, 1))
    return {
        # A resample's calibration error is higher on average than that of its cases.
        "calibration_error": bootstrap(calibration_error, confidence, right, centred=True),
        "risk_coverage_area": bootstrap(risk_coverage_area, confidence, right),
    }


def _lengths(answerable: Iterable[Scored]) -> dict[str, Figure]:
    words = [
        s.scores.words
        for s in answerable
        if s.scores.words is not None and s.said.status != "refused"
    ]
    longest = max(words, default=None)
    return {
        "words_median": bootstrap(partial(percentile, percent=50), words),
        "words_longest": Figure(longest, None, None, len(words)),
    }


def _latency(scored: Iterable[Scored]) -> dict[str, Figure]:
    took = [s.scores.milliseconds for s in scored if s.scores.milliseconds is not None]
    return {
        f"milliseconds_p{percent}": bootstrap(partial(percentile, percent=percent), took)
        for percent in (50, 95)
    }
