"""Ties on columns: the definition of `ties.py` for millions of tie days, with numpy, or numba where
installed.

A `Table` keeps each unordered tie's twelve states A_h relative to a landmark day L, by forward decay
(Cormode, Shkapenyuk, Srivastava & Xu 2009): A_h = sum m_u * 2^((u-L)/h), read at day t as 2^(-(t-L)/h) * A_h.
The last day of each tie stays *open*, so that later rows of the same day change its m_u exactly.
"""

import importlib
import sys
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from functools import partial
from itertools import pairwise
from math import floor
from typing import Any, Literal, NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

from mutuals.record.kinds import Kind
from mutuals.relate.ties import DEFAULTS, HALF_LIVES, TREND_LIMIT, Parameters

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Engine = Literal["auto", "numba", "numpy"]

H = np.array(HALF_LIVES)
# 2^1023 is the largest power of two: 200 days are 800 of the shortest half-life.
MAX_SPAN = 200.0
# Loading numba takes longer than numpy needs for this many rows.
NUMBA_FROM = 2_000_000
_TIMED = (Kind.CALL, Kind.MEETING, Kind.EVENT)


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
    """Unordered ties as columns, `a` < `b`, in no particular order; the arrays may be longer than `size`.

    `states[t, 0]` is a towards b, `states[t, 1]` b towards a, each A_h for `HALF_LIVES` relative to
    `landmark`. `opened[t]` is the last day: plain weight out and in, call seconds out and in, meeting and
    event seconds.
    """

    size: int
    landmark: float
    a_ids: Ints
    b_ids: Ints
    states: Floats
    opened: Floats
    active: NDArray[np.int32]
    firsts: NDArray[np.int32]
    lasts: NDArray[np.int32]
    counts: Ints
    parameters: Parameters = DEFAULTS
    index: Any = field(default=None, repr=False)

    def __len__(self) -> int:
        """Number of ties."""
        return self.size

    @property
    def a(self) -> Ints:
        """The smaller id of each tie."""
        return self.a_ids[: self.size]

    @property
    def b(self) -> Ints:
        """The larger id of each tie."""
        return self.b_ids[: self.size]

    @property
    def days_active(self) -> NDArray[np.int32]:
        """Distinct days with any act."""
        return self.active[: self.size]

    @property
    def first(self) -> NDArray[np.int32]:
        """First active day."""
        return self.firsts[: self.size]

    @property
    def last(self) -> NDArray[np.int32]:
        """Last active day."""
        return self.lasts[: self.size]

    @property
    def count(self) -> Ints:
        """Acts in all (the sum of n)."""
        return self.counts[: self.size]

    def states_at(self, at: float) -> Floats:
        """Return A_h(at), shape (ties, 2, 6). Raises ValueError before the last day of any tie: use the
        days.
        """
        if self.size and at < int(self.last.max()):
            raise ValueError("states can only be read at or after the last day they contain")
        return self.states[: self.size] * decay(self.landmark, at)

    def depths(self, at: float) -> Depths:
        """Return the depths at day `at`; ValueError as `states_at`."""
        strengths = self.states_at(at) @ (1.0 / np.sqrt(H))
        out, into = strengths[:, 0], strengths[:, 1]
        return Depths(out, into, out + into)

    def trend(self, at: float) -> Floats:
        """Return the trend of each tie at day `at` (see `ties.trend`)."""
        steady = self.states_at(at).sum(axis=1) * (1.0 - np.exp2(-1.0 / H))
        recent, past = steady[:, 2] + steady[:, 3], steady[:, 4] + steady[:, 5]
        with np.errstate(divide="ignore", invalid="ignore"):
            logs = np.where(past > 0.0, np.log(recent / past), 0.0)
        return np.clip(logs, -TREND_LIMIT, TREND_LIMIT)


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
    table.states[: table.size] *= decay(table.landmark, landmark)
    table.landmark = landmark


def build(
    columns: Columns,
    *,
    at: float,
    parameters: Parameters = DEFAULTS,
    clustered: bool = False,
    engine: Engine = "auto",
    threads: int = 2,
) -> Table:
    """Return the table of all ties from their tie days up to day `at`, which becomes the landmark.

    Rows after `at` and rows of an id with itself are left out. `clustered` promises rows in order of
    (unordered pair, day), which saves the clustering; days out of order raise ValueError. `engine` is for
    tests: "auto" takes numba where it is installed and worth loading. Raises ValueError for an unknown kind.
    """
    if len(columns.kind) and (columns.kind.max() > max(Kind) or columns.kind.min() < min(Kind)):
        raise ValueError("unknown kind of interaction")
    kernels = _kernels(engine, len(columns.a))
    if kernels is None or not len(columns.a):
        return _build_numpy(columns, at, parameters, clustered)
    if clustered:
        return _build_clustered(kernels, columns, at, parameters, threads)
    table = _build_partitioned(kernels, columns, at, parameters, threads)
    return _build_numpy(columns, at, parameters, clustered=False) if table is None else table


def states_add(table: Table, columns: Columns, *, engine: Engine = "auto") -> Columns:
    """Add new tie days to `table` in place; return the rows that could not be added.

    A row is added exactly when it lies on or after its tie's last day. Rows older than that come back: their
    ties must be built again from all their days (a few thousand rows), by `build` and `table_replace`. Rows
    must be new acts, not new totals of a day already counted. Moves the landmark when needed.
    """
    columns = columns.take(columns.a != columns.b)
    if not len(columns.a):
        return columns
    if np.any(columns.day[1:] < columns.day[:-1]):
        columns = columns.take(np.argsort(columns.day, kind="stable"))
    if columns.day[-1] - table.landmark > MAX_SPAN:
        landmark_move(table, float(columns.day[-1]))
    kernels = _kernels(engine, len(table))
    rows = _rows_find(
        table,
        np.minimum(columns.a, columns.b),
        np.maximum(columns.a, columns.b),
        kernels,
    )
    return columns.take(_rows_apply(table, columns, rows, kernels))


def table_replace(table: Table, other: Table) -> None:
    """Put the ties of `other` in the place of those of the same pairs in `table`, in place; new ones are
    added.
    """
    landmark_move(other, table.landmark)
    rows = _rows_find(table, other.a, other.b, _kernels("auto", len(table)))
    for name in ("states", "opened", "active", "firsts", "lasts", "counts"):
        getattr(table, name)[rows] = getattr(other, name)[: other.size]


def weights(parameters: Parameters) -> tuple[Floats, Floats]:
    """Return plain weights by kind, and (weight, seconds per unit, cap) by timed kind, as arrays.

    Raises ValueError when another kind than a call, a meeting or an event is timed.
    """
    if set(parameters.timed) - set(_TIMED):
        raise ValueError("only calls, meetings and events can count by their length")
    plain = np.zeros(max(Kind) + 1)
    for kind in Kind:
        plain[kind] = parameters.plain[kind]
    timed = np.ones((max(Kind) + 1, 3))
    for kind, duration in parameters.timed.items():
        timed[kind] = (duration.weight, duration.unit * 60.0, duration.cap)
    return plain, timed


def _kernels(engine: Engine, size: int) -> Any:
    """The compiled loops, or None."""
    if engine == "numpy" or (engine == "auto" and size < NUMBA_FROM and "numba" not in sys.modules):
        return None
    try:
        importlib.import_module("numba")
    except ImportError:
        if engine == "numba":
            raise
        return None
    return importlib.import_module("mutuals.relate.tie_kernels")


def _powers(day0: int, day1: int, landmark: float) -> Floats:
    """2^((day - landmark) / h) for each day from day0 to day1."""
    with np.errstate(over="ignore"):  # days after the landmark that no row uses
        powers: Floats = np.exp2((np.arange(day0, day1 + 1)[:, None] - landmark) / H)
    return powers


def _empty(size: int, landmark: float, parameters: Parameters) -> Table:
    return Table(
        size=size,
        landmark=landmark,
        a_ids=np.zeros(size, np.int64),
        b_ids=np.zeros(size, np.int64),
        states=np.zeros((size, 2, 6)),
        opened=np.zeros((size, 6)),
        active=np.zeros(size, np.int32),
        firsts=np.zeros(size, np.int32),
        lasts=np.zeros(size, np.int32),
        counts=np.zeros(size, np.int64),
        parameters=parameters,
    )


def _columns_out(table: Table) -> tuple[NDArray[Any], ...]:
    return (
        table.states,
        table.opened,
        table.active,
        table.firsts,
        table.lasts,
        table.counts,
    )


def _build_partitioned(
    kernels: Any, columns: Columns, at: float, parameters: Parameters, threads: int
) -> Table | None:
    """By partitions of pairs; None when a value is too large for the packed rows."""
    total, day_at = len(columns.a), floor(min(at, np.iinfo(np.int32).max))
    bits = max(2, min(11, (total // 24_000).bit_length()))
    chunks = _chunks(total, threads)
    counts, ranges = (
        np.zeros((len(chunks), 1 << bits), np.int64),
        np.zeros((len(chunks), 9), np.int64),
    )
    with ThreadPoolExecutor(threads) as pool:
        run = partial(_run, pool)
        run(
            kernels.survey,
            [(*columns, day_at, bits, *c, counts[i], ranges[i]) for i, c in enumerate(chunks)],
        )
        if not counts.any():
            return _empty(0, at, parameters)
        low, high = ranges.min(axis=0), ranges.max(axis=0)
        if not _fits(kernels, low, high):
            return None
        day0 = int(low[2])
        bounds = np.concatenate([[0], counts.sum(axis=0).cumsum()])
        places = bounds[:-1] + counts.cumsum(axis=0) - counts
        keys, rows = np.empty(bounds[-1], np.uint64), np.empty(bounds[-1], np.uint64)
        run(
            kernels.scatter,
            [(*columns, day_at, day0, bits, *c, places[i], keys, rows) for i, c in enumerate(chunks)],
        )
        local, found = np.empty(bounds[-1], np.int32), np.zeros(1 << bits, np.int64)
        parts = _chunks(1 << bits, 4 * threads)
        run(kernels.number_ties, [(keys, rows, bounds, *c, local, found) for c in parts])
        offsets = np.concatenate([[0], found.cumsum()])
        table = _empty(int(offsets[-1]), at, parameters)
        powers, (plain, timed) = _powers(day0, int(high[3]), at), weights(parameters)
        fixed = (
            day0,
            powers,
            plain,
            timed,
            table.a_ids,
            table.b_ids,
            *_columns_out(table),
        )
        run(
            kernels.fill_ties,
            [(keys, rows, local, bounds, offsets, *c, *fixed) for c in parts],
        )
    return table


def _fits(kernels: Any, low: Ints, high: Ints) -> bool:
    """Whether the extremes found by `survey` fit into the bits of a packed row."""
    return bool(
        low[0] >= 0
        and low[8] >= 0
        and high[1] < kernels.MAX_ID
        and high[3] - low[2] < kernels.MAX_DAYS
        and high[4] < kernels.MAX_N
        and high[5] < kernels.MAX_SECONDS
        and high[6] < kernels.MAX_SHARE
    )


def _build_clustered(
    kernels: Any, columns: Columns, at: float, parameters: Parameters, threads: int
) -> Table:
    day_at = floor(min(at, np.iinfo(np.int32).max))
    chunks = [(_tie_start(columns, i), _tie_start(columns, j)) for i, j in _chunks(len(columns.a), threads)]
    with ThreadPoolExecutor(threads) as pool:
        surveys = _run(pool, kernels.survey_clustered, [(*columns[:3], day_at, *c) for c in chunks])
        if any(ties < 0 for ties, _, _ in surveys):
            raise ValueError("rows promised as clustered are not in order of day within a tie")
        sizes = np.array([ties for ties, _, _ in surveys])
        day0, day1 = min(s[1] for s in surveys), max(s[2] for s in surveys)
        table = _empty(int(sizes.sum()), at, parameters)
        fixed = (
            day0,
            _powers(day0, day1, at),
            *weights(parameters),
            table.a_ids,
            table.b_ids,
        )
        offsets = sizes.cumsum() - sizes
        _run(
            pool,
            kernels.fill_clustered,
            [
                (*columns, day_at, *c, o, *fixed, *_columns_out(table))
                for c, o in zip(chunks, offsets, strict=True)
            ],
        )
    return table


def _chunks(total: int, parts: int) -> list[tuple[int, int]]:
    edges = [total * i // parts for i in range(parts + 1)]
    return [(start, stop) for start, stop in pairwise(edges) if start < stop]


def _tie_start(columns: Columns, row: int) -> int:
    """The first row at or after `row` where a tie begins, so that no tie lies in two chunks."""
    a, b, total = columns.a, columns.b, len(columns.a)
    while 0 < row < total and {int(a[row]), int(b[row])} == {
        int(a[row - 1]),
        int(b[row - 1]),
    }:
        row += 1
    return row


def _run(pool: ThreadPoolExecutor, function: Any, calls: list[tuple[Any, ...]]) -> list[Any]:
    return [job.result() for job in [pool.submit(function, *call) for call in calls]]


def tie_days(
    columns: Columns, *, at: float, parameters: Parameters = DEFAULTS, clustered: bool = False
) -> TieDays:
    """Collapse rows up to day `at` to one row per tie and active day, in order of (tie, day).

    `clustered` promises rows in order of (unordered pair, day); days out of order raise ValueError.
    """
    good = (columns.a != columns.b) & (columns.day <= at)
    kept = columns if good.all() else columns.take(good)
    low, high = np.minimum(kept.a, kept.b), np.maximum(kept.a, kept.b)
    if not clustered:
        order = _order(low, high, kept.day)
        kept, low, high = kept.take(order), low[order], high[order]
    first = np.ones(min(1, len(low)), bool)
    new_tie = np.concatenate([first, (low[1:] != low[:-1]) | (high[1:] != high[:-1])])
    step = np.concatenate([~first, np.diff(kept.day)])
    if clustered and np.any((step < 0) & ~new_tie):
        raise ValueError("rows promised as clustered are not in order of day within a tie")
    rows = np.flatnonzero(new_tie | (step != 0))
    starts = np.flatnonzero(new_tie)
    opened = _days_open(kept, kept.a > kept.b, rows, parameters)
    n = np.add.reduceat(kept.n, rows, dtype=np.int64) if len(rows) else np.zeros(0, np.int64)
    tie = new_tie.cumsum()[rows] - 1
    return TieDays(
        low[starts], high[starts], tie, kept.day[rows], n, opened, *_day_weights(opened, parameters)
    )


def _build_numpy(columns: Columns, at: float, parameters: Parameters, clustered: bool) -> Table:
    """By sorting: rows to days of ties, days to ties."""
    days = tie_days(columns, at=at, parameters=parameters, clustered=clustered)
    table = _empty(len(days.low), at, parameters)
    if not len(table):
        return table
    starts = np.searchsorted(days.tie, np.arange(len(table)))
    lasts = np.append(starts[1:], len(days.tie)) - 1
    table.a_ids[:], table.b_ids[:] = days.low, days.high
    table.active[:] = lasts - starts + 1
    table.firsts[:], table.lasts[:] = days.day[starts], days.day[lasts]
    table.counts[:] = np.add.reduceat(days.n, starts)
    table.opened[:] = days.opened[lasts]
    powers = _powers(int(days.day.min()), int(days.day.max()), table.landmark)
    at_day = days.day - days.day.min()
    for h in range(len(H)):
        power = powers[:, h][at_day]
        table.states[:, 0, h] = np.add.reduceat(days.out * power, starts)
        table.states[:, 1, h] = np.add.reduceat(days.into * power, starts)
    return table


def _order(low: Ints, high: Ints, day: NDArray[np.int32]) -> Ints:
    """The order by pair and day; a single sort of packed pairs where ids are small and days in order."""
    in_order = not np.any(day[1:] < day[:-1])
    if in_order and len(low) and low.min() >= 0 and high.max() < 1 << 31:
        return np.asarray(np.argsort((low << 32) | high, kind="stable"))
    return np.asarray(np.lexsort((day, high, low)))


def _days_open(rows: Columns, back: NDArray[np.bool_], days: Ints, parameters: Parameters) -> Floats:
    """The columns of `Table.opened` for each day of each tie; `days` are the first rows of each."""
    plain, _ = weights(parameters)
    by_length = (rows.seconds > 0) & np.isin(rows.kind, _TIMED)
    together = np.isin(rows.kind, (Kind.MEETING, Kind.EVENT))
    weight = np.where(by_length, 0.0, plain[rows.kind] * rows.share / 100.0)
    opened = np.zeros((len(days), 6))
    if not len(days):
        return opened
    opened[:, 0] = np.maximum.reduceat(np.where(~back | together, weight, 0.0), days)
    opened[:, 1] = np.maximum.reduceat(np.where(back | together, weight, 0.0), days)
    if by_length.any():
        seconds = np.where(by_length, rows.seconds * (rows.share / 100.0), 0.0)
        called = rows.kind == Kind.CALL
        masks = (
            called & ~back,
            called & back,
            rows.kind == Kind.MEETING,
            rows.kind == Kind.EVENT,
        )
        for column, mask in enumerate(masks):
            opened[:, 2 + column] = np.add.reduceat(np.where(mask, seconds, 0.0), days)
    return opened


def _day_weights(opened: Floats, parameters: Parameters) -> tuple[Floats, Floats]:
    """m_u out and in from the columns of `Table.opened`."""
    _, timed = weights(parameters)

    def of(column: int, kind: Kind) -> Floats:
        weight, unit, cap = timed[kind]
        return np.asarray(weight * np.minimum(cap, opened[:, column] / unit))

    if not opened[:, 2:].any():
        return opened[:, 0], opened[:, 1]
    together = np.maximum(of(4, Kind.MEETING), of(5, Kind.EVENT))
    out = np.maximum(np.maximum(opened[:, 0], of(2, Kind.CALL)), together)
    into = np.maximum(np.maximum(opened[:, 1], of(3, Kind.CALL)), together)
    return out, into


def _rows_find(table: Table, low: Ints, high: Ints, kernels: Any) -> Ints:
    """The row of each pair, new ties being added behind; the index is kept with the table."""
    _reserve(table, table.size + len(low))
    rows = np.empty(len(low), np.int64)
    if kernels is None:
        if not isinstance(table.index, dict):
            table.index = dict(
                zip(
                    zip(table.a.tolist(), table.b.tolist(), strict=True),
                    range(table.size),
                    strict=True,
                )
            )
        for i, pair in enumerate(zip(low.tolist(), high.tolist(), strict=True)):
            row = rows[i] = table.index.setdefault(pair, table.size)
            if row == table.size:
                table.a_ids[row], table.b_ids[row] = pair
                table.size += 1
        return rows
    if not isinstance(table.index, np.ndarray) or len(table.index) < 2 * (table.size + len(low)):
        table.index = np.zeros(1 << (3 * (table.size + len(low))).bit_length(), np.int64)
        kernels.index_add(table.index, table.a_ids, table.b_ids, 0, table.size)
    table.size = int(kernels.index_find(table.index, table.a_ids, table.b_ids, table.size, low, high, rows))
    return rows


def _reserve(table: Table, size: int) -> None:
    """Make room for `size` ties, by half as much again so that growing is rare."""
    have = len(table.a_ids)
    if size <= have:
        return
    for name in (
        "a_ids",
        "b_ids",
        "states",
        "opened",
        "active",
        "firsts",
        "lasts",
        "counts",
    ):
        old = getattr(table, name)
        new = np.zeros((max(size, have * 3 // 2), *old.shape[1:]), old.dtype)
        new[:have] = old
        setattr(table, name, new)


def _rows_apply(table: Table, columns: Columns, rows: Ints, kernels: Any) -> NDArray[np.bool_]:
    """Add rows, in order of day, to their ties; return which came too late."""
    late = np.zeros(len(rows), bool)
    day0 = int(columns.day[0])
    function = kernels.apply_rows if kernels else _plain_apply()
    function(
        rows, (columns.a > columns.b).astype(np.int64), columns.day, columns.kind, columns.n, columns.seconds,
        columns.share, day0, _powers(day0, int(columns.day[-1]), table.landmark), *weights(table.parameters),
        *_columns_out(table), late,
    )  # fmt: skip
    return late


def _plain_apply() -> Any:
    """The loop uncompiled, whether or not numba is there."""
    kernels = importlib.import_module("mutuals.relate.tie_kernels")
    return getattr(kernels.apply_rows, "py_func", kernels.apply_rows)
