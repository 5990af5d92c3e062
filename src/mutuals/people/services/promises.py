"""Promises both ways: noted, taken up from words, refused, kept, let go, opened again. Each is its author's own."""

from functools import reduce
from operator import or_

from django.db import transaction
from django.db.models import Q

from mutuals.people.models import Contact, Promise
from mutuals.people.moves import PROMISE_MARKS, PROMISE_MOVES, columns_after, columns_before
from mutuals.team.models import User
from mutuals.team.permissions import NotAllowed, require
from mutuals.team.services.log import log_append

LONGEST = 1_000
RIGHT = "notes_write"


def promise_add(
    *,
    actor: User,
    contact: Contact,
    text: str,
    now_ms: int,
    ours: bool = True,
    due: int | None = None,
    post: str = "",
    shared: bool = False,
) -> Promise:
    """Notes what one of us said they would do for somebody, or they for us; private unless shared on purpose.

    `due` is the UTC day by which, `post` the key (16 digits) of the post in which it was said. A promise said in a post
    is noted once by each side: saying it again gives the one there is. Raises ValueError for an empty text.
    """
    require(actor, RIGHT)
    text = " ".join(text.split())[:LONGEST]
    if not text:
        raise ValueError("A promise needs a few words.")
    with transaction.atomic():
        known = _said_in(actor, post, ours)
        if known is not None and known.text:
            return known
        if known is not None:
            known.delete()  # refused before, taken up now
        made = Promise.objects.create(
            contact=contact, author=actor, ours=ours, text=text, due=due, post=post, shared=shared, at=now_ms
        )
        log_append(
            actor=actor, verb="promise_add", subject=str(made.public_id), details={"ours": ours, "shared": shared},
            person=str(contact.public_id),
        )  # fmt: skip
    return made


def promise_refuse(*, actor: User, contact: Contact, post: str, ours: bool, now_ms: int) -> None:
    """What was proposed from a post is no promise: a row without words, let go at once, keeps it from coming back."""
    require(actor, RIGHT)
    with transaction.atomic():
        if _said_in(actor, post, ours) is not None:
            return
        made = Promise.objects.create(
            contact=contact, author=actor, ours=ours, text="", post=post, at=now_ms, dropped_at=now_ms
        )
        log_append(
            actor=actor, verb="promise_refuse", subject=str(made.public_id), details={}, person=str(contact.public_id)
        )  # fmt: skip


def promise_move(*, actor: User, promise: Promise, move: str, now_ms: int) -> bool:
    """Keeps a promise, lets it go or opens it again (`PROMISE_MOVES`); False where it is not in a state for that.

    Raises NotAllowed for somebody else's, KeyError for another move.
    """
    require(actor, RIGHT)
    if promise.author_id != actor.pk:
        raise NotAllowed(RIGHT)
    wanted = PROMISE_MOVES[move]
    before = reduce(or_, (Q(**one) for one in columns_before(wanted, PROMISE_MARKS)))
    with transaction.atomic():
        rows = Promise.objects.filter(before, pk=promise.pk).exclude(text="")
        done = rows.update(**columns_after(wanted, PROMISE_MARKS, now_ms))
        if done:
            log_append(
                actor=actor, verb=f"promise_{move}", subject=str(promise.public_id), details={},
                person=str(promise.contact.public_id),
            )  # fmt: skip
    return bool(done)


def promise_share(*, actor: User, promise: Promise, shared: bool) -> None:
    """Shows one's own promise to the team, or to oneself alone again; raises NotAllowed for somebody else's."""
    require(actor, RIGHT)
    if promise.author_id != actor.pk:
        raise NotAllowed(RIGHT)
    with transaction.atomic():
        Promise.objects.filter(pk=promise.pk).update(shared=shared)
        log_append(
            actor=actor, verb="promise_share", subject=str(promise.public_id), details={"shared": shared},
            person=str(promise.contact.public_id),
        )  # fmt: skip


def _said_in(actor: User, post: str, ours: bool) -> Promise | None:
    return Promise.objects.filter(author=actor, post=post, ours=ours).first() if post else None
