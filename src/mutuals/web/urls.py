"""All addresses: what each room offers, the pages of sign-in, and the few that belong to no room.

Rooms are mounted at the root, so that an address says what it shows: `/today`, `/people/...`, `/team/...`.
"""

from allauth.account import views as account
from django.urls import include, path

from mutuals.web import pages
from mutuals.web.rooms import offers

# The parts of django-allauth that this installation uses; those that mail or let strangers in lead to one page.
SIGN_IN = [
    path("sign-in/", account.login, name="account_login"),
    path("sign-out/", account.logout, name="account_logout"),
    path("sign-in/closed/", account.account_inactive, name="account_inactive"),
    path("sign-in/again/", account.reauthenticate, name="account_reauthenticate"),
    path("sign-in/help/", pages.sign_in_help, name="account_reset_password"),
    path("sign-in/new/", pages.sign_in_help, name="account_signup"),
    path("sign-in/address/", pages.sign_in_help, name="account_email"),
    path("sign-in/address/sent/", pages.sign_in_help, name="account_email_verification_sent"),
    path("password/", account.password_change, name="account_change_password"),
    path("password/new/", account.password_set, name="account_set_password"),
    path("keys/", include("allauth.mfa.urls")),
]

urlpatterns = [
    path("healthz", pages.healthz, name="healthz"),
    path("", include("mutuals.ui.urls")),
    *(path("", include(f"mutuals.{room}.urls")) for room, _ in offers("urls")),
    *SIGN_IN,
    path("", pages.start, name="start"),
]
