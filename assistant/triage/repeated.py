"""Which questions answered before a row repeats, and which come near."""

from collections.abc import Sequence
from typing import cast

from assistant.triage.duplicates import Candidate
from assistant.triage.linear import fitted
from assistant.triage.looked import Looked
from assistant.triage.types import Duplicate

# How many are named.
_MOST = 3


def all_answered(
    looked: Sequence[Looked], candidates: Sequence[Sequence[Candidate]]
) -> list[Candidate]:
    """The answered question that each question repeats; empty unless all of the field do.

    What repeats an answered question is of the field, however it is worded.
    """
    bound = fitted().bounds["duplicate"]
    nearest = [next(iter(found), None) for found in candidates]
    same = [
        near
        for one, near in zip(looked, nearest, strict=True)
        if not one.is_off_topic or (near and near.probability >= bound)
    ]
    return cast(list[Candidate], same) if same and all(same) else []


def named(candidates: Sequence[Sequence[Candidate]]) -> tuple[Duplicate, ...]:
    """The answered questions that come near, likeliest first, each once."""
    ordered = sorted((one for found in candidates for one in found), key=lambda c: -c.probability)
    first = {one.answered.id: one.duplicate for one in reversed(ordered)}
    return tuple(first[name] for name in dict.fromkeys(c.answered.id for c in ordered))[:_MOST]
