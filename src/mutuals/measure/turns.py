"""Turns of talk: who spoke, who answered and how soon, who began. Pure.

What one side says to another without a word in between is one turn, until it pauses for `PAUSE_MS`: then it speaks up
again. A meeting or a call is a turn of both at once: it answers whatever was open. The first turn after such a pause
begins a conversation.
"""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

Ints = NDArray[np.int64]
Bools = NDArray[np.bool_]

DAY_MS = 86_400_000
# A word within a week is an answer; who says something after three days of silence begins anew.
ANSWER_MS = 7 * DAY_MS
PAUSE_MS = 3 * DAY_MS
OURS, THEIRS, BOTH = 1, 2, 3
NEVER = np.int64(2**62)


class Said(NamedTuple):
    """What was said or done between us and each person, one row each: when (UTC ms), which way (`OURS`, `THEIRS`,
    `BOTH`), the post that says it (0: none), and whether it holds a question mark (1) or not (0)."""

    person: Ints
    at: Ints
    way: Ints
    post: Ints
    asks: Ints


class Turns(NamedTuple):
    """One row for each turn in order of (person, time): its first and last moment, its first post that asks, else its
    first, how many things it holds and how many of them ask, when the other side's next turn begins (`NEVER`: not yet),
    and how long it had been silent before it (ms; `NEVER` before the first)."""

    person: Ints
    way: Ints
    start: Ints
    stop: Ints
    post: Ints
    size: Ints
    asks: Ints
    then: Ints
    silence: Ints


class Answered(NamedTuple):
    """How often a side was answered: turns that had their time, those answered within it, half of the answers came
    within so many hours (None: there are none)."""

    turns: int
    answered: int
    median_hours: float | None


def turns_of(said: Said) -> Turns:
    """Returns the turns of these rows, which may come in any order; of one moment what we said comes first."""
    order = np.lexsort((said.way, said.at, said.person))
    person, at, way, post, asks = (column[order] for column in said)
    if not len(person):
        return Turns(*(np.zeros(0, np.int64) for _ in Turns._fields))
    first = np.ones(len(person), bool)
    first[1:] = (person[1:] != person[:-1]) | (way[1:] != way[:-1]) | (way[1:] == BOTH)
    first[1:] |= at[1:] - at[:-1] >= PAUSE_MS
    begins = np.flatnonzero(first)
    ends = np.append(begins[1:], len(person)) - 1
    start, stop, whose, side = at[begins], at[ends], person[begins], way[begins]
    silence = np.full(len(begins), NEVER)
    same = np.flatnonzero(whose[1:] == whose[:-1])
    silence[same + 1] = start[same + 1] - stop[same]
    asked = np.add.reduceat(asks, begins)
    asking = np.flatnonzero(asks)
    place = np.searchsorted(asking, begins)
    shown = np.where(asked > 0, asking[np.minimum(place, len(asking) - 1)] if len(asking) else begins, begins)
    then = _answer(whose, side, start)
    return Turns(whose, side, start, stop, post[shown], ends - begins + 1, asked, then, silence)


def _answer(whose: Ints, side: Ints, start: Ints) -> Ints:
    """When the next turn of another side begins, for each turn: turns of one side in a row have the same answer."""
    change = np.ones(len(whose), bool)
    change[1:] = (whose[1:] != whose[:-1]) | (side[1:] != side[:-1]) | (side[1:] == BOTH)
    rows = np.flatnonzero(change)
    after = np.append(rows[1:], len(whose))[np.cumsum(change) - 1]
    last = np.minimum(after, len(whose) - 1)
    return np.where((after < len(whose)) & (whose[last] == whose), start[last], NEVER)


def answered(turns: Turns, way: int, *, now_ms: int) -> tuple[Answered, Bools, Bools]:
    """Returns how often turns of one way were answered, and for each turn whether it counts and whether it was.

    A turn counts once it was answered or had a week for it.
    """
    took = np.where(turns.then == NEVER, NEVER, turns.then - turns.start)
    well = (turns.way == way) & (took <= ANSWER_MS)
    counts = well | ((turns.way == way) & (turns.start <= now_ms - ANSWER_MS))
    hours = float(np.median(took[well])) / 3_600_000 if well.any() else None
    return Answered(int(counts.sum()), int(well.sum()), hours), counts, well


def waiting(turns: Turns) -> Ints:
    """Returns the rows of the last turns of theirs after which nothing came from us, the latest first."""
    last = np.append(turns.person[1:] != turns.person[:-1], True)[: len(turns.person)]
    rows = np.flatnonzero((turns.way == THEIRS) & last)
    return rows[np.argsort(-turns.start[rows], kind="stable")]


def begun(turns: Turns) -> Ints:
    """Returns the rows of turns that began a conversation: the first of all, and those after a silence."""
    return np.flatnonzero((turns.silence >= PAUSE_MS) & (turns.way != BOTH))


def week_hours(at_ms: Ints, offsets_ms: Ints) -> NDArray[np.int64]:
    """Returns how many of these moments fall into each hour of the week, shape (7, 24), Monday first.

    `offsets_ms` is what the local clock was ahead of UTC at each moment.
    """
    local = (at_ms + offsets_ms) // 3_600_000
    hour, day = local % 24, (local // 24 + 3) % 7  # 1 January 1970 was a Thursday.
    return np.bincount(day * 24 + hour, minlength=168).reshape(7, 24)


def returned(person: Ints, day: Ints, *, today: int, lately: int, least: int) -> list[tuple[int, int, int]]:
    """Returns (person, day, gap in days) of those who came back within the last `lately` days after a silence of at
    least `least` days that was also three times their median gap; `day` are the active days of each person."""
    order = np.lexsort((day, person))
    person, day = person[order], day[order]
    found = []
    for rows in np.split(np.arange(len(person)), np.flatnonzero(person[1:] != person[:-1]) + 1):
        days = np.unique(day[rows])
        gaps: Ints = (days[1:] - days[:-1]).astype(np.int64)
        if len(gaps) < 3:
            continue
        long = max(float(least), 3.0 * float(np.median(gaps)))
        wide = np.flatnonzero((gaps >= long) & (days[1:] > today - lately))
        if len(wide):
            found.append((int(person[rows[0]]), int(days[wide[0] + 1]), int(gaps[wide[0]])))
    return sorted(found, key=lambda one: (-one[2], one[0]))
