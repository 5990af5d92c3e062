"""Moments noted by hand, as far as a viewer may read them: their own, and those shared on purpose."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import BigIntegerField, F, Q, QuerySet
from django.db.models.functions import Cast

from mutuals.people.models import Contact, Encounter, EncounterWith
from mutuals.people.moment import form_of
from mutuals.people.selectors.actors import families_of, kept_of
from mutuals.people.selectors.contacts import contacts_visible
from mutuals.people.services.moments import DAY_MS, KINDS
from mutuals.record.kinds import Kind
from mutuals.team.models import User

# One that was noted before its day is a plan. (PostgreSQL multiplies days as 32 bits, which milliseconds overflow.)
TOOK_PLACE = Q(at__gte=Cast(F("day"), BigIntegerField()) * DAY_MS)


# The forms in which people are with one another.
WITH = ("met", "did", "talked")


@dataclass(frozen=True, slots=True)
class MomentView:
    """One moment: its form and UTC day, how long (seconds, 0: unknown), where, what was said; by whom it was noted, and
    whether that is the viewer (`own`); `planned`: it is still to come, or nobody said that it took place. `people` are
    those there whom the viewer may know of, `rows` how many of them were asked for. Of what a calendar has ahead also
    what it is called there (`title`) and when it begins (ms, None: on that day); `settled`: the calendar's own meeting
    counts in its place."""

    id: str
    how: str
    kind: Kind
    day: int
    seconds: int
    place: str
    text: str
    shared: bool
    planned: bool
    own: bool
    author: str
    at: int
    people: tuple[Contact, ...]
    rows: int = 1
    title: str = ""
    begins_at: int | None = None
    settled: bool = False


def moments_with(
    viewer: User,
    contact: Contact,
    *,
    day: int | None = None,
    before_day: int | None = None,
    hows: Collection[str] | None = None,
    limit: int = 30,
) -> list[MomentView]:
    """The moments with one person that took place, the latest first: of one UTC day, up to a day, of some forms."""
    family = families_of([contact.pk])
    met = EncounterWith.objects.filter(contact__in=family).values_list("encounter", flat=True)
    found = _readable(viewer).filter(TOOK_PLACE, pk__in=met)
    if day is not None:
        found = found.filter(day=day)
    if before_day is not None:
        found = found.filter(day__lte=before_day)
    if hows is not None:
        found = found.filter(how__in=hows)
    return _views(viewer, list(found.order_by("-day", "-pk")[:limit]), family)


def moments_between(viewer: User, *, since: int, until: int, limit: int = 60) -> list[MomentView]:
    """The moments from one UTC day to another that took place, the latest first; of others' only where the viewer knows
    of somebody who was there."""
    found = (
        _readable(viewer).filter(TOOK_PLACE, day__gte=since, day__lte=until).order_by("-day", "-pk")[:limit]
    )
    views = _views(viewer, list(found), {})
    return [one for one in views if one.own or one.people]


def plans_of(viewer: User, *, since: int, until: int | None = None, limit: int = 60) -> list[MomentView]:
    """What the viewer has planned from a UTC day on and did not say to have taken place, the next first; or up to a
    day, the latest first."""
    found = Encounter.objects.filter(~TOOK_PLACE, author=viewer, undone_at=None, day__gte=since)
    order: tuple[Any, ...] = ("day", F("begins_at").asc(nulls_last=True), "pk")
    if until is not None:
        found, order = found.filter(day__lt=until), ("-day", "-pk")
    return _views(viewer, list(found.select_related("author").order_by(*order)[:limit]), {})


def plans_with(
    viewer: User, families: Mapping[int, int], *, today: int, hows: Collection[str] = WITH
) -> dict[int, MomentView]:
    """The next of these forms that the viewer has planned with each of these people, from a UTC day on; `families` as
    in `actors.families_of`."""
    # Few are planned at any time, so that all of them are looked at rather than all of these people.
    planned = Encounter.objects.filter(~TOOK_PLACE, author=viewer, undone_at=None, day__gte=today)
    rows = EncounterWith.objects.filter(encounter__in=planned, encounter__how__in=hows)
    found: dict[int, Encounter] = {}
    order = ("encounter__day", F("encounter__begins_at").asc(nulls_last=True), "encounter")
    for one in rows.select_related("encounter__author").order_by(*order):
        if one.contact_id in families:
            found.setdefault(families[one.contact_id], one.encounter)
    views = {one.id: one for one in _views(viewer, list(dict.fromkeys(found.values())), {})}
    return {contact: views[str(one.public_id)] for contact, one in found.items()}


def moment_get(viewer: User, public_id: str) -> MomentView:
    """One moment by its public id; raises Encounter.DoesNotExist where the viewer may not read it."""
    found = _readable(viewer).get(public_id=_uuid(public_id))
    view = _views(viewer, [found], {})[0]
    if not view.own and not view.people:
        raise Encounter.DoesNotExist
    return view


def moment_own(viewer: User, public_id: str) -> Encounter:
    """The viewer's own moment, to be changed; raises Encounter.DoesNotExist for anybody else's."""
    return Encounter.objects.get(public_id=_uuid(public_id), author=viewer, undone_at=None)


def people_lately(viewer: User, *, limit: int = 30) -> list[int]:
    """The contacts of the viewer's latest moments, the latest first, each once."""
    rows = EncounterWith.objects.filter(encounter__author=viewer, encounter__undone_at=None)
    found = rows.order_by("-encounter__at", "pk").values_list("contact", flat=True)[:limit]
    return list(dict.fromkeys(found))


def places_lately(viewer: User, *, limit: int = 8) -> list[str]:
    """Where the viewer's latest moments were, each place once."""
    rows = Encounter.objects.filter(author=viewer, undone_at=None).exclude(place="").order_by("-at", "-pk")
    return list(dict.fromkeys(rows.values_list("place", flat=True)[: 5 * limit]))[:limit]


def _readable(viewer: User) -> QuerySet[Encounter]:
    seen = Q(author=viewer) | Q(shared=True)
    return Encounter.objects.filter(seen, undone_at=None).select_related("author")


def _views(viewer: User, found: Sequence[Encounter], family: Collection[int]) -> list[MomentView]:
    if not found:
        return []
    with_whom: dict[int, list[int]] = defaultdict(list)
    rows = EncounterWith.objects.filter(encounter__in=found).order_by("pk")
    for encounter, contact in rows.values_list("encounter", "contact"):
        with_whom[encounter].append(contact)
    known = _known(viewer, {one for people in with_whom.values() for one in people})
    return [_view(viewer, one, with_whom[one.pk], known, family) for one in found]


def _view(
    viewer: User, one: Encounter, withs: Sequence[int], known: dict[int, Contact], family: Collection[int]
) -> MomentView:
    people = {known[each].pk: known[each] for each in withs if each in known}
    return MomentView(
        id=str(one.public_id), how=one.how, kind=form_of(KINDS[one.how], len(withs)), day=one.day,
        seconds=one.seconds, place=one.place, text=one.text, shared=one.shared, planned=one.at // DAY_MS < one.day,
        own=one.author_id == viewer.pk, author=str(one.author), at=one.at, people=tuple(people.values()),
        rows=sum(1 for each in withs if each in family), title=one.title, begins_at=one.begins_at,
        settled=bool(one.title) and not one.uri,
    )  # fmt: skip


def _known(viewer: User, contacts: Collection[int]) -> dict[int, Contact]:
    """Those of these contacts whom the viewer may know of, each as the one that is kept."""
    roots = kept_of(contacts)
    seen = {one.pk: one for one in contacts_visible(viewer).filter(pk__in=set(roots.values()))}
    return {one: seen[root] for one, root in roots.items() if root in seen}


def _uuid(text: str) -> str:
    try:
        return str(UUID(text))
    except ValueError:
        raise Encounter.DoesNotExist from None
