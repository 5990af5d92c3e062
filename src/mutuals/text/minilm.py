"""The better tier of readings: a small transformer asked about the posts of which the default tier is unsure.

Needs the extra `text` (onnxruntime), loaded when the first text is read. The weights lie beside this file
and nothing is fetched. Sources: Wang et al. 2020 (MiniLM), Reimers & Gurevych 2019 (sentence encoders); how it was
trained and measured: docs/models/readings_better.md.
"""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from threading import Lock
from typing import Any

import numpy as np
import numpy.typing as npt

from mutuals.text.plainly import plainly
from mutuals.text.readings import EMOTIONS, Model, Tone, Understood
from mutuals.text.weights import HERE, content
from mutuals.text.wordpiece import WordPieces

TONES: tuple[Tone, ...] = ("negative", "neutral", "positive")
CARD, NETWORK, WORDS = "better.json", "better.onnx", "better_words.txt"
"""The files of the tier, in the folder of weights."""
LONGEST = 64
"""Tokens of a text that are read."""
AT_ONCE = 1536
"""Tokens of one run, fill included."""
BETTER = 0.6
"""What the transformer counts for where both tiers read a post."""
MISSING = "The better tier of readings is not installed. Install it with: pip install 'mutuals[text]'"
Array = npt.NDArray[np.float32]


class NotInstalled(ImportError):
    """A package is missing that the better tier needs; the message is the command that installs it."""


@dataclass(frozen=True, slots=True)
class Card:
    """What is known of the weights: their version, how a logit becomes a confidence, what is good enough to be told.

    `scale` and `shift` have one number for each of the three tones, EMOTIONS and toxic; `unsure` is how unsure
    the default tier must be (`doubt`) for a post to be asked again.
    """

    version: str
    scale: Array
    shift: Array
    emotions: frozenset[str]
    langs: frozenset[str]
    unsure: float

    @classmethod
    def read(cls, folder: Path) -> "Card":
        """The card that lies with the weights."""
        raw = json.loads(content(CARD, folder))
        return cls(
            raw["version"],
            np.array(raw["scale"], np.float32),
            np.array(raw["shift"], np.float32),
            frozenset(raw["emotions"]),
            frozenset(raw["langs"]),
            raw["unsure"],
        )


class MiniLM:
    """Reads texts with the transformer; satisfies `Model`, may be used by several threads at once.

    The network is loaded with the first text; `weights.Damaged` where a file is not the one that was measured.
    """

    def __init__(self, folder: Path = HERE) -> None:
        self._folder, self._lock = folder, Lock()
        self.card = Card.read(folder)
        self.version = self.card.version

    def understand(self, texts: Sequence[str], langs: Sequence[str]) -> list[Understood]:
        """What it makes of each text; nothing of a text in a language it was not measured in. NotInstalled is raised
        where onnxruntime is missing.
        """
        rows = [at for at, lang in enumerate(langs) if lang in self.card.langs]
        out = [Understood()] * len(texts)
        for row, one in zip(rows, self._told(self.logits([texts[row] for row in rows])), strict=True):
            out[row] = one
        return out

    def logits(self, texts: Sequence[str]) -> Array:
        """What the network says of each text, (texts, 14): tones, EMOTIONS, toxic; before calibration."""
        pieces, session = self._loaded
        ids = [pieces.numbers(plainly(text), LONGEST) for text in texts]
        out = np.zeros((len(texts), len(self.card.scale)), np.float32)
        for rows in batches([len(one) for one in ids]):
            tokens = np.zeros((len(rows), max(len(ids[row]) for row in rows)), np.int32)
            for at, row in enumerate(rows):
                tokens[at, : len(ids[row])] = ids[row]
            out[rows] = session.run(None, {"ids": tokens, "mask": (tokens != 0).astype(np.int32)})[0]
        return out

    @property
    def _loaded(self) -> tuple[WordPieces, Any]:
        with self._lock:
            return self._parts

    @cached_property
    def _parts(self) -> tuple[WordPieces, Any]:
        try:
            import onnxruntime as runtime
        except ImportError as missing:
            raise NotInstalled(MISSING) from missing
        words = content(WORDS, self._folder).decode().rstrip("\n").split("\n")
        options = runtime.SessionOptions()
        options.intra_op_num_threads = options.inter_op_num_threads = 1
        network = content(NETWORK, self._folder)
        return WordPieces(words), runtime.InferenceSession(
            network, options, providers=["CPUExecutionProvider"]
        )

    def _told(self, logits: Array) -> Iterator[Understood]:
        card = self.card
        sure = confidences(logits * card.scale + card.shift)
        first = len(TONES)
        emotions = [(at, name) for at, name in enumerate(EMOTIONS, first) if name in card.emotions]
        for row in sure.tolist():
            most = max(range(first), key=row.__getitem__)
            yield Understood(
                tone=TONES[most],
                tone_score=row[2] - row[0],
                tone_sure=row[most],
                emotions={name: row[at] for at, name in emotions},
                toxic=row[-1],
            )


class Cascade:
    """The default tier for every post, and the transformer beside it for those of which it is unsure; is a `Model`.

    What both told of a post is told as the mean of the two, the transformer counting for BETTER.
    """

    def __init__(self, quick: Model, better: MiniLM) -> None:
        self._quick, self._better = quick, better
        self.version = f"{quick.version}+{better.version}"

    def understand(self, texts: Sequence[str], langs: Sequence[str]) -> list[Understood]:
        """What the two make of each text together. NotInstalled is raised as `MiniLM.understand` does."""
        out = self._quick.understand(texts, langs)
        card = self._better.card
        first = zip(out, langs, strict=True)
        again = [
            at for at, (one, lang) in enumerate(first) if lang in card.langs and doubt(one) > card.unsure
        ]
        told = self._better.understand([texts[at] for at in again], [langs[at] for at in again])
        for at, one in zip(again, told, strict=True):
            out[at] = together(out[at], one)
        return out


def doubt(one: Understood) -> float:
    """How unsure a reading is, from 0 to 1: of its tone (1 where all three are as likely) or of whether it may hurt (1
    where that is as likely as not), whichever is less sure.

    Nothing is doubted of a text whose tone was not read at all: it is in a language that neither tier knows.
    """
    if one.tone == "unknown":
        return 0.0
    tone = (1 - one.tone_sure) * 1.5
    return tone if one.toxic is None else max(tone, 1 - abs(2 * one.toxic - 1))


def together(quick: Understood, better: Understood) -> Understood:
    """What two readings of one text say as one."""
    if quick.tone == "unknown" or better.tone == "unknown":
        return quick if better.tone == "unknown" else better
    tones = [_mean(a, b) for a, b in zip(shares(quick), shares(better), strict=True)]
    most = max(range(len(TONES)), key=tones.__getitem__)
    toxic = better.toxic if quick.toxic is None else quick.toxic
    if quick.toxic is not None and better.toxic is not None:
        toxic = _mean(quick.toxic, better.toxic)
    return Understood(
        tone=TONES[most],
        tone_score=tones[2] - tones[0],
        tone_sure=tones[most],
        emotions=_means(quick.emotions, better.emotions),
        labels=_means(quick.labels, better.labels),
        toxic=toxic,
    )


def shares(one: Understood) -> tuple[float, float, float]:
    """How likely each tone is: the surest one and the difference of the outer two tell all three."""
    if one.tone == "negative":
        return one.tone_sure, 1 - 2 * one.tone_sure - one.tone_score, one.tone_sure + one.tone_score
    if one.tone == "positive":
        return one.tone_sure - one.tone_score, 1 - 2 * one.tone_sure + one.tone_score, one.tone_sure
    outer = 1 - one.tone_sure
    return (outer - one.tone_score) / 2, one.tone_sure, (outer + one.tone_score) / 2


def _mean(quick: float, better: float) -> float:
    return (1 - BETTER) * quick + BETTER * better


def _means(quick: dict[str, float], better: dict[str, float]) -> dict[str, float]:
    """Means of what both tell; what only one of them tells stays as it is."""
    both = {name: _mean(quick[name], value) for name, value in better.items() if name in quick}
    return quick | better | both


def batches(lengths: Sequence[int]) -> Iterator[list[int]]:
    """Rows in batches of about equal lengths, at most AT_ONCE tokens each; every row once."""
    batch: list[int] = []
    for row in sorted(range(len(lengths)), key=lengths.__getitem__):
        if batch and (len(batch) + 1) * lengths[row] > AT_ONCE:
            yield batch
            batch = []
        batch.append(row)
    if batch:
        yield batch


def confidences(logits: Array) -> Array:
    """Three tones that add up to one, and each other target by itself between 0 and 1."""
    tones = np.exp(logits[:, :3] - logits[:, :3].max(1, keepdims=True))
    rest = 1 / (1 + np.exp(-logits[:, 3:].clip(-30, 30)))
    return np.concatenate([tones / tones.sum(1, keepdims=True), rest], axis=1, dtype=np.float32)
