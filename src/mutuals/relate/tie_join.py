"""The inner loops that add new rows to a table of ties; as in `tie_kernels`, numba can compile them.

`apply_rows` runs uncompiled as well, where numba is not installed; the others are used compiled only.
"""

import numpy as np

from mutuals.relate.tie_kernels import (
    LOOP,
    MIX,
    has_length,
    length_add,
    njit,
    plain_add,
    states_add,
    with_lengths,
)  # fmt: skip

# ruff: noqa: ANN001, ANN201 - numba infers the types of arrays
# mypy: disable-error-code="no-untyped-def,no-untyped-call,untyped-decorator,misc,assignment,attr-defined"


@njit(**LOOP)
def apply_rows(
    start, stop, ties, a, b, day, kind, n, seconds, share, day0, powers, plain, timed,
    states, opened, active, first, last, count, late,
):  # fmt: skip
    """Add rows `start:stop`, in order of day, to their ties; mark those older than their tie's last day as
    late.
    """
    for i in range(start, stop):
        t = ties[i]
        if active[t] > 0 and day[i] < last[t]:
            late[i] = True
            continue
        if active[t] == 0 or day[i] > last[t]:
            for column in range(6):
                opened[t, column] = 0.0
            if active[t] == 0:
                first[t] = day[i]
            last[t] = day[i]
            active[t] += 1
        out, into = with_lengths(opened, t, opened[t, 0], opened[t, 1], timed)
        side = np.int64(a[i] > b[i])
        if has_length(kind[i], seconds[i]):
            length_add(opened, t, side, kind[i], seconds[i], share[i])
        else:
            opened[t, 0], opened[t, 1] = plain_add(opened[t, 0], opened[t, 1], side, kind[i], share[i], plain)
        new_out, new_in = with_lengths(opened, t, opened[t, 0], opened[t, 1], timed)
        states_add(states, t, new_out - out, new_in - into, powers, day[i] - day0)
        count[t] += n[i]


@njit(**LOOP)
def pair_hash(low, high):
    """Mix two ids into 64 bits."""
    mixed = (np.uint64(low) * MIX) ^ (np.uint64(high) * np.uint64(0xC2B2AE3D27D4EB4F))
    mixed = (mixed ^ (mixed >> np.uint64(32))) * MIX
    return mixed ^ (mixed >> np.uint64(29))


@njit(**LOOP)
def index_add(slots, a, b, start, stop):
    """Enter ties `start:stop` into the open-addressing index `slots` (tie number + 1, 0 = free)."""
    mask = np.uint64(len(slots) - 1)
    for t in range(start, stop):
        slot = pair_hash(a[t], b[t]) & mask
        while slots[slot] != 0:
            slot = (slot + np.uint64(1)) & mask
        slots[slot] = t + 1


@njit(**LOOP)
def index_find(slots, a, b, size, low, high, start, stop, ties):
    """Number the pairs `start:stop` of (`low`, `high`): the tie they are, or a new one behind `size`.

    Return the new size. Loops without branches come first: they bring the lines of memory of many pairs
    into the cache at once, and a tie of the table is mostly in the first slot tried.
    """
    mask = np.uint64(len(slots) - 1)
    for i in range(start, stop):
        ties[i] = slots[pair_hash(low[i], high[i]) & mask] - 1
    for i in range(start, stop):
        t = max(ties[i], 0)
        ties[i] = ties[i] if (a[t] == low[i]) & (b[t] == high[i]) else -1
    for i in range(start, stop):
        if ties[i] >= 0:
            continue
        slot = pair_hash(low[i], high[i]) & mask
        while slots[slot] != 0 and (a[slots[slot] - 1] != low[i] or b[slots[slot] - 1] != high[i]):
            slot = (slot + np.uint64(1)) & mask
        if slots[slot] == 0:
            a[size], b[size] = low[i], high[i]
            size += 1
            slots[slot] = size
        ties[i] = slots[slot] - 1
    return size


@njit(cache=True, nogil=True)
def join_rows(
    slots, a_ids, b_ids, size, ties, a, b, day, kind, n, seconds, share, day0, powers, plain, timed,
    states, opened, active, first, last, count, late,
):  # fmt: skip
    """Find the ties of rows in order of day and add the rows to them; return the new size and a checksum.

    By blocks, whose ties are read once before they are changed, so that their cache misses overlap.
    """
    low, high, seen = np.minimum(a, b), np.maximum(a, b), 0.0
    for start in range(0, len(a), 512):
        stop = min(start + 512, len(a))
        size = index_find(slots, a_ids, b_ids, size, low, high, start, stop, ties)
        for i in range(start, stop):
            t = ties[i]
            seen += states[t, 0, 0] + states[t, 1, 2] + opened[t, 0] + opened[t, 5] + active[t]
            seen += last[t] + count[t]
        apply_rows(
            start, stop, ties, a, b, day, kind, n, seconds, share, day0, powers, plain, timed,
            states, opened, active, first, last, count, late,
        )  # fmt: skip
    return size, seen
