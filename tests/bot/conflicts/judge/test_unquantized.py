"""What the judge answers does not hang on the processor it runs on."""

from __future__ import annotations

import numpy as np
import onnx
import pytest
from onnx import TensorProto, helper, numpy_helper
from onnxruntime.quantization import QuantType, quantize_dynamic

from bot import inference
from bot.conflicts.judge.laying import Laying
from bot.conflicts.judge.model import WEIGHTS
from bot.conflicts.judge.unquantized import unquantized

_SHIPPED = WEIGHTS / "model.onnx"
_PAIR = (
    "The strike at the port is over, the union announced.",
    "The strike at the port goes on, the harbour master said.",
)


def _kinds(model: bytes) -> set[str]:
    return {node.op_type for node in onnx.load_from_string(model).graph.node}


@pytest.fixture
def small(tmp_path):
    """Two products of one input, the second of what the first gives."""
    chance = np.random.default_rng(7)
    tensors = [
        numpy_helper.from_array(chance.normal(size=s).astype(np.float32), n) for n, s in (("a", (6, 5)), ("b", (5, 3)))
    ]
    nodes = [helper.make_node("MatMul", ["x", "a"], ["y"]), helper.make_node("MatMul", ["y", "b"], ["z"])]
    kinds = [helper.make_tensor_value_info(n, TensorProto.FLOAT, ["rows", w]) for n, w in (("x", 6), ("z", 3))]
    graph = helper.make_graph(nodes, "small", kinds[:1], kinds[1:], tensors)
    path = tmp_path / "small.onnx"
    onnx.save(helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)], ir_version=9), path)
    return path


@pytest.mark.parametrize("per_channel", [True, False])
def test_products_are_of_floats_and_of_the_same_weights(small, per_channel):
    quantized = small.with_name("quantized.onnx")
    quantize_dynamic(small, quantized, weight_type=QuantType.QInt8, per_channel=per_channel)
    model = unquantized(quantized)
    assert _kinds(model) == {"MatMul"}
    x = np.random.default_rng(8).normal(size=(4, 6)).astype(np.float32)
    tensors = {t.name: numpy_helper.to_array(t) for t in onnx.load(quantized).graph.initializer}
    weights = {
        n: (tensors[f"{n}_quantized"].astype(np.float32) - tensors[f"{n}_zero_point"]) * tensors[f"{n}_scale"]
        for n in "ab"
    }
    (answer,) = inference.session(model).run(None, {"x": x})
    assert answer == pytest.approx(x @ weights["a"] @ weights["b"], abs=1e-5)


def test_a_network_of_floats_comes_back_as_it_is(small):
    assert unquantized(small) == onnx.load(str(small)).SerializeToString()


def test_a_sum_that_differs_in_its_last_digit_changes_no_opinion():
    row = Laying.of_folder(WEIGHTS, says_later=True).of(*_PAIR, 1)
    given = {"input_ids": [row.ids], "token_type_ids": [row.sides], "attention_mask": [[1] * len(row.ids)]}
    model = onnx.load_from_string(unquantized(_SHIPPED))
    norms = {name for node in model.graph.node if node.op_type == "LayerNormalization" for name in node.input[1:]}
    tensors = [tensor for tensor in model.graph.initializer if tensor.name in norms]
    answers = []
    for seed in range(3):
        chance = np.random.default_rng(seed)
        for tensor in tensors:
            values = numpy_helper.to_array(tensor)
            moved = values * (1 + 1e-7 * chance.standard_normal(values.shape))
            tensor.CopyFrom(numpy_helper.from_array(moved.astype(np.float32), tensor.name))
        session = inference.session(model.SerializeToString())
        kinds = {i.name: np.float32 if "float" in i.type else np.int64 for i in session.get_inputs()}
        answers.append(session.run(None, {name: np.array(given[name], kinds[name]) for name in kinds})[0])
    assert np.ptp(answers, axis=0).max() < 1e-3
