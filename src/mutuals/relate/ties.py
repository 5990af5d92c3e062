"""What a tie is: the readable definition of depth, direction, trend and days, in plain Python.

`tie_arrays.py` computes the same on columns; a property test holds the two equal.

The measure. On day u with any act in a direction, m_u is the largest kind weight of that day (days count, not
messages: a burst counts once); time spent together counts by its duration. Read at day t,

    S(t) = sum_u m_u * sum_h h^(-1/2) * 2^(-(t-u)/h),   h in {1/4, 1, 4, 16, 64, 256} days,

a mixture of half-lives that approximates the power law of memory and need (Anderson & Schooler 1991). The
inner sums A_h(t) = sum_u m_u * 2^(-(t-u)/h) can be kept incrementally by forward decay (Cormode et al. 2009).

How the two directions combine. A tie is unordered, its two ends are `a` < `b`. S is computed for each
direction by itself and **depth = S_out + S_in**: a day on which both wrote counts twice, a day on which one
wrote counts once. Time spent together (meetings, events) has no direction and counts in both.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from math import exp2, log, sqrt
from types import MappingProxyType
from typing import NamedTuple

from mutuals.record.kinds import CO_PRESENCE, Kind

HALF_LIVES = (0.25, 1.0, 4.0, 16.0, 64.0, 256.0)
# Four half-lives of the longer of the two recent states: what is left of them then says how long it has been
# silent, which the rhythm tells better, and no more how it was going.
TREND_SILENCE = 64

_PLAIN = {
    # Words written for one person: the unit of everything else.
    Kind.REPLY: 1.0,
    Kind.MESSAGE: 1.0,
    Kind.EMAIL: 1.0,
    # Named or passed on before others: attention, but not an answer.
    Kind.MENTION: 0.6,
    Kind.QUOTE: 0.6,
    Kind.SHARE: 0.5,
    # One touch of a button.
    Kind.LIKE: 0.2,
    Kind.FOLLOW: 0.2,
    Kind.CONNECT: 0.3,
    # Things done by hand and at a cost.
    Kind.CARD: 1.5,
    Kind.GIFT: 2.0,
    # Of unknown duration: a call of 7.5 minutes (many are never answered), a meeting or event of one hour.
    Kind.CALL: 0.5,
    Kind.MEETING: 2.0,
    Kind.EVENT: 1.0,
}


class Duration(NamedTuple):
    """Weight of an act that counts by its length: `weight * min(cap, minutes / unit)`."""

    weight: float
    unit: float
    cap: float

    def of(self, seconds: float) -> float:
        """Return the weight of this many seconds."""
        return self.weight * min(self.cap, seconds / 60.0 / self.unit)


_TIMED = {
    Kind.MEETING: Duration(1.0, 30.0, 8.0),
    # At an event people share a room with many, so an hour of it weighs half an hour of a meeting.
    Kind.EVENT: Duration(0.5, 30.0, 8.0),
    Kind.CALL: Duration(1.0, 15.0, 4.0),
}


@dataclass(frozen=True, slots=True)
class Parameters:
    """The numbers behind depth, under one version; every derived row names the version it was made with.

    `plain` weighs one act of a kind, `timed` the kinds that count by seconds when these are known. Kind
    weights are judgement, validated nowhere (see `docs/models/ties.md`). `floor_days` days of weight 1 in one
    direction, spread evenly over `floor_window` days, are the least depth of any circle but *new*.
    """

    version: str = "ties-1"
    plain: Mapping[Kind, float] = field(default_factory=lambda: MappingProxyType(_PLAIN))
    timed: Mapping[Kind, Duration] = field(default_factory=lambda: MappingProxyType(_TIMED))
    floor_days: int = 3
    floor_window: int = 365

    def floor(self) -> float:
        """Return the depth of `floor_days` one-way days of weight 1 at the middles of equal parts of the
        window.
        """
        part = self.floor_window / self.floor_days
        return sum(kernel((i + 0.5) * part) for i in range(self.floor_days))


DEFAULTS = Parameters()


class TieDay(NamedTuple):
    """What `a` did towards `b` on one UTC day in one form.

    `a`, `b` are the ids of the doer and the addressed; `day` is the UTC day number since 1970 (may be
    negative); `n` counts acts, `seconds` is their total length (0 = unknown or without), `share` is how fully
    `b` was addressed in percent (100, or 50 for Cc). Acts of unknown time are left out by the caller. A
    meeting or an event is stored once per pair, in either direction.
    """

    a: int
    b: int
    day: int
    kind: Kind
    n: int = 1
    seconds: int = 0
    share: int = 100


@dataclass(frozen=True, slots=True)
class Tie:
    """What holds between `a` < `b` as of day `at`; `out` is a towards b, `into` is b towards a.

    `states_out` and `states_in` are A_h(at) for `HALF_LIVES`. `reciprocity` is 0..1, `balance` -1..1
    (positive: `a` does more), `trend` about 0 for a steady tie of any rate, None when silent for long.
    """

    a: int
    b: int
    at: float
    states_out: tuple[float, ...]
    states_in: tuple[float, ...]
    days_active: int
    first: int
    last: int
    count: int

    @property
    def out(self) -> float:
        """Depth of what a did towards b."""
        return strength(self.states_out)

    @property
    def into(self) -> float:
        """Depth of what b did towards a."""
        return strength(self.states_in)

    @property
    def depth(self) -> float:
        """Depth of the tie: the sum of both directions."""
        return self.out + self.into

    @property
    def reciprocity(self) -> float:
        """How even the two directions are: the smaller over the larger."""
        return reciprocity(self.out, self.into)

    @property
    def balance(self) -> float:
        """Who does more: (out - in) / (out + in)."""
        return balance(self.out, self.into)

    @property
    def trend(self) -> float | None:
        """Recent against long past activity; see `trend`."""
        both = [o + i for o, i in zip(self.states_out, self.states_in, strict=True)]
        return trend(both, silent=self.at - self.last)


def kernel(age: float) -> float:
    """Return what one day of weight 1 adds to S after `age` days (below 0 counts as 0)."""
    return sum(exp2(-max(0.0, age) / h) / sqrt(h) for h in HALF_LIVES)


def strength(states: Sequence[float]) -> float:
    """Return S from the six A_h."""
    return sum(state / sqrt(h) for h, state in zip(HALF_LIVES, states, strict=True))


def reciprocity(out: float, into: float) -> float:
    """Return min / max of two depths, 0 when there is neither."""
    larger = max(out, into)
    return min(out, into) / larger if larger > 0 else 0.0


def balance(out: float, into: float) -> float:
    """Return (out - into) / (out + into), 0 when there is neither."""
    total = out + into
    return (out - into) / total if total > 0 else 0.0


def trend(states: Sequence[float], *, silent: float) -> float | None:
    """Return log((A_4 + A_16) / (A_64 + A_256)), each A_h divided by its value under one act every day.

    So a steady tie of any rate reads about 0, a growing or young one above (2.7 at most), a fading one below (-3.1
    for a steady one that stopped 64 days ago). None after more than `TREND_SILENCE` days of silence, or without any
    weight. A number without a word: no threshold of it has been validated.
    """
    steady = [state * (1.0 - exp2(-1.0 / h)) for h, state in zip(HALF_LIVES, states, strict=True)]
    recent, past = steady[2] + steady[3], steady[4] + steady[5]
    return log(recent / past) if silent <= TREND_SILENCE and past > 0.0 else None


def day_weight(rows: Iterable[TieDay], parameters: Parameters = DEFAULTS) -> float:
    """Return m_u of one direction of one tie on one day: the largest weight among its rows.

    Rows of a timed kind with known seconds are added up first; share scales weights and seconds.
    """
    largest, seconds = 0.0, defaultdict[Kind, float](float)
    for row in rows:
        if row.seconds > 0 and row.kind in parameters.timed:
            seconds[row.kind] += row.seconds * row.share / 100.0
        else:
            largest = max(largest, parameters.plain[row.kind] * row.share / 100.0)
    return max(
        [
            largest,
            *(parameters.timed[kind].of(total) for kind, total in seconds.items()),
        ]
    )


def tie(rows: Sequence[TieDay], *, at: float, parameters: Parameters = DEFAULTS) -> Tie | None:
    """Return the tie made by all rows of one unordered pair up to day `at`; None when there are none.

    Rows after `at` are left out, so that any past moment can be computed from the days.
    """
    past = [row for row in rows if row.day <= at]
    if not past:
        return None
    a, b = sorted((past[0].a, past[0].b))
    days: dict[int, list[TieDay]] = defaultdict(list)
    for row in past:
        days[row.day].append(row)
    return Tie(
        a=a,
        b=b,
        at=at,
        states_out=_states(days, a, at, parameters),
        states_in=_states(days, b, at, parameters),
        days_active=len(days),
        first=min(days),
        last=max(days),
        count=sum(row.n for row in past),
    )


def ties(rows: Iterable[TieDay], *, at: float, parameters: Parameters = DEFAULTS) -> list[Tie]:
    """Return every tie in `rows` as of day `at`, the deepest first; rows of a with itself are left out."""
    pairs: dict[tuple[int, int], list[TieDay]] = defaultdict(list)
    for row in rows:
        if row.a != row.b:
            pairs[min(row.a, row.b), max(row.a, row.b)].append(row)
    found = (tie(pair, at=at, parameters=parameters) for pair in pairs.values())
    return sorted((t for t in found if t is not None), key=lambda t: (-t.depth, t.a, t.b))


def _states(
    days: Mapping[int, Sequence[TieDay]], doer: int, at: float, parameters: Parameters
) -> tuple[float, ...]:
    """A_h(at) of what `doer` did; time spent together counts whoever of the two is named first."""
    weights = {
        day: day_weight([r for r in rows if r.a == doer or r.kind in CO_PRESENCE], parameters)
        for day, rows in days.items()
    }
    return tuple(sum(m * exp2(-max(0.0, at - day) / h) for day, m in weights.items()) for h in HALF_LIVES)
