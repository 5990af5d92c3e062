"""Whose eyes what is worked out ahead is made for: the team's, and each user's whose accounts show more."""

from mutuals.record.models import Account
from mutuals.record.selectors.scopes import accounts_readable
from mutuals.team.models import User

TEAM = 0


def view_of(viewer: User) -> int:
    """The view that shows a user all they may see: their own if they hold an account, else the team's."""
    return viewer.pk if Account.objects.filter(holder=viewer).exists() else TEAM


def views_all(viewer: None = None) -> dict[int, tuple[int, ...]]:
    """Every view with the scopes it may read; the team's is left out where everybody has their own."""
    holders = User.objects.filter(
        pk__in=Account.objects.filter(holder__isnull=False).values("holder"), is_active=True
    )
    found = {user.pk: (0, *accounts_readable(user)) for user in holders.order_by("pk")}
    if len(found) != User.objects.filter(is_active=True).count():
        found[TEAM] = (0, *accounts_readable(None))
    return found
