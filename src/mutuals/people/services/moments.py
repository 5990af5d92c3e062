"""A moment noted by hand: it creates interactions, like everything else that ties are reckoned from."""

from typing import Any

from django.db import transaction

from mutuals.people.models import Contact, Match
from mutuals.people.selectors.actors import actors_of
from mutuals.people.services.refresh import contact_ours
from mutuals.record.kinds import Grain, Kind
from mutuals.record.models import Interaction
from mutuals.record.services.accounts import account_for
from mutuals.record.services.hand import actor_by_hand, interaction_add, own_by_hand
from mutuals.team.models import User
from mutuals.team.permissions import require
from mutuals.team.services.log import log_append

KINDS = {"talked": Kind.CALL, "met": Kind.MEETING, "gift": Kind.GIFT, "card": Kind.CARD}


def moment_note(*, actor: User, contact: Contact, how: str, day: int, now_ms: int, seconds: int = 0) -> bool:
    """Notes that the user talked with or met a contact on a UTC day for some time (0: unknown), or gave them something
    or a card; False when that was noted already.

    Raises KeyError for another `how` than those of `KINDS`.
    """
    require(actor, "people_edit")
    kind, account = KINDS[how], account_for(network="hand", holder=actor)
    with transaction.atomic():
        mine = _own_actor(actor, now_ms)
        theirs = _actor(actor, contact, now_ms)
        known = Interaction.objects.filter(a=mine, b=theirs, kind=kind, day=day, scope=account.pk)
        if known.exists():
            return False
        told: dict[str, Any] = {"kind": kind, "day": day, "grain": Grain.DAY, "account": account}
        interaction_add(a=mine, b=theirs, seconds=seconds, **told)
        if kind == Kind.CALL:
            # Talking has two sides; a meeting is one thing that both share.
            interaction_add(a=theirs, b=mine, seconds=seconds, **told)
        log_append(
            actor=actor, verb="moment_note", subject=str(contact.public_id), details={"how": how, "day": day},
            person=str(contact.public_id),
        )  # fmt: skip
    return True


def _own_actor(user: User, now_ms: int) -> int:
    """The actor that stands for the user in what is noted by hand."""
    contact = contact_ours(user, now_ms=now_ms)
    found = own_by_hand(user=user)
    _match(found, contact, now_ms, user)
    return found


def _actor(user: User, contact: Contact, now_ms: int) -> int:
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
