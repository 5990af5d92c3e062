"""The sample world read as a stranger would: from its items alone, sharing no code with what made it."""

from collections import defaultdict
from datetime import UTC, date, datetime, timedelta
from functools import cache

from mutuals.as2 import Activity, Actor, Object
from mutuals.sample.world import World, world

TODAY = date(2026, 3, 12)
NETS = {"wa": "whatsapp", "ig": "instagram", "dm": "mastodon", "ma": "mastodon", "mail": "mail"}


@cache
def made(today: date = TODAY) -> World:
    """The world of a day, made once."""
    return world(today)


def items(world: World, *networks: str):
    """(network, item) of all accounts, or of some."""
    for account in world.accounts:
        if not networks or account.network in networks:
            yield from ((account.network, item) for item in account.items)


def told(world: World, *networks: str):
    """(network, thing) of everything that was created."""
    for network, item in items(world, *networks):
        if isinstance(item, Activity) and item.type == "Create":
            assert isinstance(item.object, Object)
            yield network, item.object


def local(time) -> datetime:
    """The clock on the wall of a moment."""
    return datetime.fromtimestamp(time.ms / 1000, UTC).replace(tzinfo=None) + timedelta(minutes=time.zone)


def offset(time, today) -> int:
    """The day of a moment, counted from today."""
    return (local(time).date() - today).days


def owners(world: World) -> dict[str, str]:
    """Who is behind an actor: slugs, `me`, and the names of what is no person."""
    found = {uri: one.slug for one in world.people for uri in one.actors}
    found |= dict.fromkeys(world.me.actors.values(), "me")
    for _, item in items(world):
        if isinstance(item, Actor):
            found.setdefault(item.id, item.name)
    return found


def form(thing: Object) -> str:
    """What a thing of Instagram is, by its id."""
    return next(kind for kind in ("thread", "comment", "post") if f"instagram/{kind}/" in thing.id)


def conversations(world: World) -> dict[frozenset[str], list[tuple[int, str, str, str]]]:
    """(ms, network, by whom, words) of all that was said by one to one, by the two, in its order."""
    who, found = owners(world), defaultdict(list)
    for network, thing in told(world, "whatsapp", "mail", "instagram", "mastodon"):
        private = (
            not thing.cc
            and not thing.audience
            and len(thing.to) == 1
            and not thing.to[0].endswith("/followers")
        )
        if private and "Public" not in thing.to[0]:
            pair = frozenset((who[thing.attributed_to], who[thing.to[0]]))
            found[pair].append((thing.published.ms, network, who[thing.attributed_to], thing.content))
    return {pair: sorted(said) for pair, said in found.items()}
