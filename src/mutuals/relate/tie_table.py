"""Columns of tie days and the table of ties made from them; `tie_arrays` says what they mean."""

import importlib
import sys
from dataclasses import dataclass, field
from typing import Any, Literal, NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

from mutuals.record.kinds import CO_PRESENCE, Kind
from mutuals.relate.ties import DEFAULTS, HALF_LIVES, TREND_SILENCE, Parameters

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Engine = Literal["auto", "numba", "numpy"]

H = np.array(HALF_LIVES)
# 2^1023 is the largest power of two: 200 days are 800 of the shortest half-life.
MAX_SPAN = 200.0
# Powers below this are as good as 0, and arithmetic with denormal numbers is slow.
_LEAST_POWER = 1e-300
# Loading numba takes longer than numpy needs for this many rows.
NUMBA_FROM = 2_000_000
TIMED = (Kind.CALL, Kind.MEETING, Kind.EVENT)

# One tie, its fields side by side, so that reading or changing it touches three or four lines of memory. The
# states are A_h of a towards b and of b towards a for `HALF_LIVES`; `opened` is the last day: plain weight out and
# in, call seconds out and in, meeting and event seconds.
ROW = np.dtype(
    [
        ("states", np.float64, (2, 6)),
        ("a", np.int64),
        ("b", np.int64),
        ("count", np.int64),
        ("opened", np.float64, (6,)),
        ("active", np.int32),
        ("first", np.int32),
        ("last", np.int32),
    ],
    align=True,
)
_OFFSETS = {name: place[1] for name, place in (ROW.fields or {}).items()}
# The places of the fields, counted in numbers of their size: the compiled loops have them built in, so whoever changes
# `ROW` removes the loops that numba kept in `__pycache__`.
A, B, COUNT, OPENED = (_OFFSETS[name] // 8 for name in ("a", "b", "count", "opened"))
ACTIVE, FIRST, LAST = (_OFFSETS[name] // 4 for name in ("active", "first", "last"))


class Columns(NamedTuple):
    """Tie days as columns of one length, the fields of `ties.TieDay`; the same (a, b, day, kind) may
    repeat.
    """

    a: NDArray[np.int64]
    b: NDArray[np.int64]
    day: NDArray[np.int32]
    kind: NDArray[np.uint8]
    n: NDArray[np.int32]
    seconds: NDArray[np.int32]
    share: NDArray[np.uint8]

    @classmethod
    def of(
        cls,
        a: ArrayLike,
        b: ArrayLike,
        day: ArrayLike,
        *,
        kind: ArrayLike = Kind.MESSAGE,
        n: ArrayLike = 1,
        seconds: ArrayLike = 0,
        share: ArrayLike = 100,
    ) -> "Columns":
        """Return columns of the right types; a single value stands for a whole column. ValueError on
        lengths.
        """
        types = (np.int64, np.int64, np.int32, np.uint8, np.int32, np.int32, np.uint8)
        values = (a, b, day, kind, n, seconds, share)
        length = len(np.atleast_1d(np.asarray(a)))
        made = [np.asarray(v, dtype=t) for v, t in zip(values, types, strict=True)]
        made = [np.full(length, c) if c.ndim == 0 else np.ascontiguousarray(c) for c in made]
        if any(len(c) != length for c in made):
            raise ValueError("columns of tie days must have one length")
        return cls(*made)

    def take(self, rows: NDArray[Any]) -> "Columns":
        """Return the given rows (positions or a mask)."""
        return Columns(*(column[rows] for column in self))


class TieDays(NamedTuple):
    """Active days of ties: pair `low[i]` < `high[i]`, and per active day its tie `i`, the day, acts and
    weights.

    `out` is m_u of low towards high, `into` of high towards low; `opened` as in `Table`.
    """

    low: Ints
    high: Ints
    tie: Ints
    day: NDArray[np.int32]
    n: Ints
    opened: Floats
    out: Floats
    into: Floats


class Depths(NamedTuple):
    """Depth per tie at one day: of a towards b, of b towards a, and their sum."""

    out: Floats
    into: Floats
    depth: Floats


@dataclass(slots=True)
class Table:
    """Unordered ties, `a` < `b`, in no particular order; `rows`, of dtype `ROW`, may be longer than `size`.

    States are relative to `landmark`. The columns are views of `rows`.
    """

    size: int
    landmark: float
    rows: NDArray[np.void]
    parameters: Parameters = DEFAULTS
    index: Any = field(default=None, repr=False)

    def __len__(self) -> int:
        """Number of ties."""
        return self.size

    @property
    def a(self) -> Ints:
        """The smaller id of each tie."""
        return self.rows["a"][: self.size]

    @property
    def b(self) -> Ints:
        """The larger id of each tie."""
        return self.rows["b"][: self.size]

    @property
    def states(self) -> Floats:
        """A_h relative to the landmark, shape (ties, 2, 6)."""
        return self.rows["states"][: self.size]

    @property
    def opened(self) -> Floats:
        """What the last day of each tie consists of, shape (ties, 6)."""
        return self.rows["opened"][: self.size]

    @property
    def days_active(self) -> NDArray[np.int32]:
        """Distinct days with any act."""
        return self.rows["active"][: self.size]

    @property
    def first(self) -> NDArray[np.int32]:
        """First active day."""
        return self.rows["first"][: self.size]

    @property
    def last(self) -> NDArray[np.int32]:
        """Last active day."""
        return self.rows["last"][: self.size]

    @property
    def count(self) -> Ints:
        """Acts in all (the sum of n)."""
        return self.rows["count"][: self.size]

    def states_at(self, at: float) -> Floats:
        """Return A_h(at), shape (ties, 2, 6). Raises ValueError before the last day of any tie: use the
        days.
        """
        if self.size and at < int(self.last.max()):
            raise ValueError("states can only be read at or after the last day they contain")
        return self.states * decay(self.landmark, at)

    def depths(self, at: float) -> Depths:
        """Return the depths at day `at`; ValueError as `states_at`."""
        strengths = self.states_at(at) @ (1.0 / np.sqrt(H))
        out, into = strengths[:, 0], strengths[:, 1]
        return Depths(out, into, out + into)

    def trend(self, at: float) -> Floats:
        """Return the trend of each tie at day `at` (see `ties.trend`), NaN where there is none."""
        steady = self.states_at(at).sum(axis=1) * (1.0 - np.exp2(-1.0 / H))
        recent, past = steady[:, 2] + steady[:, 3], steady[:, 4] + steady[:, 5]
        told = (at - self.last <= TREND_SILENCE) & (past > 0.0)
        ratio: Floats = np.divide(recent, past, out=np.full_like(past, np.nan), where=told)
        return np.log(ratio)


def reciprocity(depths: Depths) -> Floats:
    """Return min / max of the two directions, 0 when there is neither."""
    larger = np.maximum(depths.out, depths.into)
    return np.divide(
        np.minimum(depths.out, depths.into),
        larger,
        out=np.zeros_like(larger),
        where=larger > 0,
    )


def balance(depths: Depths) -> Floats:
    """Return (out - into) / (out + into), 0 when there is neither."""
    difference = depths.out - depths.into
    return np.divide(difference, depths.depth, out=np.zeros_like(difference), where=depths.depth > 0)


def decay(landmark: float, at: float) -> Floats:
    """Return 2^(-(at - landmark) / h) for the six half-lives. ValueError when at lies too far before
    landmark.
    """
    if landmark - at > MAX_SPAN:
        raise ValueError("the landmark lies too far ahead of the day that is read")
    powers: Floats = np.exp2(-(at - landmark) / H)
    return powers


def landmark_move(table: Table, landmark: float) -> None:
    """Refer the states of `table` to another landmark, in place; nothing else changes."""
    table.rows["states"][: table.size] *= decay(table.landmark, landmark)
    table.landmark = landmark


def weights(parameters: Parameters) -> tuple[Floats, Floats]:
    """Return plain weights by kind, and (weight, seconds per unit, cap) by timed kind, as arrays.

    Raises ValueError when another kind than a call, a meeting or an event is timed.
    """
    if set(parameters.timed) - set(TIMED):
        raise ValueError("only calls, meetings and events can count by their length")
    plain = np.zeros(max(Kind) + 1)
    for kind in Kind:
        plain[kind] = parameters.plain[kind]
    timed = np.ones((max(Kind) + 1, 3))
    for kind, duration in parameters.timed.items():
        timed[kind] = (duration.weight, duration.unit * 60.0, duration.cap)
    return plain, timed


def weights_sided(parameters: Parameters) -> tuple[Floats, Floats]:
    """Return `weights` for the loops: plain ones of one percent by (kind, who acts, direction), and timed."""
    plain, timed = weights(parameters)
    sided = np.zeros((len(plain), 2, 2))
    sided[:, 0, 0] = sided[:, 1, 1] = plain / 100.0
    for kind in CO_PRESENCE:
        sided[kind] = plain[kind] / 100.0
    return sided, timed


def kernels_for(engine: Engine, size: int) -> Any:
    """Return the compiled loops, or None where numpy does as well."""
    if engine == "numpy" or (engine == "auto" and size < NUMBA_FROM and "numba" not in sys.modules):
        return None
    try:
        importlib.import_module("numba")
    except ImportError:
        if engine == "numba":
            raise
        return None
    return importlib.import_module("mutuals.relate.tie_kernels")


def powers_by_day(day0: int, day1: int, landmark: float) -> Floats:
    """Return 2^((day - landmark) / h) for each day from day0 to day1, shape (days, 6)."""
    with np.errstate(over="ignore"):  # days after the landmark that no row uses
        powers: Floats = np.exp2((np.arange(day0, day1 + 1)[:, None] - landmark) / H)
    powers[powers < _LEAST_POWER] = 0.0
    return powers


def table_empty(size: int, landmark: float, parameters: Parameters) -> Table:
    """Return a table of `size` ties without any act yet, with room for a few more (memory is taken when used)."""
    return Table(size, landmark, np.zeros(size + size // 16, ROW), parameters)


def cells(table: Table) -> tuple[NDArray[Any], NDArray[Any], NDArray[Any]]:
    """Return the rows of a table as matrices of float64, int64 and int32: how the compiled loops write them."""
    types = (np.float64, np.int64, np.int32)
    floats, words, halves = (table.rows.view(t).reshape(len(table.rows), -1) for t in types)
    return floats, words, halves
