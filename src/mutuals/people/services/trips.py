"""Trips: where one of us will be, for whom to meet there."""

from django.db import transaction

from mutuals.people.models import Trip
from mutuals.team.models import User
from mutuals.team.permissions import NotAllowed, require
from mutuals.team.services.log import log_append
from mutuals.text.names import display

# A stay of more than this is a home, not a trip (days).
LONGEST = 366


class NoTrip(ValueError):
    """A trip needs a place, and ends on or after the day on which it begins."""


def trip_add(*, actor: User, place: str, since: int, until: int, now_ms: int, shared: bool = False) -> Trip:
    """Notes that the user will be at a place from one UTC day to another; private unless shared. Raises NoTrip."""
    require(actor, "people_edit")
    told = _told(place, since, until)
    with transaction.atomic():
        made = Trip.objects.create(author=actor, shared=shared, at=now_ms, **told)
        log_append(actor=actor, verb="trip_add", subject=str(made.public_id), details={"shared": shared})
    return made


def trip_edit(*, actor: User, trip: Trip, place: str, since: int, until: int, shared: bool = False) -> None:
    """Changes one's own trip. Raises NoTrip, NotAllowed for somebody else's."""
    _own(actor, trip)
    told = _told(place, since, until)
    with transaction.atomic():
        Trip.objects.filter(pk=trip.pk).update(shared=shared, **told)
        log_append(actor=actor, verb="trip_edit", subject=str(trip.public_id), details={"shared": shared})


def trip_delete(*, actor: User, trip: Trip, now_ms: int) -> None:
    """Takes one's own trip away; `trip_restore` brings it back."""
    _own(actor, trip)
    with transaction.atomic():
        Trip.objects.filter(pk=trip.pk, deleted_at=None).update(deleted_at=now_ms)
        log_append(actor=actor, verb="trip_delete", subject=str(trip.public_id), details={})


def trip_restore(*, actor: User, trip: Trip) -> None:
    """Brings one's own trip back."""
    _own(actor, trip)
    with transaction.atomic():
        Trip.objects.filter(pk=trip.pk).update(deleted_at=None)
        log_append(actor=actor, verb="trip_restore", subject=str(trip.public_id), details={})


def _told(place: str, since: int, until: int) -> dict[str, object]:
    shown = display(place)[:200]
    if not shown or not since <= until <= since + LONGEST:
        raise NoTrip(NoTrip.__doc__)
    return {"place": shown, "since": since, "until": until}


def _own(actor: User, trip: Trip) -> None:
    require(actor, "people_edit")
    if trip.author_id != actor.pk:
        raise NotAllowed("people_edit")
