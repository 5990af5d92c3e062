"""The ledger: what two people gave each other, counted by acts and weighed by editable weights. Pure.

Given is what we gave. Taken is what they gave us, and what we asked for or promoted: kinds that take (docs/why/037).
What they ask of us is shown and weighs nothing until it is answered. The weights are a judgement that nobody has
validated, here or elsewhere; a balance describes, it is no score.
"""

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from mutuals.record.kinds import ActName
from mutuals.relate.quarters import quarter_number

VERSION = "1"
# In the order in which they are shown.
GIVES = (
    ActName.ANSWERED,
    ActName.THANKED,
    ActName.HELPED,
    ActName.SHARED_THEIRS,
    ActName.CREDITED,
    ActName.INTRODUCED,
    ActName.RECOMMENDED,
    ActName.ENDORSED,
    ActName.GAVE,
)
TAKES = (ActName.ASKED, ActName.PROMOTED)
HELP = frozenset({ActName.ANSWERED, ActName.HELPED, ActName.INTRODUCED, ActName.RECOMMENDED})
# What costs little weighs half; what takes an afternoon, or puts a name on the line, three times.
DEFAULTS: Mapping[ActName, float] = {
    ActName.ANSWERED: 1.0,
    ActName.THANKED: 0.5,
    ActName.HELPED: 3.0,
    ActName.SHARED_THEIRS: 1.0,
    ActName.CREDITED: 1.0,
    ActName.INTRODUCED: 3.0,
    ActName.RECOMMENDED: 3.0,
    ActName.ENDORSED: 0.5,
    ActName.GAVE: 3.0,
    ActName.ASKED: 0.5,
    ActName.PROMOTED: 1.0,
}
MOST = 20.0
# Under so many entries a balance is not put into words.
LEAST = 5
EVEN, MUCH = 0.55, 0.7
# The quarter of what has no known time.
NO_QUARTER = 0
UNKNOWN_DAY = -(2**31)
EPOCH = dt.date(1970, 1, 1)

Counts = Mapping[tuple[ActName, bool], int]
Ints = NDArray[np.int64]


class BadWeight(ValueError):
    """A weight is a number from 0 to 20."""


@dataclass(frozen=True, slots=True)
class Balance:
    """Weighed sums of what was given and taken, and how many entries they rest on."""

    given: float = 0.0
    taken: float = 0.0
    entries: int = 0

    def __add__(self, other: "Balance") -> "Balance":
        """Both together."""
        return Balance(self.given + other.given, self.taken + other.taken, self.entries + other.entries)

    @property
    def share(self) -> float | None:
        """The share of what was given in all that was given and taken, 0 to 1; None where there is nothing."""
        whole = self.given + self.taken
        return self.given / whole if whole > 0 else None

    @property
    def uneven(self) -> float:
        """How much more was given than taken; negative where more was taken."""
        return self.given - self.taken

    @property
    def few(self) -> bool:
        """Whether these are too few entries to say anything."""
        return self.entries < LEAST


def balance_of(counts: Counts, weights: Mapping[ActName, float] = DEFAULTS) -> Balance:
    """The balance of so many acts, by (act, whether it was ours)."""
    given = sum(n * weights[act] for (act, ours), n in counts.items() if ours and act in GIVES)
    received = sum(n * weights[act] for (act, ours), n in counts.items() if not ours and act in GIVES)
    asked = sum(n * weights[act] for (act, ours), n in counts.items() if ours and act in TAKES)
    return Balance(float(given), float(received + asked), sum(counts.values()))


def weights_checked(values: Mapping[str, object]) -> dict[ActName, float]:
    """Weights by the names of acts as somebody wrote them; what is not named keeps its default. Raises BadWeight."""
    found = dict(DEFAULTS)
    for name, value in values.items():
        try:
            act, weight = ActName[name.upper()], float(str(value).replace(",", "."))
        except (KeyError, ValueError) as error:
            raise BadWeight(str(BadWeight.__doc__)) from error
        if not 0 <= weight <= MOST:
            raise BadWeight(str(BadWeight.__doc__))
        found[act] = weight
    return found


class Columns(NamedTuple):
    """One row for each thing that shows that something was given: our contact, theirs, the act, whether it was ours,
    the event that it is counted once for, its UTC day (`UNKNOWN_DAY`)."""

    a: Ints
    b: Ints
    act: Ints
    out: Ints
    event: Ints
    day: Ints


class Sum(NamedTuple):
    """How often one gave another (a to b, or b to a) something within a quarter, and on which day last."""

    a: int
    b: int
    act: int
    out: bool
    quarter: int
    n: int
    last: int | None


def sums(columns: Columns) -> list[Sum]:
    """Counts each event once for each act and direction of a pair, by quarters, in the order of the fields.

    An event that came twice with two days (two copies of a mail) counts on the later.
    """
    if not len(columns.a):
        return []
    order = np.lexsort((columns.day, columns.event, columns.out, columns.act, columns.b, columns.a))
    a, b, act, out, event, day = (column[order] for column in columns)
    last_of = np.ones(len(a), dtype=bool)
    same = (a, b, act, out, event)
    last_of[:-1] = np.any([key[1:] != key[:-1] for key in same], axis=0)
    a, b, act, out, day = (column[last_of] for column in (a, b, act, out, day))
    days, place = np.unique(day, return_inverse=True)
    quarters = np.array([NO_QUARTER if one == UNKNOWN_DAY else quarter_number(one) for one in days.tolist()])[
        place
    ]
    order = np.lexsort((quarters, out, act, b, a))
    keys = [column[order] for column in (a, b, act, out, quarters)]
    first = np.ones(len(a), dtype=bool)
    first[1:] = np.any([key[1:] != key[:-1] for key in keys], axis=0)
    starts = np.flatnonzero(first)
    counts, last = np.diff(np.append(starts, len(a))), np.maximum.reduceat(day[order], starts)
    groups = zip(*(column[starts].tolist() for column in keys), strict=True)
    return [
        Sum(one, other, what, bool(ours), quarter, n, None if at == UNKNOWN_DAY else at)
        for (one, other, what, ours, quarter), n, at in zip(
            groups, counts.tolist(), last.tolist(), strict=True
        )
    ]


def balances(
    found: Iterable[Sum], weights: Mapping[ActName, float], *, since: int
) -> dict[tuple[int, int], Balance]:
    """The balance of each pair (a, b) from the quarter `since` on."""
    totals: dict[tuple[int, int], list[float]] = {}
    for a, b, act, out, quarter, n, _ in found:
        if quarter < since:
            continue
        one = totals.setdefault((a, b), [0.0, 0.0, 0])
        name = ActName(act)
        one[2] += n
        if out and name in GIVES:
            one[0] += n * weights[name]
        elif (not out and name in GIVES) or (out and name in TAKES):
            one[1] += n * weights[name]
    return {pair: Balance(given, taken, int(entries)) for pair, (given, taken, entries) in totals.items()}
