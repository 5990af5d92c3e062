"""What a text is about: a few phrases of its own, and where it lies among other texts. Pure.

A vector is kept as whole numbers of one byte each; of two of them `alike` tells the cosine. Which words make one, and
how good they are, stands in docs/models/readings.md; phrases in docs/models/keyphrases.md.
"""

import re
from collections.abc import Iterable, Iterator, Sequence

import numpy as np
import numpy.typing as npt

from mutuals.text.keyphrases import keyphrases
from mutuals.text.readings import Place
from mutuals.text.vectors import Vectors

VERSION = "topics-1"
"""Changes with the phrases and with how a vector is kept."""
UNIT = 127
PHRASES = 5
Floats = npt.NDArray[np.float32]


class Topics:
    """Tells phrases and vectors of texts; satisfies `readings.About`."""

    def __init__(self, vectors: Vectors) -> None:
        self._vectors = vectors

    def of(self, texts: Sequence[str], langs: Sequence[str]) -> list[tuple[tuple[Place, ...], bytes]]:
        """Of each text where at most PHRASES phrases stand, and its vector as bytes; b"" for a text without a word that
        is known."""
        kept = packed(self._vectors.of(texts))
        return [
            (tuple(places(text, keyphrases(text, lang, most=PHRASES))), vector)
            for text, lang, vector in zip(texts, langs, kept, strict=True)
        ]


def places(text: str, phrases: Iterable[str]) -> Iterator[Place]:
    """Where each phrase stands first, (from, before), however its words are spaced; none for one that does not."""
    for phrase in phrases:
        if (at := text.find(phrase)) >= 0:
            yield at, at + len(phrase)
        elif found := re.search(r"\s+".join(map(re.escape, phrase.split())), text):
            yield found.span()


def packed(vectors: Floats) -> list[bytes]:
    """Vectors of length 1 (texts, size) as bytes; b"" for one of zeros."""
    whole = np.rint(vectors * UNIT).astype(np.int8)
    return [row.tobytes() if np.any(row) else b"" for row in whole]


def alike(one: bytes, others: Sequence[bytes]) -> list[float]:
    """The cosine of a vector with each other, -1 to 1; 0 where either is empty."""
    if not one:
        return [0.0] * len(others)
    told = [at for at, other in enumerate(others) if len(other) == len(one)]
    found = [0.0] * len(others)
    if told:
        mine = _whole(one)
        table = np.stack([_whole(others[at]) for at in told])
        cosines = table @ mine / (np.linalg.norm(table, axis=1) * np.linalg.norm(mine))
        for at, value in zip(told, cosines.tolist(), strict=True):
            found[at] = value
    return found


def _whole(vector: bytes) -> Floats:
    return np.frombuffer(vector, dtype=np.int8).astype(np.float32)
