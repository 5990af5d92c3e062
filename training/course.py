"""How the better tier learns: what it answers, what an error costs, and the course of one training.

Everything that teaches it may ship (`training.sets`, `training.mix`).
"""

import random
import time
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import torch
from torch import Tensor, nn
from torch.nn import functional

from mutuals.text.minilm import LONGEST
from mutuals.text.plainly import plainly
from mutuals.text.wordpiece import WordPieces
from training import mix, sets
from training.encoder import Encoder, padded

SEEN = 48
"""Tokens of a text that training reads; the tier reads LONGEST."""
BATCH = 1280
"""Tokens of a batch."""
TONE, EMOTIONS, LABELS, TOXIC = slice(0, 3), slice(3, 13), slice(13, 22), 22
TOLD = [*range(13), TOXIC]
"""What the tier tells of all it learns."""
FELT = 28
BALANCE = torch.tensor([1.15, 0.85, 1.0])
"""What a negative, neutral, positive text counts: recall of each of the three is to be as good."""
RARE = 2.0
"""What a text counts for an emotion it has, against 1 for one it has not."""
WORTH = {"goemotions": 1.0, "vader": 1.0, "davidson": 0.7, "clinc": 0.5, "sms": 0.5, "written": 1.0}
FASTER = 5.0
"""The heads begin with nothing and learn so many times as fast as the encoder's last layer."""
DEEPER = 0.85
"""Each layer below learns so much slower."""
WORDS = 0.5
"""The vectors of words learn so fast against the last layer."""
Array = npt.NDArray[np.float32]


class Reads(nn.Module):
    """The encoder and two linear heads on the mean of its last layer: our targets, and GoEmotions' own emotions."""

    def __init__(self, encoder: Encoder) -> None:
        super().__init__()
        self.encoder = encoder
        self.head = nn.Linear(encoder.width, len(sets.TARGETS))
        self.felt = nn.Linear(encoder.width, FELT)

    def forward(self, ids: Tensor, mask: Tensor) -> tuple[Tensor, Tensor]:
        mean = functional.dropout(self.encoder(ids, mask), 0.1, self.training)
        return self.head(mean), self.felt(mean)


@dataclass(frozen=True, slots=True)
class Course:
    """How long and how fast it learns."""

    epochs: int = 2
    share: float = 0.8
    rate: float = 3e-4
    seed: int = 1


def cost(logits: Tensor, felt: Tensor, target: Tensor, told: Tensor, worth: Tensor) -> Tensor:
    """Cross entropy of the tone and of each other target, where the text's set tells it."""
    known, truth = (~target.isnan()).float(), target.nan_to_num()
    tone = -(truth[:, TONE] * BALANCE * logits[:, TONE].log_softmax(-1)).sum(-1) * known[:, 0]
    more = torch.full((target.shape[1],), RARE)
    more[TOXIC] = 1.0
    each = (
        functional.binary_cross_entropy_with_logits(logits, truth, reduction="none", pos_weight=more) * known
    )
    named = functional.binary_cross_entropy_with_logits(felt, told.nan_to_num(), reduction="none").sum(-1)
    named = named * (~told[:, 0].isnan()).float()
    rest = each[:, EMOTIONS].sum(-1) * 0.5 + each[:, LABELS].sum(-1) * 0.35 + each[:, TOXIC]
    return ((tone * 1.5 + rest + named * 0.2) * worth).mean()


def learn(model: Reads, pieces: WordPieces, taught: mix.Mix, course: Course) -> None:
    """Trains the model, its word vectors only where they are met."""
    torch.manual_seed(course.seed)
    rng = random.Random(course.seed)
    epochs = [_epoch(rng, pieces, taught, course.share) for _ in range(course.epochs)]
    steps = sum(len(batches) for _, _, batches in epochs)
    both = (
        torch.optim.AdamW(_groups(model, course.rate), betas=(0.9, 0.98), weight_decay=0.01),
        torch.optim.SparseAdam([model.encoder.words.weight], lr=course.rate * WORDS),
    )
    schedules = [torch.optim.lr_scheduler.LambdaLR(one, lambda at: _pace(at / steps)) for one in both]
    dense = [one for name, one in model.named_parameters() if name != "encoder.words.weight"]
    targets, felt = torch.from_numpy(taught.targets), torch.from_numpy(taught.felt)
    worth = torch.tensor([WORTH[source] for source in taught.sources])
    model.train()
    said = _Progress(steps)
    for rows, ids, batches in epochs:
        for batch in batches:
            at = [rows[one] for one in batch]
            with torch.autocast("cpu", torch.bfloat16):
                logits, own = model(*padded([ids[one] for one in batch]))
            value = cost(logits.float(), own.float(), targets[at], felt[at], worth[at])
            model.zero_grad(set_to_none=True)
            value.backward()
            nn.utils.clip_grad_norm_(dense, 1.0)
            for one in (*both, *schedules):
                one.step()
            said.step(value.item())


def _epoch(
    rng: random.Random, pieces: WordPieces, taught: mix.Mix, share: float
) -> tuple[list[int], list[list[int]], list[list[int]]]:
    rows = taught.epoch(rng, share)
    ids = [
        pieces.numbers(plainly(mix.roughened(rng, taught.sources[row], taught.texts[row])), SEEN)
        for row in rows
    ]
    return rows, ids, list(mix.batches(rng, [len(one) for one in ids], BATCH))


def _groups(model: Reads, rate: float) -> list[dict]:
    heads = [*model.head.parameters(), *model.felt.parameters()]
    groups = [{"params": heads, "lr": rate * FASTER, "weight_decay": 0.0}]
    last = len(model.encoder.layers) - 1
    for at, layer in enumerate(model.encoder.layers):
        groups.append({"params": list(layer.parameters()), "lr": rate * DEEPER ** (last - at)})
    return groups


def _pace(done: float) -> float:
    """Up in the first twentieth, then down to nothing."""
    return min(done / 0.05 + 0.01, max(0.01, (1 - done) / 0.95))


class _Progress:
    def __init__(self, steps: int) -> None:
        self.steps, self.at, self.mean, self.began = steps, 0, 0.0, time.process_time()

    def step(self, value: float) -> None:
        self.at += 1
        self.mean += (value - self.mean) / min(self.at, 100)
        if self.at % 100 == 0 or self.at == self.steps:
            spent = time.process_time() - self.began
            print(f"{self.at}/{self.steps}: {self.mean:.3f}, {spent:.0f} s of processor", flush=True)


def means(model: Reads, pieces: WordPieces, texts: list[str]) -> Array:
    """The mean of the last layer's tokens (texts, width), in the order of the texts."""
    model.eval()
    ids = [pieces.numbers(plainly(text), LONGEST) for text in texts]
    out = np.zeros((len(texts), model.encoder.width), np.float32)
    with torch.no_grad(), torch.autocast("cpu", torch.bfloat16):
        for batch in mix.batches(random.Random(0), [len(one) for one in ids], 2048):
            out[batch] = model.encoder(*padded([ids[at] for at in batch])).float().numpy()
    return out
