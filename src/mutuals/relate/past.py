"""Any past day of many ties, quickly: their active days in order, each weighed by the age it had on that day. Pure.

S(t) = sum_u m_u K(t - u) needs K only at whole days (`ties.kernel`), so that a day of the past is one look into a
table of K for each active day before it, and one sum for each tie. The days are read once and kept.
"""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from mutuals.relate.rhythm import MIN_DAYS
from mutuals.relate.tie_arrays import Columns, Floats, H, Ints, tie_days
from mutuals.relate.ties import DEFAULTS, Parameters

# What `last_out` and `last_in` say where there is no such day.
NEVER = -(2**31)


class Past(NamedTuple):
    """The active days of the ties `low[i]` < `high[i]`: rows `starts[i]` to `starts[i + 1]`, in order of the day.

    `out` is m_u of low towards high, `into` of high towards low; `forms` has the bit 1 << Kind of each form of the day.
    """

    low: Ints
    high: Ints
    starts: Ints
    day: NDArray[np.int32]
    out: Floats
    into: Floats
    forms: NDArray[np.int32]


class Frame(NamedTuple):
    """Some ties as of one day, one value each; days are UTC day numbers, `gap` (days) is NaN with too few days."""

    low: Ints
    high: Ints
    out: Floats
    into: Floats
    active: Ints
    first: Ints
    last: Ints
    last_out: Ints
    last_in: Ints
    gap: Floats
    forms: Ints


def past_of(columns: Columns, *, parameters: Parameters = DEFAULTS) -> Past:
    """Returns the active days of all ties in these rows; rows of an id with itself are left out."""
    low, high = np.minimum(columns.a, columns.b), np.maximum(columns.a, columns.b)
    order = np.lexsort((columns.day, high, low))
    order = order[low[order] != high[order]]
    rows, low, high = columns.take(order), low[order], high[order]
    days = tie_days(rows, at=np.inf, parameters=parameters)
    begins = np.ones(len(low), bool)
    begins[1:] = (low[1:] != low[:-1]) | (high[1:] != high[:-1]) | (rows.day[1:] != rows.day[:-1])
    bits = np.left_shift(1, rows.kind.astype(np.int32), dtype=np.int32)
    places = np.flatnonzero(begins)
    forms = np.bitwise_or.reduceat(bits, places) if len(places) else bits
    starts = np.searchsorted(days.tie, np.arange(len(days.low) + 1))
    return Past(days.low, days.high, starts, days.day, days.out, days.into, forms)


def depths_at(past: Past, at: int) -> Floats:
    """Returns the depth of every tie at the end of a UTC day; 0 for those that began later."""
    if not len(past.day):
        return np.zeros(len(past.low))
    weights = (past.out + past.into) * _kernels(past.day, at)
    return np.asarray(np.add.reduceat(weights, past.starts[:-1]))


def take(past: Past, ties: Ints) -> Past:
    """Returns the days of the given ties alone."""
    counts = past.starts[ties + 1] - past.starts[ties]
    starts = np.concatenate([[0], counts.cumsum()])
    rows = np.arange(starts[-1]) + np.repeat(past.starts[ties] - starts[:-1], counts)
    days = (past.day[rows], past.out[rows], past.into[rows], past.forms[rows])
    return Past(past.low[ties], past.high[ties], starts, *days)


def frame(past: Past, at: int) -> Frame:
    """Returns how the ties stood at the end of a UTC day; those that began later are left out."""
    past = _until(past, at)
    if not len(past.low):
        none, nothing = np.zeros(0, np.int64), np.zeros(0)
        return Frame(none, none, nothing, nothing, none, none, none, none, none, nothing, none)
    weights, starts = _kernels(past.day, at), past.starts[:-1]
    tie = np.repeat(np.arange(len(past.low)), np.diff(past.starts))
    return Frame(
        past.low,
        past.high,
        np.add.reduceat(past.out * weights, starts),
        np.add.reduceat(past.into * weights, starts),
        np.diff(past.starts),
        past.day[starts].astype(np.int64),
        past.day[past.starts[1:] - 1].astype(np.int64),
        np.maximum.reduceat(np.where(past.out > 0, past.day, NEVER).astype(np.int64), starts),
        np.maximum.reduceat(np.where(past.into > 0, past.day, NEVER).astype(np.int64), starts),
        gaps(tie, past.day.astype(np.int64), len(past.low)),
        np.bitwise_or.reduceat(past.forms, starts).astype(np.int64),
    )


def gaps(tie: Ints, day: Ints, size: int) -> Floats:
    """Returns the median gap (days) between the active days of each of `size` ties, NaN with under `MIN_DAYS` days.

    `tie`, `day`: one row for each active day, in order of (tie, day).
    """
    found = np.full(size, np.nan)
    same = np.flatnonzero(tie[1:] == tie[:-1])
    owner, gap = tie[same], day[same + 1] - day[same]
    if not len(gap):
        return found
    span = int(gap.max()) + 1
    ordered = np.sort(owner * span + gap)
    owner, gap = ordered // span, ordered % span
    owners, start, count = np.unique(owner, return_index=True, return_counts=True)
    middle = (gap[start + (count - 1) // 2] + gap[start + count // 2]) / 2.0
    enough = count >= MIN_DAYS - 1
    found[owners[enough]] = middle[enough]
    return found


def kernels(ages: NDArray[np.int64]) -> Floats:
    """Returns what a day of weight 1 adds to S at each age in days (`ties.kernel`), 0 for a day to come."""
    added = (np.exp2(-np.maximum(ages, 0)[:, None] / H) / np.sqrt(H)).sum(axis=1)
    return np.where(ages < 0, 0.0, added)


def _kernels(day: NDArray[np.int32], at: int) -> Floats:
    """The kernel of each row: reckoned once for each day there is, then looked up."""
    first, last = int(day.min()), int(day.max())
    if last - first > 4 * len(day) + 1000:  # a few days far apart, as a wrong clock makes them
        return kernels(at - day.astype(np.int64))
    table = kernels(at - np.arange(first, last + 1))
    return np.asarray(table[day - np.int32(first)])


def _until(past: Past, at: int) -> Past:
    """The same without the days after `at` and the ties that began after it."""
    here = past.day <= at
    counts = np.add.reduceat(here, past.starts[:-1], dtype=np.int64) if len(here) else np.zeros(0, np.int64)
    kept = counts > 0
    starts = np.concatenate([[0], counts[kept].cumsum()])
    days = (past.day[here], past.out[here], past.into[here], past.forms[here])
    return Past(past.low[kept], past.high[kept], starts, *days)
