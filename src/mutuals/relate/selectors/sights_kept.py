"""What people wrote down that gives a reason for a card: promises, days to remember, aims that our shelf may help with,
trips that lead to somebody."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import replace

from mutuals.people.models import Promise
from mutuals.people.selectors.moments import plans_with
from mutuals.people.selectors.occasions import occasions_near
from mutuals.people.selectors.shelf import aims_helped
from mutuals.people.selectors.trips import near, trips_of
from mutuals.relate.circles import Circle
from mutuals.relate.reasons import Day, Due, Need, Sight
from mutuals.relate.selectors.ties import date_of
from mutuals.team.models import User

# A day to remember is told so early that a card still comes in time.
NEAR_DAYS = 4


def kept_see(viewer: User, found: dict[int, Sight], families: Mapping[int, int], *, today: int) -> None:
    """Puts into these sights what the viewer keeps of each on a UTC day; `families` as in `people.selectors.actors`."""
    for see in (_promises, _occasions, _aims, _trips, _plans):
        see(viewer, found, families, today)


def kept_about(viewer: User, *, today: int) -> set[int]:
    """Of whom the viewer keeps something that may give a reason on a UTC day."""
    promised = Promise.objects.filter(author=viewer, kept_at=None, dropped_at=None)
    found = set(promised.values_list("contact", flat=True))
    found |= {one.contact.pk for one in occasions_near(viewer, today, NEAR_DAYS)}
    return found | {one.row.contact.pk for one in aims_helped(viewer)}


def _promises(viewer: User, found: dict[int, Sight], families: Mapping[int, int], today: int) -> None:
    rows: dict[int, list[Due]] = defaultdict(list)
    for one in Promise.objects.filter(
        author=viewer, kept_at=None, dropped_at=None, contact__in=families
    ).order_by("pk"):
        rows[families[one.contact_id]].append(Due(str(one.public_id), one.ours, one.at, one.due))
    for contact, promises in rows.items():
        found[contact] = replace(found[contact], promises=tuple(promises))


def _occasions(viewer: User, found: dict[int, Sight], families: Mapping[int, int], today: int) -> None:
    """Days to remember that are near, of people in a circle and those named."""
    rows: dict[int, list[Day]] = defaultdict(list)
    for one in occasions_near(viewer, today, NEAR_DAYS):
        contact = families.get(one.contact.pk)
        if contact is None or (found[contact].circle is Circle.NEW and not found[contact].named):
            continue
        day = today + one.ahead
        key = f"{one.contact.public_id} {one.title} {date_of(day).year}"
        rows[contact].append(Day(key, one.title, day, one.turns or None))
    for contact, days in rows.items():
        found[contact] = replace(found[contact], occasions=tuple(days))


def _aims(viewer: User, found: dict[int, Sight], families: Mapping[int, int], today: int) -> None:
    """What somebody is trying to do with which something on our shelf may help."""
    rows: dict[int, list[Need]] = defaultdict(list)
    for one in aims_helped(viewer):
        contact = families.get(one.row.contact.pk)
        if contact is not None:
            aim = one.row.aim
            shelf = str(one.helps[0].item.public_id)
            rows[contact].append(Need(aim.post, aim.at, shelf=shelf, aim=str(aim.public_id)))
    for contact, needs in rows.items():
        found[contact] = replace(found[contact], needs=tuple(needs))


def _plans(viewer: User, found: dict[int, Sight], families: Mapping[int, int], today: int) -> None:
    """When the viewer is to meet or talk to somebody next, and whether they are to meet."""
    for contact, plan in plans_with(viewer, families, today=today).items():
        found[contact] = replace(found[contact], meets=plan.day)
    for contact in plans_with(viewer, families, today=today, hows=("met", "did")):
        found[contact] = replace(found[contact], sees=True)


def _trips(viewer: User, found: dict[int, Sight], families: Mapping[int, int], today: int) -> None:
    """Who is near where the viewer will be: the first trip to come that leads to them."""
    for trip in reversed(trips_of(viewer, today=today)):
        if trip.author_id != viewer.pk:
            continue
        for one in near(viewer, trip):
            contact = families.get(one.contact.pk)
            if contact is not None and one.sure:
                found[contact] = replace(found[contact], trip=trip.place)
