"""How what was learnt becomes the file that ships."""

from pathlib import Path

import torch

from evals.encoder.train import Encoder


def export(encoder: Encoder, target: Path) -> None:
    """Write the two matrices of each layer, in half precision."""
    from safetensors.torch import save_file

    halves = {name: t.to(torch.float16).contiguous() for name, t in encoder.learnt().items()}
    save_file(halves, target)
