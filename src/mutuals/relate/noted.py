"""Moments noted by hand among all that happened: each once, with its words. Pure."""

from collections import Counter
from collections.abc import Callable, Sequence
from typing import Protocol, TypeVar

from mutuals.record.kinds import Grain, Kind

DAY_MS = 86_400_000
# What is known by its day alone stands at its middle.
NOON = DAY_MS // 2


class Noted(Protocol):
    """What this file needs of a `people.selectors.moments.MomentView`."""

    @property
    def day(self) -> int: ...
    @property
    def kind(self) -> Kind: ...
    @property
    def own(self) -> bool: ...
    @property
    def rows(self) -> int: ...


class Row(Protocol):
    """What this file needs of a `selectors.person.Happening`."""

    @property
    def at(self) -> int | None: ...
    @property
    def grain(self) -> int: ...
    @property
    def kind(self) -> Kind: ...
    @property
    def post(self) -> str: ...


Happened = TypeVar("Happened", bound=Row)
Moment = TypeVar("Moment", bound=Noted)


def merged(
    found: Sequence[Happened], noted: Sequence[Moment], told: Callable[[Moment], Happened]
) -> list[Happened]:
    """Returns what happened, the latest first, where one's own moments (as `told` writes them) stand in the place of
    the bare rows that they made; those of others, whose rows one does not read, are added."""
    bare: Counter[tuple[int, Kind]] = Counter()
    for one in noted:
        bare[one.day, one.kind] += one.rows if one.own else 0
    left = []
    for row in found:
        key = (-1 if row.at is None else row.at // DAY_MS, row.kind)
        if row.post or row.grain != Grain.DAY or bare[key] < 1:
            left.append(row)
        else:
            bare[key] -= 1
    both = [*left, *map(told, noted)]
    return sorted(both, key=lambda row: (row.at is not None, row.at or 0), reverse=True)
