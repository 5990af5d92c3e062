"""The network of the default tier while it learns: word vectors, a convolution over three words, pairs and triples.

A text is its rows (`features`). Each row has a vector, made from MiniLM's of the word and VADER's valence by one
learned map plus what was learned of that word alone; a convolution over three words with the largest values kept (Kim
2014) and the mean vector feed the outputs, and so do words, pairs and triples directly, as in a linear model. What it
learned is written into small tables (`tables`), so nothing of torch is needed to read a post.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from zlib import crc32

import numpy as np
import numpy.typing as npt
import torch
from torch import Tensor, nn

from mutuals.text.features import ENDS, FIRST, PAD, TRIPLE, UNKNOWN, pairs, triples
from mutuals.text.readings import LABELS
from training.sets import COLUMN, TARGETS, TONES

SIZE, KERNELS = 64, 192
LEAST_PAIR, LEAST_TRIPLE = 4, 5
MOST_ROWS = 64
BATCH, EPOCHS, RATE = 256, 6, 3e-3
LABEL = 0.1
"""What an error in a label counts beside one in the tone: labels have heads of their own (`heads`)."""
Keys = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Lesson:
    """Texts to learn from: rows and grams of each, targets (NaN unknown), what each counts."""

    rows: list[npt.NDArray[np.int64]]
    grams: list[Keys]
    targets: npt.NDArray[np.float32]
    weights: npt.NDArray[np.float32]


class Network(nn.Module):
    """(rows, grams) of texts -> logits (texts, targets)."""

    def __init__(self, known: npt.NDArray[np.float32], grams: int) -> None:
        super().__init__()
        rows, size = known.shape
        self.known = nn.Buffer(torch.from_numpy(known), persistent=False)
        self.map = nn.Linear(size, SIZE, bias=False)
        self.own = nn.Embedding(rows, SIZE, padding_idx=PAD, sparse=True)
        self.single = nn.EmbeddingBag(rows, len(TARGETS), mode="sum", padding_idx=PAD, sparse=True)
        self.grams = nn.EmbeddingBag(grams + 1, len(TARGETS), mode="sum", padding_idx=0, sparse=True)
        self.conv = nn.Conv1d(SIZE, KERNELS, 3, padding=1)
        self.out = nn.Linear(KERNELS + SIZE, len(TARGETS))
        self.drop, self.drop_words = nn.Dropout(0.4), nn.Dropout(0.2)
        for zero in (self.own, self.single, self.grams):
            nn.init.zeros_(zero.weight)
        with torch.no_grad():  # begin with the main components, and valence last
            self.map.weight.zero_()
            self.map.weight[: SIZE - 1, : SIZE - 1] = torch.eye(SIZE - 1)
            self.map.weight[SIZE - 1, size - 1] = 1

    def vectors(self) -> Tensor:
        """(rows, SIZE): what each row's word has come to mean."""
        return self.map(self.known) + self.own.weight

    def hidden(self, rows: Tensor) -> Tensor:
        """(texts, KERNELS + SIZE): the largest value of each kernel, and the mean vector."""
        mask = (rows != PAD)[..., None].float()
        vectors = self.drop_words(self.map(self.known[rows]) + self.own(rows)) * mask
        mean = vectors.sum(1) / mask.sum(1).clamp(min=1)
        around = self.conv(vectors.transpose(1, 2)).masked_fill(mask.transpose(1, 2) == 0, -9)
        return torch.cat((torch.relu(around.amax(2)), mean), 1)

    def forward(self, rows: Tensor, grams: Tensor) -> Tensor:
        size = (rows != PAD).sum(1, keepdim=True).clamp(min=1).float().sqrt()
        direct = (self.single(rows) + self.grams(grams)) / size
        out: Tensor = self.out(self.drop(self.hidden(rows))) + direct
        return out


def known(
    words: int, vectors: npt.NDArray[np.float32], valence: npt.NDArray[np.float32]
) -> npt.NDArray[np.float32]:
    """What is known of each row before learning: 128 main components of the words' vectors, and their valence."""
    centred = vectors - vectors.mean(axis=0)
    often = centred[:20_000]
    _, _, axes = np.linalg.svd(often, full_matrices=False)
    main = centred @ axes[:128].T
    told = np.zeros((FIRST + words, main.shape[1] + 1), dtype=np.float32)
    told[FIRST:, :-1] = main / (main[:20_000].std() * 4)
    told[FIRST:, -1] = valence * 2
    return told


def keys(rows: Sequence[int]) -> Keys:
    """The pairs and triples of a text, its begin and end counted as words."""
    framed = np.array([PAD, *rows, PAD], dtype=np.int32)
    found = np.concatenate((pairs(framed), triples(framed)))
    return found[found >= 0]


def frequent(texts: Sequence[Sequence[int]], *, least: int | None = None) -> Keys:
    """The pairs and triples that stand in at least so many of the texts, sorted."""
    seen: Counter[int] = Counter()
    for rows in texts:
        seen.update(set(keys(rows).tolist()))
    kept = (
        key
        for key, count in seen.items()
        if count >= (least or (LEAST_PAIR if key < TRIPLE else LEAST_TRIPLE))
    )
    return np.array(sorted(kept), dtype=np.int64)


def among(rows: Sequence[int], grams: Keys) -> Keys:
    """Where the pairs and triples of a text stand among the grams."""
    own = keys(rows)
    at = np.minimum(np.searchsorted(grams, own), len(grams) - 1)
    return at[grams[at] == own]


def learn(
    network: Network, lesson: Lesson, words: Sequence[str], counts: npt.NDArray[np.int64], seed: int = 0
) -> None:
    """Teaches the network, the same way each time."""
    torch.manual_seed(seed)
    rng = np.random.default_rng(seed)
    rare, end = _rareness(words, counts)
    tables = [network.own.weight, network.single.weight, network.grams.weight]
    rest = [one for one in network.parameters() if not any(one is table for table in tables)]
    optimizers = [torch.optim.AdamW(rest, RATE, weight_decay=1e-4), torch.optim.SparseAdam(tables, RATE)]
    steps = EPOCHS * (len(lesson.rows) // BATCH)
    network.train()
    for step, chosen in enumerate(_batches(lesson, rng)):
        rows, grams = (
            padded([lesson.rows[at] for at in chosen]),
            padded([lesson.grams[at] + 1 for at in chosen]),
        )
        rows = torch.where(torch.rand(rows.shape) < rare[rows], end[rows], rows)
        lost = loss(
            network(rows, grams),
            torch.from_numpy(lesson.targets[chosen]),
            torch.from_numpy(lesson.weights[chosen]),
        )
        for optimizer in optimizers:
            optimizer.param_groups[0]["lr"] = RATE * max(0.02, 1 - step / steps)
            optimizer.zero_grad(set_to_none=True)
        lost.backward()  # type: ignore[no-untyped-call]
        for optimizer in optimizers:
            optimizer.step()
    network.eval()


def loss(logits: Tensor, targets: Tensor, weights: Tensor) -> Tensor:
    """Cross entropy of the tones as a distribution and of each other target by itself, unknown ones left out."""
    tones = len(TONES)
    told = torch.isfinite(targets)
    zeroed = torch.nan_to_num(targets)
    toned = -(zeroed[:, :tones] * torch.log_softmax(logits[:, :tones], 1)).sum(1) * told[:, 0]
    others = nn.functional.binary_cross_entropy_with_logits(
        logits[:, tones:], zeroed[:, tones:], reduction="none"
    )
    worth = torch.ones(len(TARGETS) - tones)
    worth[[COLUMN[label] - tones for label in LABELS]] = LABEL
    each = toned + (others * told[:, tones:] * worth).sum(1)
    return (each * weights).mean()


def padded(parts: Sequence[npt.NDArray[np.int64]]) -> Tensor:
    """Rows of different lengths as one table, filled up by PAD."""
    table = np.zeros((len(parts), max(1, *map(len, parts))), dtype=np.int64)
    for at, part in enumerate(parts):
        table[at, : len(part)] = part
    return torch.from_numpy(table)


def _rareness(words: Sequence[str], counts: npt.NDArray[np.int64]) -> tuple[Tensor, Tensor]:
    """How often each row is replaced by the row of its ending, so that those learn too; and which that is."""
    rare = torch.zeros(FIRST + len(words))
    rare[FIRST:] = torch.from_numpy(0.5 / (1 + counts / 3)).float()
    ends = [UNKNOWN + 1 + crc32(word[-3:].encode()) % (ENDS - 1) for word in words]
    return rare, torch.tensor([*range(FIRST), *ends])


def _batches(lesson: Lesson, rng: np.random.Generator) -> Iterator[npt.NDArray[np.int64]]:
    """Batches of texts of about one length, each text once an epoch, in a random order."""
    lengths = np.array([len(rows) for rows in lesson.rows])
    for _ in range(EPOCHS):
        order = rng.permutation(len(lengths))[: len(lengths) // BATCH * BATCH]
        batches = []
        for at in range(0, len(order), BATCH * 50):
            some = order[at : at + BATCH * 50]
            some = some[np.argsort(lengths[some], kind="stable")]
            batches += [some[begin : begin + BATCH] for begin in range(0, len(some), BATCH)]
        rng.shuffle(batches)  # type: ignore[arg-type]
        yield from batches
