"""Somebody as every room can find them."""

from mutuals.people.models import Contact, Match
from mutuals.people.selectors.actors import families_of
from mutuals.record.models import Actor
from mutuals.team.leavers import Person


def person_of(contact: Contact) -> Person:
    """All that stands for one person: joined contacts, every actor that is theirs, the names they bear."""
    family = [contact.pk, *(one for one in families_of([contact.pk]) if one != contact.pk)]
    rows = {one.pk: one for one in Contact.objects.filter(pk__in=family)}
    actors = set(Match.objects.filter(contact__in=family, ended_at=None).values_list("actor", flat=True))
    same = Actor.objects.filter(pk__in=actors, same_as__isnull=False).values_list("same_as", flat=True)
    alike = set(Actor.objects.filter(same_as__in=set(same)).values_list("pk", flat=True)) - actors
    # Whom somebody said to be another person stays, whatever address they share.
    actors |= alike - set(
        Match.objects.filter(actor__in=alike, ended_at=None).values_list("actor", flat=True)
    )
    names = {rows[one].name for one in family} | set(
        Actor.objects.filter(pk__in=actors).values_list("name", flat=True)
    )
    return Person(
        contacts=tuple(family), public_ids=tuple(str(rows[one].public_id) for one in family),
        actors=tuple(sorted(actors)), names=tuple(sorted(names - {""})),
    )  # fmt: skip
