"""The default tier: tone, emotions, labels and toxicity of a post from small tables, with numpy alone.

Every word, pair and triple of words adds its own whole numbers to each output, as in a linear model; a convolution over
three word vectors, its largest values kept (Kim 2014), adds what words mean together. `training/train_default.py` makes
the tables; docs/models/readings.md says from what, how good they are, and what they must not be used for.
"""

import io
import json
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import cast

import numpy as np
import numpy.typing as npt

from mutuals.text import weights
from mutuals.text.features import FIRST, PAD, Vocabulary, flat, look_like_questions, pairs, triples
from mutuals.text.readings import EMOTIONS, LABELS, Tone, Understood

TABLES, CARD = "default.npz", "default.json"
TONES: tuple[Tone, ...] = ("negative", "neutral", "positive")
OUTPUTS = (*TONES, *EMOTIONS, *LABELS, "toxic")
AT_EMOTIONS, AT_LABELS, AT_TOXIC = len(TONES), len(TONES) + len(EMOTIONS), len(OUTPUTS) - 1
BATCH = 256
MOST_ROWS = 400
"""A post is read up to so many words."""
WIDEST = 32_000
MOSTLY, NEARLY_ALL = 0.75, 0.85
Floats = npt.NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Tables:
    """What was learned, as written by training; whole numbers are in units of `unit`, one for each column."""

    vectors: npt.NDArray[np.int8]  # (rows, size)
    vector_unit: Floats  # (size,)
    single: npt.NDArray[np.int8]  # (rows, outputs)
    gram_keys: npt.NDArray[np.int64]  # (grams,) sorted
    grams: npt.NDArray[np.int8]  # (grams, outputs)
    unit: Floats  # (outputs,)
    conv: Floats  # (3, size, kernels)
    conv_unit: Floats  # (kernels,) of a word's products with the kernels as whole numbers
    conv_bias: Floats  # (kernels,)
    out: Floats  # (kernels + size, outputs)
    bias: Floats  # (outputs,)
    asks: Floats  # (outputs,) added where a text looks like a question
    slope: Floats  # (outputs,) of the calibration
    shift: Floats  # (outputs,)


class Default:
    """The default tier; satisfies `Model`. Use `load`."""

    def __init__(self, vocabulary: Vocabulary, tables: Tables, card: dict[str, object]) -> None:
        self.vocabulary, self._tables, self.card = vocabulary, tables, card
        self.version = str(card["version"])
        self._shown = _shown(card)
        self._english = int(str(card["english_words"])) + FIRST
        self._words = np.zeros(vocabulary.size, dtype=np.int32)
        self._words[FIRST:] = np.fromiter(map(str.isalpha, vocabulary.words), np.int32, len(vocabulary.words))
        self._gram_keys = np.append(tables.gram_keys, np.int64(1) << 62)
        self._kernels = tables.conv * tables.vector_unit[:, None] / tables.conv_unit
        kernels = self._kernels.shape[2]
        self._products = [np.zeros((vocabulary.size, kernels), dtype=np.int16) for _ in range(3)]
        self._ready = np.zeros(vocabulary.size, dtype=np.bool_)

    def understand(self, texts: Sequence[str], langs: Sequence[str]) -> list[Understood]:
        """What may be meant by each text, of whose language `langs` tells (ISO 639-1, or "und")."""
        found: list[Understood] = []
        for at in range(0, len(texts), BATCH):
            found.extend(self._batch(texts[at : at + BATCH], langs[at : at + BATCH]))
        return found

    def confidences(self, texts: Sequence[str]) -> tuple[Floats, Floats]:
        """(texts, OUTPUTS) calibrated confidences whatever the language; and the share of English words of each."""
        return self._calibrated(self.scores(texts)), self._englishness(*self._rows(texts))

    def scores(self, texts: Sequence[str]) -> Floats:
        """(texts, OUTPUTS) before calibration."""
        some = (texts[at : at + BATCH] for at in range(0, len(texts), BATCH))
        return np.concatenate([self._logits(one, *self._rows(one)) for one in some])

    def hidden(self, texts: Sequence[str]) -> Floats:
        """(texts, kernels + size): what feeds the outputs beside the words themselves."""
        parts = [self._hidden(*self._rows(texts[at : at + BATCH])) for at in range(0, len(texts), BATCH)]
        return np.concatenate(parts)

    def _rows(self, texts: Sequence[str]) -> tuple[npt.NDArray[np.int32], npt.NDArray[np.int64]]:
        read = self.vocabulary.rows
        return flat([read(text)[:MOST_ROWS] for text in texts])

    def _hidden(self, rows: npt.NDArray[np.int32], starts: npt.NDArray[np.int64]) -> Floats:
        self._prepare(rows)
        before, here, after = self._products
        around = here.take(rows[:-1], axis=0)
        around[1:] += before.take(rows[:-2], axis=0)
        around += after.take(rows[1:], axis=0)
        around[starts] = -WIDEST
        peaks = np.maximum.reduceat(around, starts, axis=0) * self._tables.conv_unit
        peaks = np.maximum(peaks + self._tables.conv_bias, 0)
        vectors = self._tables.vectors.take(rows, axis=0).astype(np.float32)
        mean = np.add.reduceat(vectors[:-1], starts, axis=0) / self._sizes(rows, starts)[:, None]
        return np.concatenate((peaks, mean * self._tables.vector_unit), axis=1)

    def _prepare(self, rows: npt.NDArray[np.int32]) -> None:
        """Works out what the kernels make of words not met before; posts say few words again and again."""
        new = np.unique(rows[~self._ready[rows]])
        if len(new):
            vectors = self._tables.vectors[new].astype(np.float32)
            for products, kernel in zip(self._products, self._kernels, strict=True):
                products[new] = np.rint(vectors @ kernel)
            self._ready[new] = True

    def _sizes(self, rows: npt.NDArray[np.int32], starts: npt.NDArray[np.int64]) -> Floats:
        ends = np.append(starts[1:], len(rows) - 1)
        return np.maximum(ends - starts - 1, 1).astype(np.float32)

    def _logits(
        self, texts: Sequence[str], rows: npt.NDArray[np.int32], starts: npt.NDArray[np.int64]
    ) -> Floats:
        direct = self._tables.single[rows[:-1]].astype(np.int16)
        for keys in (pairs(rows), triples(rows)):
            at = np.searchsorted(self._gram_keys, keys)
            hit = np.flatnonzero(self._gram_keys[at] == keys)
            direct[hit] += self._tables.grams[at[hit]]
        summed = np.add.reduceat(direct, starts, axis=0, dtype=np.int32) * self._tables.unit
        summed /= np.sqrt(self._sizes(rows, starts))[:, None]
        summed += np.outer(look_like_questions(texts), self._tables.asks)
        return self._hidden(rows, starts) @ self._tables.out + self._tables.bias + summed

    def _calibrated(self, logits: Floats) -> Floats:
        scaled = logits * self._tables.slope + self._tables.shift
        tones = np.exp(scaled[:, :AT_EMOTIONS] - scaled[:, :AT_EMOTIONS].max(axis=1, keepdims=True))
        scaled[:, :AT_EMOTIONS] = tones / tones.sum(axis=1, keepdims=True)
        scaled[:, AT_EMOTIONS:] = 1 / (1 + np.exp(-np.clip(scaled[:, AT_EMOTIONS:], -30, 30)))
        return scaled

    def _englishness(self, rows: npt.NDArray[np.int32], starts: npt.NDArray[np.int64]) -> Floats:
        """The share of English words among the words; 1 where a text has marks and emoji only."""
        words = np.add.reduceat(self._words[rows[:-1]], starts)
        unknown = np.add.reduceat((rows[:-1] < FIRST) & (rows[:-1] > 7), starts, dtype=np.int32)
        english = np.add.reduceat(self._words[rows[:-1]] * (rows[:-1] < self._english), starts)
        share: Floats = ((english + (words + unknown == 0)) / np.maximum(words + unknown, 1)).astype(
            np.float32
        )
        return share

    def _batch(self, texts: Sequence[str], langs: Sequence[str]) -> list[Understood]:
        rows, starts = self._rows(texts)
        sure = self._calibrated(self._logits(texts, rows, starts))
        english = self._englishness(rows, starts).tolist()
        tones = sure[:, :AT_EMOTIONS].argmax(axis=1).tolist()
        empty = (rows[starts] == PAD) & (np.append(rows, PAD)[starts + 1] == PAD)
        found = []
        for lang, share, tone, row, none in zip(
            langs, english, tones, sure.tolist(), empty.tolist(), strict=True
        ):
            read = "en" if _reads_as_english(lang, share) else lang
            found.append(NOTHING if none else self._understood(read, tone, row))
        return found

    def _understood(self, lang: str, tone: int, sure: list[float]) -> Understood:
        emotions, labels, toned = self._shown.get(lang, ((), (), False))
        return Understood(
            tone=TONES[tone] if toned else "unknown",
            tone_score=sure[2] - sure[0] if toned else 0.0,
            tone_sure=sure[tone] if toned else 0.0,
            emotions={name: sure[at] for name, at in emotions},
            labels={name: sure[at] for name, at in labels},
            toxic=sure[AT_TOXIC] if toned else None,
        )


NOTHING = Understood()
Shown = tuple[tuple[tuple[str, int], ...], tuple[tuple[str, int], ...], bool]


def _reads_as_english(lang: str, english: float) -> bool:
    """Whether a text is read as English: told to be, or of words that are (a short text is easily mistaken)."""
    return lang == "en" or english >= (MOSTLY if lang == "und" else NEARLY_ALL)


def _shown(card: dict[str, object]) -> dict[str, Shown]:
    """For each language the emotions and labels that were good enough to be shown there, and whether tone was."""
    table = cast("dict[str, list[str]]", card["shown"])
    return {
        lang: (
            tuple((name, AT_EMOTIONS + at) for at, name in enumerate(EMOTIONS) if name in names),
            tuple((name, AT_LABELS + at) for at, name in enumerate(LABELS) if name in names),
            "tone" in names,
        )
        for lang, names in table.items()
    }


@cache
def load(folder: Path = weights.HERE) -> Default:
    """The default tier with the weights of a folder, read once; Damaged where they are not as the manifest says."""
    card = json.loads(weights.content(CARD, folder))
    with np.load(io.BytesIO(weights.content(TABLES, folder)), allow_pickle=False) as stored:
        vocabulary = Vocabulary(bytes(stored["words"]).decode().split("\n"))
        tables = Tables(**{name: stored[name] for name in Tables.__slots__})
    return Default(vocabulary, tables, card)
