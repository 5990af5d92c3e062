"""How many people somebody keeps: over the years, who came nearer and who left as they did, and how they share out
their days. Pure.

By rates, as people are asked for in the studies behind the circles: in touch weekly is the innermost five or so,
monthly some fifteen (Dunbar & Spoors 1995; Sutcliffe, Dunbar, Binder & Arrow 2012). A rate is kept when there was
contact in three of four weeks (or four-week spans) of the year, so that one busy fortnight keeps nobody. The
signature is the share of contact that goes to the first, second ... person; it is as lasting as a handwriting while
the people change (Saramäki and others 2014), so one compares it with one's own past and with nobody's.
"""

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from mutuals.relate.circles import CAPACITIES
from mutuals.relate.past import Past
from mutuals.relate.tie_arrays import Floats, H, Ints

YEAR = 365
# Contact in so many of the spans of a year, and how long these are in days; and on so many days of it at all.
WEEKLY, MONTHLY, SOME = (39, 7), (10, 28), 3
RANKS = 10
# A year with fewer people or days in it has no shape yet.
LEAST_PEOPLE, LEAST_DAYS = 5, 30
# Who left had gone quiet when in the quarter there were fewer days with them than this share of their usual ones.
QUIET = 0.5
_EPOCH = dt.date(1970, 1, 1).toordinal()


class Days(NamedTuple):
    """The days of all ties in order of the UTC day: whom each is with (from 0 up to `people`), and what it weighs."""

    day: Ints
    who: Ints
    weight: Floats
    people: int


@dataclass(frozen=True, slots=True)
class Move:
    """Who came into a circle within a quarter (ending on UTC day `day`) and who left it: `quiet` are those of them with
    whom there was less than half as much as over the year before the quarter, the others were overtaken."""

    day: int
    came: tuple[int, ...]
    left: tuple[int, ...]
    quiet: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Kept:
    """How many people were kept up in the year before the end of a UTC day: weekly, monthly, and on three days at
    all."""

    day: int
    weekly: int
    monthly: int
    some: int


@dataclass(frozen=True, slots=True)
class Signature:
    """A year that ends with UTC day `until`: the share of its days of contact that went to the first, second ...
    person, over so many people and days; `same` of the first five were among the first five of the year before (None
    for the earliest), and how unlike that year it is (Jensen-Shannon divergence, 0 to 1 bit)."""

    until: int
    shares: tuple[float, ...]
    people: int
    days: int
    same: int | None
    unlike: float | None


def days_of(past: Past, person: Ints) -> Days:
    """Return the days of all ties in order of the day; `person` names whom each tie of `past` is with, from 0 on.

    Two of us who met one person on one day are one day with them; what each day weighs is added up.
    """
    who, day = np.repeat(person, np.diff(past.starts)), past.day.astype(np.int64)
    size = int(person.max()) + 1 if len(person) else 0
    packed, place = np.unique(day * size + who, return_inverse=True)
    weight = np.bincount(place, weights=past.out + past.into, minlength=len(packed)).astype(np.float64)
    return Days(packed // size, packed % size, weight, size) if size else Days(day, who, weight, 0)


def kept_at(days: Days, marks: Sequence[int]) -> list[Kept]:
    """Return how many people were kept up at each mark, by the year before it."""
    found = []
    for mark in marks:
        here = _between(days, mark - YEAR, mark)
        ages, who = mark - days.day[here], days.who[here]
        weekly, monthly = (
            int((_spans(who, ages, length) >= least).sum()) for least, length in (WEEKLY, MONTHLY)
        )
        found.append(Kept(mark, weekly, monthly, int((np.bincount(who) >= SOME).sum())))
    return found


def _spans(who: Ints, ages: Ints, length: int) -> Ints:
    """In how many spans of so many days each of these people was in touch, counted back from the mark."""
    size = YEAR // length + 1
    there = np.zeros((int(who.max()) + 1 if len(who) else 0) * size, np.bool_)
    there[who * size + ages // length] = True
    return np.asarray(there.reshape(-1, size).sum(axis=1), np.int64)


def moves(days: Days, marks: Sequence[int], *, floor: float, room: int = CAPACITIES[1]) -> list[Move]:
    """Return who came into the nearest `room` people from each mark to the next, and who left; quarters in which nobody
    did either are left out."""
    found: list[Move] = []
    before, begins = frozenset[int](), 0
    for place, (mark, depth) in enumerate(_depths(days, marks)):
        now = _nearest(depth, floor, room)
        if place and now != before:
            left = sorted(before - now)
            lately, usually = _pace(days, begins, mark), _pace(days, begins - YEAR, begins)
            quiet = tuple(one for one in left if lately[one] < QUIET * usually[one])
            found.append(Move(mark, tuple(sorted(now - before)), tuple(left), quiet))
        before, begins = now, mark
    return found


def _pace(days: Days, after: int, until: int) -> Floats:
    """Days with each person per day of the time after one UTC day until another."""
    counts = np.bincount(days.who[_between(days, after, until)], minlength=days.people)
    return np.asarray(counts / max(1, until - after), np.float64)


def _between(days: Days, after: int, until: int) -> slice:
    """The rows after one UTC day until another."""
    return slice(*np.searchsorted(days.day, [after, until], side="right").tolist())


def _depths(days: Days, marks: Sequence[int]) -> Iterator[tuple[int, Floats]]:
    """The depth of everybody at each mark: their states are carried on from mark to mark, as `history` does."""
    states, start, before = np.zeros((days.people, len(H))), 0, 0
    for mark in marks:
        here = slice(start, int(np.searchsorted(days.day, mark, side="right")))
        states *= np.exp2(-(mark - before) / H)
        ages, who = (mark - days.day[here]).astype(np.float64), days.who[here]
        for place, half in enumerate(H):
            added = days.weight[here] * np.exp2(-ages / half)
            states[:, place] += np.bincount(who, weights=added, minlength=days.people)
        yield mark, (states / np.sqrt(H)).sum(axis=1)
        start, before = here.stop, mark


def signatures(days: Days, *, last: int, most: int = 8) -> list[Signature]:
    """Return the signature of each year that ends with `last` or whole years before it, the earliest first."""
    found: list[Signature] = []
    earlier: tuple[Floats, frozenset[int]] | None = None
    for until in (last - YEAR * back for back in reversed(range(most))):
        counts = np.bincount(days.who[_between(days, until - YEAR, until)])
        order = np.lexsort((np.arange(len(counts)), -counts))[: int((counts > 0).sum())]
        if len(order) < LEAST_PEOPLE or counts.sum() < LEAST_DAYS:
            earlier = None
            continue
        shares, first = counts[order] / counts.sum(), frozenset(order[:5].tolist())
        same = len(first & earlier[1]) if earlier is not None else None
        unlike = divergence(shares, earlier[0]) if earlier is not None else None
        told = tuple(float(one) for one in shares[:RANKS])
        found.append(Signature(until, told, len(order), int(counts.sum()), same, unlike))
        earlier = shares, first
    return found


def divergence(one: Floats, other: Floats) -> float:
    """Return the Jensen-Shannon divergence of two shares by rank, in bits: 0 for the same, 1 for nothing in common."""
    size = max(len(one), len(other))
    p, q = np.zeros(size), np.zeros(size)
    p[: len(one)], q[: len(other)] = one, other
    middle = (p + q) / 2
    return max(0.0, _bits(middle) - (_bits(p) + _bits(q)) / 2)


def _bits(shares: Floats) -> float:
    there = shares[shares > 0]
    return float(-(there * np.log2(there)).sum())


def _nearest(depth: Floats, floor: float, room: int) -> frozenset[int]:
    order: NDArray[np.int64] = np.lexsort((np.arange(len(depth)), -depth))[:room]
    return frozenset(int(one) for one in order if depth[one] > floor)
