"""Whether messages are cut into as many questions as they ask."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from assistant.asking.talk import without_greeting
from evals.resolver.turns import Message


@dataclass(frozen=True, slots=True)
class Cutting:
    """Of how many messages, how many are cut as often as was marked; of how many marked places,
    how many are not cut, and how many cuts are too many.
    """

    messages: int
    alike: int
    places: int
    missing: int
    beyond: int


def cutting(marked: Iterable[Message], cut: Callable[[str], list[str]]) -> Cutting:
    """How messages are cut after their greeting, by the number of questions found in each."""
    pairs = [(len(cut(without_greeting(one.text))) - 1, len(one.begins)) for one in marked]
    return Cutting(
        len(pairs),
        sum(found == wanted for found, wanted in pairs),
        sum(wanted for _, wanted in pairs),
        sum(max(0, wanted - found) for found, wanted in pairs),
        sum(max(0, found - wanted) for found, wanted in pairs),
    )
