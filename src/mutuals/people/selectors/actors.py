"""Which contact stands behind which actor, joins followed. The engines ask this; pages ask `contacts`."""

from collections.abc import Iterable, Mapping

from django.db import connection

from mutuals.people.models import Contact, Match
from mutuals.record.services.bulk import rows_in
from mutuals.team.once import once
from mutuals.team.place import place

# What is no person: it has no relationship with anybody and does not stand among people.
NOBODY = ("bot", "list")


def contacts_nobody(contacts: Iterable[int] | None = None) -> set[int]:
    """The contacts (or those of these) that somebody said are no people."""
    # Written out, so that SQLite sees that the index of these alone will do.
    sql = "SELECT id FROM people_contact WHERE kind IN ('bot', 'list')"
    if contacts is not None:
        return {row[0] for row in rows_in(sql + " AND id IN ({})", contacts)}
    with connection.cursor() as cursor:
        cursor.execute(sql)
        return {row[0] for row in cursor.fetchall()}


def contact_roots() -> dict[int, int]:
    """For every contact that was joined into another: the one that is kept, however long the chain."""
    into = dict(Contact.objects.filter(merged_into__isnull=False).values_list("pk", "merged_into"))
    roots = {}
    for contact in into:
        top = contact
        while top in into:
            top = into[top]
        roots[contact] = top
    return roots


def contacts_by_actor() -> dict[int, int]:
    """For every actor that has one: its contact's key; without those of what is no person."""
    roots, nobody = contact_roots(), contacts_nobody()
    rows = Match.objects.filter(ended_at=None).values_list("actor", "contact")
    found = {actor: roots.get(contact, contact) for actor, contact in rows.iterator(chunk_size=20_000)}
    return {actor: one for actor, one in found.items() if one not in nobody} if nobody else found


def contacts_left_out() -> set[int]:
    """The contacts that are left out of the reckoning: they, or somebody who was joined into them, asked for it."""
    return set(roots_of(Contact.objects.filter(left_out_at__isnull=False).values_list("pk", flat=True)))


def contacts_ours() -> set[int]:
    """The contacts that are we ourselves."""
    return set(Contact.objects.filter(ours=True, merged_into=None).values_list("pk", flat=True))


def contacts_named(public_ids: Iterable[str]) -> set[int]:
    """The contacts of these public ids, joins followed; what is no contact's is passed over."""
    found = Contact.objects.filter(public_id__in=list(public_ids)).values_list("pk", flat=True)
    return set(roots_of(found))


def roots_of(contacts: Iterable[int]) -> list[int]:
    """The contacts that these were joined into, however long the chain, or they themselves; each once."""
    front, found = set(contacts), set()
    while front:
        rows = rows_in("SELECT id, merged_into_id FROM people_contact WHERE id IN ({})", front)
        found |= {contact for contact, into in rows if into is None}
        front = {into for _, into in rows if into is not None}
    return sorted(found)


def families_of(contacts: Iterable[int]) -> dict[int, int]:
    """These contacts and all that were joined into them, however long the chain; each with the one asked for."""
    asked = tuple(contacts)
    # A page on one person asks for their family again and again.
    if len(asked) == 1:
        return dict(once((place(), "family", asked), lambda: _families(asked)))
    return _families(asked)


def _families(contacts: Iterable[int]) -> dict[int, int]:
    roots = {contact: contact for contact in contacts}
    front = list(roots)
    while front:
        rows = rows_in("SELECT id, merged_into_id FROM people_contact WHERE merged_into_id IN ({})", front)
        front = [joined for joined, _ in rows if joined not in roots]
        roots |= {joined: roots[into] for joined, into in rows if joined not in roots}
    return roots


def roots_by_actor(actors: Iterable[int]) -> dict[int, int]:
    """For each of these actors that has one: its contact, joins followed upwards."""
    rows = rows_in(
        "SELECT actor, contact_id FROM people_match WHERE ended_at IS NULL AND actor IN ({})", actors
    )
    above = tops_of({contact for _, contact in rows})
    return {actor: above[contact] for actor, contact in rows}


def tops_of(contacts: set[int]) -> dict[int, int]:
    """The contact that each of these was joined into in the end, or itself."""
    contacts = set(contacts)
    into: dict[int, int | None] = {}
    front = contacts
    while front:
        into |= dict(rows_in("SELECT id, merged_into_id FROM people_contact WHERE id IN ({})", front))
        front = {one for one in into.values() if one is not None and one not in into}
    found = {}
    for contact in contacts:
        top = contact
        while (after := into.get(top)) is not None:
            top = after
        found[contact] = top
    return found


def actors_behind(families: Mapping[int, int]) -> dict[int, int]:
    """The actors of `families_of` some contacts, each with the contact asked for; none of what is no person."""
    nobody = contacts_nobody(set(families.values()))
    rows = rows_in(
        "SELECT actor, contact_id FROM people_match WHERE ended_at IS NULL AND contact_id IN ({})", families
    )
    return {actor: families[contact] for actor, contact in rows if families[contact] not in nobody}


def actors_ours() -> list[list[int]]:
    """Each actor that is one of us, as [contact, actor] in order."""
    families = families_of(contacts_ours())
    return sorted([contact, actor] for actor, contact in actors_behind(families).items())


def actors_came(actors: Iterable[int]) -> bool:
    """Whether any of these actors was another contact's before."""
    return Match.objects.filter(actor__in=list(actors), ended_at__isnull=False).exists()


def actors_of(contact: int) -> list[int]:
    """The actors of a contact and of all that were joined into it."""
    family = families_of([contact])
    return list(Match.objects.filter(contact__in=family, ended_at=None).values_list("actor", flat=True))


def actors_mine(own: int) -> tuple[int, ...]:
    """The actors of one of us; where they have none those of all of us."""
    return tuple(sorted(actors_of(own) or [one for ours in contacts_ours() for one in actors_of(ours)]))


def networks_by_contact(contacts: Iterable[int] | None = None) -> set[tuple[int, str]]:
    """For every contact (or each of these) the networks that its actors are on, as (contact, network) pairs."""
    sql = (
        "SELECT DISTINCT m.contact_id, a.network FROM people_match m "
        "JOIN record_actor a ON a.id = m.actor WHERE m.ended_at IS NULL"
    )
    if contacts is not None:
        family = families_of(contacts)
        rows = rows_in(sql + " AND m.contact_id IN ({})", family)
        return {(family[contact], network) for contact, network in rows}
    roots = contact_roots()
    with connection.cursor() as cursor:
        cursor.execute(sql)
        return {(roots.get(contact, contact), network) for contact, network in cursor.fetchall()}


def kept_of(contacts: Iterable[int]) -> dict[int, int]:
    """The contact that each of these was joined into in the end, or itself."""
    return tops_of(set(contacts))
