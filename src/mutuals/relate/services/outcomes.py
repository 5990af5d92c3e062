"""What came of a relationship: noted, and an aim of theirs that came true."""

from django.db import transaction

from mutuals.people.models import Aim, Contact
from mutuals.people.services.aims import aim_move
from mutuals.relate.models import Outcome
from mutuals.relate.outcomes import KINDS
from mutuals.team.models import User
from mutuals.team.permissions import require
from mutuals.team.services.log import log_append

LONGEST = 2_000
DAY_MS = 86_400_000
RIGHT = "notes_write"


def outcome_add(
    *,
    actor: User,
    contact: Contact,
    kind: str,
    day: int,
    now_ms: int,
    text: str = "",
    of: str = "",
    shared: bool = False,
) -> Outcome:
    """Notes what came of a relationship on a UTC day; private to its writer unless shared on purpose.

    `of` is the public id of the aim or introduction that it came of. Raises KeyError for another kind than in `KINDS`.
    """
    require(actor, RIGHT)
    KINDS[kind]
    with transaction.atomic():
        made = Outcome.objects.create(
            contact=contact, user=actor, kind=kind, text=" ".join(text.split())[:LONGEST], day=day, of=of,
            shared=shared, at=now_ms,
        )  # fmt: skip
        log_append(
            actor=actor, verb="outcome_add", subject=str(made.public_id), details={"kind": kind, "shared": shared},
            person=str(contact.public_id),
        )  # fmt: skip
    return made


def aim_came_true(*, actor: User, aim: Aim, now_ms: int, text: str = "") -> Outcome | None:
    """What somebody tried to do came true: the aim is closed and kept as an outcome of theirs, shared as the aim is.

    None where the aim is not open. Raises NotAllowed for somebody else's aim.
    """
    with transaction.atomic():
        if not aim_move(actor=actor, aim=aim, move="true", now_ms=now_ms):
            return None
        return outcome_add(
            actor=actor, contact=aim.contact, kind="aim", text=text.strip() or aim.text, day=now_ms // DAY_MS,
            of=str(aim.public_id), shared=aim.shared, now_ms=now_ms,
        )  # fmt: skip


def aim_reopen(*, actor: User, aim: Aim, now_ms: int) -> bool:
    """Takes that back: the aim is open again, and what was kept as its outcome goes. False where it had not come true.

    Raises NotAllowed for somebody else's aim.
    """
    with transaction.atomic():
        if aim.true_at is None or not aim_move(actor=actor, aim=aim, move="reopen", now_ms=now_ms):
            return False
        Outcome.objects.filter(user=actor, kind="aim", of=str(aim.public_id)).delete()
    return True
