"""A vector for a text, by which texts of one topic lie near one another: the weighted mean of its words' vectors.

The words' vectors are what all-MiniLM-L6-v2 makes of each word alone, not tuned to any reading, in their main
components (`training/vectors.py`); frequent words count less (Arora, Liang & Ma 2017). Words are those of `features`.
"""

import io
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from zlib import crc32

import numpy as np
import numpy.typing as npt

from mutuals.text import weights
from mutuals.text.features import Vocabulary, flat

TABLES = "vectors.npz"
BATCH = 1024
Floats = npt.NDArray[np.float32]


class Vectors:
    """Vectors of texts. Use `load`."""

    def __init__(self, vocabulary: Vocabulary, table: npt.NDArray[np.int8], worth: Floats) -> None:
        self._vocabulary, self._table, self._worth = vocabulary, table, worth
        self.size = table.shape[1]
        self.version = f"vectors-{crc32(table.tobytes()):08x}"

    def of(self, texts: Sequence[str]) -> Floats:
        """(texts, size) vectors of length 1, their products are cosines; zeros for a text without known words."""
        if not texts:
            return np.zeros((0, self.size), dtype=np.float32)
        return np.concatenate([self._of(texts[at : at + BATCH]) for at in range(0, len(texts), BATCH)])

    def _of(self, texts: Sequence[str]) -> Floats:
        rows, starts = flat(map(self._vocabulary.rows, texts))
        summed = np.add.reduceat(self._table[rows[:-1]] * self._worth[rows[:-1], None], starts, axis=0)
        length = np.sqrt((summed * summed).sum(axis=1, keepdims=True))
        found: Floats = summed / np.maximum(length, 1e-9)
        return found


@cache
def load(folder: Path = weights.HERE) -> Vectors:
    """The vectors with the weights of a folder, read once; Damaged where they are not as the manifest says."""
    with np.load(io.BytesIO(weights.content(TABLES, folder)), allow_pickle=False) as stored:
        vocabulary = Vocabulary(bytes(stored["words"]).decode().split("\n"))
        return Vectors(vocabulary, stored["table"], stored["worth"].astype(np.float32))
