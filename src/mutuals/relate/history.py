"""How many ties were kept up over the years: the depth of every tie at each of many days, in one walk. Pure."""

from collections.abc import Sequence

import numpy as np

from mutuals.relate.tie_arrays import H, TieDays


def kept_counts(days: TieDays, *, marks: Sequence[int], floor: float) -> list[int]:
    """For each mark (a UTC day number, ascending): how many ties were deeper than `floor` at its end.

    Walks forward through the days once, decaying the states of all ties from mark to mark (forward decay, ENGINES 2).
    """
    size = len(days.low)
    states = np.zeros((size, len(H)))
    order = np.argsort(days.day, kind="stable")
    tie, day, weight = days.tie[order], days.day[order], (days.out + days.into)[order]
    counts, start, before = [], 0, None
    for mark in marks:
        if before is not None:
            states *= np.exp2(-(mark - before) / H)
        stop = int(np.searchsorted(day, mark, side="right"))
        ages = mark - day[start:stop].astype(np.float64)
        np.add.at(states, tie[start:stop], weight[start:stop, None] * np.exp2(-ages[:, None] / H))
        counts.append(int(((states / np.sqrt(H)).sum(axis=1) > floor).sum()))
        start, before = stop, mark
    return counts


def month_ends(first: int, last: int, *, most: int = 400) -> list[int]:
    """Days from `first` to `last` about a month apart, ending with `last`; farther apart for very long spans."""
    step = max(30, -(-(last - first) // most))
    return [*range(first, last, step), last] if last > first else [last]
