"""Writes what the network and the heads learned as the small tables that `mutuals.text.linear` reads."""

import hashlib
import json
from dataclasses import asdict, dataclass, fields
from pathlib import Path

import numpy as np
import numpy.typing as npt

from mutuals.text import weights
from mutuals.text.features import PAD
from mutuals.text.linear import CARD, TABLES, Tables
from training.network import Keys, Network

PAGE = "docs/models/readings.md"
WIDEST = 127
WIDEST_PRODUCT = 10_000
"""Three of them must fit into two bytes."""
CLIPPED = 99.995
Floats = npt.NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Learned:
    """Everything in full precision: (rows or grams or hidden, outputs), and the network's own parts."""

    network: Network
    grams: Keys
    single: Floats
    of_grams: Floats
    out: Floats
    bias: Floats
    asks: Floats


def of_network(network: Network, grams: Keys) -> Learned:
    """What the network itself learned."""

    def plain(parameter: object) -> Floats:
        found: Floats = parameter.detach().numpy().copy()  # type: ignore[attr-defined]
        return found

    single, of_grams = plain(network.single.weight), plain(network.grams.weight)[1:]
    out, bias = plain(network.out.weight).T.copy(), plain(network.out.bias)
    return Learned(network, grams, single, of_grams, out, bias, np.zeros_like(bias))


def small(learned: Learned, slope: Floats, shift: Floats) -> Tables:
    """The tables: whole numbers of one byte each, pairs and triples that add nothing left out."""
    network = learned.network
    vectors, vector_unit = _bytes(network.vectors().detach().numpy())
    vectors[PAD] = 0
    together = np.concatenate((learned.single, learned.of_grams))
    numbers, unit = _bytes(together)
    single, grams = numbers[: len(learned.single)], numbers[len(learned.single) :]
    single[PAD] = 0
    conv = network.conv.weight.detach().numpy().transpose(2, 1, 0).copy()
    products = (vectors * vector_unit)[None] @ conv
    used = np.flatnonzero(grams.any(axis=1))
    return Tables(
        vectors=vectors,
        vector_unit=vector_unit,
        single=single,
        gram_keys=learned.grams[used],
        grams=grams[used],
        unit=unit,
        conv=conv,
        conv_unit=np.maximum(np.abs(products).max(axis=(0, 1)), 1e-6) / WIDEST_PRODUCT,
        conv_bias=network.conv.bias.detach().numpy().copy(),  # type: ignore[union-attr]
        out=learned.out.astype(np.float32),
        bias=learned.bias.astype(np.float32),
        asks=learned.asks.astype(np.float32),
        slope=slope.astype(np.float32),
        shift=shift.astype(np.float32),
    )


def write(tables: Tables, words: list[str], card: dict[str, object], folder: Path) -> None:
    """Writes tables and card into the folder and its manifest; the version follows from the tables."""
    stored = {one.name: getattr(tables, one.name) for one in fields(tables)}
    text = np.frombuffer("\n".join(words).encode(), dtype=np.uint8)
    np.savez_compressed(folder / TABLES, words=text, **stored)
    version = hashlib.sha256(b"".join(part.tobytes() for part in stored.values())).hexdigest()[:8]
    card = {"version": f"default-{version}", **card}
    (folder / CARD).write_text(json.dumps(card, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    for name in (TABLES, CARD):
        weights.enter(name, PAGE, folder)


def described(tables: Tables) -> str:
    """How many bytes each part takes before it is compressed."""
    return ", ".join(
        f"{name} {part.nbytes / 1e6:.2f} MB" for name, part in asdict(tables).items() if part.nbytes > 1e5
    )


def _bytes(table: Floats) -> tuple[npt.NDArray[np.int8], Floats]:
    """A table in whole numbers of one byte, and the unit of each column; the few largest are cut."""
    unit = np.maximum(np.percentile(np.abs(table), CLIPPED, axis=0), 1e-6) / WIDEST
    numbers = np.clip(np.rint(table / unit), -WIDEST, WIDEST).astype(np.int8)
    return numbers, unit.astype(np.float32)
