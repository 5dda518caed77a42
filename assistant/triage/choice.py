"""Which decision the signs of a row give: the most careful one that they allow."""

from collections.abc import Mapping
from dataclasses import dataclass

from assistant.triage.types import Decision


@dataclass(frozen=True, slots=True)
class Signs:
    """What is seen in the questions of a row before the fiches are searched, as probabilities.

    `told`: a word or a name tells a reserved subject; `reserved`: that one of the questions is of
    such a subject; `off_topic`: that the least of them is; `repeated`: that each of the field was
    answered before.
    """

    told: bool
    reserved: float
    off_topic: float
    repeated: float


@dataclass(frozen=True, slots=True)
class Likely:
    """The probabilities that the fiches answer a row, and that they hold some of it; `learnt` from
    messages that were filed, else what the gate says of its parts.
    """

    answered: float
    held: float
    learnt: bool


def before_fiches(signs: Signs, bounds: Mapping[str, float]) -> tuple[Decision, float] | None:
    """A decision that needs no fiche, and the probability that it rests on; None where none is.

    A reserved subject told by words weighs more than anything; one that is only meant weighs less
    than being off topic, where that is surer, or sure. What was answered before is a repetition,
    whatever it means, and not off topic: the jurist compares both.
    """
    if signs.told:
        return "juriste", 1.0
    reserved = signs.reserved >= bounds["reserved"]
    repeated = signs.repeated >= bounds["duplicate"]
    if signs.off_topic >= bounds["off_topic"] and not repeated:
        outweighed = reserved and signs.reserved > signs.off_topic
        if signs.off_topic >= bounds["surely_off_topic"] or not outweighed:
            return "hors_perimetre", signs.off_topic
    if repeated:
        return "doublon", signs.repeated
    return ("juriste", signs.reserved) if reserved else None


def from_fiches(likely: Likely, bounds: Mapping[str, float]) -> tuple[Decision, float]:
    """A decision from what the fiches likely hold of a row, and what it rests on."""
    whole, some = ("row_answers", "row_partial") if likely.learnt else ("answers", "partial")
    if likely.answered >= bounds[whole]:
        return "reponse_fiche", likely.answered
    if likely.held >= bounds[some]:
        return "reponse_partielle", likely.held
    return "juriste", 1 - likely.held
