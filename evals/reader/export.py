"""How a trained reader becomes the file that ships: int8, without the word embeddings."""

from pathlib import Path

import torch

from corpus import weights
from evals.reader.model import Reader
from evals.reader.reader import MAX_TOKENS


class _WithoutWords(torch.nn.Module):
    """One pair without padding: the vectors of its words in, the two logits out."""

    def __init__(self, reader: Reader) -> None:
        super().__init__()
        self.reader = reader

    def forward(self, words: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
        hidden = self.reader.encoder(inputs_embeds=words).last_hidden_state
        answers = self.reader.answers(hidden.mean(1)).squeeze(-1)
        return answers, self.reader.where(hidden).squeeze(-1)


def export(reader: Reader, target: Path) -> None:
    """Write the int8 ONNX file."""
    from onnxruntime.quantization import QuantType, quantize_dynamic

    target.parent.mkdir(parents=True, exist_ok=True)
    full = target.with_suffix(".full.onnx")
    reader.eval()
    reader.encoder.set_attn_implementation("sdpa")
    # Positions beyond the reader's length never occur.
    table = reader.encoder.embeddings.position_embeddings
    table.weight.data = table.weight.data[: MAX_TOKENS + 2]
    with torch.inference_mode():
        torch.onnx.export(
            _WithoutWords(reader).eval(),
            (torch.zeros(1, 8, weights.DIMENSIONS),),
            str(full),
            input_names=["words"],
            output_names=["answers", "where"],
            dynamic_shapes={"words": {1: torch.export.Dim("tokens", min=2, max=MAX_TOKENS)}},
            dynamo=True,
            external_data=False,
            verbose=False,
        )
    quantize_dynamic(full, target, weight_type=QuantType.QInt8, per_channel=True)
    full.unlink()
