"""The letters of many texts at once, as numbers: in which script they are, and hashes of their n-grams.

What tells a language is how its words look: letters in pairs, threes and fours with the ends of words as letters of
their own, and whole words (Cavnar & Trenkle 1994; hashed as in Joulin et al. 2017, "Bag of tricks"). All of it is
integer arithmetic over one buffer, so that Python is entered once for a few hundred posts and not once for a letter.
"""

from collections.abc import Sequence
from functools import cache
from typing import Final, NamedTuple
from unicodedata import category

import numpy as np
from numpy.typing import NDArray

SCRIPTS: Final = (
    "", "Latn", "Cyrl", "Grek", "Arab", "Deva", "Armn", "Hebr", "Beng", "Guru", "Gujr", "Orya", "Taml", "Telu",
    "Knda", "Mlym", "Sinh", "Thai", "Laoo", "Tibt", "Mymr", "Geor", "Ethi", "Khmr", "Hang", "Kana", "Hani",
)  # fmt: skip
"""Scripts by their numbers here, as ISO 15924 codes; 0 is no letter."""
NUMBER: Final = {name: number for number, name in enumerate(SCRIPTS)}

_BLOCKS: Final = """
Latn 41-24f 250-2af 300-36f 1e00-1eff 2c60-2c7f a720-a7ff ff21-ff5a|Grek 370-3ff 1f00-1fff|Cyrl 400-52f 1c80-1c8f
Armn 530-58f|Hebr 590-5ff|Arab 600-6ff 750-77f 8a0-8ff fb50-fdff fe70-fefe|Deva 900-97f|Beng 980-9ff|Guru a00-a7f
Gujr a80-aff|Orya b00-b7f|Taml b80-bff|Telu c00-c7f|Knda c80-cff|Mlym d00-d7f|Sinh d80-dff|Thai e00-e7f|Laoo e80-eff
Tibt f00-fff|Mymr 1000-109f|Geor 10a0-10ff 1c90-1cbf|Ethi 1200-139f|Khmr 1780-17ff|Hang 1100-11ff ac00-d7af 3130-318f
Kana 3041-30ff 31f0-31ff ff66-ff9f|Hani 3400-4dbf 4e00-9fff f900-faff
"""
_ENOUGH: Final = 300  # letters of a text that are read; more tell nothing new
_A, _B, _C = np.uint32(0x9E3779B1), np.uint32(0x85EBCA6B), np.uint32(0xC2B2AE35)
_BASE: Final = np.uint32(31)


class Letters(NamedTuple):
    """The letters of n texts, and the break before, between and behind them, in one line.

    `points` are code points, `owner` whose they are, `script` in which script (0: no letter); `counts` how many
    letters of each script a text has, (n, scripts).
    """

    points: NDArray[np.uint32]
    owner: NDArray[np.int32]
    script: NDArray[np.uint8]
    counts: NDArray[np.int64]


@cache
def _table() -> NDArray[np.uint8]:
    """The script of each code point of the basic plane."""
    table = np.zeros(0x10000, np.uint8)
    for line in _BLOCKS.replace("\n", "|").strip("|").split("|"):
        name, *blocks = line.split()
        for block in blocks:
            first, last = (int(end, 16) for end in block.split("-"))
            for point in range(first, last + 1):
                if category(chr(point))[0] in "LM":
                    table[point] = NUMBER[name]
    table[[0xAA, 0xBA]] = 0  # the signs in 1ª and 1º
    return table


def letters(texts: Sequence[str]) -> Letters:
    """The letters of texts in small letters, with their scripts; of each text the first 300 code points."""
    texts = [text[:_ENOUGH] for text in texts]
    sizes = np.fromiter(map(len, texts), np.int64, len(texts))
    line = "\n" + "\n".join(texts) + "\n"
    points = np.frombuffer(line.encode("utf-32-le", "surrogatepass"), "<u4").astype(np.uint32)
    if points.max() > 0xFFFF:
        han = (points >= 0x20000) & (points < 0x40000)
        points = np.where(points > 0xFFFF, np.where(han, 0x4E00, 0x20), points).astype(np.uint32)
    owner = np.zeros(len(points), np.int32)
    owner[1:] = np.repeat(np.arange(len(texts), dtype=np.int32), sizes + 1)
    script = _table()[points]
    flat = np.bincount(owner * len(SCRIPTS) + script, minlength=len(texts) * len(SCRIPTS))
    counts = flat.reshape(-1, len(SCRIPTS))
    counts[:, 0] = 0
    return Letters(points, owner, script, counts)


def ngrams(
    read: Letters, chosen: NDArray[np.uint8], bits: int
) -> tuple[NDArray[np.uint32], NDArray[np.int32]]:
    """Hashes of `bits` bits of the pairs, threes, fours and words in the chosen script of each text, and whose.

    Ordered by owner. Letters of other scripts break words; a script of 0 leaves a text out; of a letter that is drawn
    out (soooo) two are read.
    """
    keep = (read.script == chosen[read.owner]) & (read.script > 0)
    before = np.concatenate((np.ones(1, bool), keep[:-1]))
    again = np.zeros(len(keep), bool)
    again[2:] = keep[2:] & (read.points[2:] == read.points[1:-1]) & (read.points[1:-1] == read.points[:-2])
    at = np.flatnonzero((keep | before) & ~again)
    letter, owner = keep[at], read.owner[at]
    mixed = np.where(letter, read.points[at], 0).astype(np.uint32) * _A
    mixed ^= mixed >> np.uint32(15)
    mixed *= _B
    pairs = mixed[:-1] * _BASE + mixed[1:]
    threes = pairs[:-1] * _BASE + mixed[2:]
    fours = threes[:-1] * _BASE + mixed[3:]
    second = letter[1:]
    found = [
        (pairs + np.uint32(2), letter[:-1] | second, np.where(letter[:-1], owner[:-1], owner[1:])),
        (threes + np.uint32(3), letter[1:-1], owner[1:-1]),
        (fours + np.uint32(4), letter[1:-2] & letter[2:-1], owner[1:-2]),
        _words(mixed, letter, owner),
    ]
    hashes = np.concatenate([hashed[valid] for hashed, valid, _ in found])
    whose = np.concatenate([owners[valid] for _, valid, owners in found])
    order = np.argsort(whose.astype(np.uint16), kind="stable")
    return _scattered(hashes, bits)[order], whose[order]


def _words(
    mixed: NDArray[np.uint32], letter: NDArray[np.bool_], owner: NDArray[np.int32]
) -> tuple[NDArray[np.uint32], NDArray[np.bool_], NDArray[np.int32]]:
    """A hash for each whole word: the sum of its letters, each mixed with its place in the word."""
    first = np.flatnonzero(letter[1:] & ~letter[:-1]) + 1
    if not len(first):
        return mixed[:0], letter[:0], owner[:0]
    begins = np.zeros(len(mixed), np.int64)
    begins[first] = first
    place = (np.arange(len(mixed)) - np.maximum.accumulate(begins)).astype(np.uint32)
    placed = (mixed ^ (place * _C + np.uint32(7))) * _A
    placed ^= placed >> np.uint32(16)
    placed *= _B
    placed[~letter] = 0
    return (
        np.add.reduceat(placed, first, dtype=np.uint32) + np.uint32(99),
        np.ones(len(first), bool),
        owner[first],
    )


def _scattered(hashes: NDArray[np.uint32], bits: int) -> NDArray[np.uint32]:
    out = hashes ^ (hashes >> np.uint32(13))
    out *= _A
    out ^= out >> np.uint32(16)
    return out & np.uint32((1 << bits) - 1)
