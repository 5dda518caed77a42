"""How the encoder is adapted: low-rank changes of its layers, taught by contrast, in two stages.

Each text is drawn to the one that goes with it and away from every other of the batch (InfoNCE: van
den Oord, Li and Vinyals, 2018); the weights stay, and each linear layer gains a product of two
narrow matrices (LoRA: Hu et al., 2022).
"""

import math
import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import torch
from torch import nn
from torch.nn import functional

from corpus import weights
from evals.encoder.batches import Batch, of_examples, of_reworded
from evals.encoder.examples import Example
from evals.encoder.reworded import Reworded
from evals.reader.model import base_encoder
from evals.training import DEVICE, HAS_BF16, run, taken_over

_RANK = 16
_RATE = 5e-4
_WARM_UP = 40
_TEMPERATURE = 0.02
_LONGEST = 320
# Texts that are padded to one length.
_PADDED = 16


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
        with torch.autocast(DEVICE.type, dtype=torch.bfloat16, enabled=HAS_BF16):
            hidden = self.encoder(input_ids=ids, attention_mask=mask).last_hidden_state
        held = mask.unsqueeze(-1).float()
        pooled: torch.Tensor = (hidden.float() * held).sum(1) / held.sum(1)
        return pooled

    def learnt(self) -> dict[str, torch.Tensor]:
        """The two matrices of each layer, by its name in a BERT model."""
        learnt = ((n, p) for n, p in self.encoder.named_parameters() if p.requires_grad)
        return {name: parameter.detach().clone() for name, parameter in learnt}

    def take(self, learnt: Mapping[str, torch.Tensor]) -> None:
        """Take over what was learnt; ValueError where a name is no matrix of the encoder's."""
        unknown = self.encoder.load_state_dict(learnt, strict=False).unexpected_keys
        if unknown:
            raise ValueError(f"no such matrices in the encoder: {unknown}")


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
    encoder = Encoder(cache).to(DEVICE)
    kept = [example for example in examples if not example.aside]
    groups = [group for group in reworded if not group.aside]
    for stage in STAGES:
        if taken_over(encoder, stage.name, folder):
            continue
        batches = [*of_examples(kept[stage.examples]), *of_reworded(groups, stage.passes)]
        random.Random(seed).shuffle(batches)
        with DEVICE:
            run(
                encoder,
                stage.name,
                batches,
                partial(_loss, encoder),
                partial(_rate, steps=len(batches)),
                folder,
            )
    return encoder


def trained(cache: Path, folder: Path) -> Encoder:
    """The encoder at the end of its last stage."""
    encoder = Encoder(cache)
    encoder.take(torch.load(folder / f"{STAGES[-1].name}.pt", map_location="cpu"))
    return encoder


def _rate(step: int, steps: int) -> float:
    return _RATE * min(1.0, (step + 1) / _WARM_UP) * (1 - step / steps)


def _loss(encoder: Encoder, batch: Batch) -> torch.Tensor:
    scores = encoder(batch.texts) @ encoder(batch.others).T / _TEMPERATURE
    for row, column in batch.alike:
        scores[row, column] = -math.inf
    return functional.cross_entropy(scores, torch.arange(len(batch.texts)))
