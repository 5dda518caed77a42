"""Which texts are contrasted with each other in one step of the training."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TypeVar

from evals.encoder.examples import Example
from evals.encoder.reworded import Reworded
from evals.reader.constructions import seeded

# Questions a step, each with a text that goes with it and one that does not.
_SIZE = 24

_T = TypeVar("_T")


@dataclass(frozen=True, slots=True)
class Batch:
    """Texts with their prompts: `others[i]` goes with `texts[i]`, and none of the rest does.

    `alike` are pairs of places, (text, other), that are not contrasted: the same text.
    """

    texts: tuple[str, ...]
    others: tuple[str, ...]
    alike: tuple[tuple[int, int], ...] = ()


def of_examples(examples: Sequence[Example]) -> Iterator[Batch]:
    """Questions with the passages that answer them, then those that do not."""
    for own in _runs(examples):
        passages = [example.answer for example in own] + [example.other for example in own]
        yield Batch(
            tuple(f"query: {example.question}" for example in own),
            tuple(f"passage: {passage}" for passage in passages),
            tuple(
                (row, column)
                for row in range(len(own))
                for column in range(len(passages))
                if row != column and passages[row] == passages[column]
            ),
        )


def of_reworded(groups: Sequence[Reworded], passes: int) -> Iterator[Batch]:
    """Questions with the same in other words, and with lookalikes, in three ways in turn."""
    for number in range(passes):
        rng = seeded(f"pass {number}")
        for own in _runs(rng.sample(groups, len(groups))):
            texts, same = [], []
            for group in own:
                first, second = rng.sample(group.same, 2)
                texts.append(f"query: {first}")
                same.append(
                    (
                        f"query: {group.asked}",
                        f"passage: {group.asked}\n{group.answer}",
                        f"query: {second}",
                    )[number % 3]
                )
            lookalikes = [f"query: {rng.choice(group.other)}" for group in own]
            yield Batch(tuple(texts), (*same, *lookalikes))


def _runs(found: Sequence[_T]) -> Iterator[Sequence[_T]]:
    """Whole batches; what is left over is not read."""
    for start in range(0, len(found) - _SIZE + 1, _SIZE):
        yield found[start : start + _SIZE]
