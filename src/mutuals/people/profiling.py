"""From what the record holds of a contact's actors to the profile that is compared. Pure."""

from collections.abc import Iterable
from typing import Final, NamedTuple, TypeVar

from mutuals.people.alike_profile import Profile
from mutuals.people.signs import addresses_in, homes_of

# Names of facts, as the readers of files write them, by what they tell.
NAMES: Final = frozenset(("nickname", "WhatsApp name", "also known as"))
REACH: Final = frozenset(("phone", "email", "mobile", "telephone"))
BORN: Final = frozenset(("birthday", "born", "date of birth"))
WORKS: Final = frozenset(("org", "employer", "company", "organisation", "organization", "works at"))
PLACES: Final = frozenset(("address", "location", "city", "place", "lives in", "hometown"))
# What is said of somebody and no sign of who they are.
WORDS: Final = frozenset(("note", "label", "title", "connected on", "assistant", "fax"))
MOST: Final = 12
T = TypeVar("T")


class Actor(NamedTuple):
    """One actor as the record holds it."""

    network: str
    name: str
    handle: str
    uri: str
    url: str
    summary: str


def profile_of(number: int, actors: Iterable[Actor], facts: Iterable[tuple[str, str]]) -> Profile:
    """The profile of one contact; values that stand in several places once."""
    names: list[str] = []
    handles: list[str] = []
    told: dict[str, list[str]] = {"reach": [], "born": [], "works": [], "places": [], "links": []}
    homes: list[str] = []
    accounts: list[tuple[str, str]] = []
    for actor in actors:
        if actor.name:
            names.append(actor.name)
        uri = actor.uri
        if uri.startswith("mailto:"):
            told["reach"].append(uri[7:].lower())
            handles.append(uri[7:].partition("@")[0])
        elif uri.startswith("tel:"):
            told["reach"].append(uri[4:])
        elif actor.handle:
            handles.append(actor.handle)
        homes += homes_of(network=actor.network, handle=actor.handle, uri=uri, url=actor.url)
        accounts.append((actor.network, uri))
        if actor.summary:
            told["links"] += addresses_in(actor.summary)
    for name, value in facts:
        _fact(name, value, names, told)
    # What they say of where they are to be reached is compared with what others are known by.
    told["links"] += [one for one in told["reach"] if "@" in one]
    return Profile(
        number=number, names=_once(names), handles=_once(handles), accounts=_once(accounts), homes=_once(homes),
        links=_once(told["links"]), reach=_once(told["reach"]), born=_once(told["born"]),
        works=_once(told["works"]), places=_once(told["places"]),
    )  # fmt: skip


def _fact(name: str, value: str, names: list[str], told: dict[str, list[str]]) -> None:
    known = name.casefold() if name not in NAMES else name
    if known in NAMES:
        names.append(value)
    elif known in REACH:
        told["reach"].append(value.lower())
    elif known in BORN:
        told["born"].append(value)
    elif known in WORKS:
        told["works"].append(value)
    elif known in PLACES:
        told["places"].append(value)
    elif known not in WORDS:
        told["links"] += addresses_in(value)


def _once(values: list[T]) -> tuple[T, ...]:
    return tuple(dict.fromkeys(values))[:MOST] if len(values) > 1 else tuple(values)
