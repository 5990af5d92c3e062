"""Puts what Mara keeps in mind about people into the database of the sample world."""

import datetime as dt
from collections.abc import Mapping

from mutuals.people.models import Contact, Group
from mutuals.people.services.aims import aim_add
from mutuals.people.services.occasions import occasion_add
from mutuals.people.services.promises import promise_add
from mutuals.people.services.shelf import shelf_add
from mutuals.people.services.trips import trip_add
from mutuals.relate.services.plan import plan_save
from mutuals.sample.kept import Kept
from mutuals.sample.world import World
from mutuals.team.models import User

DAY_MS = 86_400_000
EPOCH = dt.date(1970, 1, 1)


def keep(made: World, user: User, people: Mapping[str, Contact], *, now_ms: int) -> None:
    """Promises, aims, the shelf, days, trips and the plan; `people` are the contacts by slug.

    What is noted later than `now_ms` is left out, and so is what is about somebody who is not there yet.
    """
    today = EPOCH + dt.timedelta(days=now_ms // DAY_MS)
    _about_people(made.kept, user, people, today, now_ms)
    for thing in made.kept.shelf:
        if thing.day <= today:
            shelf_add(
                actor=user, kind=thing.kind, title=thing.title, text=thing.words, now_ms=noon(thing.day)
            )
    for trip in made.kept.trips:
        since, until = _number(trip.since), _number(trip.until)
        trip_add(actor=user, place=trip.place, since=since, until=until, now_ms=now_ms)
    plan = made.kept.plan
    plan_save(
        actor=user, why=made.named.why, minutes=made.named.minutes, will=plan.will, will_not=plan.will_not,
        people=[people[slug] for slug in plan.people if slug in people],
        groups=list(Group.objects.filter(name__in=plan.groups)), places=plan.places, shared=False, now_ms=now_ms,
    )  # fmt: skip


def _about_people(kept: Kept, user: User, people: Mapping[str, Contact], today: dt.date, now_ms: int) -> None:
    known = people.keys()
    for promise in [one for one in kept.promises if one.person in known and one.day <= today]:
        due = None if promise.due is None else _number(promise.due)
        promise_add(
            actor=user, contact=people[promise.person], text=promise.words, now_ms=noon(promise.day),
            ours=promise.ours, due=due,
        )  # fmt: skip
    for aim in [one for one in kept.aims if one.person in known and one.day <= today]:
        aim_add(actor=user, contact=people[aim.person], text=aim.words, now_ms=noon(aim.day))
    for one in [one for one in kept.occasions if one.person in known]:
        occasion_add(
            actor=user, contact=people[one.person], title=one.title, month=one.day.month, day=one.day.day,
            year=one.year, now_ms=now_ms,
        )  # fmt: skip


def _number(day: dt.date) -> int:
    return (day - EPOCH).days


def noon(day: dt.date) -> int:
    """The moment (UTC ms) at which what is known by its day alone is kept."""
    return _number(day) * DAY_MS + DAY_MS // 2
