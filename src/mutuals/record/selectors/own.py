"""Which actors the viewer may be, as their files let guess."""

from django.db.models import Q

from mutuals.record.models import Account, Actor, Own
from mutuals.team.models import User


def own_guesses(viewer: User) -> list[tuple[Own, Actor]]:
    """Actors that the viewer's files take for them and nobody confirmed."""
    accounts = Account.objects.filter(holder=viewer)
    rows = list(Own.objects.filter(account__in=accounts, confirmed=None, sure=False).order_by("pk"))
    actors = Actor.objects.in_bulk([row.actor for row in rows])
    return [(row, actors[row.actor]) for row in rows if row.actor in actors]


def own_uris(viewer: User) -> list[str]:
    """The ids of the actors that are known to be the viewer: their files say so, or they did."""
    accounts = Account.objects.filter(holder=viewer)
    sure = Own.objects.filter(Q(sure=True) | Q(confirmed=True), account__in=accounts).exclude(confirmed=False)
    return sorted(Actor.objects.filter(pk__in=sure.values("actor")).values_list("uri", flat=True))
