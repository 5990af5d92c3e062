"""Puts what Mara keeps in mind about people into the database of the sample world."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import asdict

from django.utils import timezone

from mutuals.as2 import Time
from mutuals.people.models import Contact, Group
from mutuals.people.services.aims import aim_add
from mutuals.people.services.occasions import occasion_add
from mutuals.people.services.promises import promise_add
from mutuals.people.services.shelf import shelf_add
from mutuals.people.services.trips import trip_add
from mutuals.relate.services.plan import plan_save
from mutuals.sample.kept import Coming
from mutuals.sample.kept import Kept as InMind
from mutuals.sample.world import World
from mutuals.sources.coming import coming
from mutuals.sources.models import Kept
from mutuals.team.models import User
from mutuals.wire.ical_ahead import Ahead
from mutuals.wire.ical_ahead import Coming as Told

DAY_MS = 86_400_000
EPOCH = dt.date(1970, 1, 1)


def keep(made: World, user: User, people: Mapping[str, Contact], *, now_ms: int) -> None:
    """Promises, aims, the shelf, days, trips, what her calendar has ahead and the plan; `people` are by slug.

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
    for one in made.kept.coming:
        Kept.objects.create(user=user, **asdict(coming(_ahead(made, one))))
    plan = made.kept.plan
    plan_save(
        actor=user, why=made.named.why, minutes=made.named.minutes, will=plan.will, will_not=plan.will_not,
        people=[people[slug] for slug in plan.people if slug in people],
        groups=list(Group.objects.filter(name__in=plan.groups)), places=plan.places, shared=False, now_ms=now_ms,
    )  # fmt: skip


def _about_people(
    kept: InMind, user: User, people: Mapping[str, Contact], today: dt.date, now_ms: int
) -> None:
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


def _ahead(made: World, one: Coming) -> Ahead:
    """A meeting to come as a calendar tells it."""
    actors = {person.slug: person.actors[0] for person in made.people}
    uri = f"tag:ical.mutuals.invalid,2026:ical/event/{one.day.isoformat()}-{one.clock}@lindenfurt.example"
    # At that hour on the clock of whoever looks around.
    wall = dt.datetime.combine(one.day, dt.time(*divmod(one.clock, 60)), timezone.get_current_timezone())
    at = Time(int(wall.timestamp() * 1000), "min", 0)
    who = tuple(actors[slug] for slug in one.people)
    told = Told(uri, one.title, one.place, at, 60 * one.minutes, online=one.place == "online", people=who)
    return Ahead(uri, "all", told=(told,))


def _number(day: dt.date) -> int:
    return (day - EPOCH).days


def noon(day: dt.date) -> int:
    """The moment (UTC ms) at which what is known by its day alone is kept."""
    return _number(day) * DAY_MS + DAY_MS // 2
