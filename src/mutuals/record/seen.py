"""A set of 64-bit keys in flat memory: 8 bytes each instead of Python's 60, for counting what a large import holds."""

from collections.abc import Iterable
from itertools import pairwise

import numpy as np

PARTS = 16
_BORDERS = np.array([-(1 << 63) + part * (1 << 60) for part in range(1, PARTS)], dtype=np.int64)


class SeenKeys:
    """Remembers keys: `news` says which of a batch are new to it, `keep` remembers them once they are safe.

    Sorted runs are merged as they grow (a log-structured merge tree), each sixteenth of the keys by itself, so that a
    merge needs little memory beside.
    """

    def __init__(self, *, buffer: int = 100_000) -> None:
        self._fresh: set[int] = set()
        self._parts: list[list[np.ndarray]] = [[] for _ in range(PARTS)]
        self._buffer = buffer

    def __len__(self) -> int:
        return len(self._fresh) + sum(len(run) for runs in self._parts for run in runs)

    def __contains__(self, key: object) -> bool:
        return isinstance(key, int) and not self.news([key])

    def news(self, keys: Iterable[int]) -> set[int]:
        """The keys of a batch that are not remembered."""
        new = set(keys) - self._fresh
        if not new or not any(self._parts):
            return new
        batch = np.sort(np.fromiter(new, dtype=np.int64, count=len(new)))
        old = np.zeros(len(batch), dtype=bool)
        for (start, stop), runs in zip(_cuts(batch), self._parts, strict=True):
            part = batch[start:stop]
            for run in runs:
                at = np.searchsorted(run, part)
                old[start:stop] |= run[np.minimum(at, len(run) - 1)] == part
        return set(batch[~old].tolist())

    def keep(self, keys: Iterable[int]) -> None:
        """Remembers keys that `news` gave."""
        self._fresh.update(keys)
        if len(self._fresh) >= self._buffer:
            self._spill()

    def _spill(self) -> None:
        fresh = np.sort(np.fromiter(self._fresh, dtype=np.int64, count=len(self._fresh)))
        self._fresh = set()
        for (start, stop), runs in zip(_cuts(fresh), self._parts, strict=True):
            if start == stop:
                continue
            run = fresh[start:stop].copy()
            while runs and len(runs[-1]) <= 2 * len(run):
                run = np.sort(np.concatenate([runs.pop(), run]))
            runs.append(run)


def _cuts(ordered: np.ndarray) -> list[tuple[int, int]]:
    """Where each sixteenth of all 64-bit keys begins and ends among sorted ones."""
    ends = np.searchsorted(ordered, _BORDERS).tolist()
    return list(pairwise([0, *ends, len(ordered)]))
