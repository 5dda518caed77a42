"""How the resolver is trained, and becomes the file that ships."""

import random
from collections.abc import Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import Any

import torch
from torch import nn
from torch.nn import functional

from assistant.resolver.resolving import KINDS
from corpus import weights
from evals import exporting
from evals.reader.model import base_encoder
from evals.resolver.turns import Encoded, Turn
from evals.training import DEVICE, HAS_BF16, padded, run, taken_over

_BATCH = 16
# Batches whose turns are sorted by length together, so that little is padding.
_SORTED = 20
_EPOCHS = 5
_RATE = 8e-5
# How much faster than the encoder a head learns where something begins to be asked: few tokens do.
_STEEP = 20
# Afterwards once more, with messages about nothing of the field, which stand alone.
_STRANGE = "off-"
_LAST_RATE = 3e-5
# At last those that are read with a reply, alone: what they are not is the first file's.
_REPLIED_EPOCHS = 3
_REPLIED_RATE = 5e-5
_WARM_UP = 40


class Network(nn.Module):
    """Reads a message and its history together.

    Input ids of shape (turns, tokens) and their mask; output the logits of the kinds, shape
    (turns, kinds), and those that a token is needed and that something begins with it, (turns,
    tokens).
    """

    def __init__(self, encoder: Any) -> None:
        super().__init__()
        self.encoder = encoder
        self.kinds = nn.Linear(weights.DIMENSIONS, len(KINDS))
        self.needed = nn.Linear(weights.DIMENSIONS, 1)
        self.begins = nn.Linear(weights.DIMENSIONS, 1)
        nn.init.zeros_(self.begins.weight)

    def forward(self, ids: torch.Tensor, mask: torch.Tensor) -> tuple[torch.Tensor, ...]:
        """The three sorts of logits."""
        hidden = self.encoder(input_ids=ids, attention_mask=mask).last_hidden_state.float()
        held = mask.unsqueeze(-1).float()
        return self.heads(hidden, (hidden * held).sum(1) / held.sum(1))

    def heads(self, hidden: torch.Tensor, pooled: torch.Tensor) -> tuple[torch.Tensor, ...]:
        """The logits of tokens, shape (turns, tokens, dimensions), and of their means."""
        begins = _STEEP * self.begins(hidden)
        return self.kinds(pooled), self.needed(hidden).squeeze(-1), begins.squeeze(-1)

    def learnt(self) -> dict[str, torch.Tensor]:
        """All of its tensors."""
        return self.state_dict()

    def take(self, learnt: Mapping[str, torch.Tensor]) -> None:
        """Take over what was learnt."""
        self.load_state_dict(learnt)


def new_network(cache: Path) -> Network:
    """A network that starts from the embedded encoder's weights; its word embeddings stay."""
    encoder = base_encoder(cache, attention="eager" if DEVICE.type == "cpu" else "sdpa")
    encoder.embeddings.word_embeddings.weight.requires_grad_(False)
    return Network(encoder)


def train(
    read: Sequence[Encoded], cache: Path, folder: Path, seed: int, *, replied: bool
) -> Network:
    """The network that reads what was said before, or goes on from it and reads the reply too.

    An interrupted run goes on from the checkpoint in `folder`.
    """
    folder.mkdir(parents=True, exist_ok=True)
    torch.manual_seed(seed)
    network = new_network(cache).to(DEVICE)
    marked = [one for one in read if not isinstance(one.read, Turn)]
    turns = [one for one in read if isinstance(one.read, Turn) and not one.read.reply]
    others = [one for one in read if isinstance(one.read, Turn) and one.read.reply]
    written = [one for one in turns if not one.read.id.startswith(_STRANGE)]
    stages = (
        ("first", [*written, *marked], _EPOCHS, _RATE),
        ("second", [*turns, *marked], 1, _LAST_RATE),
        ("third", others, _REPLIED_EPOCHS, _REPLIED_RATE),
    )
    for stage, learnt, epochs, rate in stages if replied else stages[:2]:
        if taken_over(network, stage, folder):
            continue
        batches = _batches(learnt, epochs, seed)
        falling = partial(_rate, rate, len(batches))
        with DEVICE:
            run(network, stage, batches, partial(_loss, network), falling, folder)
    return network


def _batches(read: Sequence[Encoded], epochs: int, seed: int) -> list[list[Encoded]]:
    """What is read in every epoch, those of similar length together, in a random order."""
    rng = random.Random(seed)
    batches = []
    for _ in range(epochs):
        mixed = rng.sample(read, len(read))
        epoch = []
        for start in range(0, len(mixed), _BATCH * _SORTED):
            part = sorted(
                mixed[start : start + _BATCH * _SORTED], key=lambda one: len(one.tokens.ids)
            )
            epoch += [part[at : at + _BATCH] for at in range(0, len(part), _BATCH)]
        rng.shuffle(epoch)
        batches += epoch
    return batches


def _rate(rate: float, steps: int, step: int) -> float:
    return rate * min(1.0, (step + 1) / _WARM_UP) * (1 - step / steps)


def _loss(network: Network, batch: list[Encoded]) -> torch.Tensor:
    ids, mask = padded([one.tokens.ids for one in batch])
    with torch.autocast(DEVICE.type, dtype=torch.bfloat16, enabled=HAS_BF16):
        kinds, needed, begins = network(ids, mask)
    losses = []
    for row, one in enumerate(batch):
        taken = torch.tensor(one.taken, dtype=torch.float)
        at = slice(*one.tokens.history)
        if not isinstance(one.read, Turn):
            losses.append(_wrong(begins[row, at], taken).sum())
            continue
        losses.append(
            functional.cross_entropy(kinds[row], torch.tensor(KINDS.index(one.read.kind)))
        )
        if one.read.kind == "follows":
            losses.append(_wrong(needed[row, at], taken).mean())
    return torch.stack(losses).sum() / len(batch)


def _wrong(logits: torch.Tensor, taken: torch.Tensor) -> torch.Tensor:
    return functional.binary_cross_entropy_with_logits(logits, taken, reduction="none")


class _WithoutWords(nn.Module):
    """One turn without padding: the vectors of its words in, the three sorts of logits out."""

    def __init__(self, network: Network) -> None:
        super().__init__()
        self.network = network

    def forward(self, words: torch.Tensor) -> tuple[torch.Tensor, ...]:
        hidden = self.network.encoder(inputs_embeds=words).last_hidden_state
        return self.network.heads(hidden, hidden.mean(1))


def export(network: Network, target: Path, tokens: int) -> None:
    """Write the int8 ONNX file, for at most so many tokens."""
    heads = _WithoutWords(network)
    exporting.export(network.encoder, heads, target, ["kinds", "needed", "begins"], tokens)
