"""Past days of a view as they are replayed: its tie days are read once and kept in this process while it is asked.

The ties of us alone are kept, 28 bytes for each of their active days (56 MB for two million), for at most two views.
What is kept is never asked for under other scopes than it was read with, so that what is no longer shared is gone at
once; it is dropped as soon as the view is reckoned again.
"""

from threading import Lock
from typing import NamedTuple

import numpy as np

from mutuals.people.selectors.actors import contacts_ours
from mutuals.relate.circles import Circle
from mutuals.relate.models import Reckoning
from mutuals.relate.past import NEVER, Frame, Past, depths_at, frame, past_of, take
from mutuals.relate.refit import parameters_named
from mutuals.relate.rungs import Rung
from mutuals.relate.services.columns import columns_read
from mutuals.relate.services.lines import Line, heard_in, networks_by, ranked
from mutuals.relate.services.reckon import Eyes, contacts_reckoned
from mutuals.relate.tie_arrays import Ints
from mutuals.relate.ties import Parameters
from mutuals.team.place import place

VIEWS_KEPT = 2
LAST_DAY = 2**31 - 1


class Kept(NamedTuple):
    """The active days of a view's own ties: for each tie who of us (`a`) and with whom (`b`)."""

    past: Past
    a: Ints
    b: Ints
    ours: frozenset[int]


_KEPT: dict[int, tuple[tuple[object, ...], Kept]] = {}
_READING = Lock()


def past_read(eyes: Eyes, current: Reckoning) -> Kept:
    """The active days behind a view, as they are kept or read anew."""
    key = (place(), eyes.scopes, current.pk, current.made_at, current.as_of)
    with _READING:
        known, kept = _KEPT.pop(eyes.view, ((), None))
        if kept is None or known != key:
            kept = _read(eyes, parameters_named(current.version))
        _KEPT[eyes.view] = (key, kept)
        while len(_KEPT) > VIEWS_KEPT:
            del _KEPT[next(iter(_KEPT))]
        return kept


def _read(eyes: Eyes, parameters: Parameters) -> Kept:
    columns, ours = columns_read(eyes.scopes, contacts_reckoned(), LAST_DAY), contacts_ours()
    listed = np.array(sorted(ours), dtype=np.int64)
    mine = np.isin(columns.a, listed) | np.isin(columns.b, listed)
    past = past_of(columns if mine.all() else columns.take(mine), parameters=parameters)
    turned = ~np.isin(past.low, listed)
    a, b = np.where(turned, past.high, past.low), np.where(turned, past.low, past.high)
    return Kept(past, a, b, frozenset(ours))


def lines_at(kept: Kept, own: int, at_day: int, *, most: int) -> list[Line]:
    """The ties with the `most` people deepest on a day: of one of us where they had any, else of all of us.

    Without chances, steps and trends, which need more than the tie days.
    """
    ties = _deepest(kept, own, at_day, most)
    found = frame(take(kept.past, ties), at_day)
    return ranked(_lines(kept, found)) if len(found.low) else []


def _deepest(kept: Kept, own: int, at_day: int, most: int) -> Ints:
    begun = kept.past.day[kept.past.starts[:-1]] <= at_day
    mine = np.flatnonzero(begun & (kept.a == own))
    ties = mine if len(mine) else np.flatnonzero(begun)
    people, place = np.unique(kept.b[ties], return_inverse=True)
    if len(people) <= most:
        return ties
    depth = np.bincount(place, weights=depths_at(kept.past, at_day)[ties])
    return ties[np.isin(place, np.lexsort((people, -depth))[:most])]


def _lines(kept: Kept, found: Frame) -> list[Line]:
    turned = [low not in kept.ours for low in found.low.tolist()]
    rows = list(zip(*(column.tolist() for column in found), strict=True))
    networks = networks_by(
        {low if turn else high for turn, (low, high, *_) in zip(turned, rows, strict=True)}
    )
    lines = []
    for turn, (low, high, out, into, active, first, last, last_out, last_in, gap, forms) in zip(
        turned, rows, strict=True
    ):
        a, b = (high, low) if turn else (low, high)
        depths, lasts = ((into, out), (last_in, last_out)) if turn else ((out, into), (last_out, last_in))
        lines.append(
            Line(
                a=a, b=b, ours=True, depth=out + into, depth_out=depths[0], depth_in=depths[1], states=b"",
                days_active=active, first_day=first, last_day=last, last_out=_day(lasts[0]), last_in=_day(lasts[1]),
                usual_gap=None if np.isnan(gap) else gap, trend=None, chance=None, terms=b"", circle=Circle.NEW,
                rank=None, rung=int(Rung.HEARD), networks=heard_in(networks[b], forms), kinds=forms,
            )
        )  # fmt: skip
    return lines


def _day(value: int) -> int | None:
    return None if value == NEVER else value
