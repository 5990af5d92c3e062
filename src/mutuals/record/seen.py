"""A set of 64-bit keys in flat memory: 8 bytes each instead of Python's 60, for counting what a large import holds."""

from collections.abc import Iterable

import numpy as np


class SeenKeys:
    """Remembers keys: `news` says which of a batch are new to it, `keep` remembers them once they are safe.

    Sorted runs are merged as they grow (a log-structured merge tree).
    """

    def __init__(self, *, buffer: int = 100_000) -> None:
        self._fresh: set[int] = set()
        self._runs: list[np.ndarray] = []
        self._buffer = buffer

    def __len__(self) -> int:
        return len(self._fresh) + sum(len(run) for run in self._runs)

    def __contains__(self, key: object) -> bool:
        return isinstance(key, int) and not self.news([key])

    def news(self, keys: Iterable[int]) -> set[int]:
        """The keys of a batch that are not remembered."""
        new = set(keys) - self._fresh
        if self._runs and new:
            batch = np.fromiter(new, dtype=np.int64, count=len(new))
            old = np.zeros(len(batch), dtype=bool)
            for run in self._runs:
                at = np.searchsorted(run, batch)
                old |= run[np.minimum(at, len(run) - 1)] == batch
            new = set(batch[~old].tolist())
        return new

    def keep(self, keys: Iterable[int]) -> None:
        """Remembers keys that `news` gave."""
        self._fresh.update(keys)
        if len(self._fresh) >= self._buffer:
            self._spill()

    def _spill(self) -> None:
        run = np.sort(np.fromiter(self._fresh, dtype=np.int64, count=len(self._fresh)))
        self._fresh = set()
        while self._runs and len(self._runs[-1]) <= 2 * len(run):
            run = np.sort(np.concatenate([self._runs.pop(), run]))
        self._runs.append(run)
