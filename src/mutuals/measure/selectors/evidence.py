"""Gathers from the rooms below what a first look is made of, as far as its viewer may know it."""

import datetime as dt
from collections import defaultdict
from zoneinfo import ZoneInfo

import numpy as np
from django.conf import settings

from mutuals.measure.look import DRIFTING_DAYS, WAITS_DAYS, YEAR, Evidence, Person
from mutuals.measure.turns import BOTH, DAY_MS, OURS, THEIRS, Bools, Ints, Said, week_hours
from mutuals.people.selectors.actors import actors_ours, contacts_by_actor
from mutuals.people.selectors.contacts import contacts_visible
from mutuals.record.kinds import CO_PRESENCE, Kind, Medium
from mutuals.record.selectors.passed import NO_ZONE, Passed, asking, last_heard, passed
from mutuals.relate.circles import Circle
from mutuals.relate.rhythm import DRIFTING
from mutuals.relate.selectors.standing import circles_around
from mutuals.relate.selectors.ties import WORDS, Standing, kept_of, standing_of, ties_stored
from mutuals.team.models import User

# A little over two years: this year, and the season of the year before to compare with.
BACK = 2 * YEAR + 30
TALK = (Kind.REPLY, Kind.MENTION, Kind.MESSAGE, Kind.EMAIL)
TOGETHER = (Kind.CALL, *sorted(CO_PRESENCE))
GIVING = (Kind.SHARE, Kind.QUOTE, Kind.LIKE, Kind.GIFT, Kind.CARD)
MANY = (Medium.ROOM, Medium.LIST_MAIL)


def evidence_of(viewer: User, *, now_ms: int) -> tuple[Evidence, list[list[int]], list[list[int]]]:
    """The evidence of a viewer's first look, and the hours of the week in which we and they write, by local time."""
    here = standing_of(viewer)
    own = [actor for contact, actor in actors_ours() if here.mine is None or contact == here.own]
    contacts = contacts_by_actor()
    rows = passed(viewer, own, since_ms=now_ms - BACK * DAY_MS, until_ms=now_ms)
    persons = _persons(viewer, here)
    who = np.array([contacts.get(one, 0) for one in rows.other.tolist()], dtype=np.int64)
    known = np.isin(who, np.array([one.id for one in persons], dtype=np.int64))
    rows, who = Passed(*(column[known] for column in rows)), who[known]
    direct = np.isin(rows.kind, TALK) & ~np.isin(rows.medium, MANY) & (rows.share == 100)
    together = np.isin(rows.kind, TOGETHER)
    year = rows.at > now_ms - YEAR * DAY_MS
    found = Evidence(
        now_ms=now_ms,
        since_ms=int(rows.at.min()) if len(rows.at) else None,
        until_ms=int(rows.at.max()) if len(rows.at) else last_heard(viewer, own, until_ms=now_ms),
        people=persons,
        said=_said(rows, who, direct, together, asking(viewer, _lately(rows, direct, now_ms))),
        together=_together(rows, who, together & year),
        gave=_giving(rows, who, rows.ours & year),
        took=_giving(rows, who, ~rows.ours & year),
        kept=kept_of(viewer),
    )
    return found, _hours(rows, direct & year & rows.ours), _hours(rows, direct & year & ~rows.ours)


def _persons(viewer: User, here: Standing) -> list[Person]:
    """The people the viewer has ties with, the deepest first; organisations, lists and people put away are left out."""
    visible = contacts_visible(viewer).filter(ours=False, kind="person")
    named = {
        pk: place for pk, place, holder in visible.values_list("pk", "named", "holder") if holder == viewer.pk
    }
    shown = set(visible.values_list("pk", flat=True))
    columns = ("b", "circle", "depth", "over", "usual_gap", "first_day", "last_day", "last_out", "last_in")
    found: dict[int, Person] = {}
    around = circles_around(viewer, here)
    for b, circle, depth, over, gap, first, last, out, into in ties_stored(viewer, here).values_list(
        *columns
    ):
        if b in shown and b not in found:
            drifting = over is not None and over > DRIFTING and here.today - last >= DRIFTING_DAYS
            word = WORDS[circle] if around is None else around.get(b, Circle.NEW)
            found[b] = Person(b, word, depth, drifting, gap, first, last, out, into, named.get(b))
    return list(found.values())


def _lately(rows: Passed, direct: Bools, now_ms: int) -> Ints:
    """The posts to us of the time in which who waits is named."""
    keep = direct & ~rows.ours & (rows.at > now_ms - WAITS_DAYS * DAY_MS)
    return np.unique(rows.post[keep & (rows.post > 0)])


def _said(rows: Passed, who: Ints, direct: Bools, together: Bools, asked: set[int]) -> Said:
    way = np.where(together, BOTH, np.where(rows.ours, OURS, THEIRS))
    keep = direct | together
    asks = np.isin(rows.post[keep], np.array(sorted(asked), dtype=np.int64)).astype(np.int64)
    return Said(who[keep], rows.at[keep], way[keep], rows.post[keep], asks)


def _together(rows: Passed, who: Ints, keep: Bools) -> list[tuple[int, int, Kind, int]]:
    columns = (who[keep], rows.at[keep] // DAY_MS, rows.kind[keep], rows.seconds[keep])
    return [
        (person, day, Kind(kind), seconds)
        for person, day, kind, seconds in zip(*(one.tolist() for one in columns), strict=True)
    ]


def _giving(rows: Passed, who: Ints, keep: Bools) -> dict[int, dict[Kind, int]]:
    found: dict[int, dict[Kind, int]] = defaultdict(lambda: defaultdict(int))
    keep = keep & np.isin(rows.kind, GIVING)
    for person, kind in zip(who[keep].tolist(), rows.kind[keep].tolist(), strict=True):
        found[person][Kind(kind)] += 1
    return found


def _hours(rows: Passed, keep: Bools) -> list[list[int]]:
    """Counts by weekday and hour: by the zone that a post names, else by the clock of this machine."""
    zone, moments = ZoneInfo(settings.TIME_ZONE), rows.at[keep]
    told = rows.zone[keep]
    days, place = np.unique(moments // DAY_MS, return_inverse=True)
    local = np.array([_offset(zone, day) for day in days.tolist()], dtype=np.int64)
    minutes = np.where(told == NO_ZONE, local[place] if len(local) else told, told)
    return week_hours(moments, minutes * 60_000).tolist()


def _offset(zone: ZoneInfo, day: int) -> int:
    """How many minutes local clocks were ahead of UTC at noon of a UTC day."""
    moment = dt.datetime.fromtimestamp((day + 0.5) * 86_400, zone)
    return int((moment.utcoffset() or dt.timedelta()).total_seconds() // 60)
