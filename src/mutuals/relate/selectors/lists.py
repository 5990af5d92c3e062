"""What stands between us and somebody by the lists that networks give: connected, in contacts, following."""

from dataclasses import dataclass

from django.db.models import Q

from mutuals.people.models import Contact
from mutuals.record.keys import network_of
from mutuals.record.models import Actor, CollectionItem, Fact
from mutuals.relate.selectors.person import Sides, sides_of
from mutuals.team.models import User

SINCE = "connected on"


@dataclass(frozen=True, slots=True)
class Listed:
    """One list of ours that somebody is in (`contacts`, `followers`, `following`), on which network, since which day
    (ISO, "" when no file says), and the fact that says so."""

    name: str
    network: str
    since: str
    fact: int | None


def listed_between(viewer: User, contact: Contact, *, sides: Sides | None = None) -> list[Listed]:
    """The lists of ours that a contact is in now, each network's once, as far as the viewer may know of them."""
    sides = sides or sides_of(viewer, contact)
    rows = CollectionItem.objects.filter(
        owner__in=sides.mine, actor__in=sides.theirs, gone_at=None, scope__in=(0, *sides.scopes)
    )
    items = list(rows.values_list("owner", "name", "actor", "scope"))
    if not items:
        return []
    uris = dict(Actor.objects.filter(pk__in={owner for owner, *_ in items}).values_list("pk", "uri"))
    days = _days(items)
    found: dict[tuple[str, str], Listed] = {}
    for owner, name, actor, scope in sorted(items):
        fact, since = days.get((actor, scope), (None, "")) if name == "contacts" else (None, "")
        one = Listed(name, network_of(uris[owner]), since, fact)
        known = found.get((one.network, name))
        if known is None or (since and (not known.since or since < known.since)):
            found[(one.network, name)] = one
    return sorted(found.values(), key=lambda one: (one.network, one.name))


def _days(items: list[tuple[int, str, int, int]]) -> dict[tuple[int, int], tuple[int, str]]:
    """Since when, by actor and the account that brought both the list and the day."""
    mine = Q(account__in={scope for *_, scope in items}, actor__in={actor for _, _, actor, _ in items})
    rows = (
        Fact.objects.filter(mine, name=SINCE)
        .order_by("-value")
        .values_list("actor", "account", "pk", "value")
    )
    return {(actor, account): (pk, value) for actor, account, pk, value in rows}
