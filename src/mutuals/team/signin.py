"""How django-allauth is fitted to this house: nobody signs up by themselves, nothing is mailed, secrets are locked."""

import ipaddress
from typing import Any, ClassVar
from urllib.parse import urlsplit

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.internal.flows.login import record_authentication
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib.auth import login
from django.core.exceptions import DisallowedHost
from django.db import transaction
from django.http import HttpRequest
from django.utils.safestring import SafeString, mark_safe

from mutuals.team import keyring
from mutuals.team.addresses import is_everywhere, is_loopback, web_address
from mutuals.team.models import User
from mutuals.team.services import log_append, now_ms

BY_LINK = "team_by_link"
_BY_LINK_MS = 3_600_000
_MISMATCH = "The name or the password is not right."
_AGAIN = {
    "reauthenticate": "Use your password",
    "mfa_reauthenticate:webauthn": "Use a passkey",
    "mfa_reauthenticate": "Use a code",
}


def sign_in_by_link(request: HttpRequest, user: User) -> None:
    """Signs in whoever came by a one-time link, in a new session; that counts as having just proved who they are."""
    login(request, user, backend=settings.AUTHENTICATION_BACKENDS[0])
    request.session[BY_LINK] = now_ms()
    record_authentication(request, user, method="link", reauthenticated=True)
    UserSession.objects.create_from_request(request)


def sign_in_by_code(request: HttpRequest, user: User) -> None:
    """Signs in a phone that read a code off a screen, in a new session. It proves less than a link of one's own:
    whoever saw the screen may have been quicker. Passwords and keys are changed only after showing who one is."""
    login(request, user, backend=settings.AUTHENTICATION_BACKENDS[0])
    UserSession.objects.create_from_request(request)


def session_keep(request: HttpRequest) -> None:
    """Notes this browser under the new session that a new password gave it, in the list of where one is signed in."""
    UserSession.objects.create_from_request(request)


def named_address(request: HttpRequest) -> str:
    """This page under a host name, when it was reached by a number; "" where passkeys work as it is.

    A passkey belongs to a domain, never to a number (https://www.w3.org/TR/webauthn-3/#rp-id). Of a number that is not
    this machine nobody here knows the name: then it is "a name".
    """
    try:
        address = urlsplit(f"//{request.get_host()}")
        local = ipaddress.ip_address(address.hostname or "").is_loopback
    except (ValueError, DisallowedHost):
        return ""
    port = f":{address.port}" if address.port else ""
    return f"{request.scheme}://localhost{port}{request.path}" if local else "a name"


def phone_address(request: HttpRequest) -> str:
    """The address (with scheme, without a slash at its end) under which a phone reaches this installation; "" where it
    listens to this machine alone."""
    if settings.MUTUALS_HTTPS and settings.MUTUALS_ALLOWED_HOSTS:
        return f"https://{settings.MUTUALS_ALLOWED_HOSTS[0]}"
    asked = urlsplit(f"//{request.get_host()}")
    host = asked.hostname or ""
    if not is_loopback(host):
        return f"{request.scheme}://{request.get_host()}"
    bound = settings.MUTUALS_HOST
    if is_everywhere(bound):
        # Only what is allowed is answered: an address that nobody named would lead to a refusal.
        bound = next(iter(settings.MUTUALS_ALLOWED_HOSTS), "")
    if not bound or is_loopback(bound):
        return ""
    return web_address(bound, asked.port or settings.MUTUALS_PORT)


def came_by_link(request: HttpRequest) -> bool:
    """Whether this browser came by a link within the hour: then a new password needs no old one."""
    return bool(request.session.get(BY_LINK, 0) > now_ms() - _BY_LINK_MS)


class AccountAdapter(DefaultAccountAdapter):
    """Sign-up is closed: people come by an invitation link. Mail is never sent. Coming and going is on the record."""

    error_messages: ClassVar[dict[str, Any]] = {
        **DefaultAccountAdapter.error_messages,
        "username_password_mismatch": _MISMATCH,
        "email_password_mismatch": _MISMATCH,
        "incorrect_password": "That is not your password.",
        "enter_current_password": "That is not your password.",
        "too_many_login_attempts": "Too many tries. Wait five minutes, then try once more.",
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Nothing: this installation has no way out."""

    def send_notification_mail(self, *args: Any, **kwargs: Any) -> None:
        """Nothing: this installation has no way out."""

    def login(self, request: HttpRequest, user: Any) -> None:
        """Signs in, and says so in the event log."""
        super().login(request, user)
        log_append(actor=user, verb="user.sign_in", subject=str(user.public_id), details={})

    def get_reauthentication_methods(self, user: Any) -> list[dict[str, Any]]:
        """The ways to show once more who one is, in our words: password, passkey, then codes."""
        found = {method["id"]: method for method in super().get_reauthentication_methods(user)}
        return [found[name] | {"description": said} for name, said in _AGAIN.items() if name in found]

    def set_password(self, user: Any, password: str) -> None:
        """Stores the password, and says so in the event log."""
        with transaction.atomic():
            super().set_password(user, password)
            log_append(actor=user, verb="user.password", subject=str(user.public_id), details={})


class MfaAdapter(DefaultMFAAdapter):
    """Locks the secrets of authenticator apps and recovery codes with the installation's keys."""

    error_messages: ClassVar[dict[str, Any]] = {
        **DefaultMFAAdapter.error_messages,
        "incorrect_code": "That code is not right, or it is over: each holds for half a minute.",
    }

    def encrypt(self, text: str) -> str:
        return keyring.secrets_encrypt(settings.MUTUALS_HOME / "keys", text)

    def decrypt(self, encrypted_text: str) -> str:
        return keyring.secrets_decrypt(settings.MUTUALS_HOME / "keys", encrypted_text)

    def build_totp_svg(self, url: str) -> SafeString:
        """The code to scan as SVG for the page itself: our content policy allows no data: pictures.

        White behind it: a camera does not read a dark code on a dark page.
        """
        opening, _, drawn = super().build_totp_svg(url).partition("?>")[2].partition(">")
        white = '<rect width="100%" height="100%" fill="white"/>'
        return mark_safe(f"{opening}>{white}{drawn}")  # noqa: S308  drawn here, from no one's text

    def get_public_key_credential_rp_entity(self) -> dict[str, str]:
        """Passkeys belong to a host name; the name that browsers show beside it is ours."""
        return {**super().get_public_key_credential_rp_entity(), "name": "Mutuals"}
