"""Which actors the viewer may be, as their files let guess."""

from mutuals.record.models import Account, Actor, Own
from mutuals.team.models import User


def own_guesses(viewer: User) -> list[tuple[Own, Actor]]:
    """Actors that the viewer's files take for them and nobody confirmed."""
    accounts = Account.objects.filter(holder=viewer)
    rows = list(Own.objects.filter(account__in=accounts, confirmed=None, sure=False).order_by("pk"))
    actors = Actor.objects.in_bulk([row.actor for row in rows])
    return [(row, actors[row.actor]) for row in rows if row.actor in actors]
