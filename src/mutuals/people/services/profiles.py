"""Reads from the record what is known of each contact, as far as a view may know it, for the search for likenesses."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any

from django.db import connection

from mutuals.people.alike_profile import Around, Profile
from mutuals.people.models import Contact
from mutuals.people.profiling import Actor, profile_of
from mutuals.people.selectors.actors import contacts_by_actor, contacts_left_out, contacts_ours
from mutuals.record.kinds import Grain
from mutuals.record.services.bulk import rows_in

Scopes = Sequence[int]
ACTORS = (
    "SELECT a.id, a.network, a.name, a.handle, a.uri, a.url, a.summary FROM record_actor a WHERE a.type IN "
    "('Person', 'Organization') AND EXISTS (SELECT 1 FROM record_actorsighting s WHERE s.actor = a.id AND s.account IN "
    "({})) ORDER BY a.id"
)
FACTS = "SELECT actor, name, value FROM record_fact WHERE NOT private OR account IN ({}) ORDER BY id"
# Told in a file of the view's own, so that the chats it tells of may be known.
CHATS = (
    "SELECT m.actor, m.chat FROM record_chatmember m WHERE EXISTS (SELECT 1 FROM record_actorsighting s WHERE "
    "s.actor = m.actor AND s.account <> 0 AND s.account IN ({scopes})) AND m.actor IN ({{}})"
)
TOUCHED = "SELECT DISTINCT {side}, {other} FROM record_tieday WHERE scope IN ({scopes}) AND {side} IN ({{}})"
HOURS = (
    "SELECT a, (at / 3600000) - (at / 86400000) * 24, count(*) FROM record_interaction WHERE scope IN ({scopes}) "
    "AND at >= 0 AND grain <= {minute} AND a IN ({{}}) GROUP BY 1, 2"
)


def profiles_read(view: int, scopes: Scopes) -> list[Profile]:
    """The profiles of everybody whom a view may know of, of their kept contacts; without us, those put away or left
    out of the reckoning, and what is no person."""
    behind, people = contacts_by_actor(), _people()
    facts: dict[int, list[tuple[str, str]]] = defaultdict(list)
    for actor, name, value in _rows(FACTS.format(_listed(scopes))):
        facts[behind.get(actor, 0)].append((name, value))
    actors: dict[int, list[Actor]] = defaultdict(list)
    for actor, *told in _rows(ACTORS.format(_listed(scopes))):
        if (contact := behind.get(actor, 0)) in people:
            actors[contact].append(Actor(*told))
    by_hand = dict(
        Contact.objects.filter(holder=view or None, name_set=True)
        .exclude(holder=None)
        .values_list("pk", "name")
    )
    return [
        _named(profile_of(one, actors.get(one, ()), facts.get(one, ())), by_hand.get(one, ""))
        for one in sorted({*actors, *(by_hand.keys() & people)})
    ]


def _named(profile: Profile, name: str) -> Profile:
    """A name that somebody wrote counts beside those of the files."""
    if not name or name in profile.names:
        return profile
    return Profile(
        **{field: getattr(profile, field) for field in profile.__slots__} | {"names": (name, *profile.names)}
    )


def _people() -> set[int]:
    found = Contact.objects.filter(
        merged_into=None, deleted_at=None, ours=False, kind__in=("person", "organisation")
    )
    return set(found.values_list("pk", flat=True)) - contacts_left_out()


def around_read(contacts: Collection[int], scopes: Scopes) -> dict[int, Around]:
    """What the record tells of these contacts beside their profiles."""
    behind, ours = contacts_by_actor(), contacts_ours()
    actors = {actor: contact for actor, contact in behind.items() if contact in contacts}
    company: dict[int, set[int]] = defaultdict(set)
    for actor, other in _pairs(actors, scopes):
        if (one := behind.get(other, 0)) and one not in ours and one != actors[actor]:
            company[actors[actor]].add(one)
    chats: dict[int, set[int]] = defaultdict(set)
    for actor, chat in rows_in(CHATS.format(scopes=_listed(scopes)), actors):
        chats[actors[actor]].add(chat)
    hourly = HOURS.format(scopes=_listed(scopes), minute=int(Grain.MINUTE))
    hours: dict[int, list[int]] = defaultdict(lambda: [0] * 24)
    for actor, hour, count in rows_in(hourly, actors):
        hours[actors[actor]][int(hour)] += count
    return {
        one: Around(frozenset(company[one]), frozenset(chats[one]), tuple(hours[one]) if one in hours else ())
        for one in contacts
    }


def _pairs(actors: Mapping[int, int], scopes: Scopes) -> Iterable[tuple[int, int]]:
    for side, other in (("a", "b"), ("b", "a")):
        yield from rows_in(TOUCHED.format(side=side, other=other, scopes=_listed(scopes)), actors)


def _rows(sql: str) -> Iterable[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(sql)
        while rows := cursor.fetchmany(20_000):
            yield from rows


def _listed(scopes: Scopes) -> str:
    return ",".join(map(str, scopes))
