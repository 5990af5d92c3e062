"""Joins contacts and parts them again: nothing is rewritten, so that parting restores both sides exactly."""

from django.db import transaction
from django.db.models import Q, QuerySet

from mutuals.people.models import Contact, Join, Match
from mutuals.people.selectors.actors import families_of, roots_of
from mutuals.record.services.bulk import rows_in
from mutuals.record.services.interactions import pairs_dirty
from mutuals.team.models import User
from mutuals.team.permissions import require
from mutuals.team.services.log import log_append


class CannotJoin(Exception):
    """These two cannot be joined; the message says why."""


def contact_kept(number: int) -> Contact:
    """The contact that this one went into, or itself."""
    contact = Contact.objects.get(pk=number)
    while contact.merged_into_id is not None:
        contact = Contact.objects.get(pk=contact.merged_into_id)
    return contact


def contacts_join(
    kept: Contact, gone: Contact, *, evidence: str, confidence: float, decided_by: str, now_ms: int
) -> bool:
    """Makes two contacts one; False when a person parted them before. The one a person cared for is kept."""
    if kept.pk == gone.pk or _refused(kept, gone).exists():
        return False
    if _weight(gone) > _weight(kept):
        kept, gone = gone, kept
    with transaction.atomic():
        Join.objects.create(
            kept=kept, gone=gone, evidence=evidence, confidence=confidence, decided_by=decided_by, at=now_ms
        )
        Contact.objects.filter(pk=gone.pk).update(merged_into=kept)
        contacts_touch({kept.pk, gone.pk})
    return True


def contacts_join_by(*, actor: User, kept: Contact, gone: Contact, why: str, now_ms: int) -> None:
    """A person says that two contacts are one; raises CannotJoin, NotAllowed."""
    require(actor, "people_edit")
    if kept.ours != gone.ours:
        raise CannotJoin("One of them is you. Say so under “Is this you?” instead.")
    _refused(kept, gone).update(refused=False)
    with transaction.atomic():
        evidence = why or "You said they are one person."
        done = contacts_join(
            kept, gone, evidence=evidence, confidence=1.0, decided_by=str(actor.public_id), now_ms=now_ms
        )
        if not done:
            raise CannotJoin("They are one already.")
        details = {"gone": str(gone.public_id), "why": evidence}
        log_append(actor=actor, verb="contacts_join", subject=str(kept.public_id), details=details)


def contacts_part(*, actor: User, join: Join, now_ms: int, refuse: bool = True) -> None:
    """Takes a join back: both sides are as they were, and are not joined by themselves again; without `refuse` they may
    be, as if nobody had said anything."""
    require(actor, "people_edit")
    with transaction.atomic():
        Join.objects.filter(pk=join.pk).update(ended_at=now_ms, refused=refuse)
        Contact.objects.filter(pk=join.gone_id, merged_into=join.kept_id).update(merged_into=None)
        contacts_touch({join.kept_id, join.gone_id})
        log_append(
            actor=actor, verb="contacts_part", subject=str(join.kept.public_id),
            details={"gone": str(join.gone.public_id)},
        )  # fmt: skip


def _refused(one: Contact, other: Contact) -> QuerySet[Join]:
    """Where a person said that these two, or anybody joined into them, are not one."""
    refused = Join.objects.filter(refused=True)
    if not refused.exists():
        return refused.none()
    mine, theirs = list(families_of([one.pk])), list(families_of([other.pk]))
    return refused.filter(Q(kept__in=mine, gone__in=theirs) | Q(kept__in=theirs, gone__in=mine))


def _weight(contact: Contact) -> tuple[bool, bool, bool, bool, int]:
    cared = contact.notes.exists() or contact.memberships.exists()
    return (contact.ours, contact.named is not None, contact.name_set, cared, -contact.pk)


def contacts_touch(contacts: set[int]) -> None:
    """Marks every pair of the actors behind these contacts, and each actor with itself since it moved, so that their
    ties are reckoned again: of the whole family that each is part of, since the ties of a family are made anew."""
    family = families_of({*contacts, *roots_of(contacts)})
    actors = set(Match.objects.filter(contact__in=family, ended_at=None).values_list("actor", flat=True))
    pairs_dirty((actor, actor) for actor in actors)
    actors_touch(actors)


def actors_touch(actors: set[int]) -> None:
    """Marks every pair of these actors, so that the ties behind are reckoned again."""
    pairs = rows_in("SELECT DISTINCT a, b FROM record_interaction WHERE a IN ({})", actors)
    pairs_dirty([*pairs, *rows_in("SELECT DISTINCT a, b FROM record_tieday WHERE b IN ({})", actors)])
