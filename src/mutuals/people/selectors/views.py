"""Whose eyes what is worked out ahead is made for: the team's, and each user's whose accounts show more."""

from mutuals.record.models import Account
from mutuals.team.models import User

TEAM = 0


def view_of(viewer: User) -> int:
    """The view that shows a user all they may see: their own if they hold an account, else the team's."""
    return viewer.pk if Account.objects.filter(holder=viewer).exists() else TEAM
