"""How a model trained from the embedded encoder becomes the int8 file that is run."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import torch

from corpus import weights
from corpus.onnx_graph import quantize


def export(
    encoder: Any, heads: torch.nn.Module, target: Path, outputs: Sequence[str], longest: int
) -> None:
    """Write the int8 ONNX file of `heads`, a module that reads one text through `encoder`.

    It takes the vectors of the text's words, without padding, shape (1, tokens, dimensions), at
    most `longest` tokens.
    """
    target.parent.mkdir(parents=True, exist_ok=True)
    full = target.with_suffix(".full.onnx")
    encoder.set_attn_implementation("sdpa")
    # Positions beyond its length never occur.
    table = encoder.embeddings.position_embeddings
    table.weight.data = table.weight.data[: longest + 2]
    with torch.inference_mode():
        torch.onnx.export(
            heads.eval(),
            (torch.zeros(1, 8, weights.DIMENSIONS),),
            str(full),
            input_names=["words"],
            output_names=[*outputs],
            dynamic_shapes={"words": {1: torch.export.Dim("tokens", min=2, max=longest)}},
            dynamo=True,
            external_data=False,
            verbose=False,
        )
    quantize(full, target)
    full.unlink()
