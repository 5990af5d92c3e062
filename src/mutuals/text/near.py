"""Near duplicates: a key of 64 bits of which texts that say nearly the same share most.

A key holds one bit each of 64 minimal hashes over the character n-grams of the words of a text (Broder 1997,
"On the resemblance and containment of documents"; one bit of each: Li & König 2010, "b-Bit minwise hashing"). Two
bits agree with probability (1 + J) / 2, where J is the share of n-grams in common, so the number of bits that differ
tells J. What reshares change is left out first: who is reshared, links, handles, hashtags at the end, case, accents
of width, punctuation, emoji. Everything is integer arithmetic on code points: a key is the same on every machine and
in every version of Python.
"""

import re
from collections.abc import Sequence
from typing import Final
from unicodedata import normalize

import numpy as np
from numpy.typing import NDArray

NONE: Final = 0
"""The key of a text that is too short to have near duplicates: it is like nothing, not even itself."""
VERSION = "near-1"
FAR: Final = 11
"""Up to so many of the 64 bits of two near duplicates differ: J of about two thirds and more."""

_TABLES: Final = 48
_WINDOW: Final = 8

_N: Final = 4
_WORDS: Final = 4
_UNSPACED: Final = 8
_LONGEST: Final = 20_000
_CHUNK: Final = 2_048
_LEFT_OUT = re.compile(r"^\W*(?:rt|via|fwd?|re)\b(?=[\s:]*@|:)[\s:]*|(?:https?://|www\.)\S+|@[\w.@-]+:?")
_WORD = re.compile(r"[^\W_]+")
_EAST = re.compile("[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")


def _odd(count: int) -> NDArray[np.uint32]:
    """Odd factors by a fixed generator (splitmix64, Steele et al. 2014): no library may change them."""
    out, state = [], 0x6D757475616C7321
    for _ in range(count):
        state = (state + 0x9E3779B97F4A7C15) % 2**64
        z = state
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9 % 2**64
        z = (z ^ (z >> 27)) * 0x94D049BB133111EB % 2**64
        out.append((z ^ (z >> 31)) >> 32 | 1)
    return np.array(out, np.uint32)


_FACTORS: Final = _odd(64)
_BIT: Final = np.uint32(4096)  # low enough to be even odds among the minima, high enough to hang on many bits
_MIX: Final = np.uint64(0x9E3779B97F4A7C15)
_HALF: Final = np.uint64(32)


def near_key(text: str) -> int:
    """A key of 64 bits for `alike` and `near`; 0 (`NONE`) for a text of fewer than four words."""
    words = _words(text)
    if len(words) < _WORDS and len(_EAST.findall("".join(words))) < _UNSPACED:
        return NONE
    hashes = _grams(f" {' '.join(words)} ")
    least = (hashes[:_CHUNK, None] * _FACTORS).min(0)
    for at in range(_CHUNK, len(hashes), _CHUNK):
        np.minimum(least, (hashes[at : at + _CHUNK, None] * _FACTORS).min(0), out=least)
    return int.from_bytes(np.packbits(least & _BIT).tobytes(), "big") or 1


def alike(one: int, other: int) -> bool:
    """Whether two keys are those of near duplicates."""
    return NONE not in (one, other) and (one ^ other).bit_count() <= FAR


def near(keys: Sequence[int]) -> list[list[int]]:
    """Groups of near duplicates among keys, as their places, in order; chained: a is like b and b like c.

    In time of about n log n: keys are sorted by a sample of their bits, and neighbours with the same sample compared,
    48 times over with other samples (Indyk & Motwani 1998). All that are the same are found, and of the pairs at the
    limit of `FAR` about nine in ten.
    """
    known, place = np.unique(np.array(keys, np.uint64), return_inverse=True)
    parent = list(range(len(known)))
    for one, other in _edges(known[known != NONE]) + int((known == NONE).any()):
        parent[_root(parent, one)] = _root(parent, other)
    groups: dict[int, list[int]] = {}
    for at, one in enumerate(place.tolist()):
        if known[one] != NONE:
            groups.setdefault(_root(parent, one), []).append(at)
    return [group for group in groups.values() if len(group) > 1]


def _root(parent: list[int], at: int) -> int:
    while parent[at] != at:
        parent[at] = parent[parent[at]]
        at = parent[at]
    return at


def _edges(known: NDArray[np.uint64]) -> NDArray[np.int64]:
    """Pairs of places of different keys that are alike: (pairs, 2)."""
    size = max(8, min(20, len(known).bit_length() - 2))
    found = [np.empty((0, 2), np.int64)]
    for mask in _masks(size):
        sample = known & mask
        order = np.argsort(sample, kind="stable")
        sample, sorted_ = sample[order], known[order]
        for by in range(1, min(_WINDOW, len(known) - 1) + 1):
            same = np.flatnonzero(sample[by:] == sample[:-by])
            close = same[np.bitwise_count(sorted_[same] ^ sorted_[same + by]) <= FAR]
            found.append(np.stack((order[close], order[close + by]), 1))
    return np.unique(np.concatenate(found), axis=0)


def _masks(size: int) -> list[np.uint64]:
    """Samples of `size` of the 64 bits, always the same."""
    chances = _odd(64 * _TABLES).reshape(_TABLES, 64)
    return [np.uint64(sum(1 << int(bit) for bit in np.argsort(row)[:size])) for row in chances]


def _words(text: str) -> list[str]:
    text = text[:_LONGEST]
    if not text.isascii():
        text = normalize("NFKC", text)
    text = text.lower()
    if "@" in text or ":" in text or "www." in text:
        text = _LEFT_OUT.sub(" ", text)
    if "#" in text:
        text = _untagged(text)
    return _WORD.findall(text)


def _untagged(text: str) -> str:
    """A text without the hashtags at its end, and without emoji and the like between and behind them."""
    parts = text.split()
    while parts and (parts[-1].startswith("#") or not any(map(str.isalnum, parts[-1]))):
        parts.pop()
    return " ".join(parts)


def _grams(text: str) -> NDArray[np.uint32]:
    """One hash for each n-gram of UTF-16 units: a window of eight bytes read as one number, mixed, its upper half."""
    raw = text.encode("utf-16-le", "surrogatepass")
    windows = np.ndarray((len(raw) // 2 - _N + 1,), "<u8", raw, 0, (2,))
    return ((windows * _MIX) >> _HALF).astype(np.uint32)
