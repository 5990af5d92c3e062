"""The inner loops that make ties from rows in order of (pair, day), compiled by numba only.

Two passes: one without branches, on vectors of rows, checks the order and leaves a byte of marks for each row; the
other follows the marks and writes each tie once. Whatever is an index is unsigned: numba looks after negative ones.
"""

import numpy as np

from mutuals.relate.tie_kernels import (
    LOOP,
    NO_LENGTHS,
    NO_SUMS,
    has_length,
    length_add,
    njit,
    plain_add,
    sums_add,
    tie_write,
    with_lengths,
)  # fmt: skip

# ruff: noqa: ANN001, ANN201 - numba infers the types of arrays
# mypy: disable-error-code="no-untyped-def,no-untyped-call,untyped-decorator,misc,assignment,attr-defined"

BLOCK = 8192
# Marks of a row: the larger id acts, a day begins, a tie begins, it counts by its seconds.
BACK, NEW_DAY, NEW_TIE, TIMED = np.uint8(1), np.uint8(2), np.uint8(4), np.uint8(8)
ONE = np.uint64(1)


@njit(**LOOP)
def tie_start(a, b, row):
    """Return the first row from `row` on that starts a tie, or the number of rows."""
    while 0 < row < len(a) and min(a[row], b[row]) == min(a[row - 1], b[row - 1]):
        if max(a[row], b[row]) != max(a[row - 1], b[row - 1]):
            break
        row += 1
    return row


@njit(**LOOP)
def marks_of(back, new_day, new_tie, timed):
    """Return the marks of a row as one byte."""
    return BACK * back + NEW_DAY * new_day + NEW_TIE * new_tie + TIMED * timed


@njit(**LOOP)
def survey_ordered(a, b, day, kind, seconds, at, start, stop, marks):
    """Mark rows `start:stop`, the first of which starts a tie, block by block until one is out of order.

    Return how many ties start, the first and the last day, whether any row is out of order and whether any is to
    be left out.
    """
    ties, disordered, left_out = np.int64(start == 0), False, (day[start] > at) | (a[start] == b[start])
    day0 = day1 = day[start]
    marks[start] = marks_of(a[start] > b[start], True, True, has_length(kind[start], seconds[start]))
    for block in range(start, stop, BLOCK):
        for i in range(np.uint64(max(block, 1)), np.uint64(min(block + BLOCK, stop))):
            low, high = min(a[i], b[i]), max(a[i], b[i])
            low_before, high_before = min(a[i - ONE], b[i - ONE]), max(a[i - ONE], b[i - ONE])
            same_low, same = low == low_before, (low == low_before) & (high == high_before)
            earlier = (same_low & (high < high_before)) | (same & (day[i] < day[i - ONE]))
            disordered |= (low < low_before) | earlier
            left_out |= (day[i] > at) | (low == high)
            day0, day1 = min(day0, day[i]), max(day1, day[i])
            ties += np.int64(not same)
            new_day = not (same & (day[i] == day[i - ONE]))
            marks[i] = marks_of(a[i] > b[i], new_day, not same, has_length(kind[i], seconds[i]))
        if disordered:
            break
    return ties, day0, day1, disordered, left_out


@njit(**LOOP)
def fill_ordered(
    a, b, day, kind, n, seconds, share, marks, i, stop, t, day0, powers, plain, timed, cells, words, halves
):  # fmt: skip
    """Sum up rows `i:stop`, whole ties, into ties `t` and following; a row after the last must be marked as new."""
    i, stop, t = np.uint64(i), np.uint64(stop), np.uint64(t)
    while i < stop:
        low, high, first, at = min(a[i], b[i]), max(a[i], b[i]), day[i], day[i]
        days, acts, sums, same_tie = 0, 0, NO_SUMS, True
        out, into, lengths = 0.0, 0.0, NO_LENGTHS
        while same_tie:
            at, out, into, lengths, timely, same_day = day[i], 0.0, 0.0, NO_LENGTHS, False, True
            while same_day:
                form, side = np.uint64(kind[i]), np.uint64(marks[i] & BACK)
                if marks[i] & TIMED:
                    lengths, timely = length_add(lengths, side, kind[i], seconds[i] * share[i] / 100.0), True
                else:
                    out, into = plain_add(out, into, side, form, share[i], plain)
                acts += np.int64(n[i])
                i += ONE
                same_tie, same_day = not marks[i] & NEW_TIE, not marks[i] & NEW_DAY
            one, two = with_lengths(out, into, lengths, timed) if timely else (out, into)
            sums, days = sums_add(sums, one, two, powers, np.uint64(np.int64(at) - day0)), days + 1
        tie_write(cells, words, halves, t, low, high, sums, out, into, lengths, acts, days, first, at)
        t += ONE
