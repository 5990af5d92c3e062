"""Acts noted by hand that no interaction shows: a help across the garden fence. They weigh in give and take alone."""

from uuid import UUID

from django.db import transaction

from mutuals.record.kinds import ActName
from mutuals.record.models import Deed
from mutuals.record.selectors.scopes import accounts_readable
from mutuals.record.services.accounts import account_for
from mutuals.record.services.acts import acts_dirty
from mutuals.team.models import User
from mutuals.team.permissions import require
from mutuals.team.services.log import log_append

RIGHT = "people_edit"
LONGEST = 2_000


class NoDeed(LookupError):
    """There is no such entry, or it is not yours to change."""


def deed_note(
    *, actor: User, a: int, b: int, act: ActName, day: int, text: str, now_ms: int, person: str = ""
) -> Deed:
    """Notes what actor `a` did for actor `b` on a UTC day; private to whoever reads what the user notes by hand.

    `person` is the public id of whom the event log speaks. Raises NotAllowed.
    """
    require(actor, RIGHT)
    account = account_for(network="hand", holder=actor)
    with transaction.atomic():
        deed = Deed.objects.create(
            a=a, b=b, act=act, day=day, text=text.strip()[:LONGEST], scope=account.pk, user=actor, at=now_ms
        )
        acts_dirty([(a, b)])
        details = {"act": act.name.lower(), "day": day}
        log_append(actor=actor, verb="deed_note", subject=str(deed.public_id), details=details, person=person)
    return deed


def deed_undo(*, actor: User, public_id: str, now_ms: int) -> None:
    """Takes a noted act back; raises NotAllowed, NoDeed."""
    _turn(actor, public_id, undone_at=now_ms, verb="deed_undo")


def deed_redo(*, actor: User, public_id: str) -> None:
    """Lets a noted act that was taken back stand again; raises NotAllowed, NoDeed."""
    _turn(actor, public_id, undone_at=None, verb="deed_redo")


def _turn(actor: User, public_id: str, *, undone_at: int | None, verb: str) -> None:
    require(actor, RIGHT)
    try:
        deed = Deed.objects.filter(public_id=UUID(public_id), scope__in=accounts_readable(actor)).first()
    except ValueError:
        deed = None
    if deed is None:
        raise NoDeed(str(NoDeed.__doc__))
    with transaction.atomic():
        stands = undone_at is not None
        if Deed.objects.filter(pk=deed.pk, undone_at__isnull=stands).update(undone_at=undone_at):
            acts_dirty([(deed.a, deed.b)])
            log_append(actor=actor, verb=verb, subject=public_id, details={})
