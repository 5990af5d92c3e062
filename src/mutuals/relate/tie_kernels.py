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

from mutuals.relate.tie_table import ACTIVE, COUNT, FIRST, LAST, OPENED, A, B

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
NO_SUMS, NO_LENGTHS = (0.0,) * 12, (0.0,) * 4
MIX = np.uint64(0x9E3779B97F4A7C15)


# Without the counting of references to arrays (`_nrt`), which numba leaves in the loops where helpers take
# arrays and which takes longer than all the rest; such functions cannot make arrays.
# A product may be added unrounded (`contract`), which one instruction does.
LOOP: dict[str, Any] = {
    "cache": True,
    "nogil": True,
    "error_model": "numpy",
    "fastmath": {"contract"},
    "_nrt": False,
}


@njit(**LOOP)
def timed_weight(seconds, kind, timed):
    """Weight of this many seconds of a timed kind; `timed` has columns weight, seconds per unit, cap."""
    return timed[kind, 0] * min(timed[kind, 2], seconds / timed[kind, 1])


@njit(**LOOP)
def has_length(kind, seconds):
    """Whether a row counts by its seconds."""
    return (seconds > 0) & (kind >= CALL) & (kind <= EVENT)


@njit(**LOOP)
def length_add(lengths, side, kind, amount):
    """Return the seconds of a day (calls out and in, meetings, events) with those of one more row."""
    called, heard, met, shared = lengths
    if kind == MEETING:
        return called, heard, met + amount, shared
    if kind == EVENT:
        return called, heard, met, shared + amount
    return (called, heard + amount, met, shared) if side else (called + amount, heard, met, shared)


@njit(**LOOP)
def plain_add(out, into, side, kind, share, plain):
    """Return the largest plain weights of a day with one more row; `plain[kind, side]` is the weight of
    a percent, out and in. Without a branch on the side, which is as good as random.
    """
    one, two = plain[kind, side, 0] * share, plain[kind, side, 1] * share
    return one if one > out else out, two if two > into else into


@njit(**LOOP)
def with_lengths(out, into, lengths, timed):
    """m_u of both directions from the plain weights and the seconds of a day."""
    both = max(timed_weight(lengths[2], MEETING, timed), timed_weight(lengths[3], EVENT, timed))
    spoken, heard = timed_weight(lengths[0], CALL, timed), timed_weight(lengths[1], CALL, timed)
    return max(out, both, spoken), max(into, both, heard)


@njit(**LOOP)
def sums_add(sums, out, into, powers, row):
    """Return the twelve states with one more day; `powers[row]` holds 2^((day - landmark) / h).

    As numbers rather than an array, so that they stay in registers over all days of a tie.
    """
    a, b, c = powers[row, 0], powers[row, 1], powers[row, 2]
    d, e, f = powers[row, 3], powers[row, 4], powers[row, 5]
    return (
        sums[0] + out * a, sums[1] + out * b, sums[2] + out * c,
        sums[3] + out * d, sums[4] + out * e, sums[5] + out * f,
        sums[6] + into * a, sums[7] + into * b, sums[8] + into * c,
        sums[9] + into * d, sums[10] + into * e, sums[11] + into * f,
    )  # fmt: skip


@njit(**LOOP)
def opened_write(cells, t, out, into, lengths):
    """Write what the last day of tie `t` consists of."""
    cells[t, OPENED], cells[t, OPENED + 1] = out, into
    cells[t, OPENED + 2], cells[t, OPENED + 3] = lengths[0], lengths[1]
    cells[t, OPENED + 4], cells[t, OPENED + 5] = lengths[2], lengths[3]


@njit(**LOOP)
def tie_write(cells, words, halves, t, low, high, sums, out, into, lengths, acts, active, first, last):
    """Write tie `t`: its states, and its last day, which stays open so that later rows of it can join."""
    cells[t, 0], cells[t, 1], cells[t, 2], cells[t, 3] = sums[0], sums[1], sums[2], sums[3]
    cells[t, 4], cells[t, 5], cells[t, 6], cells[t, 7] = sums[4], sums[5], sums[6], sums[7]
    cells[t, 8], cells[t, 9], cells[t, 10], cells[t, 11] = sums[8], sums[9], sums[10], sums[11]
    words[t, A], words[t, B], words[t, COUNT] = low, high, acts
    opened_write(cells, t, out, into, lengths)
    halves[t, ACTIVE], halves[t, FIRST], halves[t, LAST] = active, first, last


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
    cells, words, halves,
):  # fmt: skip
    """Sum up the rows of some partitions, as `group_ties` left them, into their ties."""
    for p in range(first_partition, last_partition):
        i, ahead = bounds[p], bounds[p] - offsets[p]
        for t in range(offsets[p], offsets[p + 1]):
            key, stop = packed[t + ahead, 0], i + sizes[t + ahead]
            days, acts, sums, first = 0, 0, NO_SUMS, packed[i, 1] >> np.uint64(DAY_AT)
            out, into, lengths, at = 0.0, 0.0, NO_LENGTHS, first
            while i < stop:
                at, out, into, lengths, timely = (
                    packed[i, 1] >> np.uint64(DAY_AT),
                    0.0,
                    0.0,
                    NO_LENGTHS,
                    False,
                )
                while i < stop and packed[i, 1] >> np.uint64(DAY_AT) == at:
                    row = packed[i, 1]
                    kind = (row >> np.uint64(KIND_AT)) & np.uint64(15)
                    side, share = row & np.uint64(1), (row >> np.uint64(SHARE_AT)) & np.uint64(MAX_SHARE - 1)
                    seconds = (row >> np.uint64(SECONDS_AT)) & np.uint64(MAX_SECONDS - 1)
                    if has_length(kind, seconds):
                        lengths, timely = length_add(lengths, side, kind, seconds * share / 100.0), True
                    else:
                        out, into = plain_add(out, into, side, kind, share, plain)
                    acts += np.int64((row >> np.uint64(N_AT)) & np.uint64(MAX_N - 1))
                    i += 1
                one, two = with_lengths(out, into, lengths, timed) if timely else (out, into)
                sums, days = sums_add(sums, one, two, powers, at), days + 1
            low, high = np.int64(key >> np.uint64(32)), np.int64(key & np.uint64(0xFFFFFFFF))
            tie_write(
                cells, words, halves, t, low, high, sums, out, into, lengths, acts, days,
                np.int64(first) + day0, np.int64(at) + day0,
            )  # fmt: skip
