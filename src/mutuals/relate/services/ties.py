"""Keeps the stored ties in step with the record.

A few changed pairs are brought up to date within the reckoning that stands (`touched`). Many, another day or another
version of the parameters mean a whole reckoning, written beside the old one and swapped in.
"""

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from typing import Any

import numpy as np
from django.db import connection, transaction

from mutuals.people.selectors.actors import actors_came, actors_ours
from mutuals.people.services.coming import coming_last, coming_take, coming_waits
from mutuals.people.services.kept import rows_take
from mutuals.people.services.refresh import contacts_refresh
from mutuals.record.models import Account, Dirty
from mutuals.record.services.bulk import rows_add, vendor
from mutuals.relate.forecast import Forecast, prior
from mutuals.relate.history import kept_counts, month_ends
from mutuals.relate.models import (
    Declaration,
    Introduction,
    Nudge,
    Outcome,
    Plan,
    PlanFor,
    Reckoning,
    Taken,
    Tie,
    Weights,
)
from mutuals.relate.refit import parameters_named, parameters_with
from mutuals.relate.services.beside import beside_make, weights_try
from mutuals.relate.services.reckon import DAY_MS, TEAM, Reckoned, reckon
from mutuals.relate.services.rows import rows_write
from mutuals.relate.services.touched import Pair, ties_touch, touched_by
from mutuals.relate.tie_arrays import tie_days
from mutuals.relate.ties import DEFAULTS, Parameters
from mutuals.sources.services.kept import record_waits
from mutuals.team.models import User

STALE = -(2**31)
CHUNK = 2_000
# Fewer ties than this are always reckoned whole, and so are all when more than a share of them changed: it takes no
# longer than to look up what did.
TOUCH_FROM = 5_000
TOUCH_MOST = 20_000
TOUCH_SHARE = 0.25
# After so long a reckoning in which ties were changed is made whole again: chances and months follow the ties.
WHOLE_AFTER_MS = 600_000
# What an export of ours brings for this room, in the order in which one names another.
KEPT = (Declaration, Plan, PlanFor, Nudge, Introduction, Outcome, Weights)


@dataclass(frozen=True, slots=True)
class Refreshed:
    """How many views changed, and the contacts whose ties did (None: all may have)."""

    views: int
    contacts: frozenset[int] | None


def ties_refresh(*, now_ms: int) -> int:
    """Brings contacts and ties up to date with the record and the day; gives how many views changed."""
    return ties_follow(now_ms=now_ms).views


def ties_follow(*, now_ms: int) -> Refreshed:
    """Brings contacts and ties up to date, and says what changed, for what rests on them."""
    upto = coming_last()
    contacts_refresh(now_ms=now_ms)
    coming_take(now_ms=now_ms, upto=upto)
    rows_take(models=KEPT)
    standing = {view: Reckoning.objects.filter(view=view, current=True).first() for view in _views()}
    fresh = {view: one for view, one in standing.items() if one is not None and _holds(one, now_ms=now_ms)}
    if len(fresh) == len(standing) and _few(fresh):
        return _touch(fresh, now_ms=now_ms)
    _claim()
    done = 0
    for view in standing:
        current = Reckoning.objects.filter(view=view, current=True).first()
        if current is None or not _holds(current, now_ms=now_ms):
            _whole(view, current, actors_ours(), now_ms=now_ms)
            done += 1
    Taken.objects.all().delete()
    return Refreshed(done, None if done else frozenset())


def _whole(view: int, current: Reckoning | None, us: list[list[int]], *, now_ms: int) -> None:
    """A whole reckoning, once more where people's words now move a weight; what stands beside it is made when it is
    shown, so that nobody waits for that."""
    before, usual = (current.beside, parameters_named(current.version)) if current else ({}, DEFAULTS)
    found = reckon(view, at_day=now_ms // DAY_MS, parameters=usual)
    weights = weights_try(found, before, now_ms=now_ms)
    wanted = parameters_with(weights["group"], weights["factor"]) if weights["used"] else DEFAULTS
    if wanted.version != found.parameters.version:
        found = reckon(view, at_day=now_ms // DAY_MS, parameters=wanted)
    fresh = _store(found, {**before, "refit": weights}, us, now_ms=now_ms)
    beside = beside_make(found, before, weights, now_ms=now_ms)
    Reckoning.objects.filter(pk=fresh).update(beside=beside)


def _views() -> list[int]:
    """Whoever holds an account sees more than the team does; the team's view is for everybody else."""
    holders = sorted(set(Account.objects.filter(holder__isnull=False).values_list("holder", flat=True)))
    alone = len(holders) == User.objects.filter(is_active=True).count()
    return holders if alone else [TEAM, *holders]


def version(parameters: Parameters = DEFAULTS) -> str:
    """The version of the parameters and of the forecast's terms that a reckoning is made with."""
    return f"{parameters.version}/{prior().version}"[:24]


def ties_due(*, now_ms: int) -> bool:
    """Whether anything changed since the ties were reckoned, or the day did."""
    current = Reckoning.objects.filter(current=True).defer("kept", "forecast", "beside")
    return (
        Dirty.objects.exists()
        or Taken.objects.exists()
        or coming_waits()
        or record_waits()
        or any(not _holds(one, now_ms=now_ms) for one in current)
    )


def _holds(current: Reckoning, *, now_ms: int) -> bool:
    """Whether a reckoning is of today and whole, or was whole a short while ago."""
    lately = current.made_at == current.whole_at or now_ms < current.whole_at + WHOLE_AFTER_MS
    return current.as_of == now_ms // DAY_MS and _usual(current.version) == version() and lately


def _usual(made_with: str) -> str:
    """A version without what people's words moved in it: whether they still do is seen at the next whole reckoning."""
    ties, _, forecast = made_with.partition("/")
    return f"{ties.partition('~')[0]}/{forecast}"


def _few(standing: Mapping[int, Reckoning]) -> bool:
    """Whether so little changed that it is quicker to look it up; never when we are others than we were."""
    changed = Dirty.objects.count() + Taken.objects.count()
    ties = Tie.objects.filter(reckoning__in=standing.values()).count()
    few = ties >= TOUCH_FROM and changed <= min(TOUCH_MOST, ties * TOUCH_SHARE)
    return not changed or (few and _same(standing.values()))


def _same(standing: Iterable[Reckoning]) -> bool:
    """Whether we are who we were, but for accounts that nobody else had before: their pairs are all marked."""
    us = {(contact, actor) for contact, actor in actors_ours()}
    for current in standing:
        old = {(contact, actor) for contact, actor in current.us}
        more = {actor for _, actor in us - old}
        if old - us or {one for one, _ in us} != {one for one, _ in old} or actors_came(more):
            return False
    return True


def _touch(standing: Mapping[int, Reckoning], *, now_ms: int) -> Refreshed:
    pairs = _take()
    if not pairs:
        return Refreshed(0, frozenset())
    touched = touched_by(pairs)
    us = actors_ours()
    for current in standing.values():
        ties_touch(touched, current, us, now_ms=now_ms)
    Taken.objects.all().delete()
    ends = {contact for pair in touched.pairs for contact in pair}
    return Refreshed(len(standing), frozenset(ends | touched.moved))


def _take() -> list[Pair]:
    """The changed pairs, put aside so that they are still due if this process dies before their ties are done."""
    with transaction.atomic(), connection.cursor() as cursor:
        _alone(cursor)
        cursor.execute("DELETE FROM record_dirty RETURNING a, b")
        rows_add(Taken, ["a", "b"], cursor.fetchall())
    return list(Taken.objects.values_list("a", "b"))


def _claim() -> None:
    """Takes the dirty pairs; the mark on the reckonings keeps the work due if this process dies before it is done."""
    with transaction.atomic(), connection.cursor() as cursor:
        _alone(cursor)
        if Dirty.objects.all().delete()[0] or Taken.objects.exists():
            Reckoning.objects.filter(current=True).update(as_of=STALE)


def _alone(cursor: Any) -> None:
    """Waits for whoever writes changed pairs: one who found its pair marked already has not marked it again."""
    if vendor() == "postgresql":
        cursor.execute("LOCK TABLE record_dirty IN SHARE ROW EXCLUSIVE MODE")


def _store(found: Reckoned, beside: dict[str, Any], us: list[list[int]], *, now_ms: int) -> int:
    """Writes a reckoning beside the one that stands, swaps it in, and gives its key."""
    fresh = Reckoning.objects.create(
        view=found.view,
        as_of=found.as_of,
        version=version(found.parameters),
        made_at=now_ms,
        whole_at=now_ms,
        forecast=_model(found.forecast),
        kept=kept_months(found),
        beside=beside,
        us=us,
    )
    for start in range(0, len(found.lines), CHUNK):
        with transaction.atomic():
            rows_write(found.lines[start : start + CHUNK], reckoning=fresh.pk, as_of=found.as_of)
    with transaction.atomic():
        Reckoning.objects.filter(view=found.view, current=True).update(current=False)
        Reckoning.objects.filter(pk=fresh.pk).update(current=True)
    for old in Reckoning.objects.filter(view=found.view, current=False).exclude(pk=fresh.pk):
        Tie.objects.filter(reckoning=old)._raw_delete("default")  # type: ignore[attr-defined]
        old.delete()
    return fresh.pk


def kept_months(found: Reckoned) -> list[list[int]]:
    """How many of our ties were kept up at the end of each month, as [day, count]."""
    ours = {(min(line.a, line.b), max(line.a, line.b)) for line in found.lines if line.ours}
    if not ours or found.columns is None:
        return []
    days = tie_days(found.columns, at=found.as_of, parameters=found.parameters)
    pairs = zip(days.low.tolist(), days.high.tolist(), strict=True)
    mine = np.array([pair in ours for pair in pairs])[days.tie]
    days = days._replace(tie=days.tie[mine], day=days.day[mine], out=days.out[mine], into=days.into[mine])
    marks = month_ends(max(int(days.day.min()), 0), found.as_of)
    counts = kept_counts(days, marks=marks, floor=DEFAULTS.floor())
    return [[mark, count] for mark, count in zip(marks, counts, strict=True)]


def _model(found: Forecast | None) -> dict[str, object]:
    return asdict(found.model) if found is not None else {}
