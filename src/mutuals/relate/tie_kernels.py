"""The inner loops of `tie_arrays`, written so that numba can compile them (extra `fast`).

`apply_rows` runs uncompiled as well, where numba is not installed; the others are used compiled only. Every
function works on plain arrays; what the columns mean is said in `tie_arrays`.

Why they are fast: rows are scattered into partitions by the hash of their pair, small enough that the table
of one partition stays in the processor's cache; a row is then 16 bytes, and the powers of two come from a
table by day. Days of a tie are collapsed on the fly, because rows of a partition are in order of day.
"""

from typing import Any

import numpy as np

# ruff: noqa: ANN001, ANN201 - numba infers the types of arrays
# mypy: disable-error-code="no-untyped-def,no-untyped-call,untyped-decorator,no-redef,misc"

try:
    from numba import njit
except ImportError:  # the default install

    def njit(**_: Any) -> Any:
        """Leave the function as it is."""
        return lambda function: function


CALL, MEETING, EVENT = 10, 11, 12
# One row in 64 bits, from the top: day 20, seconds 20, n 12, share 7, kind 4, direction 1.
DAY_AT, SECONDS_AT, N_AT, SHARE_AT, KIND_AT = 44, 24, 12, 5, 1
MAX_DAYS, MAX_SECONDS, MAX_N, MAX_SHARE, MAX_ID = (
    1 << 20,
    1 << 20,
    1 << 12,
    1 << 7,
    1 << 31,
)
_MIX = np.uint64(0x9E3779B97F4A7C15)


@njit(inline="always")
def timed_weight(seconds, kind, timed):
    """Weight of this many seconds of a timed kind; `timed` has columns weight, seconds per unit, cap."""
    return timed[kind, 0] * min(timed[kind, 2], seconds / timed[kind, 1])


@njit(inline="always")
def day_weight(opened, t, side, timed):
    """m_u of one direction from the open day of tie `t`."""
    most = opened[t, side]
    if opened[t, 2 + side] > 0.0:
        most = max(most, timed_weight(opened[t, 2 + side], CALL, timed))
    if opened[t, 4] > 0.0:
        most = max(most, timed_weight(opened[t, 4], MEETING, timed))
    if opened[t, 5] > 0.0:
        most = max(most, timed_weight(opened[t, 5], EVENT, timed))
    return most


@njit(inline="always")
def note_row(opened, t, side, kind, seconds, share, plain, timed):
    """Add one row to the open day of tie `t`."""
    together = kind in (MEETING, EVENT)
    if seconds > 0 and (together or kind == CALL):
        column = 2 + side
        if together:
            column = 4 if kind == MEETING else 5
        opened[t, column] += seconds * share / 100.0
        return
    weight = plain[kind] * share / 100.0
    if together or side == 0:
        opened[t, 0] = max(opened[t, 0], weight)
    if together or side == 1:
        opened[t, 1] = max(opened[t, 1], weight)


@njit(inline="always")
def close_day(states, opened, t, powers, row, timed):
    """Add the open day of tie `t` to its states; `powers[row]` holds 2^((day - landmark) / h)."""
    out, into = day_weight(opened, t, 0, timed), day_weight(opened, t, 1, timed)
    for h in range(6):
        states[t, 0, h] += out * powers[row, h]
        states[t, 1, h] += into * powers[row, h]
    for column in range(6):
        opened[t, column] = 0.0


@njit(cache=True, nogil=True)
def add_last_day(states, opened, first, last, day0, powers, timed, start, stop):
    """Add the last day of ties `start:stop` and leave it open, so that later rows of that day can join."""
    for t in range(start, stop):
        out, into = day_weight(opened, t, 0, timed), day_weight(opened, t, 1, timed)
        for h in range(6):
            states[t, 0, h] += out * powers[last[t] - day0, h]
            states[t, 1, h] += into * powers[last[t] - day0, h]


@njit(cache=True, nogil=True)
def survey(a, b, day, kind, n, seconds, share, at, bits, start, stop, counts, ranges):
    """Count the rows of each partition and the extremes of `start:stop`."""
    low_id, high_id, low_day, high_day = a[start], a[start], at, day[start]
    most_n, most_seconds, most_share, most_kind, least = (
        n[start],
        seconds[start],
        share[start],
        kind[start],
        0,
    )
    shift = np.uint64(64 - bits)
    for i in range(start, stop):
        if day[i] > at or a[i] == b[i]:
            continue
        low, high = min(a[i], b[i]), max(a[i], b[i])
        low_id, high_id = min(low_id, low), max(high_id, high)
        low_day, high_day = min(low_day, day[i]), max(high_day, day[i])
        most_n, most_seconds = max(most_n, n[i]), max(most_seconds, seconds[i])
        most_share, most_kind = max(most_share, share[i]), max(most_kind, kind[i])
        least = min(least, n[i], seconds[i])
        key = (np.uint64(low) << np.uint64(32)) | np.uint64(high)
        counts[(key * _MIX) >> shift] += 1
    ranges[0], ranges[1], ranges[2], ranges[3] = low_id, high_id, low_day, high_day
    ranges[4], ranges[5], ranges[6], ranges[7], ranges[8] = (
        most_n,
        most_seconds,
        most_share,
        most_kind,
        least,
    )


@njit(cache=True, nogil=True)
def scatter(a, b, day, kind, n, seconds, share, at, day0, bits, start, stop, places, keys, rows):
    """Write rows `start:stop` as (pair, packed row) into their partitions, at `places` (moved on)."""
    shift = np.uint64(64 - bits)
    for i in range(start, stop):
        if day[i] > at or a[i] == b[i]:
            continue
        side = np.uint64(a[i] > b[i])
        low, high = min(a[i], b[i]), max(a[i], b[i])
        key = (np.uint64(low) << np.uint64(32)) | np.uint64(high)
        row = np.uint64(day[i] - day0) << np.uint64(DAY_AT)
        row |= np.uint64(seconds[i]) << np.uint64(SECONDS_AT)
        row |= np.uint64(n[i]) << np.uint64(N_AT)
        row |= np.uint64(share[i]) << np.uint64(SHARE_AT)
        row |= np.uint64(kind[i]) << np.uint64(KIND_AT)
        p = (key * _MIX) >> shift
        keys[places[p]] = key
        rows[places[p]] = row | side
        places[p] += 1


@njit(cache=True, nogil=True)
def order_by_day(keys, rows, start, stop):
    """Put rows `start:stop` into order of day unless they are (a stable counting sort)."""
    low, high, sorted_ = rows[start] >> np.uint64(DAY_AT), np.uint64(0), True
    before = np.uint64(0)
    for i in range(start, stop):
        d = rows[i] >> np.uint64(DAY_AT)
        sorted_ = sorted_ and d >= before
        before, low, high = d, min(low, d), max(high, d)
    if sorted_:
        return
    places = np.zeros(np.int64(high - low) + 2, np.int64)
    for i in range(start, stop):
        places[np.int64((rows[i] >> np.uint64(DAY_AT)) - low) + 1] += 1
    for d in range(1, len(places)):
        places[d] += places[d - 1]
    old_keys, old_rows = keys[start:stop].copy(), rows[start:stop].copy()
    for i in range(stop - start):
        d = np.int64((old_rows[i] >> np.uint64(DAY_AT)) - low)
        keys[start + places[d]] = old_keys[i]
        rows[start + places[d]] = old_rows[i]
        places[d] += 1


@njit(cache=True, nogil=True)
def number_ties(keys, rows, bounds, first_partition, last_partition, local, found):
    """Give each row of some partitions the number of its tie within the partition; pairs go to the front of
    it.
    """
    slots = np.zeros(16, np.int32)
    for p in range(first_partition, last_partition):
        start, stop = bounds[p], bounds[p + 1]
        if start == stop:
            continue
        order_by_day(keys, rows, start, stop)
        bits = 4
        while (1 << bits) < 2 * (stop - start):
            bits += 1
        if len(slots) < (1 << bits):
            slots = np.zeros(1 << bits, np.int32)
        else:
            slots[: 1 << bits] = 0
        mask, size = np.uint64((1 << bits) - 1), 0
        for i in range(start, stop):
            key = keys[i]
            mixed = key * _MIX
            slot = (mixed ^ (mixed >> np.uint64(29))) & mask
            while slots[slot] != 0 and keys[start + slots[slot] - 1] != key:
                slot = (slot + np.uint64(1)) & mask
            if slots[slot] == 0:
                keys[start + size] = key
                size += 1
                slots[slot] = size
            local[i] = slots[slot] - 1
        found[p] = size


@njit(cache=True, nogil=True)
def fill_ties(
    keys, rows, local, bounds, offsets, first_partition, last_partition, day0, powers, plain, timed,
    a, b, states, opened, active, first, last, count,
):  # fmt: skip
    """Sum up the rows of some partitions into their ties."""
    for p in range(first_partition, last_partition):
        start, stop, offset = bounds[p], bounds[p + 1], offsets[p]
        for i in range(offsets[p + 1] - offset):
            a[offset + i] = np.int64(keys[start + i] >> np.uint64(32))
            b[offset + i] = np.int64(keys[start + i] & np.uint64(0xFFFFFFFF))
        for i in range(start, stop):
            row, t = rows[i], offset + local[i]
            d = np.int64(row >> np.uint64(DAY_AT)) + day0
            if active[t] == 0:
                first[t], last[t], active[t] = d, d, 1
            elif d != last[t]:
                close_day(states, opened, t, powers, last[t] - day0, timed)
                last[t] = d
                active[t] += 1
            note_row(
                opened, t, np.int64(row & np.uint64(1)), np.int64((row >> np.uint64(KIND_AT)) & np.uint64(15)),
                np.int64((row >> np.uint64(SECONDS_AT)) & np.uint64(MAX_SECONDS - 1)),
                np.int64((row >> np.uint64(SHARE_AT)) & np.uint64(127)), plain, timed,
            )  # fmt: skip
            count[t] += np.int64((row >> np.uint64(N_AT)) & np.uint64(MAX_N - 1))
        add_last_day(states, opened, first, last, day0, powers, timed, offset, offsets[p + 1])


@njit(cache=True, nogil=True)
def survey_clustered(a, b, day, at, start, stop):
    """Return the ties, first and last day of rows `start:stop` in order of (pair, day); -1 ties if out of
    order.
    """
    ties, low, high, last, day0, day1 = (
        0,
        np.int64(-1),
        np.int64(-1),
        np.int64(0),
        np.int64(at),
        np.int64(at),
    )
    seen = False
    for i in range(start, stop):
        if day[i] > at or a[i] == b[i]:
            continue
        lo, hi = min(a[i], b[i]), max(a[i], b[i])
        if not seen or lo != low or hi != high:
            ties += 1
            low, high = lo, hi
        elif day[i] < last:
            return np.int64(-1), day0, day1
        if not seen:
            day1 = np.int64(day[i])
        seen, last = True, np.int64(day[i])
        day0, day1 = min(day0, last), max(day1, last)
    return np.int64(ties), day0, day1


@njit(cache=True, nogil=True)
def fill_clustered(
    a, b, day, kind, n, seconds, share, at, start, stop, offset, day0, powers, plain, timed,
    low_ids, high_ids, states, opened, active, first, last, count,
):  # fmt: skip
    """Sum up rows `start:stop`, in order of (pair, day), into ties from `offset` on."""
    t = offset - 1
    for i in range(start, stop):
        if day[i] > at or a[i] == b[i]:
            continue
        lo, hi = min(a[i], b[i]), max(a[i], b[i])
        if t < offset or lo != low_ids[t] or hi != high_ids[t]:
            if t >= offset:
                add_last_day(states, opened, first, last, day0, powers, timed, t, t + 1)
            t += 1
            low_ids[t], high_ids[t], first[t], last[t], active[t] = (
                lo,
                hi,
                day[i],
                day[i],
                1,
            )
        elif day[i] != last[t]:
            close_day(states, opened, t, powers, last[t] - day0, timed)
            last[t] = day[i]
            active[t] += 1
        note_row(
            opened,
            t,
            np.int64(a[i] > b[i]),
            np.int64(kind[i]),
            seconds[i],
            share[i],
            plain,
            timed,
        )
        count[t] += n[i]
    if t >= offset:
        add_last_day(states, opened, first, last, day0, powers, timed, t, t + 1)


@njit(cache=True, nogil=True)
def apply_rows(
    ties, side, day, kind, n, seconds, share, day0, powers, plain, timed,
    states, opened, active, first, last, count, late,
):  # fmt: skip
    """Add rows in order of day to the ties they belong to; mark those older than their tie's last day as
    late.
    """
    for i in range(len(ties)):
        t = ties[i]
        if active[t] > 0 and day[i] < last[t]:
            late[i] = True
            continue
        if active[t] == 0 or day[i] > last[t]:
            opened[t, :] = 0.0
            if active[t] == 0:
                first[t] = day[i]
            last[t] = day[i]
            active[t] += 1
        out, into = day_weight(opened, t, 0, timed), day_weight(opened, t, 1, timed)
        note_row(opened, t, side[i], kind[i], seconds[i], share[i], plain, timed)
        out, into = (
            day_weight(opened, t, 0, timed) - out,
            day_weight(opened, t, 1, timed) - into,
        )
        for h in range(6):
            states[t, 0, h] += out * powers[day[i] - day0, h]
            states[t, 1, h] += into * powers[day[i] - day0, h]
        count[t] += n[i]


@njit(cache=True, nogil=True)
def index_add(slots, a, b, start, stop):
    """Enter ties `start:stop` into the open-addressing index `slots` (tie number + 1, 0 = free)."""
    mask = np.uint64(len(slots) - 1)
    for t in range(start, stop):
        slot = pair_hash(a[t], b[t]) & mask
        while slots[slot] != 0:
            slot = (slot + np.uint64(1)) & mask
        slots[slot] = t + 1


@njit(inline="always")
def pair_hash(low, high):
    """Mix two ids into 64 bits."""
    mixed = (np.uint64(low) * _MIX) ^ (np.uint64(high) * np.uint64(0xC2B2AE3D27D4EB4F))
    mixed = (mixed ^ (mixed >> np.uint64(32))) * _MIX
    return mixed ^ (mixed >> np.uint64(29))


@njit(cache=True, nogil=True)
def index_find(slots, a, b, size, low, high, ties):
    """Number the pairs (`low`, `high`): the tie they are, or a new one behind `size`; return the new size."""
    mask = np.uint64(len(slots) - 1)
    for i in range(len(low)):
        slot = pair_hash(low[i], high[i]) & mask
        while slots[slot] != 0 and (a[slots[slot] - 1] != low[i] or b[slots[slot] - 1] != high[i]):
            slot = (slot + np.uint64(1)) & mask
        if slots[slot] == 0:
            a[size], b[size] = low[i], high[i]
            size += 1
            slots[slot] = size
        ties[i] = slots[slot] - 1
    return size
