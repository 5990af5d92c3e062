"""How django-allauth is fitted to this house: nobody signs up by themselves, nothing is mailed, secrets are locked."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from django.conf import settings
from django.http import HttpRequest

from mutuals.team import keyring


class AccountAdapter(DefaultAccountAdapter):
    """Sign-up is closed: people come by an invitation link. Mail is never sent."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Nothing: this installation has no way out."""

    def send_notification_mail(self, *args: Any, **kwargs: Any) -> None:
        """Nothing: this installation has no way out."""


class MfaAdapter(DefaultMFAAdapter):
    """Locks the secrets of authenticator apps and recovery codes with the installation's keys."""

    def encrypt(self, text: str) -> str:
        return keyring.secrets_encrypt(settings.MUTUALS_HOME / "keys", text)

    def decrypt(self, encrypted_text: str) -> str:
        return keyring.secrets_decrypt(settings.MUTUALS_HOME / "keys", encrypted_text)
