"""Writes an encoder as a small ONNX file that multiplies whole numbers: weights of 7 bits, what flows between of 8.

The operators are ONNX Runtime's own (com.microsoft: QAttention, MatMulIntegerToFloat, Gelu), so nothing has to be
recognised and fused when the file is loaded. Weights have one scale for each column; they keep to 7 bits because
processors without VNNI add two products in 16 bits, which 8 bits would overflow. What flows between has one range for
each place, measured beforehand on texts: so a text is read the same whatever texts are read beside it.
"""

from collections.abc import Callable
from pathlib import Path

import numpy as np
import numpy.typing as npt
import onnx
import torch
from onnx import TensorProto, helper, numpy_helper
from torch import nn

from training.encoder import HEADS, Encoder, padded

Array = npt.NDArray[np.float32]
Reaches = dict[str, tuple[float, float]]
MOST = 64
KEPT = 0.99
OURS = "com.microsoft"


class Graph:
    """Nodes and constants of a file being written; every node's outputs are named by a running number."""

    def __init__(self, *, bits: int = 7) -> None:
        self.nodes: list[onnx.NodeProto] = []
        self.constants: list[onnx.TensorProto] = []
        self.most = 2 ** (bits - 1) - 1

    def constant(self, value: npt.NDArray) -> str:
        name = f"c{len(self.constants)}"
        self.constants.append(numpy_helper.from_array(np.ascontiguousarray(value), name))
        return name

    def node(self, kind: str, *inputs: str, outputs: int = 1, domain: str = "", **attributes: object) -> str:
        """Adds a node; its first output, the others are named `.1`, `.2`."""
        name = f"n{len(self.nodes)}"
        names = [name, *(f"{name}.{at}" for at in range(1, outputs))]
        self.nodes.append(helper.make_node(kind, inputs, names, domain=domain, **attributes))
        return name

    def whole(self, weight: Array) -> tuple[str, str, str]:
        """A matrix (in, out) in whole numbers: its name, that of its scales (one per column) and of its zeros."""
        scale = np.maximum(np.abs(weight).max(0), 1e-9) / self.most
        whole = np.clip(np.rint(weight / scale), -self.most, self.most).astype(np.int8)
        zeros = np.zeros(scale.shape, np.int8)
        return self.constant(whole), self.constant(scale.astype(np.float32)), self.constant(zeros)

    def flow(self, x: str, least: float, most: float) -> tuple[str, str, str]:
        """What flows, as bytes: its name, that of their scale and of their zero; what is out of the range is cut."""
        least, most = min(least, 0.0), max(most, 0.0)
        step = (most - least) / 255
        scale, zero = self.constant(np.float32(step)), self.constant(np.uint8(round(-least / step)))
        return self.node("QuantizeLinear", x, scale, zero), scale, zero

    def times(self, x: str, reach: tuple[float, float], weight: Array, bias: Array) -> str:
        matrix, scale, zeros = self.whole(weight)
        whole, step, zero = self.flow(x, *reach)
        added = self.constant(bias)
        return self.node("MatMulIntegerToFloat", whole, matrix, step, scale, zero, zeros, added, domain=OURS)


def reaches(encoder: Encoder, texts: list[list[int]]) -> Reaches:
    """The range of what flows into each matrix of the encoder, over texts (numbers of their tokens)."""
    found: dict[str, list[tuple[float, float]]] = {}

    def note(name: str) -> Callable[..., None]:
        return lambda _, inputs: found.setdefault(name, []).append(
            (float(inputs[0].min()), float(inputs[0].max()))
        )

    linear = [(name, part) for name, part in encoder.named_modules() if isinstance(part, nn.Linear)]
    hooks = [part.register_forward_pre_hook(note(name)) for name, part in linear]
    with torch.no_grad():
        for ids in texts:
            encoder(*padded([ids]))
    for hook in hooks:
        hook.remove()
    # The texts with the very widest ranges are cut a little, so that all others are told more finely.
    return {
        name: (
            float(np.quantile([low for low, _ in ends], 1 - KEPT)),
            float(np.quantile([high for _, high in ends], KEPT)),
        )
        for name, ends in found.items()
    }


def write(encoder: Encoder, head: tuple[Array, Array], path: Path, reach: Reaches, *, bits: int = 7) -> None:
    """Writes encoder and head to `path`: `ids` and `mask`, int32 (texts, tokens), to `logits` (texts, out).

    The head, weight (out, width) and bias (out), is applied to the mean of the tokens.
    """
    state = {name: value.detach().float().numpy() for name, value in encoder.state_dict().items()}
    graph = Graph(bits=bits)
    x = _embedded(graph, state)
    one = graph.constant(np.array([1], np.int64))
    seen = graph.node("Cast", "mask", to=TensorProto.FLOAT)
    share = graph.node(
        "Unsqueeze", graph.node("Div", seen, graph.node("ReduceSum", seen, one, keepdims=1)), one
    )
    for at in range(len(encoder.layers)):
        x = _layer(graph, state, reach, f"layers.{at}", x)
    mean = graph.node("Squeeze", graph.node("MatMul", share, x), one)
    graph.nodes.append(
        helper.make_node(
            "Gemm", [mean, graph.constant(head[0]), graph.constant(head[1])], ["logits"], transB=1
        )
    )
    shape = ["texts", "tokens"]
    inputs = [helper.make_tensor_value_info(name, TensorProto.INT32, shape) for name in ("ids", "mask")]
    outputs = [helper.make_tensor_value_info("logits", TensorProto.FLOAT, ["texts", len(head[1])])]
    made = helper.make_model(
        helper.make_graph(graph.nodes, "reads", inputs, outputs, graph.constants),
        opset_imports=[helper.make_opsetid("", 17), helper.make_opsetid(OURS, 1)],
        ir_version=8,
        producer_name="mutuals",
    )
    onnx.save(made, path)


def _embedded(graph: Graph, state: dict[str, Array]) -> str:
    words = state["words.weight"]
    scale = np.maximum(np.abs(words).max(1, keepdims=True), 1e-9) / 127
    table = graph.constant(np.rint(words / scale).astype(np.int8))
    found = graph.node("Cast", graph.node("Gather", table, "ids"), to=TensorProto.FLOAT)
    x = graph.node("Mul", found, graph.node("Gather", graph.constant(scale.astype(np.float32)), "ids"))
    length = graph.node("Slice", graph.node("Shape", "ids"), *_numbers(graph, 1, 2))
    places = graph.node("Slice", graph.constant(state["places.weight"][:MOST]), *_numbers(graph, 0), length)
    return graph.node(
        "LayerNormalization",
        graph.node("Add", x, places),
        graph.constant(state["norm.weight"]),
        graph.constant(state["norm.bias"]),
        epsilon=1e-12,
    )


def _numbers(graph: Graph, *numbers: int) -> list[str]:
    return [graph.constant(np.array([number], np.int64)) for number in numbers]


def _layer(graph: Graph, state: dict[str, Array], reach: Reaches, at: str, x: str) -> str:
    def part(name: str, kind: str = "weight") -> Array:
        return state[f"{at}.{name}.{kind}"]

    def normed(new: str, old: str, name: str) -> str:
        scale, shift = graph.constant(part(name)), graph.constant(part(name, "bias"))
        return graph.node("LayerNormalization", graph.node("Add", new, old), scale, shift, epsilon=1e-12)

    def times(name: str, what: str) -> str:
        return graph.times(what, reach[f"{at}.{name}"], part(name).T, part(name, "bias"))

    whole, step, zero = graph.flow(x, *reach[f"{at}.qkv"])
    matrix, scale, zeros = graph.whole(part("qkv").T)
    seen = graph.node(
        "QAttention",
        *(whole, matrix, graph.constant(part("qkv", "bias")), step, scale, "mask", zero, zeros),
        domain=OURS,
        num_heads=HEADS,
    )
    x = normed(times("out", seen), x, "norm1")
    return normed(times("down", graph.node("Gelu", times("up", x), domain=OURS)), x, "norm2")
