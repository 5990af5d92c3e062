"""One-time links: the owner's first sign-in, a way back in, invitations. Only the hash of a token is stored."""

import hashlib
import secrets
from collections.abc import Collection

from allauth.mfa.models import Authenticator
from django.db import transaction

from mutuals.team import permissions
from mutuals.team.models import OneTimeLink, User
from mutuals.team.services.common import DAY_MS, Refused, allow, now_ms
from mutuals.team.services.log import log_append
from mutuals.team.services.users import owner_ensure, user_create, user_settle

# Long enough to lift a phone, short enough that a photograph of the screen is worth nothing.
PHONE_MS = 10 * 60_000
LASTS_MS = {
    OneTimeLink.PHONE: PHONE_MS,
    OneTimeLink.START: DAY_MS,
    OneTimeLink.RECOVER: DAY_MS,
    OneTimeLink.INVITE: 7 * DAY_MS,
}
_PATHS = {
    OneTimeLink.START: "/welcome/",
    OneTimeLink.RECOVER: "/welcome/",
    OneTimeLink.INVITE: "/invitation/",
    OneTimeLink.PHONE: "/phone/",
}


def link_create(*, user: User, purpose: str = OneTimeLink.RECOVER, actor: User | None = None) -> str:
    """The path of a new link that signs `user` in once; the user's older links are void from now on.

    Links last 24 hours, invitations 7 days. Needs `team_manage` when a person asks.
    """
    allow(actor, "team_manage")
    return _made(user, purpose, actor)


def phone_link(*, user: User, actor: User | None = None) -> str:
    """The path of a link that signs `user` in once on another device, within ten minutes; an older one is void.

    A person makes it for themselves alone; an `actor` of None sits at the machine. Raises NotAllowed.
    """
    if actor is not None and actor.pk != user.pk:
        raise permissions.NotAllowed("team_manage")
    return _made(user, OneTimeLink.PHONE, actor)


def _made(user: User, purpose: str, actor: User | None) -> str:
    token, at = secrets.token_urlsafe(32), now_ms()
    with transaction.atomic():
        # A code for the phone leaves the link in the terminal as it is; any other link ends all before it.
        older = user.links.filter(used_ms=None)
        (older.filter(purpose=purpose) if purpose == OneTimeLink.PHONE else older).update(used_ms=at)
        user.links.create(purpose=purpose, token_hash=_hash(token), at=at, expires_ms=at + LASTS_MS[purpose])
        log_append(actor=actor, verb="link.create", subject=str(user.public_id), details={"purpose": purpose})
    return f"{_PATHS[purpose]}{token}"


def start_link() -> str | None:
    """The path with which the owner signs in after a start; None once the owner has a password or passkey."""
    owner = owner_ensure()
    return None if user_secured(user=owner) else link_create(user=owner, purpose=OneTimeLink.START)


def recover_link() -> str:
    """A path that signs the owner in whatever was lost; only for somebody who sits at the machine."""
    return link_create(user=owner_ensure(), purpose=OneTimeLink.RECOVER)


def user_secured(*, user: User) -> bool:
    """Whether the user can come back without a link: by a password or a passkey."""
    keys = Authenticator.objects.filter(user=user, type=Authenticator.Type.WEBAUTHN)
    return user.has_usable_password() or keys.exists()


def link_find(*, token: str, now_ms: int) -> OneTimeLink | None:
    """The link of this token while it can still be used, else None."""
    found = OneTimeLink.objects.select_related("user").filter(
        token_hash=_hash(token), used_ms=None, expires_ms__gt=now_ms, user__is_active=True
    )
    link = found.first()
    return None if link is None or _outlived(link) else link


def link_use(
    *, token: str, now_ms: int, purposes: Collection[str] = (OneTimeLink.START, OneTimeLink.RECOVER)
) -> User | None:
    """The user whom this link signs in, once: by compare-and-set, so of two that come at once one gets None.

    Only a link of these purposes counts: an invitation asks for names and a password first, a phone for a tap.
    """
    link = link_find(token=token, now_ms=now_ms)
    if link is None or link.purpose not in purposes:
        return None
    with transaction.atomic():
        if not OneTimeLink.objects.filter(id=link.id, used_ms=None).update(used_ms=now_ms):
            return None
        log_append(
            actor=link.user,
            verb="link.use",
            subject=str(link.user.public_id),
            details={"purpose": link.purpose},
        )
    return link.user


def _outlived(link: OneTimeLink) -> bool:
    """A start link left lying in a terminal is worth nothing once its user has a password or passkey."""
    return link.purpose == OneTimeLink.START and user_secured(user=link.user)


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode("utf-8", "surrogatepass")).hexdigest()


def invite(*, actor: User | None, name: str, role: str) -> tuple[User, str]:
    """A new user with this name and role, and the path of the link to hand to them; needs `team_manage`.

    Raises Refused for a role that cannot be given yet. The person chooses user name and password themselves.
    """
    allow(actor, "team_manage")
    if role not in permissions.OFFERED:
        raise Refused("This role cannot be given yet.")
    with transaction.atomic():
        user = user_create(actor=actor, username=f"invited-{secrets.token_hex(4)}", name=name, role=role)
        return user, link_create(user=user, purpose=OneTimeLink.INVITE, actor=actor)


def invitation_accept(*, token: str, username: str, name: str, password: str, now_ms: int) -> User | None:
    """Uses an invitation: sets the person's names and password; None when the link is used up or too old.

    Raises ValidationError when a name or the password is unfit, Refused when the user name is taken; the link then
    stays good.
    """
    with transaction.atomic():
        user = link_use(token=token, now_ms=now_ms, purposes=(OneTimeLink.INVITE,))
        if user is None:
            return None
        user_settle(user=user, name=name, username=username, password=password)
    return user
