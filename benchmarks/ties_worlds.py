"""Made-up worlds of people who meet, keep in touch and drift apart: what the shipped forecast prior is trained on.

A world is a log of directed messages on integer days. Its traits are drawn once per world, so that a prior
trained on many worlds has seen dense and thin networks, growing and dying ones, chatty and formal ones:

- people join over time, are busy to a heavy-tailed degree, pause, and many leave for good;
- ties begin by chance, by fame and by common friends; many are met once, the others have a heavy-tailed rate
  and a lifetime of their own;
- contact comes in bursts: after one contact the next is likely soon, and answers come back within days;
- some worlds rest at weekends, some fade as a whole; in some, messages go to many at once.

No real data enter; the same seed gives the same world.
"""

from typing import NamedTuple

import numpy as np


class World(NamedTuple):
    """Directed messages on days 0..days-1, in order of day."""

    a: np.ndarray
    b: np.ndarray
    day: np.ndarray
    days: int


def world(seed: int) -> World:
    """Return the world of this seed: some 80-400 people over 90-720 days."""
    random = np.random.default_rng(seed)
    people, days = int(random.integers(80, 400)), int(random.integers(90, 720))
    joins = _joins(random, people, days)
    stay = random.lognormal(random.uniform(np.log(8), np.log(1000)), random.uniform(0.5, 1.6), people)
    leaves = np.minimum(days, joins + stay)
    busy = random.lognormal(0, random.uniform(0.4, 1.3), people)
    a, b = _pairs(random, people, busy, int(people * random.uniform(2, 14)))
    start = np.maximum(joins[a], joins[b]) + random.exponential(random.uniform(3, 120), len(a))
    life = random.lognormal(random.uniform(np.log(2), np.log(250)), random.uniform(0.8, 2.2), len(a))
    life[random.uniform(size=len(a)) < random.uniform(0, 0.6)] = 0.01  # met once
    end = np.minimum(np.minimum(leaves[a], leaves[b]), start + life)
    rate = random.lognormal(random.uniform(np.log(0.005), np.log(0.15)), random.uniform(0.6, 1.4), len(a))
    rate = np.minimum(rate * np.sqrt(busy[a] * busy[b]), 1.5)
    tie, moment = _contacts(random, start, end, rate, random.uniform(0.35, 1.0))
    away = _away(random, people, days)
    day = moment.astype(int)
    heard = ~(away[a[tie], day // 7] | away[b[tie], day // 7])
    rest = random.uniform() < 0.5
    heard &= ~(rest & (day % 7 >= 5) & (random.uniform(size=len(day)) < 0.85))
    if random.uniform() < 0.5:
        half = np.exp(random.uniform(np.log(12), np.log(250)))
        heard &= random.uniform(size=len(day)) < np.exp2(-moment / half)
    tie, moment = tie[heard], moment[heard]
    return _messages(random, a, b, tie, moment, days, leaves)


def _joins(random, people, days):
    """Moments of joining: a front-loaded rush, or evenly, some before the log begins."""
    early = random.beta(random.uniform(0.4, 1.2), random.uniform(1.0, 4.0), people) * days
    return np.where(random.uniform(size=people) < random.uniform(0, 0.6), 0.0, early)


def _pairs(random, people, busy, wanted):
    """Pairs by fame, and a share of them closed over common friends."""
    fame = busy / busy.sum()
    a, b = (
        random.choice(people, wanted, p=fame),
        random.choice(people, wanted, p=fame**0.6 / (fame**0.6).sum()),
    )
    closed = random.uniform(size=wanted) < random.uniform(0, 0.6)
    via = random.integers(0, wanted, wanted)
    b = np.where(closed & (a != b[via]), b[via], b)
    pairs = np.unique(np.stack([np.minimum(a, b), np.maximum(a, b)])[:, a != b], axis=1)
    flip = random.uniform(size=pairs.shape[1]) < 0.5
    return np.where(flip, pairs[1], pairs[0]), np.where(flip, pairs[0], pairs[1])


def _contacts(random, start, end, rate, shape):
    """Moments of contact per tie: the first at its start, then Weibull gaps (shape below 1: bursts)."""
    ties, moments = [], []
    alive, now = np.flatnonzero(end > start), start[end > start]
    scale = 1.0 / rate / 2.0
    while len(alive):
        ties.append(alive)
        moments.append(now)
        now = now + np.maximum(random.weibull(shape, len(alive)) * scale[alive], 0.02)
        going = now < end[alive]
        alive, now = alive[going], now[going]
    return np.concatenate(ties), np.concatenate(moments)


def _away(random, people, days):
    """Whether a person is away in a week: holidays and long pauses."""
    weeks = days // 7 + 2
    away = random.uniform(size=(people, weeks)) < random.uniform(0, 0.15)
    first = random.integers(0, weeks, people)
    long = random.uniform(size=people) < random.uniform(0, 0.4)
    span = np.arange(weeks)[None, :] - first[:, None]
    return away | (long[:, None] & (span >= 0) & (span < random.integers(2, 12, people)[:, None]))


def _messages(random, a, b, tie, moment, days, leaves):
    """One message per contact, an answer to some of them, and some sent to many others as well."""
    one_way = random.beta(2, 2, len(a))
    back = random.uniform(size=len(tie)) < one_way[tie]
    sender, receiver = np.where(back, b[tie], a[tie]), np.where(back, a[tie], b[tie])
    answered = random.uniform(size=len(tie)) < random.uniform(0.1, 0.9) * random.beta(2, 1, len(a))[tie]
    delay = random.exponential(random.uniform(0.1, 3.0), len(tie))
    when = moment + delay
    answered &= when < leaves[receiver]
    s = np.concatenate([sender, receiver[answered]])
    r = np.concatenate([receiver, sender[answered]])
    day = np.concatenate([moment, when[answered]]).astype(int)
    s, r, day = _to_many(random, a, b, s, r, day)
    kept = day < days
    order = np.argsort(day[kept], kind="stable")
    return World(s[kept][order], r[kept][order], day[kept][order], days)


def _to_many(random, a, b, s, r, day):
    """In half of the worlds some messages go to several other people whom the sender knows."""
    share, size = random.uniform(0, 0.15) * random.integers(0, 2), random.uniform(2, 12)
    ends, others = np.concatenate([a, b]), np.concatenate([b, a])
    order = np.argsort(ends, kind="stable")
    others, starts = others[order], np.searchsorted(ends[order], np.arange(ends.max() + 2))
    wide = np.flatnonzero(random.uniform(size=len(s)) < share)
    copies = np.repeat(wide, random.poisson(size, len(wide)))
    degree = starts[s[copies] + 1] - starts[s[copies]]
    more = others[starts[s[copies]] + (random.uniform(size=len(copies)) * degree).astype(int)]
    return np.concatenate([s, s[copies]]), np.concatenate([r, more]), np.concatenate([day, day[copies]])
