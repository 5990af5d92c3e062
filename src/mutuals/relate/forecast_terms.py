"""The seven terms of the forecast, computed for every pair at a day from the active days of ties."""

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from mutuals.relate.tie_arrays import Floats, H, Ints, TieDays

LATELY = 28
NEVER = 3650.0

TITLES = {
    "depth": "depth of the relationship",
    "silence": "days since the last contact",
    "days": "days with contact so far",
    "quieter": "days since the quieter of the two was last heard of",
    "livelier": "days since the livelier of the two last wrote to anyone",
    "company": "people the busier of the two was in touch with in the last 28 days",
    "share": "share of this relationship in all that the less busy one has",
}
NAMES = tuple(TITLES)


class Terms(NamedTuple):
    """Per pair: which tie of the history, the raw values in words-able units, and the values as summed."""

    ties: Ints
    raw: Floats
    values: Floats


@dataclass(frozen=True, slots=True)
class History:
    """Active days of ties in order of day: per row tie, day, m_u out and in; per tie its two people by
    number.
    """

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

    def between(self, first: int, stop: int) -> slice:
        """Return the rows of days first <= day < stop."""
        return slice(*np.searchsorted(self.day, [first, stop]).tolist())

    def contact(self, first: int, stop: int) -> NDArray[np.bool_]:
        """Return for each tie whether it had contact on days first <= day < stop."""
        found = np.zeros(len(self.low), bool)
        found[self.tie[self.between(first, stop)]] = True
        return found


def terms(history: History, *, at: int) -> Terms:
    """Return the terms of every tie with contact before day `at`, from rows before `at` only."""
    rows = slice(0, int(np.searchsorted(history.day, at)))
    tie, day, out, into = (c[rows] for c in (history.tie, history.day, history.out, history.into))
    total, people = len(history.low), history.people
    age = at - 1 - day
    ages = np.arange(int(age.max(initial=0)) + 1)
    kernel = np.exp2(-ages[:, None] / H) @ (1.0 / np.sqrt(H))
    weight = kernel[age]
    depth = np.bincount(tie, weight * (out + into), minlength=total)
    days = np.bincount(tie, minlength=total)
    silence = np.full(total, NEVER)
    silence[tie] = age
    ties = np.flatnonzero(days)
    a, b = history.a, history.b
    heard, wrote = np.full(people, NEVER), np.full(people, NEVER)
    heard[a[tie]] = age
    np.minimum.at(heard, b[tie], age)
    senders = np.concatenate([a[tie[out > 0]], b[tie[into > 0]]])
    np.minimum.at(wrote, senders, np.concatenate([age[out > 0], age[into > 0]]))
    lately = np.flatnonzero(silence < LATELY)
    company = np.bincount(np.concatenate([a[lately], b[lately]]), minlength=people)
    held = np.bincount(np.concatenate([a, b]), np.concatenate([depth, depth]), minlength=people)
    a, b = a[ties], b[ties]
    raw = np.column_stack(
        [
            depth[ties],
            silence[ties],
            days[ties],
            np.maximum(heard[a], heard[b]),
            np.minimum(wrote[a], wrote[b]),
            np.maximum(company[a], company[b]),
            depth[ties] / np.maximum(np.minimum(held[a], held[b]), 1e-12),
        ]
    )
    values = np.log1p(raw)
    values[:, 0] = np.log(raw[:, 0] + 1e-3)
    values[:, 6] = np.log(raw[:, 6] + 1e-3)
    return Terms(ties, raw, values)
