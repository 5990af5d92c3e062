"""Who should know each other: how near two people are who have not met, from who knows whom. Pure.

Three terms, each a logarithm, whose weighted sum orders pairs:

- *between*: Adamic-Adar (2003) over the people both know, each way to them weighing by what it weighs today. With d the
  depth of a tie (`ties.py`: days fade by a mixture of half-lives) and d' = min(1, d), the sum over z of
  d'(x, z) d'(z, y) / log(2 + sum of d'(z, .)).
- *open*: how readily both begin something new: the kernel of the days on which their ties began.
- *lively*: the depth of all ties of the quieter of the two.

The weights are fitted on past windows of the same log where it has any, by ridge towards `PRIOR`, as the forecast does.
What was measured stands in docs/models/introductions.md.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from mutuals.relate.tie_arrays import Columns, Floats, Ints, build
from mutuals.relate.ties import HALF_LIVES

VERSION = "introductions-1"
NAMES = ("open", "lively", "between")
TITLES = {
    "open": "how lately both began something new",
    "lively": "how much the quieter of the two has to do with people",
    "between": "the people both know, and how well",
}
# Judgement, in round numbers, after a look at which terms matter at all on CollegeMsg before day 84.
PRIOR = (1.0, 0.5, 0.1)
HORIZON = 28
# Whoever was in touch with nobody for longer is not offered to anybody.
ACTIVE = 28
# So many of the liveliest are compared, each with each.
MOST = 2_000
RIDGE, LEAST = 30.0, 30
WINDOWS = 3
# What stands for nothing inside a logarithm.
_NEW, _LITTLE, _APART = 0.1, 0.1, 0.1
_BLOCK = 4_096
_EVERY = 10
_STEPS = 25
_H = np.array(HALF_LIVES)


@dataclass(frozen=True, slots=True)
class Known:
    """Who knows whom as of a day: unordered ties `a` < `b` (row numbers from 0), their depth, first and last day."""

    a: Ints
    b: Ints
    depth: Floats
    first: Ints
    last: Ints
    people: int
    at: int

    @staticmethod
    def of(columns: Columns, *, at: int, people: int) -> "Known":
        """Who knows whom by tie days up to a day."""
        table = build(columns, at=float(at))
        depth = np.asarray(table.depths(at).depth, dtype=np.float64) if len(table) else np.zeros(0)
        ends = (np.asarray(table.a, dtype=np.int64), np.asarray(table.b, dtype=np.int64))
        days = (np.asarray(table.first, dtype=np.int64), np.asarray(table.last, dtype=np.int64))
        return Known(*ends, depth, *days, people, at)


class Pairs(NamedTuple):
    """Pairs that do not know each other (x < y), with their terms, one column for each of `NAMES`."""

    x: Ints
    y: Ints
    terms: Floats
    between: Floats


def active(known: Known, *, within: int = ACTIVE, most: int = MOST) -> Ints:
    """Whoever was in touch with anybody in the last `within` days, the liveliest `most` of them, in order."""
    lately = np.zeros(known.people, dtype=bool)
    fresh = known.last > known.at - within
    lately[known.a[fresh]] = lately[known.b[fresh]] = True
    found = np.flatnonzero(lately)
    if len(found) > most:
        found = np.sort(found[np.argsort(-_sums(known, known.depth)[found], kind="stable")[:most]])
    return found.astype(np.int64)


def between(known: Known, chosen: Ints) -> Floats:
    """How much lies between each two of the chosen people (n, n): Adamic-Adar, faded; 0 with nobody between."""
    weight = np.minimum(known.depth, 1.0)
    degree = 1.0 / np.log(2.0 + _sums(known, weight))
    place = np.full(known.people, -1, dtype=np.int64)
    place[chosen] = np.arange(len(chosen))
    ends, others = np.concatenate([known.a, known.b]), np.concatenate([known.b, known.a])
    weights = np.concatenate([weight, weight])
    mine = place[ends] >= 0
    row, other, weights = place[ends[mine]], others[mine], weights[mine]
    # Somebody whom only one of them knows lies between no two.
    middle, column, times = np.unique(other, return_inverse=True, return_counts=True)
    shared = (times > 1)[column]
    row, column, weights = row[shared], column[shared], weights[shared]
    return _products((row, column, weights), degree[middle], len(chosen))


def pairs(known: Known, chosen: Ints) -> Pairs:
    """Every two of the chosen people who do not know each other, with their terms."""
    strangers = np.ones((len(chosen), len(chosen)), dtype=bool)
    place = np.full(known.people, -1, dtype=np.int64)
    place[chosen] = np.arange(len(chosen))
    one, two = place[known.a], place[known.b]
    both = (one >= 0) & (two >= 0)
    strangers[one[both], two[both]] = strangers[two[both], one[both]] = False
    i, j = np.nonzero(np.triu(strangers, 1))
    near = between(known, chosen)[i, j]
    begun = np.log(_NEW + _sums(known, _kernel(known.at - known.first)))[chosen]
    depth = np.log(_LITTLE + _sums(known, known.depth))[chosen]
    lively = np.minimum(depth[i], depth[j])
    terms = np.stack([begun[i] + begun[j], lively, np.log(_APART + near)], axis=1)
    return Pairs(chosen[i], chosen[j], terms, near)


def likely(terms: Floats, weights: Sequence[float] = PRIOR) -> Floats:
    """The weighted sum that orders pairs, the likeliest highest."""
    return np.asarray(terms @ np.asarray(weights, dtype=np.float64))


def fitted(columns: Columns, *, at: int, people: int, horizon: int = HORIZON) -> tuple[float, ...]:
    """The weights of the terms, fitted on windows of `horizon` days that closed before the day after `at`; `PRIOR`
    where too few new ties began in them."""
    parts = [_window(columns, at - back, people, horizon) for back in _backs(horizon)]
    terms = np.concatenate([one for one, _, _ in parts])
    met = np.concatenate([one for _, one, _ in parts])
    counts = np.concatenate([one for _, _, one in parts])
    if met.sum() < LEAST or met.all():
        return PRIOR
    return _ridge(terms, met.astype(np.float64), counts)


def _backs(horizon: int) -> list[int]:
    """How many days before now each past window opened; each closed before now."""
    return [horizon + step * max(1, horizon // 4) for step in range(WINDOWS)]


def _window(columns: Columns, at: int, people: int, horizon: int) -> tuple[Floats, NDArray[np.bool_], Floats]:
    """Terms of strangers as of a past day, who met in the window after it, and how many pairs each row stands for."""
    past, later = (
        columns.take(columns.day <= at),
        columns.take((columns.day > at) & (columns.day <= at + horizon)),
    )
    known = Known.of(past, at=at, people=people)
    found = pairs(known, active(known))
    low, high = np.minimum(later.a, later.b), np.maximum(later.a, later.b)
    met = np.isin(found.x * people + found.y, low * people + high)
    # Of the many who did not meet every tenth stands for ten.
    kept = met | (np.arange(len(met)) % _EVERY == 0)
    return found.terms[kept], met[kept], np.where(met[kept], 1.0, float(_EVERY))


def _ridge(terms: Floats, met: Floats, counts: Floats) -> tuple[float, ...]:
    """Logistic regression by Newton's steps, with ridge towards `PRIOR` on the scale of each term."""
    center, scale = terms.mean(axis=0), terms.std(axis=0) + 1e-9
    x = np.column_stack([np.ones(len(terms)), (terms - center) / scale])
    start = np.concatenate([[0.0], np.array(PRIOR) * scale])
    pull = np.diag([1e-6, *[RIDGE] * len(NAMES)])
    share = float((met * counts).sum() / counts.sum())
    weights = start + np.array([np.log(share / (1 - share)), 0.0, 0.0, 0.0])
    for _ in range(_STEPS):
        p = 1.0 / (1.0 + np.exp(-np.clip(x @ weights, -35, 35)))
        slope = x.T @ (counts * (p - met)) + pull @ (weights - start)
        curve = (x * (counts * p * (1 - p))[:, None]).T @ x + pull
        step = np.linalg.solve(curve, slope)
        weights = weights - step
        if np.abs(step).max() < 1e-6:
            break
    # No term counts against two people: that somebody stands between them is never a reason to keep them apart.
    return tuple(float(one) for one in np.maximum(weights[1:] / scale, 0.0))


def _products(cells: tuple[Ints, Ints, Floats], degree: Floats, size: int) -> Floats:
    """W D W', a block of columns at a time: W is sparse and its product is not."""
    row, column, weights = cells
    out = np.zeros((size, size))
    order = np.argsort(column, kind="stable")
    row, column, weights = row[order], column[order], weights[order]
    for start in range(0, len(degree), _BLOCK):
        low, high = np.searchsorted(column, [start, start + _BLOCK])
        if low == high:
            continue
        part = np.zeros((size, min(_BLOCK, len(degree) - start)))
        part[row[low:high], column[low:high] - start] = weights[low:high]
        out += (part * degree[start : start + _BLOCK]) @ part.T
    np.fill_diagonal(out, 0.0)
    return out


def _sums(known: Known, values: Floats) -> Floats:
    """The sum of a value of ties over all ties of each person."""
    found = np.bincount(known.a, values, known.people) + np.bincount(known.b, values, known.people)
    return np.asarray(found, dtype=np.float64)


def _kernel(age: Ints) -> Floats:
    """What a day adds to depth after `age` days (`ties.kernel`, for columns)."""
    return np.asarray(np.exp2(-np.maximum(age, 0)[:, None] / _H) @ (1 / np.sqrt(_H)))
