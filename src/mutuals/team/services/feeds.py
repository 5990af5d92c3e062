"""Addresses of feeds: a long secret that opens one feed of one user to a program that cannot sign in."""

import hashlib
import secrets

from django.db import transaction

from mutuals.team.models import FeedKey, User
from mutuals.team.services.log import log_append


def feed_make(*, actor: User, feed: str, now_ms: int) -> str:
    """A new secret for a user's feed, told once; what opened it before opens nothing any more."""
    token = secrets.token_urlsafe(32)
    with transaction.atomic():
        _end(actor, feed, now_ms)
        FeedKey.objects.create(user=actor, feed=feed, key_hash=_hash(token), at=now_ms)
        log_append(actor=actor, verb="feed_make", subject=str(actor.public_id), details={"feed": feed})
    return token


def feed_end(*, actor: User, feed: str, now_ms: int) -> bool:
    """Nothing opens a user's feed any more; False when nothing did."""
    with transaction.atomic():
        ended = _end(actor, feed, now_ms)
        if ended:
            log_append(actor=actor, verb="feed_end", subject=str(actor.public_id), details={"feed": feed})
    return ended


def feed_user(*, token: str, feed: str) -> User | None:
    """Whose feed this secret opens; None for a wrong or ended one, or somebody who left the team."""
    found = (
        FeedKey.objects.select_related("user").filter(key_hash=_hash(token), feed=feed, ended_at=None).first()
    )
    return found.user if found is not None and found.user.is_active else None


def feed_since(*, user: User, feed: str) -> int | None:
    """Since when (ms) something opens a user's feed, or None."""
    return FeedKey.objects.filter(user=user, feed=feed, ended_at=None).values_list("at", flat=True).first()


def _end(user: User, feed: str, now_ms: int) -> bool:
    return bool(FeedKey.objects.filter(user=user, feed=feed, ended_at=None).update(ended_at=now_ms))


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
