"""How the reader is trained: in four stages, from checkpoints, deterministically.

First mostly on pairs made by construction, then mostly on written questions and fiches, then on
fiches nearly alone, those last that were written for what a first reader got wrong. The loss is
the binary cross-entropy of every pair, the contrast of each answering pair with its group's
others, and the cross-entropy of the answering sentences' tokens.
"""

import random
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import torch
from torch.nn import functional

from corpus import weights
from evals.reader.model import Encoded, Reader, collate, encode, new_reader
from evals.reader.pairs import Group
from evals.training import DEVICE, HAS_BF16, run, taken_over

# Pairs a step: what two cores compute in about a second.
_BATCH = 24
# Batches whose groups are sorted by length together, so that little is padding.
_SORTED = 40
_WARM_UP = 100
_SENTENCES_WEIGHT = 0.5


@dataclass(frozen=True, slots=True)
class Stage:
    """What is read: how often each sort of group, at which learning rates (falling linearly)."""

    name: str
    shares: Mapping[str, float]
    rates: tuple[float, float]


# Sources that were written for the training (the last three are folders of fiches, the last of
# long ones); the others are one sort, made by construction.
_WRITTEN = ("written", "early", "later", "pages")
_CONSTRUCTED = "constructed"
STAGES = (
    Stage("first", {_CONSTRUCTED: 0.4, "written": 0.3}, (8e-5, 6.5e-5)),
    Stage("second", {_CONSTRUCTED: 0.1, "written": 0.5, "early": 1.0}, (6.5e-5, 1e-6)),
    Stage("third", {_CONSTRUCTED: 0.03, "written": 0.1, "early": 0.6}, (3e-5, 1e-6)),
    Stage(
        "fourth",
        {_CONSTRUCTED: 0.02, "written": 0.1, "early": 0.3, "later": 1.3, "pages": 1.6},
        (5e-5, 1e-6),
    ),
)


def train(groups: Sequence[Group], cache: Path, folder: Path, seed: int, share: float) -> Reader:
    """The trained reader; `share` of the groups are read, fewer for a shorter run.

    A run that was interrupted goes on from the checkpoint in `folder`.
    """
    from tokenizers import Tokenizer

    folder.mkdir(parents=True, exist_ok=True)
    torch.manual_seed(seed)
    reader = new_reader(cache).to(DEVICE)
    # On two cores the plain attention is the faster one in bf16 (21 pairs/s, not 14), the other one
    # in full precision (4.7, not 3.2).
    is_eager = HAS_BF16 and DEVICE.type == "cpu"
    reader.encoder.set_attn_implementation("eager" if is_eager else "sdpa")
    tokenizer = Tokenizer.from_file(str(weights.unpacked(cache) / weights.TOKENIZER))
    kept = [g for g in groups if not g.aside]
    for stage in STAGES:
        if taken_over(reader, stage.name, folder):
            continue
        chosen = _chosen(kept, stage, share, seed)
        encoded = [[encode(tokenizer, pair) for pair in group.pairs] for group in chosen]
        batches = list(_batches(encoded, seed))
        with DEVICE:
            run(
                reader,
                stage.name,
                batches,
                partial(_loss, reader),
                partial(_rate, stage=stage, steps=len(batches)),
                folder,
            )
    return reader


def trained(cache: Path, folder: Path) -> Reader:
    """The reader at the end of its last stage."""
    reader = new_reader(cache)
    reader.take(torch.load(folder / f"{STAGES[-1].name}.pt", map_location="cpu"))
    return reader


def _chosen(groups: Sequence[Group], stage: Stage, share: float, seed: int) -> list[Group]:
    """The groups that a stage reads, in its order."""
    rng = random.Random(seed)
    sorts: dict[str, list[Group]] = {}
    for group in groups:
        sort = group.source if group.source in _WRITTEN else _CONSTRUCTED
        sorts.setdefault(sort, []).append(group)
    chosen = []
    for sort, wanted in stage.shares.items():
        own = sorts.get(sort, [])
        while wanted > 0:
            chosen += rng.sample(own, int(len(own) * min(1.0, wanted) * share))
            wanted -= 1
    rng.shuffle(chosen)
    return chosen


def _batches(groups: list[list[Encoded]], seed: int) -> Iterator[list[list[Encoded]]]:
    """Groups of similar length together, about 24 pairs a batch, in a random order."""
    rng = random.Random(seed)
    size = _SORTED * _BATCH // 3
    for start in range(0, len(groups), size):
        part = sorted(groups[start : start + size], key=lambda g: max(len(p.ids) for p in g))
        batches: list[list[list[Encoded]]] = [[]]
        for group in part:
            if sum(map(len, batches[-1])) + len(group) > _BATCH and batches[-1]:
                batches.append([])
            batches[-1].append(group)
        rng.shuffle(batches)
        yield from batches


def _rate(step: int, stage: Stage, steps: int) -> float:
    first, last = stage.rates
    return min(1.0, (step + 1) / _WARM_UP) * (first + (last - first) * step / steps)


def _loss(reader: Reader, batch: list[list[Encoded]]) -> torch.Tensor:
    pairs = [pair for group in batch for pair in group]
    ids, mask = collate(pairs)
    with torch.autocast(DEVICE.type, dtype=torch.bfloat16, enabled=HAS_BF16):
        scores, where = reader(ids, mask)
    labels = torch.tensor([float(pair.answers) for pair in pairs])
    loss = functional.binary_cross_entropy_with_logits(scores, labels)
    start, contrasts = 0, []
    for group in batch:
        own, right = scores[start : start + len(group)], labels[start : start + len(group)] > 0
        start += len(group)
        if right.any() and not right.all():
            rest = torch.logsumexp(own[~right], 0)
            contrasts.append((torch.logaddexp(own[right], rest) - own[right]).mean())
    if contrasts:
        loss = loss + torch.stack(contrasts).mean()
    spans = [
        functional.binary_cross_entropy_with_logits(
            where[row, pair.window[0] : pair.window[1]], torch.tensor(pair.where, dtype=torch.float)
        )
        for row, pair in enumerate(pairs)
        if pair.where
    ]
    return loss + _SENTENCES_WEIGHT * torch.stack(spans).mean() if spans else loss
