"""Leaves a person out of the reckoning, and takes them in again: a right of theirs, which holds for everybody."""

from django.db import transaction
from django.db.models import F, Q

from mutuals.people.models import Contact
from mutuals.people.selectors.actors import actors_of, families_of
from mutuals.people.services.joins import actors_touch
from mutuals.record.services.interactions import pairs_dirty
from mutuals.relate.models import Reckoning, Tie
from mutuals.relate.services.touched import circles_again
from mutuals.team.models import User
from mutuals.team.permissions import require
from mutuals.team.services.log import log_append


def contact_leave_out(*, actor: User, contact: Contact, now_ms: int) -> None:
    """Leaves a contact out of the reckoning: their ties go at once, and no other is made until they are taken in again.

    What was said and noted stays as it is. Raises NotAllowed, and ValueError for one of us.
    """
    require(actor, "ties_edit")
    if contact.ours:
        raise ValueError("You cannot leave yourself out: every relationship here is one of yours.")
    with transaction.atomic():
        Contact.objects.filter(pk=contact.pk, left_out_at=None).update(left_out_at=now_ms)
        for current in Reckoning.objects.filter(current=True).only("pk", "us"):
            _forget(current, contact.pk)
        _touch(contact)
        log_append(
            actor=actor, verb="contact_leave_out", subject=str(contact.public_id), details={},
            person=str(contact.public_id),
        )  # fmt: skip


def contact_take_in(*, actor: User, contact: Contact) -> None:
    """Takes a contact into the reckoning again: their ties are made anew from the days, a moment later."""
    require(actor, "ties_edit")
    with transaction.atomic():
        Contact.objects.filter(pk__in=families_of([contact.pk])).update(left_out_at=None)
        _touch(contact)
        log_append(
            actor=actor, verb="contact_take_in", subject=str(contact.public_id), details={},
            person=str(contact.public_id),
        )  # fmt: skip


def _forget(current: Reckoning, contact: int) -> None:
    """Takes the ties of a contact out of a reckoning; whoever came after them in the circles moves up."""
    Tie.objects.filter(Q(b=contact) | Q(a=contact), reckoning=current).delete()
    for own in sorted({own for own, _ in current.us}):
        circles_again(current.pk, own, among=1)
    Reckoning.objects.filter(pk=current.pk).update(made_at=F("made_at") + 1)


def _touch(contact: Contact) -> None:
    """Marks every pair of the contact's actors, so that the work behind the pages finds their ties anew."""
    actors = set(actors_of(contact.pk))
    pairs_dirty((actor, actor) for actor in actors)
    actors_touch(actors)
