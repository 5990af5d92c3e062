"""Ties from sorted rows, with numpy alone: rows to days of ties, days to ties."""

import numpy as np
from numpy.typing import NDArray

from mutuals.record.kinds import Kind
from mutuals.relate.tie_table import (
    TIMED,
    Columns,
    Floats,
    H,
    Ints,
    Table,
    TieDays,
    powers_by_day,
    table_empty,
    weights,
)  # fmt: skip
from mutuals.relate.ties import DEFAULTS, Parameters


def tie_days(columns: Columns, *, at: float, parameters: Parameters = DEFAULTS) -> TieDays:
    """Collapse rows up to day `at` to one row per tie and active day, in order of (tie, day).

    Rows already in order of (unordered pair, day) are not sorted again.
    """
    good = (columns.a != columns.b) & (columns.day <= at)
    kept = columns if good.all() else columns.take(good)
    low, high = np.minimum(kept.a, kept.b), np.maximum(kept.a, kept.b)
    order = _order(low, high, kept.day)
    if order is not None:
        kept, low, high = kept.take(order), low[order], high[order]
    first = np.ones(min(1, len(low)), bool)
    new_tie = np.concatenate([first, (low[1:] != low[:-1]) | (high[1:] != high[:-1])])
    rows = np.flatnonzero(new_tie | np.concatenate([first, kept.day[1:] != kept.day[:-1]]))
    starts = np.flatnonzero(new_tie)
    opened = _days_open(kept, kept.a > kept.b, rows, parameters)
    n = np.add.reduceat(kept.n, rows, dtype=np.int64) if len(rows) else np.zeros(0, np.int64)
    tie = new_tie.cumsum()[rows] - 1
    return TieDays(
        low[starts], high[starts], tie, kept.day[rows], n, opened, *_day_weights(opened, parameters)
    )


def build_sorted(columns: Columns, at: float, parameters: Parameters) -> Table:
    """Return the table of all ties, by sorting: rows to days of ties, days to ties."""
    days = tie_days(columns, at=at, parameters=parameters)
    table = table_empty(len(days.low), at, parameters)
    if not len(table):
        return table
    starts = np.searchsorted(days.tie, np.arange(len(table)))
    lasts = np.append(starts[1:], len(days.tie)) - 1
    table.a[:], table.b[:] = days.low, days.high
    table.days_active[:] = lasts - starts + 1
    table.first[:], table.last[:] = days.day[starts], days.day[lasts]
    table.count[:] = np.add.reduceat(days.n, starts)
    table.opened[:] = days.opened[lasts]
    powers = powers_by_day(int(days.day.min()), int(days.day.max()), table.landmark)
    at_day = days.day - days.day.min()
    for h in range(len(H)):
        power = powers[:, h][at_day]
        table.states[:, 0, h] = np.add.reduceat(days.out * power, starts)
        table.states[:, 1, h] = np.add.reduceat(days.into * power, starts)
    return table


def _order(low: Ints, high: Ints, day: NDArray[np.int32]) -> Ints | None:
    """The order by pair and day, None for rows that are in it; a single sort where packed pairs and days allow."""
    if not len(low):
        return None
    by_day = not np.any(day[1:] < day[:-1])
    if not np.any(low[1:] < low[:-1]):
        same = low[1:] == low[:-1]
        later = (high[1:] > high[:-1]) | ((high[1:] == high[:-1]) & (day[1:] >= day[:-1]))
        if np.all(later | ~same):
            return None
    if by_day and low.min() >= 0 and high.max() < 1 << 31:
        return np.asarray(np.argsort((low << 32) | high, kind="stable"))
    return np.asarray(np.lexsort((day, high, low)))


def _days_open(rows: Columns, back: NDArray[np.bool_], days: Ints, parameters: Parameters) -> Floats:
    """The columns of `Table.opened` for each day of each tie; `days` are the first rows of each."""
    plain, _ = weights(parameters)
    by_length = (rows.seconds > 0) & np.isin(rows.kind, TIMED)
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
