"""Whose eyes: which accounts a viewer may read, and so which scopes of the record they see."""

from django.db.models import Q

from mutuals.record.models import Account
from mutuals.team.models import User
from mutuals.team.once import once
from mutuals.team.place import place


def accounts_readable(viewer: User | None) -> list[int]:
    """The accounts a viewer may read: their own, the team's, and those shared with them; None is the team at large."""
    seen = Q(holder=None) | Q(shared=True)
    if viewer is not None:
        seen |= Q(holder=viewer)
    rows = Account.objects.filter(seen).order_by("pk").values_list("pk", flat=True)
    return list(once((place(), "accounts", viewer and viewer.pk), lambda: list(rows)))


def scopes_readable(viewer: User | None) -> list[int]:
    """The scopes a viewer may read: 0 for what is public, and their accounts; None is the team at large."""
    return [0, *accounts_readable(viewer)]
