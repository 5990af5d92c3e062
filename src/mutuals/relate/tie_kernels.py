"""The inner loops of `tie_arrays`, written so that numba can compile them (extra `fast`).

The helpers of a day run uncompiled as well, where numba is not installed; the others are used compiled only. Every
function works on plain arrays; what the columns mean is said in `tie_arrays`.

Why they are fast: rows of 16 bytes are scattered into partitions by the hash of their pair, small enough that a
partition stays in the processor's cache, and are put there in order of (tie, day). The plain
weights of the open day are then two numbers in registers, seconds are rare, and the powers of two come from a
table by day.
"""

from typing import Any

import numpy as np

# ruff: noqa: ANN001, ANN201 - numba infers the types of arrays
# mypy: disable-error-code="no-untyped-def,no-untyped-call,untyped-decorator,no-redef,misc,assignment,attr-defined"

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
MIX = np.uint64(0x9E3779B97F4A7C15)


# Without the counting of references to arrays (`_nrt`), which numba leaves in the loops where helpers take
# arrays and which takes longer than all the rest; such functions cannot make arrays.
LOOP: dict[str, Any] = {"cache": True, "nogil": True, "error_model": "numpy", "_nrt": False}


@njit(**LOOP)
def timed_weight(seconds, kind, timed):
    """Weight of this many seconds of a timed kind; `timed` has columns weight, seconds per unit, cap."""
    return timed[kind, 0] * min(timed[kind, 2], seconds / timed[kind, 1])


@njit(**LOOP)
def has_length(kind, seconds):
    """Whether a row counts by its seconds."""
    return seconds > 0 and CALL <= kind <= EVENT


@njit(**LOOP)
def length_add(opened, t, side, kind, seconds, share):
    """Add a row that counts by its seconds to the open day of tie `t`."""
    column = 2 + side
    if kind != CALL:
        column = 4 if kind == MEETING else 5
    opened[t, column] += seconds * share / 100.0


@njit(**LOOP)
def plain_add(out, into, side, kind, share, plain):
    """Return the largest plain weights of the open day with one more row; `plain[kind, side]` is the weight of
    a percent, out and in. Without a branch on the side, which is as good as random.
    """
    one, two = plain[kind, side, 0] * share, plain[kind, side, 1] * share
    return one if one > out else out, two if two > into else into


@njit(**LOOP)
def with_lengths(opened, t, out, into, timed):
    """m_u of both directions from the plain weights and the seconds of the open day of tie `t`."""
    both = max(timed_weight(opened[t, 4], MEETING, timed), timed_weight(opened[t, 5], EVENT, timed))
    spoken, heard = timed_weight(opened[t, 2], CALL, timed), timed_weight(opened[t, 3], CALL, timed)
    return max(out, both, spoken), max(into, both, heard)


@njit(**LOOP)
def states_add(states, t, out, into, powers, row):
    """Add a day to the states of tie `t`; `powers[row]` holds 2^((day - landmark) / h)."""
    for h in range(6):
        power = powers[row, h]
        states[t, 0, h] += out * power
        states[t, 1, h] += into * power


@njit(**LOOP)
def day_close(states, opened, t, out, into, lengths, powers, row, timed):
    """Add the open day of tie `t` to its states; seconds are only looked at if there are `lengths`."""
    if lengths:
        out, into = with_lengths(opened, t, out, into, timed)
        for column in range(2, 6):
            opened[t, column] = 0.0
    states_add(states, t, out, into, powers, row)


@njit(**LOOP)
def tie_close(states, opened, t, out, into, lengths, powers, row, timed):
    """Add the last day of tie `t` but leave it open, so that later rows of that day can join."""
    opened[t, 0], opened[t, 1] = out, into
    if lengths:
        out, into = with_lengths(opened, t, out, into, timed)
    states_add(states, t, out, into, powers, row)


@njit(**LOOP)
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
        counts[(key * MIX) >> shift] += 1
    ranges[0], ranges[1], ranges[2], ranges[3] = low_id, high_id, low_day, high_day
    ranges[4], ranges[5], ranges[6], ranges[7], ranges[8] = (
        most_n,
        most_seconds,
        most_share,
        most_kind,
        least,
    )


@njit(**LOOP)
def scatter(a, b, day, kind, n, seconds, share, at, day0, bits, start, stop, places, packed):
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
        p = (key * MIX) >> shift
        place = places[p]
        packed[place, 0] = key
        packed[place, 1] = row | side
        places[p] = place + 1


@njit(cache=True, nogil=True)
def order_by_day(packed, start, stop):
    """Put rows `start:stop` into order of day unless they are (a stable counting sort)."""
    low, high, sorted_ = packed[start, 1] >> np.uint64(DAY_AT), np.uint64(0), True
    before = np.uint64(0)
    for i in range(start, stop):
        d = packed[i, 1] >> np.uint64(DAY_AT)
        sorted_ = sorted_ and d >= before
        before, low, high = d, min(low, d), max(high, d)
    if sorted_:
        return
    places = np.zeros(np.int64(high - low) + 2, np.int64)
    for i in range(start, stop):
        places[np.int64((packed[i, 1] >> np.uint64(DAY_AT)) - low) + 1] += 1
    for d in range(1, len(places)):
        places[d] += places[d - 1]
    old = packed[start:stop].copy()
    for i in range(stop - start):
        d = np.int64((old[i, 1] >> np.uint64(DAY_AT)) - low)
        packed[start + places[d], 0] = old[i, 0]
        packed[start + places[d], 1] = old[i, 1]
        places[d] += 1


@njit(**LOOP)
def number_pairs(packed, start, stop, slots, numbers, keys, sizes):
    """Number the pairs of rows `start:stop` as they first come; return how many, with `sizes` their rows.

    `slots` is an open-addressing table of zeros, its length a power of two above the number of rows.
    """
    mask, found = np.uint64(len(slots) - 1), 0
    for i in range(start, stop):
        key = packed[i, 0]
        mixed = key * MIX
        slot = (mixed ^ (mixed >> np.uint64(29))) & mask
        while slots[slot] != 0 and keys[slots[slot] - 1] != key:
            slot = (slot + np.uint64(1)) & mask
        number = slots[slot] - 1
        if number < 0:
            number = found
            keys[number], sizes[number] = key, 0
            found += 1
            slots[slot] = found
        sizes[number] += 1
        numbers[i - start] = number
    return found


@njit(**LOOP)
def rows_group(packed, start, stop, ties, numbers, keys, sizes, places, rows):
    """Put rows `start:stop` into the order of the numbers of their pairs (a stable counting sort)."""
    place = 0
    for k in range(ties):
        places[k] = place
        place += sizes[start + k]
    for i in range(stop - start):
        k = numbers[i]
        rows[places[k]] = packed[start + i, 1]
        places[k] += 1
    for i in range(stop - start):
        packed[start + i, 1] = rows[i]
    for k in range(ties):
        packed[start + k, 0] = keys[k]


@njit(cache=True, nogil=True)
def group_ties(packed, bounds, first_partition, last_partition, sizes, found):
    """Put the rows of some partitions into order of (tie, day), and of each partition the pairs and their
    numbers of rows to the front of the pairs and of `sizes`; `found` counts its ties.
    """
    most = 0
    for p in range(first_partition, last_partition):
        most = max(most, bounds[p + 1] - bounds[p])
    slots = np.zeros(4 * most + 16, np.int32)
    numbers, places = np.empty(most, np.int32), np.empty(most, np.int32)
    keys, rows = np.empty(most, np.uint64), np.empty(most, np.uint64)
    for p in range(first_partition, last_partition):
        start, stop = bounds[p], bounds[p + 1]
        if start == stop:
            continue
        order_by_day(packed, start, stop)
        bits = 4
        while (1 << bits) < 2 * (stop - start):
            bits += 1
        slots[: 1 << bits] = 0
        ties = number_pairs(packed, start, stop, slots[: 1 << bits], numbers, keys, sizes[start:stop])
        rows_group(packed, start, stop, ties, numbers, keys, sizes, places, rows)
        found[p] = ties


@njit(**LOOP)
def fill_packed(
    packed, bounds, sizes, offsets, first_partition, last_partition, day0, powers, plain, timed,
    a, b, states, opened, active, first, last, count,
):  # fmt: skip
    """Sum up the rows of some partitions, as `group_ties` left them, into their ties."""
    for p in range(first_partition, last_partition):
        stop, ahead = bounds[p], bounds[p] - offsets[p]
        for t in range(offsets[p], offsets[p + 1]):
            key = packed[t + ahead, 0]
            a[t], b[t] = np.int64(key >> np.uint64(32)), np.int64(key & np.uint64(0xFFFFFFFF))
            start, stop = stop, stop + sizes[t + ahead]
            at = np.int64(packed[start, 1] >> np.uint64(DAY_AT))
            first[t], days, acts, out, into, lengths = at + day0, 1, 0, 0.0, 0.0, False
            for i in range(start, stop):
                row = packed[i, 1]
                d, kind = (
                    np.int64(row >> np.uint64(DAY_AT)),
                    np.int64((row >> np.uint64(KIND_AT)) & np.uint64(15)),
                )
                side, share = (
                    np.int64(row & np.uint64(1)),
                    np.int64((row >> np.uint64(SHARE_AT)) & np.uint64(127)),
                )
                seconds = np.int64((row >> np.uint64(SECONDS_AT)) & np.uint64(MAX_SECONDS - 1))
                if d != at:
                    day_close(states, opened, t, out, into, lengths, powers, at, timed)
                    at, days, out, into, lengths = d, days + 1, 0.0, 0.0, False
                if has_length(kind, seconds):
                    length_add(opened, t, side, kind, seconds, share)
                    lengths = True
                else:
                    out, into = plain_add(out, into, side, kind, share, plain)
                acts += np.int64((row >> np.uint64(N_AT)) & np.uint64(MAX_N - 1))
            tie_close(states, opened, t, out, into, lengths, powers, at, timed)
            active[t], last[t], count[t] = days, at + day0, acts


@njit(**LOOP)
def survey_clustered(a, b, day, at, start, stop, starts):
    """Find where ties start in rows `start:stop` in order of (pair, day), into `starts` from `start` on.

    Return how many start, first and last day, and whether any row is to be left out and any day out of order.
    """
    ties, left_out, disordered = start, False, False
    day0 = day1 = np.int64(day[start])
    for i in range(start, stop):
        before = max(i - 1, 0)
        same = ((a[i] == a[before]) & (b[i] == b[before])) | ((a[i] == b[before]) & (b[i] == a[before]))
        left_out |= (day[i] > at) | (a[i] == b[i])
        disordered |= same & (day[i] < day[before])
        day0, day1 = min(day0, np.int64(day[i])), max(day1, np.int64(day[i]))
        starts[ties] = i
        ties += (not same) | (i == 0)
    return ties - start, day0, day1, left_out, disordered


@njit(**LOOP)
def fill_clustered(
    a, b, day, kind, n, seconds, share, starts, first_tie, last_tie, day0, powers, plain, timed,
    low_ids, high_ids, states, opened, active, first, last, count,
):  # fmt: skip
    """Sum up rows in order of (pair, day) into ties `first_tie:last_tie`, which begin at the rows `starts`."""
    for t in range(first_tie, last_tie):
        start = starts[t]
        low_ids[t], high_ids[t] = min(a[start], b[start]), max(a[start], b[start])
        at = np.int64(day[start])
        first[t], days, acts, out, into, lengths = at, 1, 0, 0.0, 0.0, False
        for i in range(start, starts[t + 1]):
            d, side = np.int64(day[i]), np.int64(a[i] > b[i])
            if d != at:
                day_close(states, opened, t, out, into, lengths, powers, at - day0, timed)
                at, days, out, into, lengths = d, days + 1, 0.0, 0.0, False
            if has_length(kind[i], seconds[i]):
                length_add(opened, t, side, kind[i], seconds[i], share[i])
                lengths = True
            else:
                out, into = plain_add(out, into, side, kind[i], share[i], plain)
            acts += np.int64(n[i])
        tie_close(states, opened, t, out, into, lengths, powers, at - day0, timed)
        active[t], last[t], count[t] = days, at, acts
