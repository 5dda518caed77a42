"""How the reader is trained: in two stages, from checkpoints, deterministically.

First on the pairs made by construction, then on the written questions with a share of the
former. The loss is the binary cross-entropy of every pair, the contrast of each answering pair
with its group's others, and the cross-entropy of the answering sentences' tokens.
"""

import logging
import random
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

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
    """What is read, how often, at which learning rates (linear from the first to the second)."""

    name: str
    written: float
    constructed: float
    rates: tuple[float, float]


STAGES = (
    Stage("constructed", 0.0, 0.3, (8e-5, 6.5e-5)),
    Stage("written", 2.0, 0.25, (6e-5, 2e-6)),
    Stage("beside", 0.65, 0.1, (4e-5, 1e-6)),
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
        torch.save(reader.state_dict(), done)
    return reader


def trained(cache: Path, folder: Path) -> Reader:
    """The reader at the end of its last stage."""
    reader = new_reader(cache)
    reader.load_state_dict(torch.load(folder / f"{STAGES[-1].name}.pt"))
    return reader


def _chosen(groups: Sequence[Group], stage: Stage, share: float, seed: int) -> list[Group]:
    """The groups that a stage reads, in its order."""
    rng = random.Random(seed)
    chosen = []
    for wanted, written in ((stage.written, True), (stage.constructed, False)):
        own = [g for g in groups if (g.source == "written") == written]
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
            torch.save(state, checkpoint.with_suffix(".new"))
            checkpoint.with_suffix(".new").replace(checkpoint)


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
