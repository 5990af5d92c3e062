"""The balance of seeing each other and writing: days with people in person against days online. Pure.

A day with a person is one day, however much passed: in person where the two met (a meeting, an event), else online
(everything that goes over a wire, calls among it). Cards and gifts are neither; they are counted by hand.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from mutuals.record.kinds import CO_PRESENCE, Kind
from mutuals.relate.quarters import quarter_of

Ints = NDArray[np.int64]
BY_HAND = frozenset({Kind.CARD, Kind.GIFT})
# With fewer days a share is told by its days alone.
FEW = 8
_AIM = re.compile(
    r"(\d{1,3})\s?%[^%.\n]{0,30}\bin person\b|\bin person\b[^%.\n]{0,30}?(\d{1,3})\s?%", re.IGNORECASE
)


class Days(NamedTuple):
    """What passed with whom, as columns of one row for each person, UTC day and form, with its seconds (0: unknown)."""

    person: Ints
    day: Ints
    kind: Ints
    seconds: Ints

    @classmethod
    def of(cls, rows: Sequence[Sequence[int]]) -> "Days":
        """The columns of rows (person, day, form, seconds)."""
        return cls(*np.array(rows, dtype=np.int64).reshape(-1, 4).T)

    def where(self, chosen: NDArray[np.bool_]) -> "Days":
        """Only the chosen rows."""
        return Days(*(column[chosen] for column in self))


@dataclass(frozen=True, slots=True)
class Share:
    """The days of a part of time or people: `met` in person, `online` only otherwise, `by_hand` with a card or gift;
    `people` met in person of `known` with any day; `seconds` told of the time together."""

    name: str
    met: int
    online: int
    by_hand: int
    people: int
    known: int
    seconds: int

    @property
    def days(self) -> int:
        """All days with somebody."""
        return self.met + self.online

    @property
    def share(self) -> float:
        """The part of the days that was in person; 0 where there was none."""
        return self.met / self.days if self.days else 0.0

    @property
    def few(self) -> bool:
        """Whether there are too few days for a share to say anything."""
        return self.days < FEW


def by_quarter(days: Days) -> dict[str, Share]:
    """The share of each quarter in which there was any day, in order of time."""
    names: dict[str, int] = {}
    unique, place = np.unique(days.day, return_inverse=True)
    part = np.array(
        [names.setdefault(quarter_of(day).name, len(names)) for day in unique.tolist()], dtype=np.int64
    )
    return _shares(days, part[place], list(names))


def by_circle(days: Days, circles: Mapping[int, str]) -> dict[str, Share]:
    """The share of each circle, by the circle in which people are now."""
    names = list(dict.fromkeys(circles.values()))
    unique, place = np.unique(days.person, return_inverse=True)
    known = [names.index(circles[one]) if one in circles else -1 for one in unique.tolist()]
    part = np.array(known, dtype=np.int64)[place]
    return _shares(days.where(part >= 0), part[part >= 0], names)


def whole(days: Days, name: str = "") -> Share:
    """The share of all these days together."""
    found = _shares(days, np.zeros(len(days.day), np.int64), [name])
    return found.get(name) or Share(name, 0, 0, 0, 0, 0, 0)


def aim_in(text: str) -> float | None:
    """The share in person that a plan names ("30 % in person", "in person: a quarter" is none); None for no number."""
    found = _AIM.search(text)
    number = int(found.group(1) or found.group(2)) if found else 101
    return number / 100 if number <= 100 else None


def _shares(days: Days, part: Ints, names: Sequence[str]) -> dict[str, Share]:
    """The share of each part that has any row; a person on a day is in one part."""
    if not len(days.day):
        return {}
    order = np.lexsort((days.day, days.person))
    person, day, part = days.person[order], days.day[order], part[order]
    begins = np.flatnonzero(np.r_[True, (person[1:] != person[:-1]) | (day[1:] != day[:-1])])
    forms = np.bitwise_or.reduceat(np.left_shift(1, days.kind[order]), begins)
    met, hand = (forms & _bits(CO_PRESENCE)) > 0, (forms & _bits(BY_HAND)) > 0
    online = ~met & ((forms & ~_bits(BY_HAND)) > 0)
    timed = np.isin(days.kind[order], sorted(CO_PRESENCE)) * days.seconds[order]
    at, who = part[begins], person[begins]
    found = {}
    for number in np.unique(at).tolist():
        here = at == number
        found[names[number]] = Share(
            name=names[number],
            met=int((here & met).sum()),
            online=int((here & online).sum()),
            by_hand=int((here & hand).sum()),
            people=len(np.unique(who[here & met])),
            known=len(np.unique(who[here])),
            seconds=int(timed[part == number].sum()),
        )
    return found


def _bits(kinds: Iterable[Kind]) -> int:
    return sum(1 << int(kind) for kind in kinds)
