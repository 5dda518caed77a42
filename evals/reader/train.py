"""How the reader is trained: in four stages, from checkpoints, deterministically.

First mostly on pairs made by construction, then mostly on written questions and fiches, then on
fiches nearly alone, those last that were written for what a first reader got wrong. The loss is
the binary cross-entropy of every pair, the contrast of each answering pair with its group's
others, and the cross-entropy of the answering sentences' tokens.
"""

import logging
import random
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import torch
from torch.nn import functional

from corpus import weights
from evals.reader.model import Encoded, Reader, collate, encode, new_reader
from evals.reader.pairs import Group

log = logging.getLogger(__name__)

# Pairs a step: what two cores compute in about a second.
_BATCH = 24
# Batches whose groups are sorted by length together, so that little is padding.
_SORTED = 40
_WARM_UP = 100
_SAVE_SECONDS = 300
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
    reader = new_reader(cache)
    # On two cores the plain attention is the faster one in bf16 (measured: 21 pairs/s, not 14).
    reader.encoder.set_attn_implementation("eager")
    tokenizer = Tokenizer.from_file(str(weights.unpacked(cache) / weights.TOKENIZER))
    kept = [g for g in groups if not g.aside]
    for stage in STAGES:
        done = folder / f"{stage.name}.pt"
        if done.exists():
            reader.load_state_dict(torch.load(done))
            continue
        chosen = _chosen(kept, stage, share, seed)
        encoded = [[encode(tokenizer, pair) for pair in group.pairs] for group in chosen]
        _run(reader, stage, list(_batches(encoded, seed)), folder)
        _save(reader.state_dict(), done)
    return reader


def trained(cache: Path, folder: Path) -> Reader:
    """The reader at the end of its last stage."""
    reader = new_reader(cache)
    reader.load_state_dict(torch.load(folder / f"{STAGES[-1].name}.pt"))
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


def _run(reader: Reader, stage: Stage, batches: list[list[list[Encoded]]], folder: Path) -> None:
    optimizer = torch.optim.AdamW(
        [p for p in reader.parameters() if p.requires_grad], weight_decay=0.01
    )
    checkpoint = folder / "checkpoint.pt"
    first = 0
    if checkpoint.exists():
        state = torch.load(checkpoint)
        if state["stage"] == stage.name:
            reader.load_state_dict(state["reader"])
            optimizer.load_state_dict(state["optimizer"])
            first = state["step"]
    reader.train()
    started = saved = time.monotonic()
    mean = 0.0
    for step in range(first, len(batches)):
        for group in optimizer.param_groups:
            group["lr"] = _rate(stage, step, len(batches))
        value = _loss(reader, batches[step])
        value.backward()  # type: ignore[no-untyped-call]
        torch.nn.utils.clip_grad_norm_(reader.parameters(), 1.0)
        optimizer.step()
        optimizer.zero_grad()
        mean += 0.02 * (value.item() - mean) if mean else value.item()
        if step % 20 == 19:
            left = (time.monotonic() - started) / (step + 1 - first) * (len(batches) - step - 1)
            log.info(
                "%s %d/%d loss %.3f, %d min left",
                stage.name,
                step + 1,
                len(batches),
                mean,
                left / 60,
            )
        if time.monotonic() - saved > _SAVE_SECONDS:
            saved = time.monotonic()
            state = {
                "stage": stage.name,
                "step": step + 1,
                "reader": reader.state_dict(),
                "optimizer": optimizer.state_dict(),
            }
            _save(state, checkpoint)


def _save(state: dict[str, Any], file: Path) -> None:
    """Whole or not at all: a run may be cut while it writes."""
    torch.save(state, file.with_suffix(".new"))
    file.with_suffix(".new").replace(file)


def _rate(stage: Stage, step: int, steps: int) -> float:
    first, last = stage.rates
    return min(1.0, (step + 1) / _WARM_UP) * (first + (last - first) * step / steps)


def _loss(reader: Reader, batch: list[list[Encoded]]) -> torch.Tensor:
    pairs = [pair for group in batch for pair in group]
    ids, mask = collate(pairs)
    with torch.autocast("cpu", dtype=torch.bfloat16):
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
