"""A small transformer encoder in torch, begun with the weights of a sentence encoder (BERT's shape).

Sources: Devlin et al. 2019 (BERT), Wang et al. 2020 (MiniLM), Reimers & Gurevych 2019 (means of tokens).
"""

import math
import re
from pathlib import Path

import torch
from safetensors.torch import load_file
from torch import Tensor, nn
from torch.nn import functional

HEADS = 12
EPSILON = 1e-12


class Layer(nn.Module):
    """One layer as in BERT: attention, feed-forward, each added to what came in and then normed."""

    def __init__(self, width: int, inner: int) -> None:
        super().__init__()
        self.qkv = nn.Linear(width, 3 * width)
        self.out = nn.Linear(width, width)
        self.norm1 = nn.LayerNorm(width, eps=EPSILON)
        self.up = nn.Linear(width, inner)
        self.down = nn.Linear(inner, width)
        self.norm2 = nn.LayerNorm(width, eps=EPSILON)

    def forward(self, x: Tensor, bias: Tensor) -> Tensor:
        q, k, v = self.qkv(x).unflatten(-1, (3, HEADS, -1)).permute(2, 0, 3, 1, 4).unbind(0)
        weights = (q @ k.transpose(-1, -2)) * (1 / math.sqrt(q.shape[-1])) + bias
        x = self.norm1(x + self.out((weights.softmax(-1) @ v).transpose(1, 2).flatten(2)))
        return self.norm2(x + self.down(functional.gelu(self.up(x))))


class Encoder(nn.Module):
    """Numbers of tokens and their mask (texts, tokens) to one vector for each text, the mean of its tokens'."""

    def __init__(self, words: int, places: int, width: int, layers: int) -> None:
        super().__init__()
        self.width = width
        self.words = nn.Embedding(words, width, sparse=True)
        self.places = nn.Embedding(places, width)
        self.norm = nn.LayerNorm(width, eps=EPSILON)
        self.layers = nn.ModuleList(Layer(width, 4 * width) for _ in range(layers))

    def forward(self, ids: Tensor, mask: Tensor) -> Tensor:
        share = mask[..., None] / mask.sum(1)[:, None, None]
        x = self.norm(self.words(ids) + self.places(torch.arange(ids.shape[1])))
        bias = (1.0 - mask[:, None, None, :].to(x.dtype)) * -1e4
        for layer in self.layers:
            x = layer(x, bias)
        return (x.float() * share).sum(1)


def padded(rows: list[list[int]]) -> tuple[Tensor, Tensor]:
    """Texts of several lengths as one block, and its mask."""
    longest = max(map(len, rows))
    ids = torch.tensor([row + [0] * (longest - len(row)) for row in rows])
    return ids, (ids != 0).long()


def load(path: Path) -> Encoder:
    """The encoder in a file of published weights (.safetensors)."""
    raw = load_file(path)
    state = _renamed(
        {
            re.sub(r"^.*?(?=embeddings\.|encoder\.layer\.)", "", name, count=1): one
            for name, one in raw.items()
        }
    )
    words, width = state["words.weight"].shape
    layers = 1 + max(int(name.split(".")[1]) for name in state if name.startswith("layers."))
    model = Encoder(words, len(state["places.weight"]), width, layers)
    model.load_state_dict(state)
    return model


def _renamed(raw: dict[str, Tensor]) -> dict[str, Tensor]:
    """The published names changed into ours; the three matrices of attention become one."""
    # Every text is one sentence, so that its type is part of its places.
    places = raw["embeddings.position_embeddings.weight"] + raw["embeddings.token_type_embeddings.weight"][0]
    out = {"words.weight": raw["embeddings.word_embeddings.weight"], "places.weight": places}
    layers = {name.split(".")[2] for name in raw if name.startswith("encoder.layer.")}
    theirs = {
        "out": "attention.output.dense",
        "norm1": "attention.output.LayerNorm",
        "up": "intermediate.dense",
        "down": "output.dense",
        "norm2": "output.LayerNorm",
    }
    for kind in ("weight", "bias"):
        out[f"norm.{kind}"] = raw[f"embeddings.LayerNorm.{kind}"]
        for at in layers:
            there = f"encoder.layer.{at}"
            parts = [raw[f"{there}.attention.self.{one}.{kind}"] for one in ("query", "key", "value")]
            out[f"layers.{at}.qkv.{kind}"] = torch.cat(parts)
            out |= {f"layers.{at}.{our}.{kind}": raw[f"{there}.{old}.{kind}"] for our, old in theirs.items()}
    return out
