"""What is worked out of all ties at once, once a day, and kept with the reckoning: how often the chances came true, how
many people are kept, and what people's own words on circles say of the weights. Pages read it and work out nothing."""

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any
from zlib import crc32

import numpy as np

from mutuals.people.models import Contact
from mutuals.people.selectors.actors import contacts_left_out, contacts_ours, tops_of
from mutuals.people.services.refresh import contact_ours
from mutuals.relate import keeping
from mutuals.relate.calibration import Calibration, calibration, cases, stored
from mutuals.relate.circles import Circle
from mutuals.relate.declared import CIRCLE
from mutuals.relate.forecast import prior
from mutuals.relate.forecast_terms import History
from mutuals.relate.models import Declaration
from mutuals.relate.past import Past, past_of, take
from mutuals.relate.quarters import quarter_ends
from mutuals.relate.refit import Refit, refit
from mutuals.relate.services.reckon import TEAM, Reckoned
from mutuals.relate.tie_arrays import Columns, TieDays, tie_days
from mutuals.relate.ties import Parameters
from mutuals.team.models import User

# Windows of 28 days that are looked back at; with very many tie days fewer, since each is a fit of its own.
WINDOWS, WINDOWS_LARGE, LARGE = 6, 3, 500_000
# The same day's work is done again only when the record grew or shrank by more than this share.
SAME = 0.02


def weights_try(found: Reckoned, before: Mapping[str, Any], *, now_ms: int) -> dict[str, Any]:
    """What the circles that people of this view said show, tried anew only where they said something else since or a
    week went by."""
    said = _circles_said(found.view)
    told = crc32(repr(sorted(said.items())).encode())
    known = before.get("refit", {})
    if known.get("told") == told and found.as_of - known.get("day", 0) < 7:
        return dict(known)
    own = _own(found.view, now_ms)
    if found.columns is None or own is None or not said:
        return {**asdict(Refit(0, 0, 0, 0)), "told": told, "day": found.as_of}
    # The same words always propose the same.
    rng = np.random.default_rng(told)
    shown = refit(found.columns, said, own=own, at=found.as_of, rng=rng)
    return {**asdict(shown), "told": told, "day": found.as_of}


def beside_make(
    found: Reckoned, before: Mapping[str, Any], weights: Mapping[str, Any], *, now_ms: int
) -> dict[str, Any]:
    """What stands beside a whole reckoning; what was made today of nearly the same days is taken over."""
    size = 0 if found.columns is None else len(found.columns.a)
    made = [found.as_of, size, sorted(contacts_left_out()), weights.get("group"), weights.get("factor")]
    known = before.get("made", [])
    fresh = bool(known) and known[0] == made[0] and known[2:] == made[2:] and _alike(known[1], size)
    if fresh:
        return {**before, "refit": dict(weights)}
    empty: dict[str, Any] = {"made": made, "refit": dict(weights)}
    if found.columns is None or not size:
        return empty
    days = tie_days(found.columns, at=found.as_of, parameters=found.parameters)
    return {**empty, "calibration": stored(_calibration(found, days)), "keeping": _keeping(found, now_ms)}


def _alike(before: int, now: int) -> bool:
    return abs(now - before) <= SAME * max(before, 1)


def _calibration(found: Reckoned, days: TieDays) -> Calibration:
    """Of the relationships of ours alone: it is they whose chances are shown."""
    history, ours = History.of(days), np.array(sorted(contacts_ours()), dtype=np.int64)
    among = np.isin(history.low, ours) | np.isin(history.high, ours)
    windows = WINDOWS if len(days.day) < LARGE else WINDOWS_LARGE
    return calibration(cases(history, at=found.as_of + 1, among=among, start=prior(), windows=windows))


def _keeping(found: Reckoned, now_ms: int) -> dict[str, Any]:
    """How many are kept, who came and left, and the shapes of the years: of the view's user where they have ties,
    else of all of us together."""
    assert found.columns is not None
    past, people = _mine(found.columns, _own(found.view, now_ms), found.parameters)
    if not len(people):
        return {}
    names, person = np.unique(people, return_inverse=True)
    days, first = keeping.days_of(past, person), int(past.day.min())
    marks = quarter_ends(max(0, first), found.as_of)
    # What was kept is told of whole years alone.
    kept = keeping.kept_at(days, [mark for mark in marks if mark - first >= keeping.YEAR])
    moved = keeping.moves(days, marks, floor=found.parameters.floor())
    return {
        "kept": [[one.day, one.weekly, one.monthly, one.some] for one in kept],
        "moves": [
            [one.day, *(names[list(some)].tolist() for some in (one.came, one.left, one.quiet))]
            for one in moved
        ],
        "signatures": [asdict(one) for one in keeping.signatures(days, last=found.as_of)],
    }


def _mine(columns: Columns, own: int | None, parameters: Parameters) -> tuple[Past, np.ndarray]:
    """The ties of one of us with whom each is; of all of us where that one has none."""
    ours = np.array(sorted(contacts_ours()), dtype=np.int64)
    mine = np.isin(columns.a, ours) | np.isin(columns.b, ours)
    past = past_of(columns.take(mine), parameters=parameters)
    if own is not None and ((past.low == own) | (past.high == own)).any():
        past = take(past, np.flatnonzero((past.low == own) | (past.high == own)))
    turned = np.isin(past.high, ours) & ~np.isin(past.low, ours)
    return past, np.where(turned, past.low, past.high)


def _own(view: int, now_ms: int) -> int | None:
    return None if view == TEAM else contact_ours(User.objects.get(pk=view), now_ms=now_ms).pk


def _circles_said(view: int) -> dict[int, Circle]:
    """The circles that hold now: a user's own words for what they see alone, for the team's view what was shared."""
    rows = Declaration.objects.filter(about=CIRCLE, ended_at=None)
    rows = rows.filter(shared=True) if view == TEAM else rows.filter(user=view)
    said = list(rows.order_by("at", "pk").values_list("contact", "says"))
    tops = tops_of({contact for contact, _ in said})
    away = set(
        Contact.objects.filter(pk__in=tops.values(), deleted_at__isnull=False).values_list("pk", flat=True)
    )
    return {tops[one]: Circle(says) for one, says in said if tops[one] not in away}
