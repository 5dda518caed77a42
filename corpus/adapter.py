"""What the project's own training adds to the embedded encoder's weights (evals/encoder)."""

import hashlib
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import torch

FILE = Path(__file__).with_name("adapter.safetensors")
# How much of it is added: between the encoder as it is and what the training made of it, both the
# right passage and whether it answers are told better than at either end
# (docs/decisions/0016-encoder-adapter.md).
SHARE = 0.8


@lru_cache(maxsize=1)
def digest() -> str:
    """What tells one adapter, and how much of it is added, from another."""
    return hashlib.sha256(FILE.read_bytes() + str(SHARE).encode()).hexdigest()[:8]


def add(model: "torch.nn.Module", share: float = SHARE) -> None:
    """Add a share of the product of its two narrow matrices to each linear layer of a BERT."""
    from safetensors.torch import load_file

    tensors = {name: tensor.float() for name, tensor in load_file(FILE).items()}
    state = model.state_dict()
    for name in [name.removesuffix(".up") for name in tensors if name.endswith(".up")]:
        state[f"{name}.weight"] += share * tensors[f"{name}.up"] @ tensors[f"{name}.down"]
    model.load_state_dict(state)
