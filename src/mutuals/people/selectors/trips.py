"""Trips, and who is near where one of them goes: by addresses, profiles, labels and moments, as far as one may read."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any, NamedTuple
from uuid import UUID

from django.core.cache import cache
from django.db import connection
from django.db.models import Q, QuerySet

from mutuals.people.models import Contact, Encounter, EncounterWith, Trip
from mutuals.people.places import Sure, patterns
from mutuals.people.places import near as is_near
from mutuals.people.selectors.actors import actors_behind, families_of, kept_of, roots_by_actor
from mutuals.people.selectors.contacts import contacts_visible
from mutuals.people.selectors.moments import TOOK_PLACE
from mutuals.record.kinds import WHERE
from mutuals.record.selectors.scopes import scopes_readable
from mutuals.record.services.bulk import rows_in
from mutuals.team.models import User

# How long the places that were read for one trip are remembered: an address book does not change by the minute.
REMEMBERED_S = 300
SHOWN = 60
_FACTS = "SELECT actor, name, value, private, account FROM record_fact WHERE name IN ({names}) AND ({like})"
_PROFILES = "SELECT id, summary FROM record_actor WHERE summary <> '' AND ({like})"
_SIGHTED = "SELECT DISTINCT actor FROM record_actorsighting WHERE account IN ({}) AND actor IN ({})"


@dataclass(frozen=True, slots=True)
class Near:
    """Somebody near a place, and how that is known: `source` is address, location, label, profile or moment, `said` the
    words that say so; not `sure`: the name of the place stands among other words."""

    contact: Contact
    sure: bool
    source: str
    said: str


class Told(NamedTuple):
    """What says that an actor is somewhere: private to an account, or (0) to be read by whoever knows of the actor."""

    actor: int
    sure: int
    source: str
    said: str
    account: int


def trips_of(viewer: User, *, today: int) -> list[Trip]:
    """The trips that are not over, the viewer's own and those shared, the next first."""
    return list(_readable(viewer).filter(until__gte=today).order_by("since", "pk"))


def trips_past(viewer: User, *, today: int, limit: int = 12) -> list[Trip]:
    """The trips that are over, the latest first."""
    return list(_readable(viewer).filter(until__lt=today).order_by("-until", "-pk")[:limit])


def trip_get(viewer: User, public_id: str) -> Trip:
    """One trip that the viewer may read; raises Trip.DoesNotExist."""
    try:
        return _readable(viewer).get(public_id=UUID(public_id))
    except ValueError:
        raise Trip.DoesNotExist from None


def trip_own(viewer: User, public_id: str) -> Trip:
    """The viewer's own trip, also one that they took away; raises Trip.DoesNotExist."""
    try:
        return Trip.objects.get(public_id=UUID(public_id), author=viewer)
    except ValueError:
        raise Trip.DoesNotExist from None


def near(viewer: User, trip: Trip, *, limit: int = SHOWN, prefer: Sequence[int] = ()) -> list[Near]:
    """The people near where a trip goes whom the viewer may know of, each once by what says it best, the sure first.

    Found by words alone (`people.places`): who tells nobody where they live is in no such list. Where there are more
    than `limit`, the contacts of `prefer` come first, in its order.
    """
    return near_place(viewer, trip.place, limit=limit, prefer=prefer) if _may(viewer, trip) else []


def near_place(viewer: User, words: str, *, limit: int = SHOWN, prefer: Sequence[int] = ()) -> list[Near]:
    """As `near`, for a place as one writes it: "Lisbon", "Lisbon, Portugal"."""
    told = _readable_by(viewer, _some(_told(words), prefer, limit))
    roots = roots_by_actor({one.actor for one in told})
    best: dict[int, Told] = {}
    for one in told:
        if one.actor in roots:
            _better(best, roots[one.actor], one)
    for contact, one in _moments(viewer, words):
        _better(best, contact, one)
    place = {contact: number for number, contact in enumerate(prefer)}
    order = sorted(best, key=lambda one: (-best[one].sure, place.get(one, len(place)), one))
    # Some may be hidden from the viewer or put away: a few more are looked at than are wanted.
    visible = contacts_visible(viewer).filter(pk__in=order[: 2 * limit], ours=False)
    people = {one.pk: one for one in visible}
    found = (
        Near(people[one], best[one].sure == Sure.YES, best[one].source, best[one].said)
        for one in order
        if one in people
    )
    return list(islice(found, limit))


def _some(told: list[Told], prefer: Sequence[int], limit: int) -> list[Told]:
    """Of a great many those that may be shown: of whoever is preferred, and enough others, the sure first."""
    enough = 8 * limit
    if len(told) <= enough:
        return told
    wanted = actors_behind(families_of(prefer))
    rest = sorted((one for one in told if one.actor not in wanted), key=lambda one: (-one.sure, one.actor))
    return [*(one for one in told if one.actor in wanted), *rest[:enough]]


def _better(best: dict[int, Told], contact: int, one: Told) -> None:
    known = best.get(contact)
    if known is None or one.sure > known.sure:
        best[contact] = one


def _readable(viewer: User) -> QuerySet[Trip]:
    return Trip.objects.filter(Q(author=viewer) | Q(shared=True), deleted_at=None).select_related("author")


def _may(viewer: User, trip: Trip) -> bool:
    return trip.author_id == viewer.pk or trip.shared


def _told(words: str) -> list[Told]:
    """All that says that somebody is there, whoever may read it: asked of the record once in a while."""
    key = f"near:{words.casefold()}"[:200].encode("utf-8", "replace").hex()
    found: list[tuple[Any, ...]] | None = cache.get(key)
    if found is None:
        # Plain rows: ten thousand objects take a tenth of a second to come out of a cache.
        found = [tuple(one) for one in (*_facts(words), *_profiles(words))]
        cache.set(key, found, REMEMBERED_S)
    return [Told(*one) for one in found]


def _facts(words: str) -> Iterable[Told]:
    names = ",".join(f"'{name}'" for name in WHERE)
    for actor, name, value, private, account in _like(_FACTS.replace("{names}", names), "value", words):
        sure = is_near(words, value)
        if sure is not Sure.NO:
            source = "address" if name == "address" else "label" if name == "label" else "location"
            yield Told(actor, int(sure), source, value, account if private else 0)


def _profiles(words: str) -> Iterable[Told]:
    for actor, summary in _like(_PROFILES, "summary", words):
        if is_near(words, summary) is not Sure.NO:
            yield Told(actor, int(Sure.PERHAPS), "profile", summary, 0)


def _like(sql: str, column: str, words: str) -> list[tuple[int, ...]]:
    wanted = patterns(words)
    if not wanted:
        return []
    with connection.cursor() as cursor:
        cursor.execute(sql.format(like=" OR ".join([f"lower({column}) LIKE %s"] * len(wanted))), wanted)
        return list(cursor.fetchall())


def _readable_by(viewer: User, told: Iterable[Told]) -> list[Told]:
    """What a viewer may read of it: private facts of their accounts, and profiles of whom they know."""
    scopes = scopes_readable(viewer)
    kept = [one for one in told if one.account in scopes]
    listed = ",".join(map(str, scopes))
    known = {row[0] for row in rows_in(_SIGHTED.format(listed, "{}"), {one.actor for one in kept})}
    return [one for one in kept if one.actor in known]


def _moments(viewer: User, words: str) -> list[tuple[int, Told]]:
    """With whom the viewer noted a moment there that took place."""
    took_place = Encounter.objects.filter(TOOK_PLACE, author=viewer, undone_at=None)
    places = took_place.exclude(place="")
    there = {pk: place for pk, place in places.values_list("pk", "place") if is_near(words, place)}
    rows = EncounterWith.objects.filter(encounter__in=there).values_list("encounter", "contact")
    kept = kept_of(contact for _, contact in rows)
    return [
        (kept[contact], Told(0, int(Sure.PERHAPS), "moment", there[encounter], 0))
        for encounter, contact in rows
    ]
