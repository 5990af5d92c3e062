"""Signs that one line answers another: nearness, names, who speaks with whom, shared rare words, as arrays. Pure.

For each of n lines the WINDOW lines before it are weighed. Everything looks back at most MEMORY lines from the earlier
of the two, so that a line's signs depend on REACH lines before it and on nothing else.
Most signs follow Kummerfeld et al. 2019 (ACL, P19-1374) and Elsner & Charniak 2008.
"""

from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from mutuals.text.thread_words import MEMORY, NOBODY, Floats, Ints, Said

WINDOW = 60
REACH = WINDOW + MEMORY
Bools = NDArray[np.bool_]
Array = NDArray[Any]


class Signs(NamedTuple):
    """`pair` (P x n x WINDOW): signs of line i and the line d + 1 before it; `line` (n x L): of each line; `there`
    (n x WINDOW): whether there is such a line."""

    pair: Floats
    line: Floats
    there: Bools


class _Seen(NamedTuple):
    """The lines beside those before them: `back` (n x WINDOW) their numbers (0 where there are none)."""

    said: Said
    at: NDArray[np.float64]
    back: Ints
    there: Bools
    before: Ints  # the speaker's line before, or -1
    after: Ints  # the speaker's line after, or n

    def of(self, values: Array) -> Array:
        return values[self.back]


def signs_of(said: Said, at: NDArray[np.float64], number: Ints) -> Signs:
    """The signs of lines in order of time; `at` in minutes, `number` the place among all lines of the room (joins and
    topics counted)."""
    n = len(said.speaker)
    back = np.arange(n)[:, None] - np.arange(1, WINDOW + 1)
    there = back >= 0
    before, after = _neighbours(said.speaker)
    seen = _Seen(said, at, np.maximum(back, 0), there, before, after)
    own = seen.of(said.speaker) == said.speaker[:, None]
    shared = _words(seen)
    pair = [*_near(seen, number), *_turns(seen, own), *_names(seen, own), *_talks(seen), *shared]
    stacked = np.empty((len(pair), n, WINDOW), np.float32)
    for place, sign in enumerate(pair):
        stacked[place] = sign
    stacked *= there
    most = [one.max(axis=1, keepdims=True) for one in shared[:2]]
    return Signs(stacked, np.concatenate([_lines(seen), *most], axis=1).astype(np.float32), there)


def _neighbours(speaker: Ints) -> tuple[Ints, Ints]:
    n = len(speaker)
    order = np.lexsort((np.arange(n), speaker))
    same = speaker[order][1:] == speaker[order][:-1]
    before, after = np.full(n, -1), np.full(n, n)
    before[order[1:][same]] = order[:-1][same]
    after[order[:-1][same]] = order[1:][same]
    far = np.arange(n) - before > MEMORY
    before[far] = -1
    return before, after


def _near(seen: _Seen, number: Ints) -> list[Array]:
    """How far back a line is, in lines and in minutes."""
    apart = np.arange(1, WINDOW + 1, dtype=np.float32)
    lines = number[:, None] - seen.of(number)
    gap = np.maximum(seen.at[:, None] - seen.of(seen.at), 0)
    return [
        np.log(apart)[None] / 4,
        (apart == 1)[None],
        (apart == 2)[None],
        (apart == 3)[None],
        (apart <= 5)[None],
        1 / apart[None],
        np.log(np.maximum(lines, 1)) / 5,
        np.log1p(np.minimum(gap, 1440)) / 5,
        gap < 1,
        gap <= 1,
        gap <= 3,
        gap > 10,
    ]


def _turns(seen: _Seen, own: Bools) -> list[Array]:
    """Whose turn it was: what the two have said since."""
    me = np.arange(len(own))[:, None]
    counted = own & seen.there
    mine: Ints = np.cumsum(counted, axis=1) - counted  # lines of mine between
    others: Ints = np.cumsum(~own & seen.there, axis=1) - (~own & seen.there)
    n = len(own)
    after = np.append(seen.after, n)
    next1 = seen.of(seen.after)
    next2 = after[next1]
    last = next1 >= me
    nextdoor = next1 == seen.back + 1
    return [
        own,
        own & (mine == 0),
        mine == 0,
        np.minimum(mine, 8) / 8,
        ~own & (others == 0),
        np.log1p(others) / 4,
        last,
        ~last & (next2 >= me),
        last & (mine == 0) & ~own,
        nextdoor & ~last,
        seen.of(seen.before) == seen.back - 1,
        seen.of(seen.before) < 0,
        (seen.before[:, None] == seen.back - 1) & ~own,
        own & (mine == 0) & (others > 0),
    ]


def _first(flags: Bools) -> Bools:
    """The nearest of the lines before that are so."""
    return np.asarray(flags & (np.cumsum(flags, axis=1) == 1))


def _names(seen: _Seen, own: Bools) -> list[Array]:
    """Who names whom."""
    said, there = seen.said, seen.there
    me, them = said.speaker[:, None], seen.of(said.speaker)
    to, theirs = said.addressed[:, None], seen.of(said.addressed)
    calls = (to == them) & there
    called = (theirs == me) & there
    names = (said.named[:, None, :] == them[:, :, None]).any(axis=2) & there
    named = (seen.of(said.named) == me[:, :, None]).any(axis=2) & there
    mine = own & there
    since: Ints = np.cumsum(mine, axis=1) - mine
    known = to >= 0
    alike = (to == theirs) & known & there
    next_called = _next_called(said)
    answered = seen.of(next_called) < np.arange(len(own))[:, None]
    return [
        calls,
        names,
        called,
        named,
        _first(calls),
        _first(names),
        _first(called),
        _first(named),
        called & (since == 0),
        _first(named) & (since == 0),
        known & ~calls,
        (theirs != NOBODY) & ~called,
        alike,
        _first(alike | calls),
        calls & called,
        _first(calls) & (since == 0),
        answered,
        answered & calls,
        mine & alike,
        (to == NOBODY) & (theirs == NOBODY),
    ]


def _next_called(said: Said) -> Ints:
    """For each line the first one after it that addresses its speaker; n where none does."""
    n = len(said.speaker)
    who = np.flatnonzero(said.addressed >= 0)
    order = np.lexsort((who, said.addressed[who]))
    key = said.addressed[who][order] * (n + 1) + who[order]
    place = np.searchsorted(key, said.speaker * (n + 1) + np.arange(n), side="right")
    found = np.append(key, -1)[np.minimum(place, len(key))]
    return np.where(found // (n + 1) == said.speaker, found % (n + 1), n)


def _talks(seen: _Seen) -> list[Array]:
    """When the one last addressed the other, both ways, and how often."""
    said, me = seen.said, seen.said.speaker[:, None]
    them = seen.of(said.speaker)
    to_them, times_to = _addressed(said, me, them)
    to_me, times_from = _addressed(said, them, me)
    lately = seen.said.addressed[np.maximum(seen.before, 0)]
    lately = np.where(seen.before >= 0, lately, NOBODY)[:, None]
    back_to = np.where(seen.before >= 0, seen.before, 0)
    return [
        np.exp(-to_them / 20),
        np.exp(-to_me / 20),
        np.minimum(times_to, 6) / 6,
        np.minimum(times_from, 6) / 6,
        to_me < to_them,
        (lately == them) & (lately >= 0),
        (lately >= 0) & (lately != them),
        seen.back > back_to[:, None],
        seen.back == back_to[:, None],
    ]


def _addressed(said: Said, a: Ints, b: Ints) -> tuple[Floats, Ints]:
    """How many lines before each line a last addressed b (at most MEMORY), and how often within MEMORY."""
    n = len(said.speaker)
    people = int(said.speaker.max(initial=0)) + 1
    who = np.flatnonzero(said.addressed >= 0)
    code = said.speaker[who] * people + said.addressed[who]
    order = np.lexsort((who, code))
    key = code[order] * n + who[order]
    now = np.arange(n)[:, None]
    asked = (a * people + b) * n
    place = np.searchsorted(key, asked + now)
    start = np.searchsorted(key, asked + np.maximum(now - MEMORY, 0))
    found = np.append(key, -1)[place - 1] % n if len(key) else np.zeros_like(place)
    return np.where(place > start, now - found, MEMORY).astype(np.float32), place - start


def _words(seen: _Seen) -> list[Array]:
    """Rare words that both hold, or that the speaker's line before held."""
    total, most, count = _shared(seen.said)
    n = len(total)
    size = np.sqrt(0.5 + np.bincount(seen.said.words[0], seen.said.words[2], n))
    mine = _through(seen, total)
    theirs = _through_them(seen, total)
    return [
        total,
        most,
        np.minimum(count, 4) / 4,
        total / size[:, None] / seen.of(size),
        _first(most > 0.5),
        total == np.maximum(total.max(axis=1, initial=0), 0.3)[:, None],
        mine,
        theirs,
    ]


def _shared(said: Said) -> tuple[Floats, Floats, Floats]:
    """Of each line and each before it: the summed rarity of the words that both hold, the greatest, their number."""
    n = len(said.speaker)
    line, bucket, rarity = said.words
    keep = rarity > 0.2
    line, bucket, rarity = line[keep], bucket[keep], rarity[keep]
    order = np.lexsort((line, bucket))
    line, bucket, rarity = line[order], bucket[order], rarity[order]
    cells, weights = [np.zeros(0, np.int64)], [np.zeros(0, np.float32)]
    for step in range(1, WINDOW + 1):
        apart = line[step:] - line[:-step]
        near = (bucket[step:] == bucket[:-step]) & (apart <= WINDOW)
        if not near.any():
            break
        cells.append(line[step:][near] * WINDOW + apart[near] - 1)
        weights.append(rarity[step:][near])
    cell, weight = np.concatenate(cells), np.concatenate(weights)
    total = np.bincount(cell, weight, n * WINDOW).reshape(n, WINDOW)
    count = np.bincount(cell, minlength=n * WINDOW).reshape(n, WINDOW)
    most = np.zeros(n * WINDOW, np.float32)
    np.maximum.at(most, cell, weight)
    return total.astype(np.float32), most.reshape(n, WINDOW), count.astype(np.float32)


def _at(shared: Floats, later: Ints, earlier: Ints) -> Floats:
    """What two lines share; 0 where they are the same or too far apart."""
    apart = later - earlier
    good = (apart >= 1) & (apart <= WINDOW) & (earlier >= 0)
    return np.where(good, shared[np.maximum(later, 0), np.clip(apart - 1, 0, WINDOW - 1)], 0)


def _through(seen: _Seen, shared: Floats) -> Floats:
    """What the line shares with the one that the speaker said before."""
    mine = np.broadcast_to(seen.before[:, None], seen.back.shape)
    later, earlier = np.maximum(mine, seen.back), np.minimum(mine, seen.back)
    return _at(shared, later, earlier)


def _through_them(seen: _Seen, shared: Floats) -> Floats:
    """What this line shares with the line that the other said before theirs."""
    now = np.broadcast_to(np.arange(len(shared))[:, None], seen.back.shape)
    return _at(shared, now, seen.of(seen.before))


def _lines(seen: _Seen) -> Floats:
    """What a line shows by itself and by what its speaker did before."""
    said, n = seen.said, len(seen.at)
    now = np.arange(n)
    prior = np.maximum(seen.before, 0)
    has = seen.before >= 0
    gap = np.diff(seen.at, prepend=seen.at[:1])
    wait = np.where(has, seen.at - seen.at[prior], 1440)
    called = seen.there & (seen.of(said.addressed) == said.speaker[:, None])
    call = np.where(called.any(axis=1), called.argmax(axis=1) + 1, MEMORY)
    since = np.where(has, now - prior, MEMORY)
    target = seen.there & (seen.of(said.speaker) == said.addressed[:, None])
    reach = np.where(target.any(axis=1), target.argmax(axis=1) + 1, MEMORY)
    busy = (seen.there & (seen.at[:, None] - seen.of(seen.at) <= 5)).sum(axis=1)
    state = [
        has,
        np.log(since) / 5,
        np.log1p(np.clip(wait, 0, 1440)) / 7,
        since == 1,
        wait <= 1,
        np.log1p(np.clip(gap, 0, 1440)) / 7,
        gap > 10,
        np.log(call) / 5,
        call < since,
        np.log(reach) / 5,
        np.log1p(busy) / 4,
        _people(seen) / 10,
        has & (said.addressed[prior] >= 0),
        has & (said.addressed[prior] == said.addressed) & (said.addressed >= 0),
        has & (said.marks[prior, 0] > 0),
        has & (said.marks[prior, 3] > 0),
        now < WINDOW,
    ]
    return np.concatenate([said.marks, np.stack(state, axis=1).astype(np.float32)], axis=1)


def _people(seen: _Seen) -> Floats:
    """How many spoke in the 20 lines before."""
    near = seen.of(seen.said.speaker)[:, :20]
    fresh = (seen.of(seen.after)[:, :20] >= np.arange(len(near))[:, None]) & seen.there[:, :20]
    return np.asarray(fresh.sum(axis=1), np.float32)
