"""A set of 64-bit keys in flat memory: 8 bytes each instead of Python's 60, for counting what a large import holds."""

import numpy as np


class SeenKeys:
    """Remembers keys; `add` says of a batch which are new to it. Sorted runs are merged as they grow (an LSM tree)."""

    def __init__(self, *, buffer: int = 100_000) -> None:
        self._fresh: set[int] = set()
        self._runs: list[np.ndarray] = []
        self._buffer = buffer

    def __len__(self) -> int:
        return len(self._fresh) + sum(len(run) for run in self._runs)

    def add(self, keys: list[int]) -> list[int]:
        """The distinct keys of a batch not seen before, in order; remembers them."""
        new = [key for key in dict.fromkeys(keys) if key not in self._fresh]
        if self._runs and new:
            batch = np.array(new, dtype=np.int64)
            old = np.zeros(len(batch), dtype=bool)
            for run in self._runs:
                at = np.searchsorted(run, batch)
                old |= run[np.minimum(at, len(run) - 1)] == batch
            new = batch[~old].tolist()
        self._fresh.update(new)
        if len(self._fresh) >= self._buffer:
            self._spill()
        return new

    def _spill(self) -> None:
        run = np.sort(np.fromiter(self._fresh, dtype=np.int64, count=len(self._fresh)))
        self._fresh = set()
        while self._runs and len(self._runs[-1]) <= 2 * len(run):
            run = np.sort(np.concatenate([self._runs.pop(), run]))
        self._runs.append(run)
