"""The five people of the first minute: made as contacts at once, matched later by the exact name."""

from collections.abc import Sequence

from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet

from mutuals.people.models import Contact, Join, Match, Welcome
from mutuals.people.selectors.contacts import contacts_visible
from mutuals.people.services.joins import contacts_join
from mutuals.team.models import User
from mutuals.team.permissions import require
from mutuals.team.services.log import log_append
from mutuals.text.names import display, key

# Enough to choose from; whoever has more namesakes finds the right one on the page of people.
MOST = 24


def welcome_save(
    *, actor: User, names: Sequence[str], why: str, minutes: int | None, now_ms: int
) -> list[Contact]:
    """Keeps what a person said in the first minute; every part may be empty. Saying it again replaces it."""
    require(actor, "people_edit")
    shown = {key(name): display(name)[:200] for name in reversed(names) if display(name)}
    wanted = list(reversed(shown.values()))[:5]
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


def welcome_keep(*, actor: User, why: str, minutes: int | None, now_ms: int) -> None:
    """Keeps why a user is here and the minutes a week they give, and leaves the five as they are."""
    require(actor, "people_edit")
    said = {"why": why.strip()[:500], "minutes": minutes}
    Welcome.objects.update_or_create(user=actor, defaults=said, create_defaults={**said, "at": now_ms})


def named_match(*, now_ms: int) -> None:
    """Joins a named person with the one contact from files that has exactly this name; several stay to be asked."""
    for contact in _unfound().select_related("holder"):
        found = candidates(contact)
        if len(found) == 1:
            contacts_join(
                contact, found[0], evidence=f"The only {found[0].name} in what you brought.", confidence=0.9,
                decided_by="exact name", now_ms=now_ms,
            )  # fmt: skip


def candidates(contact: Contact) -> list[Contact]:
    """Contacts from files with exactly the name of a named contact, as far as its holder may see them."""
    return _from_files(contact, Q(name_key=contact.name_key))


def choices(contact: Contact) -> list[Contact]:
    """Whom a named contact may mean: several of exactly this name, else those whose name begins with it.

    Nobody for a contact whose actor is known already.
    """
    if not contact.name_key or not _unfound().filter(pk=contact.pk).exists():
        return []
    return candidates(contact) or _from_files(contact, Q(name_key__startswith=contact.name_key + " "))


def choices_refuse(*, actor: User, contact: Contact, now_ms: int) -> None:
    """A person says that a named contact is none of those it was asked about; they are not asked about again."""
    require(actor, "people_edit")
    with transaction.atomic():
        others = choices(contact)
        rows = [
            Join(
                kept=contact, gone=other, evidence="", confidence=0.0, decided_by=str(actor.public_id), at=now_ms,
                ended_at=now_ms, refused=True,
            )
            for other in others
        ]  # fmt: skip
        Join.objects.bulk_create(rows)
        log_append(
            actor=actor, verb="choices_refuse", subject=str(contact.public_id),
            details={"others": [str(one.public_id) for one in others]},
        )  # fmt: skip


def _unfound() -> QuerySet[Contact]:
    """Named contacts that no file is known to speak of; what was noted by hand about them does not count."""
    joined = Join.objects.filter(kept=OuterRef("pk"), ended_at=None)
    return Contact.objects.filter(
        ~Exists(_matched(OuterRef("pk"))), ~Exists(joined), named__isnull=False, merged_into=None, deleted_at=None
    )  # fmt: skip


def _matched(contact: OuterRef) -> QuerySet[Match]:
    return Match.objects.filter(contact=contact, ended_at=None, decided_by="identifier")


def _from_files(contact: Contact, name: Q) -> list[Contact]:
    if contact.holder is None:
        return []
    refused = Join.objects.filter(refused=True)
    return list(
        contacts_visible(contact.holder)
        .filter(
            name,
            Exists(_matched(OuterRef("pk"))),
            ~Exists(refused.filter(kept=contact, gone=OuterRef("pk"))),
            ~Exists(refused.filter(gone=contact, kept=OuterRef("pk"))),
            ours=False,
        )
        .exclude(pk=contact.pk)
        .order_by("pk")[:MOST]
    )


def _named(actor: User, name: str, place: int, now_ms: int) -> Contact:
    found = Contact.objects.filter(holder=actor, name_key=key(name), merged_into=None, ours=False).first()
    if found is None:
        found = Contact.objects.create(
            name=name, name_key=key(name), name_set=True, holder=actor, named=place, created_at=now_ms
        )
    Contact.objects.filter(pk=found.pk).update(named=place, deleted_at=None)
    found.named = place
    return found
