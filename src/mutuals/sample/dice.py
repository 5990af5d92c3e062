"""Chance with a fixed seed: the same throws on every platform, since only `Random.random` is used, which is promised
to stay the same (https://docs.python.org/3/library/random.html#notes-on-reproducibility)."""

from collections.abc import Sequence
from random import Random
from typing import TypeVar

T = TypeVar("T")


class Dice:
    """A stream of chance of its own for everything that has a name, so that a word more here changes nothing there."""

    def __init__(self, name: str) -> None:
        self._next = Random(f"mara/{name}").random

    def chance(self, share: float) -> bool:
        """True in that share of throws."""
        return self._next() < share

    def between(self, low: int, high: int) -> int:
        """A whole number from low to high, both included."""
        return low + int(self._next() * (high - low + 1))

    def pick(self, some: Sequence[T]) -> T:
        """One of some."""
        return some[int(self._next() * len(some))]

    def mixed(self, some: Sequence[T]) -> list[T]:
        """All of some in another order."""
        rest = list(some)
        for last in range(len(rest) - 1, 0, -1):
            other = int(self._next() * (last + 1))
            rest[last], rest[other] = rest[other], rest[last]
        return rest
