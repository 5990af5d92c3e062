"""A moment noted by hand: it creates interactions, like everything else that ties are reckoned from."""

from typing import Any

from django.db import transaction

from mutuals.people.models import Contact
from mutuals.people.services.by_hand import actor_mine, actor_theirs
from mutuals.record.kinds import Grain, Kind
from mutuals.record.models import Interaction
from mutuals.record.services.accounts import account_for
from mutuals.record.services.hand import interaction_add
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
        mine = actor_mine(actor, now_ms=now_ms)
        theirs = actor_theirs(actor, contact, now_ms=now_ms)
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
