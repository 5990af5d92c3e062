"""Users: made, given a role, let go and let back in; their sessions ended."""

import hashlib
from importlib import import_module

from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib.auth.hashers import make_password
from django.contrib.auth.password_validation import validate_password
from django.db import IntegrityError, transaction

from mutuals.team import permissions
from mutuals.team.models import User
from mutuals.team.services.common import Refused, allow, now_ms
from mutuals.team.services.log import log_append


def user_create(
    *,
    actor: User | None,
    username: str,
    role: str,
    name: str = "",
    email: str = "",
    password: str | None = None,
) -> User:
    """A new user; needs `team_manage`. Names and addresses are kept in small letters, unique.

    Raises NotAllowed, Refused (role not offered, name taken) or ValidationError (name, address or password unfit).
    """
    allow(actor, "team_manage")
    if role not in permissions.ROLES:
        raise Refused(f"There is no role {role!r}.")
    user = User(
        username=username.lower(), name=name.strip(), email=email.lower(), role=role, joined_at=now_ms()
    )
    user.password = make_password(password)
    user.clean_fields()
    with transaction.atomic():
        _user_save(user)
        log_append(actor=actor, verb="user.create", subject=str(user.public_id), details={"role": role})
    return user


def _user_save(user: User) -> None:
    try:
        with transaction.atomic():
            user.save()
    except IntegrityError:
        raise Refused(f"The name {user.username} or its address is taken; choose another.") from None


def owner_ensure() -> User:
    """The owner, made at the first start; safe to call again and from several processes at once."""
    found = User.objects.filter(role=permissions.OWNER, is_active=True).order_by("id").first()
    if found:
        return found
    try:
        return user_create(actor=None, username="owner", role=permissions.OWNER)
    except Refused:
        return User.objects.get(username="owner")


def user_role_set(*, actor: User | None, user: User, role: str) -> None:
    """Gives the user another role; needs `team_manage`. Raises Refused for the last owner or an unknown role."""
    allow(actor, "team_manage")
    if role not in permissions.ROLES:
        raise Refused(f"There is no role {role!r}.")
    with transaction.atomic():
        if role != permissions.OWNER:
            _keep_an_owner(user)
        before, user.role = user.role, role
        user.save(update_fields=["role"])
        log_append(
            actor=actor, verb="user.role", subject=str(user.public_id), details={"from": before, "to": role}
        )


def user_leave(*, actor: User | None, user: User) -> None:
    """Ends a user's access at once: signed out everywhere, links void. What they did stays. Needs `team_manage`."""
    allow(actor, "team_manage")
    with transaction.atomic():
        _keep_an_owner(user)
        user.is_active = False
        user.save(update_fields=["is_active"])
        user.links.filter(used_ms=None).update(used_ms=now_ms())
        ended = sessions_end(user=user)
        log_append(actor=actor, verb="user.leave", subject=str(user.public_id), details={"sessions": ended})


def user_return(*, actor: User | None, user: User) -> None:
    """Lets a user who left back in, with the role they had. Needs `team_manage`."""
    allow(actor, "team_manage")
    with transaction.atomic():
        user.is_active = True
        user.save(update_fields=["is_active"])
        log_append(actor=actor, verb="user.return", subject=str(user.public_id), details={})


def _keep_an_owner(user: User) -> None:
    """Raises Refused when no active owner would be left without this one; holds the owners' rows until the end."""
    owners = User.objects.filter(role=permissions.OWNER, is_active=True)
    owners.update(role=permissions.OWNER)
    if user.role == permissions.OWNER and not owners.exclude(pk=user.pk).exists():
        raise Refused("Somebody must own this installation; make another person owner first.")


def session_end(*, user: User, handle: str) -> bool:
    """Signs one of the user's own browsers out; False when it is not theirs or already gone."""
    mine = UserSession.objects.filter(user=user)
    found = next((row for row in mine if session_handle(row.session_key) == handle), None)
    if found is None:
        return False
    with transaction.atomic():
        _session_delete(found)
        log_append(actor=user, verb="session.end", subject=str(user.public_id), details={"sessions": 1})
    return True


def sessions_end(*, user: User, but: str = "") -> int:
    """Signs the user out of every browser except the one whose session key is `but`; says how many that were."""
    found = [row for row in UserSession.objects.filter(user=user) if row.session_key != but]
    with transaction.atomic():
        for row in found:
            _session_delete(row)
        log_append(
            actor=user, verb="session.end", subject=str(user.public_id), details={"sessions": len(found)}
        )
    return len(found)


def session_handle(session_key: str) -> str:
    """How a page names a session: from it nobody can tell the key that is in the cookie."""
    return hashlib.sha256(session_key.encode()).hexdigest()[:16]


def _session_delete(row: UserSession) -> None:
    store = import_module(settings.SESSION_ENGINE).SessionStore
    store(row.session_key).delete()
    row.delete()


def profile_set(*, user: User, name: str, username: str, email: str) -> None:
    """How a person is called and by what they sign in; each for themselves.

    Raises ValidationError when one is unfit, Refused when the user name or address is taken.
    """
    user.name, user.username, user.email = name.strip(), username.lower(), email.lower()
    user.clean_fields()
    with transaction.atomic():
        _user_save(user)
        log_append(
            actor=user, verb="user.profile", subject=str(user.public_id), details={"username": user.username}
        )


def user_settle(*, user: User, name: str, username: str, password: str) -> None:
    """The names and the password of somebody who has just come by a link.

    Raises ValidationError when one is unfit, Refused when the user name is taken.
    """
    user.name, user.username = name.strip(), username.lower()
    user.clean_fields(exclude=["password"])
    validate_password(password, user)
    user.password = make_password(password)
    with transaction.atomic():
        _user_save(user)
        log_append(
            actor=user, verb="user.settle", subject=str(user.public_id), details={"username": user.username}
        )


def password_set(*, user: User, password: str) -> None:
    """A new password for oneself; all other browsers are signed out by it. Raises ValidationError when it is weak."""
    validate_password(password, user)
    with transaction.atomic():
        user.set_password(password)
        user.save(update_fields=["password"])
        log_append(actor=user, verb="user.password", subject=str(user.public_id), details={})
