"""The inner loops that add new rows to a table of ties; as in `tie_kernels`, numba can compile them.

`apply_rows` runs uncompiled as well, where numba is not installed; the others are used compiled only.
"""

import numpy as np

from mutuals.relate.tie_kernels import (
    LOOP,
    MIX,
    NO_LENGTHS,
    has_length,
    length_add,
    njit,
    opened_write,
    plain_add,
    with_lengths,
)  # fmt: skip
from mutuals.relate.tie_table import ACTIVE, COUNT, FIRST, LAST, OPENED, A, B

# ruff: noqa: ANN001, ANN201 - numba infers the types of arrays
# mypy: disable-error-code="no-untyped-def,no-untyped-call,untyped-decorator,misc,assignment,attr-defined"


@njit(**LOOP)
def apply_rows(
    start, stop, ties, a, b, day, kind, n, seconds, share, day0, powers, plain, timed, cells, words, halves, late
):  # fmt: skip
    """Add rows `start:stop`, in order of day, to their ties; mark those older than their tie's last day as
    late.
    """
    for i in range(start, stop):
        t = np.uint64(ties[i])
        known = halves[t, ACTIVE] > 0
        if known and day[i] < halves[t, LAST]:
            late[i] = True
            continue
        out, into, lengths = 0.0, 0.0, NO_LENGTHS
        if known and day[i] == halves[t, LAST]:
            out, into = cells[t, OPENED], cells[t, OPENED + 1]
            lengths = (
                cells[t, OPENED + 2], cells[t, OPENED + 3], cells[t, OPENED + 4], cells[t, OPENED + 5]
            )  # fmt: skip
            old_out, old_into = with_lengths(out, into, lengths, timed)
        else:
            old_out, old_into = 0.0, 0.0
            halves[t, ACTIVE] += 1
            halves[t, LAST] = day[i]
            if not known:
                halves[t, FIRST] = day[i]
        side = np.uint64(a[i] > b[i])
        if has_length(kind[i], seconds[i]):
            lengths = length_add(lengths, side, kind[i], seconds[i] * share[i] / 100.0)
        else:
            out, into = plain_add(out, into, side, np.uint64(kind[i]), share[i], plain)
        new_out, new_into = with_lengths(out, into, lengths, timed)
        states_add(cells, t, new_out - old_out, new_into - old_into, powers, np.uint64(day[i] - day0))
        opened_write(cells, t, out, into, lengths)
        words[t, COUNT] += n[i]


@njit(**LOOP)
def states_add(cells, t, out, into, powers, row):
    """Add a day to the states of tie `t`; `powers[row]` holds 2^((day - landmark) / h)."""
    for h in range(6):
        cells[t, h] += out * powers[row, h]
        cells[t, 6 + h] += into * powers[row, h]


@njit(**LOOP)
def pair_hash(low, high):
    """Mix two ids into 64 bits."""
    mixed = (np.uint64(low) * MIX) ^ (np.uint64(high) * np.uint64(0xC2B2AE3D27D4EB4F))
    mixed = (mixed ^ (mixed >> np.uint64(32))) * MIX
    return mixed ^ (mixed >> np.uint64(29))


@njit(**LOOP)
def index_add(slots, words, start, stop):
    """Enter ties `start:stop` into the open-addressing index `slots` (tie number + 1, 0 = free)."""
    mask = np.uint64(len(slots) - 1)
    for t in range(start, stop):
        slot = pair_hash(words[t, A], words[t, B]) & mask
        while slots[slot] != 0:
            slot = (slot + np.uint64(1)) & mask
        slots[slot] = t + 1


@njit(**LOOP)
def index_find(slots, words, size, low, high, start, stop, ties):
    """Number the pairs `start:stop` of (`low`, `high`): the tie they are, or a new one behind `size`.

    Return the new size. Loops without branches come first: they bring the lines of memory of many pairs
    into the cache at once, and a tie of the table is mostly in the first slot tried.
    """
    mask = np.uint64(len(slots) - 1)
    for i in range(start, stop):
        ties[i] = slots[pair_hash(low[i], high[i]) & mask] - 1
    for i in range(start, stop):
        t = np.uint64(max(ties[i], 0))
        ties[i] = ties[i] if (words[t, A] == low[i]) & (words[t, B] == high[i]) else -1
    for i in range(start, stop):
        if ties[i] >= 0:
            continue
        slot = pair_hash(low[i], high[i]) & mask
        while slots[slot] != 0 and (
            words[slots[slot] - 1, A] != low[i] or words[slots[slot] - 1, B] != high[i]
        ):
            slot = (slot + np.uint64(1)) & mask
        if slots[slot] == 0:
            words[size, A], words[size, B] = low[i], high[i]
            size += 1
            slots[slot] = size
        ties[i] = slots[slot] - 1
    return size


@njit(cache=True, nogil=True)
def join_rows(
    slots, size, ties, a, b, day, kind, n, seconds, share, day0, powers, plain, timed, cells, words, halves, late
):  # fmt: skip
    """Find the ties of rows in order of day and add the rows to them; return the new size and a checksum.

    By blocks, whose ties are read once before they are changed, so that their cache misses overlap.
    """
    low, high, seen = np.minimum(a, b), np.maximum(a, b), 0.0
    for start in range(0, len(a), 512):
        stop = min(start + 512, len(a))
        size = index_find(slots, words, size, low, high, start, stop, ties)
        for i in range(start, stop):
            t = np.uint64(ties[i])
            seen += cells[t, 0] + cells[t, 7] + cells[t, OPENED + 5]
        apply_rows(
            start, stop, ties, a, b, day, kind, n, seconds, share, day0, powers, plain, timed,
            cells, words, halves, late,
        )  # fmt: skip
    return size, seen
