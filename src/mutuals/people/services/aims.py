"""What somebody is trying to do: noted, taken up from their words or refused, let go, come true."""

from functools import reduce
from operator import or_

from django.db import transaction
from django.db.models import Q

from mutuals.people.models import Aim, Contact
from mutuals.people.moves import AIM_MARKS, AIM_MOVES, columns_after, columns_before
from mutuals.team.models import User
from mutuals.team.permissions import NotAllowed, require
from mutuals.team.services.log import log_append

LONGEST = 1_000
RIGHT = "notes_write"


def aim_add(
    *, actor: User, contact: Contact, text: str, now_ms: int, post: str = "", shared: bool = False
) -> Aim:
    """Notes what somebody is trying to do; private to its writer unless shared on purpose.

    `post` is the key (16 digits) of the post in which they say it; what was taken up or refused from one gives the aim
    that there is, refused no more. Raises ValueError for an empty text.
    """
    require(actor, RIGHT)
    text = " ".join(text.split())[:LONGEST]
    if not text:
        raise ValueError("An aim needs a few words.")
    with transaction.atomic():
        known = _said_in(actor, post)
        if known is not None and known.refused_at is None:
            return known
        if known is not None:
            known.delete()
        made = Aim.objects.create(
            contact=contact, author=actor, text=text, post=post, shared=shared, at=now_ms
        )
        log_append(
            actor=actor, verb="aim_add", subject=str(made.public_id), details={"shared": shared},
            person=str(contact.public_id),
        )  # fmt: skip
    return made


def aim_refuse(*, actor: User, contact: Contact, post: str, now_ms: int) -> None:
    """What was proposed from a post is no aim of theirs; it stays as a row without words and is not proposed again."""
    require(actor, RIGHT)
    with transaction.atomic():
        if _said_in(actor, post) is not None:
            return
        made = Aim.objects.create(
            contact=contact, author=actor, text="", post=post, at=now_ms, refused_at=now_ms
        )
        log_append(
            actor=actor, verb="aim_refuse", subject=str(made.public_id), details={}, person=str(contact.public_id)
        )  # fmt: skip


def aim_move(*, actor: User, aim: Aim, move: str, now_ms: int) -> bool:
    """An aim came true, is let go or opened again (`AIM_MOVES`); False where it is not in a state for that.

    `relate.services.outcomes.aim_came_true` also keeps what came of it. Raises NotAllowed for somebody else's, KeyError
    for another move.
    """
    require(actor, RIGHT)
    if aim.author_id != actor.pk:
        raise NotAllowed(RIGHT)
    wanted = AIM_MOVES[move]
    before = reduce(or_, (Q(**one) for one in columns_before(wanted, AIM_MARKS)))
    with transaction.atomic():
        done = Aim.objects.filter(before, pk=aim.pk).update(**columns_after(wanted, AIM_MARKS, now_ms))
        if done:
            log_append(
                actor=actor, verb=f"aim_{move}", subject=str(aim.public_id), details={},
                person=str(aim.contact.public_id),
            )  # fmt: skip
    return bool(done)


def aim_share(*, actor: User, aim: Aim, shared: bool) -> None:
    """Shows one's own aim for somebody to the team, or to oneself alone again; raises NotAllowed for another's."""
    require(actor, RIGHT)
    if aim.author_id != actor.pk:
        raise NotAllowed(RIGHT)
    with transaction.atomic():
        Aim.objects.filter(pk=aim.pk).update(shared=shared)
        log_append(
            actor=actor, verb="aim_share", subject=str(aim.public_id), details={"shared": shared},
            person=str(aim.contact.public_id),
        )  # fmt: skip


def _said_in(actor: User, post: str) -> Aim | None:
    return Aim.objects.filter(author=actor, post=post).first() if post else None
