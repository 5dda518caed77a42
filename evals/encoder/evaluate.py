"""How often the right text comes first on what was kept aside, with and without the adapter."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import torch

from evals.encoder.examples import Example
from evals.encoder.reworded import Reworded
from evals.encoder.train import Encoder
from evals.metrics import Figure, share_figure


@dataclass(frozen=True, slots=True)
class Row:
    """A share of the questions of one sort, between 0 and 1, with its interval."""

    sort: str
    measure: str
    share: Figure


def evaluate(
    encoder: Encoder, examples: Sequence[Example], reworded: Sequence[Reworded]
) -> Iterator[Row]:
    """The measures on the examples and groups that are kept aside."""
    encoder.eval()
    with torch.inference_mode():
        yield from _passages(encoder, [example for example in examples if example.aside])
        yield from _reworded(encoder, [group for group in reworded if group.aside])


def _passages(encoder: Encoder, examples: Sequence[Example]) -> Iterator[Row]:
    """Whether the passage that answers is the nearest of all those kept aside, or among five."""
    texts = sorted({text for example in examples for text in (example.answer, example.other)})
    passages = encoder([f"passage: {text}" for text in texts])
    scores = encoder([f"query: {example.question}" for example in examples]) @ passages.T
    right = scores[range(len(examples)), [texts.index(example.answer) for example in examples]]
    before = (scores > right.unsqueeze(1)).sum(1).tolist()
    for sort in sorted({example.source for example in examples}):
        own = [n for n, example in zip(before, examples, strict=True) if example.source == sort]
        for count in (1, 5):
            yield _row(sort, f"among {count} of {len(texts)}", [n < count for n in own])


def _reworded(encoder: Encoder, groups: Sequence[Reworded]) -> Iterator[Row]:
    """Whether the question that asks the same is the nearest, and nearer than its lookalikes."""
    asked = encoder([f"query: {group.asked}" for group in groups])
    others = encoder([f"query: {text}" for group in groups for text in group.other])
    to_others = (asked.unsqueeze(1) * others.view(len(groups), -1, asked.shape[1])).sum(2)
    for place, sort in enumerate(("mail", "spoken", "formal")):
        same = encoder([f"query: {group.same[place]}" for group in groups])
        nearest = (same @ asked.T).argmax(1).tolist()
        yield _row(sort, f"nearest of {len(groups)}", [n == i for i, n in enumerate(nearest)])
        nearer = (same * asked).sum(1) > to_others.amax(1)
        yield _row(sort, "nearer than lookalikes", nearer.tolist())


def _row(sort: str, measure: str, right: Sequence[bool]) -> Row:
    return Row(sort, measure, share_figure(map(float, right)))
