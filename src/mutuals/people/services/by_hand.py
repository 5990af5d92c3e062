"""Who stands in what is noted by hand: an actor of ours and one of theirs, made where there is none."""

from mutuals.people.models import Contact, Match
from mutuals.people.selectors.actors import actors_of
from mutuals.people.services.refresh import contact_ours
from mutuals.record.services.hand import actor_by_hand, own_by_hand
from mutuals.team.models import User


def actor_mine(user: User, *, now_ms: int) -> int:
    """The actor that stands for the user in what is noted by hand."""
    contact = contact_ours(user, now_ms=now_ms)
    found = own_by_hand(user=user)
    _match(found, contact, now_ms, user)
    return found


def actor_theirs(user: User, contact: Contact, *, now_ms: int) -> int:
    """An actor of the contact; one of our own making when it has none."""
    known = actors_of(contact.pk)
    if known:
        return min(known)
    made = actor_by_hand(user=user, name=contact.name, key=str(contact.public_id))
    _match(made, contact, now_ms, user)
    return made


def _match(actor: int, contact: Contact, now_ms: int, user: User) -> None:
    if not Match.objects.filter(actor=actor, ended_at=None).exists():
        Match.objects.create(
            actor=actor, contact=contact, evidence="Noted by hand.", confidence=1.0, decided_by=str(user.public_id),
            at=now_ms,
        )  # fmt: skip
