"""The seven terms of the forecast, computed for every pair at a day from the active days of ties."""

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from mutuals.relate.tie_arrays import Floats, H, Ints, TieDays

LATELY = 28
NEVER = 3650
# So many neighbours are looked up at a time for the overlap: bounds the memory.
BATCH = 4_000_000

TITLES = {
    "depth": "depth of the relationship",
    "pace": "contact days per day since they met (at least 28 days)",
    "elsewhere": "days since the last contact, less the days since the livelier last wrote to anyone",
    "heard": "days since the two were last heard of (geometric mean)",
    "wrote": "days since whoever wrote last here last wrote to anyone",
    "loyalty": "days with contact in a usual relationship of these two (geometric mean)",
    "company": "overlap of the people each was in touch with in the last 28 days (cosine, 0 to 1)",
}
NAMES = tuple(TITLES)


class Terms(NamedTuple):
    """Per pair: which tie of the history, the raw values in the units of `TITLES`, and the values as summed."""

    ties: Ints
    raw: Floats
    values: Floats


@dataclass(frozen=True, slots=True)
class History:
    """Active days of ties in order of day: per row tie, day, m_u out and in; per tie its two people by number."""

    low: Ints
    high: Ints
    a: Ints
    b: Ints
    people: int
    tie: Ints
    day: Ints
    out: Floats
    into: Floats

    @classmethod
    def of(cls, days: TieDays) -> "History":
        """Return the history made of these days."""
        ids, numbers = np.unique(np.concatenate([days.low, days.high]), return_inverse=True)
        order = np.argsort(days.day, kind="stable")
        return cls(
            low=days.low,
            high=days.high,
            a=numbers[: len(days.low)],
            b=numbers[len(days.low) :],
            people=len(ids),
            tie=days.tie[order],
            day=days.day[order].astype(np.int64),
            out=days.out[order],
            into=days.into[order],
        )

    def contact(self, first: int, stop: int) -> NDArray[np.bool_]:
        """Return for each tie whether it had contact on days first <= day < stop."""
        found = np.zeros(len(self.low), bool)
        found[self.tie[slice(*np.searchsorted(self.day, [first, stop]).tolist())]] = True
        return found


class _Past(NamedTuple):
    """Rows before a day, with their age in days, and per tie its days, first and last age."""

    a: Ints
    b: Ints
    tie: Ints
    age: Ints
    days: Ints
    first: Ints
    silence: Ints


def terms(history: History, *, at: int) -> Terms:
    """Return the terms of every tie with contact before day `at`, from rows before `at` only.

    The last day before `at` has age 0.
    """
    rows = slice(0, int(np.searchsorted(history.day, at)))
    tie, age = history.tie[rows], at - 1 - history.day[rows]
    out, into = history.out[rows], history.into[rows]
    total = len(history.low)
    silence, first = np.full(total, NEVER), np.zeros(total, np.int64)
    silence[tie], first[tie[::-1]] = age, age[::-1]
    days = np.bincount(tie, minlength=total)
    past = _Past(history.a, history.b, tie, age, days, first, silence)
    wrote_here = [np.full(total, NEVER), np.full(total, NEVER)]
    for side, weight in enumerate((out, into)):
        wrote_here[side][tie[weight > 0]] = age[weight > 0]
    ties = np.flatnonzero(days)
    a, b = history.a[ties], history.b[ties]
    heard, wrote = _last_ages(history.people, past, out > 0, into > 0)
    loyalty = _loyalty(history.people, past, ties)
    raw = np.column_stack(
        [
            _depth(past, out + into)[ties],
            days[ties] / (np.maximum(first[ties], LATELY) + 1),
            np.maximum(silence[ties] - np.minimum(wrote[a], wrote[b]), 0),
            np.sqrt((1.0 + heard[a]) * (1.0 + heard[b])) - 1.0,
            _writer(wrote_here[0][ties] - wrote_here[1][ties], wrote[a], wrote[b]),
            np.sqrt(loyalty[a] * loyalty[b]),
            _overlap(history.people, past, ties),
        ]
    )
    return Terms(ties, raw, _scaled(raw))


def _writer(later: Ints, a: Ints, b: Ints) -> Ints:
    """Value of whoever wrote last here; of the quieter when both did on one day."""
    return np.where(later < 0, a, np.where(later > 0, b, np.maximum(a, b)))


def _scaled(raw: Floats) -> Floats:
    """Raw values as they enter the sum: logarithms of all but the overlap."""
    values = np.log1p(raw)
    for column, least in ((0, 1e-3), (1, 0.0), (5, 0.0)):
        values[:, column] = np.log(raw[:, column] + least)
    values[:, 6] = raw[:, 6]
    return values


def _depth(past: _Past, weight: Floats) -> Floats:
    """S of both directions together (`ties.kernel`)."""
    kernel = np.exp2(-np.arange(int(past.age.max(initial=0)) + 1)[:, None] / H) @ (1.0 / np.sqrt(H))
    return np.asarray(np.bincount(past.tie, weight * kernel[past.age], minlength=len(past.a)), np.float64)


def _last_ages(
    people: int, past: _Past, out: NDArray[np.bool_], into: NDArray[np.bool_]
) -> tuple[Ints, Ints]:
    """Days since each person was last heard of, and since each last did something to anyone."""
    heard, wrote = np.full(people, NEVER), np.full(people, NEVER)
    np.minimum.at(heard, past.a[past.tie], past.age)
    np.minimum.at(heard, past.b[past.tie], past.age)
    np.minimum.at(wrote, past.a[past.tie[out]], past.age[out])
    np.minimum.at(wrote, past.b[past.tie[into]], past.age[into])
    return heard, wrote


def _loyalty(people: int, past: _Past, ties: Ints) -> Floats:
    """Mean number of contact days over each person's ties."""
    ends = np.concatenate([past.a[ties], past.b[ties]])
    days = np.bincount(ends, np.tile(past.days[ties], 2), minlength=people)
    return np.asarray(days / np.maximum(np.bincount(ends, minlength=people), 1))


def _overlap(people: int, past: _Past, ties: Ints) -> Floats:
    """Cosine of the two people's company of the last 28 days (one is added to each size)."""
    lately = np.flatnonzero(past.silence < LATELY)
    ends = np.concatenate([past.a[lately], past.b[lately]]), np.concatenate([past.b[lately], past.a[lately]])
    links = np.sort(ends[0] * people + ends[1])
    sizes = np.bincount(ends[0], minlength=people)
    starts = np.cumsum(sizes) - sizes
    a, b = past.a[ties], past.b[ties]
    swap = sizes[a] > sizes[b]
    few, many = np.where(swap, b, a), np.where(swap, a, b)
    common = np.zeros(len(ties))
    work = np.flatnonzero(sizes[few])
    for part in np.split(work, np.flatnonzero(np.diff(np.cumsum(sizes[few[work]]) // BATCH)) + 1):
        count = sizes[few[part]]
        row = np.repeat(np.arange(len(part)), count)
        place = np.arange(len(row)) - np.repeat(np.cumsum(count) - count, count) + starts[few[part]][row]
        wanted = many[part][row] * people + links[place] % people
        found = links[np.minimum(np.searchsorted(links, wanted), len(links) - 1)] == wanted
        common[part] = np.bincount(row[found], minlength=len(part))
    return np.asarray(common / np.sqrt((sizes[a] + 1.0) * (sizes[b] + 1.0)))
