"""Trains who answers whom (docs/models/threads.md) on the logs in MUTUALS_TEST_DATA/irc/train; writes the weights.

    python -m training.train_threads                       trains on all, writes text/weights/threads.npz
    python -m training.train_threads --check --out FILE    leaves a fifth of the logs out, and measures on those

Nothing is chosen by the logs of dev: they are only reported on (benchmarks/text_threads.py).
"""

import argparse
import os
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

import numpy as np
import torch
from numpy.typing import NDArray

from mutuals.text.thread_signs import WINDOW, signs_of
from mutuals.text.thread_words import BUCKETS, WORD, Floats, bucket_of, lines_read
from mutuals.text.weights import enter
from training.irc import Log, logs_read

WEIGHTS = Path(__file__).parents[1] / "src/mutuals/text/weights/threads.npz"
NETWORKS, ROUNDS, BATCH, RATE, DECAY = 4, 12, 64, 4e-3, 1e-3
FIRST, SECOND, STARTS, DROP = 48, 24, 32, 0.2


class Lines(NamedTuple):
    """Lines with links made by hand: their signs, those of the lines before them, and which answers are right."""

    pair: torch.Tensor
    line: torch.Tensor
    then: torch.Tensor
    there: torch.Tensor
    right: torch.Tensor


class Network(torch.nn.Module):
    """Weighs the lines before a line, and whether it answers none; `mutuals.text.threads` applies what it learned."""

    def __init__(self, pair: int, line: int) -> None:
        super().__init__()
        self.pair = torch.nn.Linear(pair, FIRST)
        self.line = torch.nn.Linear(line, FIRST, bias=False)
        self.then = torch.nn.Linear(line, FIRST, bias=False)
        self.deep, self.out = torch.nn.Linear(FIRST, SECOND), torch.nn.Linear(SECOND, 1, bias=False)
        self.start, self.start_out = torch.nn.Linear(line, STARTS), torch.nn.Linear(STARTS, 1)
        self.drop = torch.nn.Dropout(DROP)

    def forward(self, at: Lines) -> torch.Tensor:
        """The logarithm of the chance of each answer."""
        first = torch.relu(
            self.pair(at.pair.float()) + self.line(at.line)[:, None] + self.then(at.then.float())
        )
        second = self.drop(torch.relu(self.deep(self.drop(first))))
        others = self.out(second)[..., 0].masked_fill(~at.there, -1e9)
        starts = self.start_out(self.drop(torch.relu(self.start(at.line))))
        return torch.log_softmax(torch.cat([starts, others], 1), 1)

    def stored(self) -> dict[str, NDArray[np.float16]]:
        """The layers by the names under which they are applied."""
        layers = {
            "pair": self.pair.weight.T, "bias": self.pair.bias, "line": self.line.weight.T, "then": self.then.weight.T,
            "deep": self.deep.weight.T, "deep bias": self.deep.bias, "out": self.out.weight.T,
            "start": self.start.weight.T, "start bias": self.start.bias, "start out": self.start_out.weight.T,
            "start out bias": self.start_out.bias,
        }  # fmt: skip
        return {name: layer.detach().numpy().astype(np.float16) for name, layer in layers.items()}


def rarity_of(logs: Sequence[Log]) -> NDArray[np.uint8]:
    """How rare each bucket of words is among all spoken lines, from 0 to 255 (logarithmic)."""
    held: Counter[int] = Counter()
    spoken = [line.text for log in logs for line in log.lines if line.speaker]
    for text in spoken:
        held.update({bucket_of(word) for word in WORD.findall(text.casefold())})
    counts = np.array([held[bucket] for bucket in range(BUCKETS)])
    total = np.log(len(spoken) + 1)
    return np.round(255 * (total - np.log(counts + 1)) / total).astype(np.uint8)


def signs_read(log: Log, rarity: Floats) -> tuple[list[int], Lines]:
    """The places of the annotated spoken lines of a log, and their signs."""
    places = [at for at, line in enumerate(log.lines) if line.speaker]
    lines = [log.lines[at] for at in places]
    signs = signs_of(lines_read(lines, {}, rarity), np.array([line.at for line in lines]), np.array(places))
    rows = [row for row, at in enumerate(places) if at >= log.first]
    row_of = {at: row for row, at in enumerate(places)}
    right = np.zeros((len(lines), WINDOW + 1), bool)
    for earlier, later in log.links:
        if earlier in row_of and later in row_of and row_of[later] - row_of[earlier] <= WINDOW:
            right[row_of[later], row_of[later] - row_of[earlier]] = True
    back = np.maximum(np.array(rows)[:, None] - np.arange(1, WINDOW + 1), 0)
    half = np.float16
    parts = (
        signs.pair[:, rows].transpose(1, 2, 0).astype(half),
        signs.line[rows],
        signs.line[back].astype(half),
        signs.there[rows],
        right[rows],
    )
    return [places[row] for row in rows], Lines(*map(torch.from_numpy, parts))


def together(parts: Sequence[Lines]) -> Lines:
    """The lines of several logs, of those whose answer is in reach."""
    all_ = Lines(*(torch.cat(tensors) for tensors in zip(*parts, strict=True)))
    known = all_.right.any(1)
    return Lines(*(tensor[known] for tensor in all_))


def trained(lines: Lines, *, seed: int) -> Network:
    """One network: AdamW, one cycle of the learning rate, the loss that of any right answer."""
    torch.manual_seed(seed)
    net = Network(lines.pair.shape[2], lines.line.shape[1])
    turns = ROUNDS * (len(lines.pair) // BATCH)
    optimizer = torch.optim.AdamW(net.parameters(), lr=RATE, weight_decay=DECAY)
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimizer, RATE, total_steps=turns)
    order = np.random.default_rng(seed)
    for _ in range(ROUNDS):
        mixed = torch.from_numpy(order.permutation(len(lines.pair)))
        for rows in mixed.split(BATCH)[: len(mixed) // BATCH]:
            some = Lines(*(tensor[rows] for tensor in lines))
            loss = -torch.logsumexp(net(some).masked_fill(~some.right, -1e9), 1).mean()
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
            schedule.step()
    return net.eval()


def f1(logs: Sequence[tuple[Log, list[int], Lines]], networks: Sequence[Network]) -> float:
    """The F1 of links, those of the room's own lines (to themselves) among them."""
    hits = told = true = 0
    for log, places, lines in logs:
        with torch.no_grad():
            best = sum(net(lines).exp() for net in networks).argmax(1)
        hits += int(lines.right[torch.arange(len(best)), best].sum())
        silent = {at for at in range(log.first, len(log.lines)) if not log.lines[at].speaker}
        hits += sum((at, at) in log.links for at in silent)
        told += len(places) + len(silent)
        true += len(log.links)
    return 2 * hits / (told + true)


def main() -> None:
    """Trains, and writes or checks."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--check", action="store_true", help="leave every fifth log out, and measure on those")
    asked.add_argument("--out", type=Path, default=WEIGHTS, help="the file that is written")
    check, out = asked.parse_args().check, asked.parse_args().out
    torch.set_num_threads(1)
    torch.use_deterministic_algorithms(True)
    logs = list(logs_read(Path(os.environ["MUTUALS_TEST_DATA"]) / "irc/train"))
    kept = [log for at, log in enumerate(logs) if not check or at % 5]
    rarity = rarity_of(kept)
    read = {log.name: signs_read(log, rarity / np.float32(255)) for log in logs}
    lines = together([read[log.name][1] for log in kept])
    networks = [trained(lines, seed=seed) for seed in range(NETWORKS)]
    if check:
        held = [(log, *read[log.name]) for log in logs[::5]]
        print(f"link F1 on {len(held)} logs left out: {f1(held, networks):.4f}")
    layers = {f"{at}/{name}": one for at, net in enumerate(networks) for name, one in net.stored().items()}
    out.parent.mkdir(exist_ok=True)
    np.savez_compressed(out, rarity=rarity, **layers)
    if out == WEIGHTS:
        enter(out.name, "docs/models/threads.md")
    print(f"{out.name}: {out.stat().st_size:,} bytes")


if __name__ == "__main__":
    main()
