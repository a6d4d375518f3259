"""A network quantized to 8 bits, run in floats: the same weights, and the same answer on any processor.

Dynamic quantization rounds what flows through a network to 256 steps between the least and the greatest figure of the moment. A
difference in the last digit, such as two processors make of one sum, moves a step, the step moves the next layer's, and at the end
the log odds differ by .06, at times by .2 (our own judge, its norms' weights changed by a ten millionth). That decides alerts.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from onnx import GraphProto, NodeProto


def unquantized(model: Path) -> bytes:
    """The network in this ONNX file with its quantized products (``MatMulInteger``, as onnxruntime's ``quantize_dynamic`` lays
    them) as products of floats; the table of word pieces stays in 8 bits. A network without any comes back as it is, one that is
    laid otherwise too. Raises what ``onnx.load`` raises for a file that is no model."""
    import onnx

    whole = onnx.load(str(model))
    if any(node.op_type == "MatMulInteger" for node in whole.graph.node):
        _in_floats(whole.graph)
    return bytes(whole.SerializeToString())


def _in_floats(graph: GraphProto) -> None:
    from onnx.helper import make_node
    from onnx.numpy_helper import from_array, to_array

    makers = {name: node for node in graph.node for name in node.output}
    tensors = {tensor.name: tensor for tensor in graph.initializer}
    for node in graph.node:
        found = _product(node, makers)
        if found is None or not {found[1], found[2], found[3]} <= tensors.keys():
            continue
        given, weights, zero, scale = found
        values = to_array(tensors[weights]).astype(np.float32) - to_array(tensors[zero]).astype(np.float32)
        name = f"{weights}_float"
        if name not in tensors:
            tensors[name] = from_array(values * to_array(tensors[scale]), name)
            graph.initializer.append(tensors[name])
        node.CopyFrom(make_node("MatMul", [given, name], list(node.output), name=node.name))
    _drop_unused(graph)


def _product(node: NodeProto, makers: dict[str, NodeProto]) -> tuple[str, str, str, str] | None:
    """What is multiplied and the names of weights, zero point and scale, where this node ends a quantized product:
    ``Mul(Cast(MatMulInteger(quantized x, weights)), Mul(scale of x, scale of weights))``."""
    if node.op_type != "Mul":
        return None
    for cast, scales in ((node.input[:1], node.input[1:]), (node.input[1:], node.input[:1])):
        whole = _before(_before(cast, makers, "Cast"), makers, "MatMulInteger")
        both = _before(scales, makers, "Mul")
        quantized = _before(whole, makers, "DynamicQuantizeLinear")
        if len(whole) == 4 and len(quantized) == 1 and len(both) == 2:
            of_weights = [name for name in both if not _before((name,), makers, "DynamicQuantizeLinear")]
            return (quantized[0], whole[1], whole[3], of_weights[0]) if len(of_weights) == 1 else None
    return None


def _before(names: Sequence[str], makers: dict[str, NodeProto], kind: str) -> tuple[str, ...]:
    """The inputs of the node that makes the first of these, when that is of this kind; nothing otherwise."""
    node = makers.get(names[0]) if names else None
    return tuple(node.input) if node is not None and node.op_type == kind else ()


def _drop_unused(graph: GraphProto) -> None:
    """What no answer rests on any more: nodes (they stand in the order they are run in) and tensors."""
    wanted = {answer.name for answer in graph.output}
    kept: list[NodeProto] = []
    for node in reversed(graph.node):
        if wanted & set(node.output):
            kept.append(node)
            wanted |= set(node.input)
    tensors = [tensor for tensor in graph.initializer if tensor.name in wanted]
    del graph.node[:], graph.initializer[:]
    graph.node.extend(reversed(kept))
    graph.initializer.extend(tensors)
