"""An exported model without what only padded texts need computes the same."""

from pathlib import Path

import numpy as np
import onnx
import onnxruntime
import pytest
import torch

from corpus.onnx_graph import drop_padding


class Attention(torch.nn.Module):
    """Attention with a mask that hides nothing, as a model of one text without padding has it."""

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        mask = torch.ones(x.shape[-2], x.shape[-2], dtype=torch.bool)
        return torch.nn.functional.scaled_dot_product_attention(x, x, x, mask)


def outputs(file: Path, x: torch.Tensor) -> np.ndarray:
    session = onnxruntime.InferenceSession(str(file), providers=["CPUExecutionProvider"])
    return session.run(None, {"x": x.numpy()})[0]


def operators(file: Path) -> set[str]:
    return {node.op_type for node in onnx.load(file).graph.node}


# The exporter of torch warns of its own deprecations.
@pytest.mark.filterwarnings("ignore::FutureWarning", "ignore::DeprecationWarning")
def test_the_mask_and_its_guard_go_and_no_bit_of_the_outputs_changes(tmp_path: Path) -> None:
    file, x = tmp_path / "attention.onnx", torch.randn(1, 2, 9, 16, generator=torch.manual_seed(1))
    torch.onnx.export(Attention().eval(), (x,), file, input_names=["x"], dynamo=True, verbose=False)
    before = outputs(file, x)
    assert {"IsNaN", "Where", "Add"} <= operators(file)
    drop_padding(file)
    assert operators(file).isdisjoint({"IsNaN", "Where", "Add"})
    graph = onnx.load(file).graph
    assert {w.name for w in graph.initializer} <= {name for n in graph.node for name in n.input}
    assert np.array_equal(outputs(file, x), before)
