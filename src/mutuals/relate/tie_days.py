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


def build_sorted(columns: Columns, at: float, parameters: Parameters, clustered: bool) -> Table:
    """Return the table of all ties, by sorting: rows to days of ties, days to ties."""
    days = tie_days(columns, at=at, parameters=parameters, clustered=clustered)
    table = table_empty(len(days.low), at, parameters)
    if not len(table):
        return table
    starts = np.searchsorted(days.tie, np.arange(len(table)))
    lasts = np.append(starts[1:], len(days.tie)) - 1
    table.a_ids[:], table.b_ids[:] = days.low, days.high
    table.active[:] = lasts - starts + 1
    table.firsts[:], table.lasts[:] = days.day[starts], days.day[lasts]
    table.counts[:] = np.add.reduceat(days.n, starts)
    table.opened[:] = days.opened[lasts]
    powers = powers_by_day(int(days.day.min()), int(days.day.max()), table.landmark)
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
