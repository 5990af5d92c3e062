"""The five people of the first minute: made as contacts at once, matched later by the exact name."""

from collections.abc import Sequence

from django.db import transaction

from mutuals.people.models import Contact, Welcome
from mutuals.people.services.joins import contacts_join
from mutuals.team.models import User
from mutuals.team.permissions import require
from mutuals.team.services.log import log_append
from mutuals.text.names import display, key


def welcome_save(
    *, actor: User, names: Sequence[str], why: str, minutes: int | None, now_ms: int
) -> list[Contact]:
    """Keeps what a person said in the first minute; every part may be empty. Saying it again replaces it."""
    require(actor, "people_edit")
    wanted = [display(name)[:200] for name in names if display(name)][:5]
    with transaction.atomic():
        Welcome.objects.update_or_create(
            user=actor, defaults={"why": why.strip()[:500], "minutes": minutes, "at": now_ms}
        )
        mine = Contact.objects.filter(holder=actor, named__isnull=False)
        mine.exclude(name_key__in=[key(name) for name in wanted]).update(named=None)
        made = [_named(actor, name, place, now_ms) for place, name in enumerate(wanted, start=1)]
        log_append(
            actor=actor, verb="welcome_save", subject=str(actor.public_id), details={"names": len(made)}
        )
    named_match(now_ms=now_ms)
    return made


def named_match(*, now_ms: int) -> None:
    """Joins a named person with the one contact from files that has exactly this name; several stay to be asked."""
    for contact in Contact.objects.filter(named__isnull=False, merged_into=None, matches=None):
        found = candidates(contact)
        if len(found) == 1:
            contacts_join(
                contact, found[0], evidence=f"The only {found[0].name} in what you brought.", confidence=0.9,
                decided_by="exact name", now_ms=now_ms,
            )  # fmt: skip


def candidates(contact: Contact) -> list[Contact]:
    """Contacts from files with exactly the name of a contact that has no actor yet."""
    return list(
        Contact.objects.filter(name_key=contact.name_key, merged_into=None, deleted_at=None, ours=False)
        .exclude(pk=contact.pk)
        .exclude(matches=None)
        .exclude(joins__gone=contact, joins__refused=True)
        .exclude(joined_by__kept=contact, joined_by__refused=True)
        .order_by("pk")[:6]
    )


def _named(actor: User, name: str, place: int, now_ms: int) -> Contact:
    found = Contact.objects.filter(holder=actor, name_key=key(name), merged_into=None, ours=False).first()
    if found is None:
        found = Contact.objects.create(
            name=name, name_key=key(name), name_set=True, holder=actor, named=place, created_at=now_ms
        )
    Contact.objects.filter(pk=found.pk).update(named=place)
    found.named = place
    return found
