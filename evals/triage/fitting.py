"""The fit of the triage, stage by stage: each is judged by what it says of rows it has not seen."""

import logging
from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from assistant.answer import Assistant
from assistant.triage.asked import persons_in, said_in
from assistant.triage.choice import Likely, Signs, before_fiches, from_fiches
from assistant.triage.mail import questions_of
from assistant.triage.never import by_words
from corpus.index import Index
from evals.triage.decisions import UNANSWERED, Labelled, fiche_bounds, fit_confidence
from evals.triage.duplicates import (
    IN_REWORDED,
    IN_REWORDED_PAIRS,
    IN_ROWS,
    Seen,
    fit_duplicates,
    seen_among_few,
    seen_in_pairs,
    seen_in_rows,
)
from evals.triage.examples import (
    Filed,
    answered,
    asked_again,
    examples,
    filed,
    pairs,
    reworded,
    reworded_pairs,
    tune,
)
from evals.triage.messages import Held, Rows, read_messages, row_of
from evals.triage.questions import fit_off_topic, fit_themes
from evals.triage.remembering import Remembering
from evals.triage.reserved import fit_reserved, log_aside

log = logging.getLogger(__name__)

# The bounds that are chosen by hand from what the fit logs (docs/decisions/0014-triage.md).
_BOUNDS = {"reserved": 0.5, "off_topic": 0.5, "surely_off_topic": 0.97, "duplicate": 0.6}
# The share of rows that must not be answered and may be, on the rows that the bounds are chosen on.
_WRONGLY_ANSWERED = 0.01
# What a message becomes of which the fiches hold all, a part or nothing.
_DECIDED: Mapping[Held, str] = {
    "yes": "reponse_fiche",
    "partly": "reponse_partielle",
    "no": "juriste",
}


def fit(assistant: Assistant, rows: Path) -> dict[str, Any]:
    """The models and bounds as JSON values."""
    encoder = Remembering(assistant.models.encoder)
    found = examples(rows)
    off_topic, far = fit_off_topic(found, encoder)
    reserved = fit_reserved(rows, [e.text for e in found if not e.row], encoder)
    themes = fit_themes([*(Filed(e.text, e.theme) for e in found if e.theme), *filed()], encoder)
    lines = tune(rows, "row")
    known, repeated = reworded()
    with assistant.reading() as index:
        asked = [(r["id"], _asked(r), r.get("duplicate_of") or "") for r in lines]
        candidates = [
            *seen_in_rows(asked, answered(rows), encoder),
            *seen_among_few(asked, answered(rows), encoder),
            *seen_in_pairs(pairs(rows), encoder),
            *seen_in_pairs(list(asked_again(rows)), encoder, answered(rows), "asked again"),
            *seen_in_pairs(list(reworded_pairs()), encoder, answered(rows), IN_REWORDED_PAIRS),
            *seen_in_rows(repeated, known, encoder, IN_REWORDED),
        ]
        models, predicted = fit_duplicates(candidates)
        likely: list[float] = predicted.tolist()
        messages = read_messages()
        filed_rows = [row_of(assistant, index, one.message) for one in messages]
        rows_of = {r["id"]: row_of(assistant, index, r["question"], r.get("level")) for r in lines}
        of_field = {r["id"] for r in lines if _is_of_field(assistant, index, r)}
    places = {one.row: place for place, one in enumerate(found) if one.row}
    signs = {
        row["id"]: Signs(
            told=_is_told(row["question"]),
            reserved=reserved.of_rows[row["id"]],
            off_topic=0.0 if row["id"] in of_field else float(far[places[row["id"]]]),
            repeated=_most(row["id"], candidates, likely),
        )
        for row in lines
    }
    left = [row for row in lines if before_fiches(signs[row["id"]], _BOUNDS) is None]
    unanswered = sum(row["decision"] in UNANSWERED for row in lines)
    fitted_rows = Rows(filed_rows, [one.held for one in messages])
    learnt = dict(zip(rows_of, fitted_rows.of(list(rows_of.values())), strict=True))
    labels = [_DECIDED[one.held] for one in messages]
    weights = _weights(labels, [row["decision"] for row in left])

    def chosen(of_messages: Sequence[Likely], of_rows: Mapping[str, Likely]) -> tuple[float, float]:
        every = [
            *map(Labelled, labels, of_messages, weights),
            *(Labelled(row["decision"], of_rows[row["id"]]) for row in left),
        ]
        # The messages count as much as the rows do.
        return fiche_bounds(every, 2 * _WRONGLY_ANSWERED * unanswered)

    bounds = dict(_BOUNDS)
    bounds["row_answers"], bounds["row_partial"] = chosen(fitted_rows.unseen, learnt)
    bounds["answers"], bounds["partial"] = chosen(
        [one.by_gate for one in filed_rows],
        {name: one.by_gate for name, one in rows_of.items()},
    )
    _log_messages(labels, fitted_rows.unseen, bounds)
    taken = []
    for row in lines:
        own = signs[row["id"]]
        decision, raw = before_fiches(own, bounds) or from_fiches(learnt[row["id"]], bounds)
        taken.append((decision, raw, decision == row["decision"]))
    _log(lines, taken, candidates, likely, bounds["duplicate"])
    log_aside(reserved.aside, bounds["reserved"])
    return {
        "encoder": encoder.name,
        "bounds": bounds,
        "models": reserved.models
        | {"off_topic": off_topic, "theme": themes}
        | models
        | fitted_rows.written()
        | fit_confidence(taken),
    }


def _asked(row: dict[str, Any]) -> str:
    return " ".join(questions_of(row["question"]))


def _weights(labels: Sequence[str], wanted: Sequence[str]) -> list[float]:
    """What each message counts, so that as many of a label count as there are among the rows."""
    rows, messages = Counter(wanted), Counter(labels)
    return [rows[label] / messages[label] for label in labels]


def _is_of_field(assistant: Assistant, index: Index, row: dict[str, Any]) -> bool:
    """Whether one of a row's questions is of the field by its like."""
    near = (assistant.models.near(index, text) for text in questions_of(row["question"]))
    return any(one.is_of_field for one in near if one)


def _is_told(text: str) -> bool:
    said = f"{said_in(text)}\n{' '.join(questions_of(text))}"
    return bool(by_words(said) or persons_in(said))


def _most(row: str, candidates: Sequence[Seen], likely: Sequence[float]) -> float:
    """The probability of the likeliest candidate of a row."""
    found = zip(candidates, likely, strict=True)
    own = [float(p) for one, p in found if one.group == row and one.sort == IN_ROWS]
    return max(own, default=0.0)


def _log_messages(
    labels: Sequence[str], likely: Sequence[Likely], bounds: Mapping[str, float]
) -> None:
    """Say what becomes of the messages that the models have not seen."""
    decided = (from_fiches(one, bounds)[0] for one in likely)
    for (label, decision), count in sorted(Counter(zip(labels, decided, strict=True)).items()):
        log.info("messages labelled %s, decided %s: %d", label, decision, count)


def _log(
    lines: Sequence[dict[str, Any]],
    taken: Sequence[tuple[str, float, bool]],
    candidates: Sequence[Seen],
    likely: Sequence[float],
    bound: float,
) -> None:
    """Say what the models make of what they were not fitted on."""
    confusion = Counter((row["decision"], one[0]) for row, one in zip(lines, taken, strict=True))
    log.info("decisions right: %d of %d", sum(right for *_, right in taken), len(taken))
    for (label, decision), rows in sorted(confusion.items()):
        log.info("labelled %s, decided %s: %d", label, decision, rows)
    reserved = [
        one[0] == "juriste" for row, one in zip(lines, taken, strict=True) if row.get("never")
    ]
    log.info("reserved subjects to the jurist: %d of %d", sum(reserved), len(reserved))
    seen: dict[tuple[str, bool], list[bool]] = {}
    for one, probability in zip(candidates, likely, strict=True):
        seen.setdefault((one.sort, one.same), []).append(probability >= bound)
    for (sort, same), found in seen.items():
        log.info("%s, the same %s: %d of %d taken for it", sort, same, sum(found), len(found))
