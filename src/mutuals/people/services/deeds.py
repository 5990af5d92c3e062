"""A help noted in two clicks: who did what for whom, on which day."""

from django.db import transaction

from mutuals.people.models import Contact
from mutuals.people.services.by_hand import actor_mine, actor_theirs
from mutuals.record.kinds import ActName
from mutuals.record.models import Deed
from mutuals.record.services.deeds import RIGHT, deed_note
from mutuals.team.models import User
from mutuals.team.permissions import require


def help_note(
    *, actor: User, contact: Contact, act: ActName, ours: bool, day: int, text: str, now_ms: int
) -> Deed:
    """Notes what the user did for a contact (`ours`), or the contact for them, on a UTC day; raises NotAllowed."""
    require(actor, RIGHT)
    with transaction.atomic():
        mine = actor_mine(actor, now_ms=now_ms)
        theirs = actor_theirs(actor, contact, now_ms=now_ms)
        a, b = (mine, theirs) if ours else (theirs, mine)
        return deed_note(
            actor=actor, a=a, b=b, act=act, day=day, text=text, now_ms=now_ms, person=str(contact.public_id)
        )
