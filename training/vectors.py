"""Writes the words' vectors for topics and relevance: MiniLM's, centred, in their main components, in one byte each.

Components are brought halfway to one size, as a few of them tell little but how a word is built (Mu & Viswanath 2018).
"""

from pathlib import Path

import numpy as np

from mutuals.text import weights
from mutuals.text.features import FIRST
from mutuals.text.vectors import TABLES
from training.words import Spoken

SIZE, LEVEL, RARE = 96, 0.5, 1e-3
PAGE = "docs/models/readings.md"
WIDEST = 127


def write(spoken: Spoken, folder: Path) -> None:
    """Writes the table of the vocabulary's words, and what each word is worth, into the folder and its manifest."""
    centred = spoken.vectors - spoken.vectors.mean(axis=0)
    _, _, axes = np.linalg.svd(centred[:20_000], full_matrices=False)
    main = centred @ axes[:SIZE].T
    main = main / main.std(axis=0) ** LEVEL
    main = main / np.abs(main).max(
        axis=1, keepdims=True
    )  # every word the same range; its length tells nothing
    share = spoken.counts / spoken.counts.sum()
    worth = np.zeros(FIRST + len(spoken.words), dtype=np.float16)
    worth[FIRST:] = RARE / (RARE + share) / np.linalg.norm(main * WIDEST, axis=1)
    worth[FIRST:][[not any(map(str.isalnum, word)) and word.isascii() for word in spoken.words]] = 0
    table = np.zeros((FIRST + len(spoken.words), SIZE), dtype=np.int8)
    table[FIRST:] = np.rint(main * WIDEST)
    text = np.frombuffer("\n".join(spoken.words).encode(), dtype=np.uint8)
    np.savez_compressed(folder / TABLES, words=text, table=table, worth=worth)
    weights.enter(TABLES, PAGE, folder)
