"""How the encoder is adapted: low-rank changes of its layers, taught by contrast, in two stages.

Each text is drawn to the one that goes with it and away from every other of the batch (InfoNCE: van
den Oord, Li and Vinyals, 2018); the weights stay, and each linear layer gains a product of two
narrow matrices (LoRA: Hu et al., 2022).
"""

import logging
import math
import random
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import torch
from torch import nn
from torch.nn import functional

from corpus import weights
from evals.encoder.batches import Batch, of_examples, of_reworded
from evals.encoder.examples import Example
from evals.encoder.reworded import Reworded
from evals.reader.model import base_encoder

log = logging.getLogger(__name__)

_RANK = 16
_RATE = 5e-4
_WARM_UP = 40
_TEMPERATURE = 0.02
_LONGEST = 320
# Texts that are padded to one length.
_PADDED = 16
_SAVE_SECONDS = 300


@dataclass(frozen=True, slots=True)
class Stage:
    """Which examples are read, once, and how often the reworded questions."""

    name: str
    examples: slice
    passes: int


# The learning rate falls to nothing in each.
STAGES = (
    Stage("first", slice(0, 6000), 0),
    Stage("second", slice(6000, 12000), 6),
)


class LowRank(nn.Module):
    """A linear layer whose weights stay, with a product of two narrow matrices added."""

    def __init__(self, layer: nn.Linear) -> None:
        super().__init__()
        self.layer = layer
        self.down = nn.Parameter(torch.empty(_RANK, layer.in_features))
        self.up = nn.Parameter(torch.zeros(layer.out_features, _RANK))
        nn.init.kaiming_uniform_(self.down, a=math.sqrt(5))

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        """What the layer gives, changed."""
        y: torch.Tensor = self.layer(x)
        return y + functional.linear(functional.linear(x, self.down), self.up)


class Encoder(nn.Module):
    """The embedded encoder with a low-rank change in each linear layer, at first none."""

    def __init__(self, cache: Path) -> None:
        from tokenizers import Tokenizer

        super().__init__()
        # On two cores the plain attention is the faster one in bf16.
        self.encoder = base_encoder(cache, attention="eager").requires_grad_(False)
        for layer in self.encoder.encoder.layer:
            for parent in list(layer.modules()):
                for name, child in list(parent.named_children()):
                    if isinstance(child, nn.Linear):
                        setattr(parent, name, LowRank(child))
        file = weights.unpacked(cache) / weights.TOKENIZER
        self.tokenizer: Tokenizer = Tokenizer.from_file(str(file))
        self.tokenizer.enable_truncation(_LONGEST)

    def forward(self, texts: Sequence[str]) -> torch.Tensor:
        """Unit vectors, shape (texts, dimensions); texts of like length are padded together."""
        ids = [encoding.ids for encoding in self.tokenizer.encode_batch(list(texts))]
        order = sorted(range(len(ids)), key=lambda place: len(ids[place]))
        parts = [
            self._pooled([ids[place] for place in order[start : start + _PADDED]])
            for start in range(0, len(order), _PADDED)
        ]
        return functional.normalize(torch.cat(parts)[torch.tensor(order).argsort()], dim=1)

    def _pooled(self, rows: Sequence[list[int]]) -> torch.Tensor:
        longest = max(map(len, rows))
        ids = torch.tensor([row + [1] * (longest - len(row)) for row in rows])
        mask = torch.tensor([[1] * len(row) + [0] * (longest - len(row)) for row in rows])
        with torch.autocast("cpu", dtype=torch.bfloat16):
            hidden = self.encoder(input_ids=ids, attention_mask=mask).last_hidden_state
        held = mask.unsqueeze(-1).float()
        pooled: torch.Tensor = (hidden.float() * held).sum(1) / held.sum(1)
        return pooled

    def adapter(self) -> dict[str, torch.Tensor]:
        """What was learnt: the two matrices of each layer, by its name in a BERT model."""
        learnt = ((n, p) for n, p in self.encoder.named_parameters() if p.requires_grad)
        return {name: parameter.detach().clone() for name, parameter in learnt}

    def adapt(self, adapter: dict[str, torch.Tensor]) -> None:
        """Take over what was learnt."""
        self.encoder.load_state_dict(adapter, strict=False)


def train(
    examples: Sequence[Example],
    reworded: Sequence[Reworded],
    cache: Path,
    folder: Path,
    seed: int = 1,
) -> Encoder:
    """The adapted encoder; a run that was interrupted goes on from the checkpoint in `folder`."""
    folder.mkdir(parents=True, exist_ok=True)
    torch.manual_seed(seed)
    encoder = Encoder(cache)
    kept = [example for example in examples if not example.aside]
    groups = [group for group in reworded if not group.aside]
    for stage in STAGES:
        done = folder / f"{stage.name}.pt"
        if done.exists():
            encoder.adapt(torch.load(done))
            continue
        batches = [*of_examples(kept[stage.examples]), *of_reworded(groups, stage.passes)]
        random.Random(seed).shuffle(batches)
        _run(encoder, stage.name, batches, folder / "checkpoint.pt")
        _save(encoder.adapter(), done)
    return encoder


def trained(cache: Path, folder: Path) -> Encoder:
    """The encoder at the end of its last stage."""
    encoder = Encoder(cache)
    encoder.adapt(torch.load(folder / f"{STAGES[-1].name}.pt"))
    return encoder


def _run(encoder: Encoder, stage: str, batches: Sequence[Batch], checkpoint: Path) -> None:
    learnt = [p for p in encoder.parameters() if p.requires_grad]
    optimizer = torch.optim.AdamW(learnt, weight_decay=0.01)
    first = 0
    if checkpoint.exists():
        state = torch.load(checkpoint)
        if state["stage"] == stage:
            encoder.adapt(state["adapter"])
            optimizer.load_state_dict(state["optimizer"])
            first = state["step"]
    started = saved = time.monotonic()
    mean = 0.0
    for step in range(first, len(batches)):
        for group in optimizer.param_groups:
            group["lr"] = _RATE * min(1.0, (step + 1) / _WARM_UP) * (1 - step / len(batches))
        value = _loss(encoder, batches[step])
        value.backward()  # type: ignore[no-untyped-call]
        torch.nn.utils.clip_grad_norm_(learnt, 1.0)
        optimizer.step()
        optimizer.zero_grad()
        mean += 0.03 * (value.item() - mean) if mean else value.item()
        if step % 10 == 9:
            left = (time.monotonic() - started) / (step + 1 - first) * (len(batches) - step - 1)
            log.info(
                "%s %d/%d loss %.3f, %d min left", stage, step + 1, len(batches), mean, left / 60
            )
        if time.monotonic() - saved > _SAVE_SECONDS:
            saved = time.monotonic()
            state = {"stage": stage, "step": step + 1, "adapter": encoder.adapter()}
            _save(state | {"optimizer": optimizer.state_dict()}, checkpoint)


def _save(state: dict[str, Any], file: Path) -> None:
    """Whole or not at all: a run may be cut while it writes."""
    torch.save(state, file.with_suffix(".new"))
    file.with_suffix(".new").replace(file)


def _loss(encoder: Encoder, batch: Batch) -> torch.Tensor:
    scores = encoder(batch.texts) @ encoder(batch.others).T / _TEMPERATURE
    for row, column in batch.alike:
        scores[row, column] = -math.inf
    return functional.cross_entropy(scores, torch.arange(len(batch.texts)))
