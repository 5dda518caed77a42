"""How the files of models are opened."""

from pathlib import Path

import numpy as np
import onnx
import pytest
from onnx import TensorProto, helper

from corpus.opened import open_session


@pytest.fixture
def product(tmp_path: Path) -> Path:
    """A file that multiplies four bytes with the largest weights of eight bits."""
    weights = helper.make_tensor("weights", TensorProto.INT8, [4, 1], [127] * 4)
    graph = helper.make_graph(
        [helper.make_node("MatMulInteger", ["bytes", "weights"], ["product"])],
        "product",
        [helper.make_tensor_value_info("bytes", TensorProto.UINT8, [1, 4])],
        [helper.make_tensor_value_info("product", TensorProto.INT32, [1, 1])],
        [weights],
    )
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 18)], ir_version=10)
    onnx.save(model, tmp_path / "product.onnx")
    return tmp_path / "product.onnx"


def test_products_of_eight_bits_are_exact_on_every_processor(product: Path) -> None:
    (found,) = open_session(product).run(None, {"bytes": np.full((1, 4), 255, np.uint8)})
    # Without VNNI two such products are added in sixteen bits: 2 * 32767.
    assert found.tolist() == [[4 * 255 * 127]]
