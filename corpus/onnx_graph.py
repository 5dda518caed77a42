"""How an exported model becomes the small file that is run."""

from pathlib import Path
from typing import TYPE_CHECKING

from corpus import weights

if TYPE_CHECKING:
    from onnx import GraphProto


def quantize(full: Path, target: Path) -> None:
    """Write an exported model of texts without padding in eight bits a weight.

    By blocks where a feed-forward layer ends, by column elsewhere: what comes into those layers has
    outliers, and one scale for all of it costs the reader 1.6 points of area and the encoder half
    of its precision (docs/decisions/0010-reader.md, 0016-encoder-adapter.md). Blocks everywhere
    gain no more, and take twice the time.
    """
    import onnx
    from onnxruntime.quantization import QuantType, quantize_dynamic
    from onnxruntime.quantization.matmul_nbits_quantizer import MatMulNBitsQuantizer

    model = onnx.load(full)
    shapes = {weight.name: tuple(weight.dims) for weight in model.graph.initializer}
    last = (4 * weights.DIMENSIONS, weights.DIMENSIONS)
    others = [n.name for n in model.graph.node if [*map(shapes.get, n.input)][1:2] != [last]]
    blocks = MatMulNBitsQuantizer(
        model,
        bits=8,
        block_size=128,
        is_symmetric=True,
        accuracy_level=4,
        nodes_to_exclude=others,
    )
    blocks.process()
    half = target.with_suffix(".half.onnx")
    blocks.model.save_model_to_file(str(half))
    quantize_dynamic(half, target, weight_type=QuantType.QInt8, per_channel=True)
    half.unlink()
    drop_padding(target)


def drop_padding(file: Path) -> None:
    """Take attention's mask, and its guard against rows of nothing but padding, out of a file.

    In torch's export the scores get a mask added before their softmax, and what is no number after
    it becomes 0. Without padding neither changes a bit of the outputs, and both are a sixth to
    a fifth of the time (docs/decisions/0002-embedded-encoder.md).
    """
    import onnx

    model = onnx.load(file)
    graph = model.graph
    made_by = {output: node for node in graph.node for output in node.output}
    instead = {}
    for node in graph.node:
        if node.op_type == "Softmax" and made_by[node.input[0]].op_type == "Add":
            node.input[0] = made_by[node.input[0]].input[0]
        guard = made_by.get(node.input[0]) if node.op_type == "Where" else None
        if guard is not None and guard.op_type == "IsNaN":
            instead[node.output[0]] = guard.input[0]
    for node in graph.node:
        node.input[:] = [instead.get(name, name) for name in node.input]
    _drop_unused(graph)
    onnx.save(model, file)


def _drop_unused(graph: "GraphProto") -> None:
    used = {output.name for output in graph.output}
    for node in reversed(list(graph.node)):  # they stand in the order in which they are run
        if used.isdisjoint(node.output):
            graph.node.remove(node)
        else:
            used.update(node.input)
    for weight in list(graph.initializer):  # onnxruntime warns of one that nothing uses
        if weight.name not in used:
            graph.initializer.remove(weight)
