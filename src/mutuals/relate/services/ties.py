"""Keeps the stored ties in step with the record: written beside the old ones, then swapped in."""

from dataclasses import asdict

import numpy as np
from django.db import transaction

from mutuals.people.services.refresh import contacts_refresh
from mutuals.record.models import Account, Dirty
from mutuals.record.services.bulk import ids_take, rows_insert
from mutuals.relate.circles import Circle
from mutuals.relate.forecast import Forecast, prior
from mutuals.relate.history import kept_counts, month_ends
from mutuals.relate.models import Reckoning, Tie
from mutuals.relate.services.reckon import DAY_MS, TEAM, Line, Reckoned, reckon
from mutuals.relate.tie_arrays import tie_days
from mutuals.relate.ties import DEFAULTS
from mutuals.team.models import User

STALE = -(2**31)
CHUNK = 2_000
CIRCLES = {word: number for number, word in enumerate(Circle)}
COLUMNS = [
    "id",
    "reckoning_id",
    "a",
    "b",
    "ours",
    "depth",
    "depth_out",
    "depth_in",
    "states",
    "days_active",
    "first_day",
    "last_day",
    "last_out",
    "last_in",
    "usual_gap",
    "over",
    "trend",
    "chance",
    "terms",
    "circle",
    "rank",
    "rung",
    "networks",
    "kinds",
]


def ties_refresh(*, now_ms: int) -> int:
    """Brings contacts and ties up to date with the record and the day; gives how many views were reckoned anew."""
    contacts_refresh(now_ms=now_ms)
    _claim()
    today, done = now_ms // DAY_MS, 0
    for view in _views():
        current = Reckoning.objects.filter(view=view, current=True).first()
        if current is None or current.as_of != today or current.version != version():
            _store(reckon(view, at_day=today), now_ms=now_ms)
            done += 1
    return done


def _views() -> list[int]:
    """Whoever holds an account sees more than the team does; the team's view is for everybody else."""
    holders = sorted(set(Account.objects.filter(holder__isnull=False).values_list("holder", flat=True)))
    alone = len(holders) == User.objects.filter(is_active=True).count()
    return holders if alone else [TEAM, *holders]


def version() -> str:
    """The version of the parameters and of the forecast's terms that a reckoning is made with."""
    return f"{DEFAULTS.version}/{prior().version}"[:24]


def ties_due(*, now_ms: int) -> bool:
    """Whether anything changed since the ties were reckoned, or the day did."""
    old = Reckoning.objects.filter(current=True).exclude(as_of=now_ms // DAY_MS, version=version())
    return Dirty.objects.exists() or old.exists()


def _claim() -> None:
    """Takes the dirty pairs; the mark on the reckonings keeps the work due if this process dies before it is done."""
    with transaction.atomic():
        if Dirty.objects.all().delete()[0]:
            Reckoning.objects.filter(current=True).update(as_of=STALE)


def _store(found: Reckoned, *, now_ms: int) -> None:
    fresh = Reckoning.objects.create(
        view=found.view,
        as_of=found.as_of,
        version=version(),
        made_at=now_ms,
        forecast=_model(found.forecast),
        kept=kept_months(found),
    )
    for start in range(0, len(found.lines), CHUNK):
        with transaction.atomic():
            chunk = found.lines[start : start + CHUNK]
            ids = ids_take(Tie, len(chunk))
            rows = [_row(i, fresh.pk, found.as_of, line) for i, line in zip(ids, chunk, strict=True)]
            rows_insert(Tie, COLUMNS, rows)
    with transaction.atomic():
        Reckoning.objects.filter(view=found.view, current=True).update(current=False)
        Reckoning.objects.filter(pk=fresh.pk).update(current=True)
    for old in Reckoning.objects.filter(view=found.view, current=False).exclude(pk=fresh.pk):
        Tie.objects.filter(reckoning=old)._raw_delete("default")  # type: ignore[attr-defined]
        old.delete()


def _row(number: int, reckoning: int, as_of: int, line: Line) -> tuple[object, ...]:
    return (
        number,
        reckoning,
        line.a,
        line.b,
        line.ours,
        line.depth,
        line.depth_out,
        line.depth_in,
        line.states,
        line.days_active,
        line.first_day,
        line.last_day,
        line.last_out,
        line.last_in,
        line.usual_gap,
        (as_of - line.last_day) / line.usual_gap if line.usual_gap else None,
        line.trend,
        line.chance,
        line.terms,
        CIRCLES[line.circle],
        line.rank,
        line.rung,
        " ".join(one.replace(" ", "-") for one in line.networks),
        line.kinds,
    )


def kept_months(found: Reckoned) -> list[list[int]]:
    """How many of our ties were kept up at the end of each month, as [day, count]."""
    ours = {(min(line.a, line.b), max(line.a, line.b)) for line in found.lines if line.ours}
    if not ours or found.columns is None:
        return []
    days = tie_days(found.columns, at=found.as_of)
    pairs = zip(days.low.tolist(), days.high.tolist(), strict=True)
    mine = np.array([pair in ours for pair in pairs])[days.tie]
    days = days._replace(tie=days.tie[mine], day=days.day[mine], out=days.out[mine], into=days.into[mine])
    marks = month_ends(max(int(days.day.min()), 0), found.as_of)
    counts = kept_counts(days, marks=marks, floor=DEFAULTS.floor())
    return [[mark, count] for mark, count in zip(marks, counts, strict=True)]


def _model(found: Forecast | None) -> dict[str, object]:
    return asdict(found.model) if found is not None else {}
