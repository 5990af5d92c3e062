"""What is compared of two: a profile, the same with all that is asked of it made once, and how common it is. Pure."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Final

from mutuals.people.alike_names import Name
from mutuals.people.commonness import Commonness
from mutuals.people.latin import words_of
from mutuals.people.signs import born, core, digits

NONE: Final[frozenset[str]] = frozenset()


@dataclass(frozen=True, slots=True)
class Profile:
    """What is known of one contact, by all its actors. `homes` are its own addresses and `links` those it names, both
    as `signs.address` writes them; `accounts` are (network, URI); `works` and `places` are words."""

    number: int
    names: tuple[str, ...] = ()
    handles: tuple[str, ...] = ()
    accounts: tuple[tuple[str, str], ...] = ()
    homes: tuple[str, ...] = ()
    links: tuple[str, ...] = ()
    reach: tuple[str, ...] = ()
    born: tuple[str, ...] = ()
    works: tuple[str, ...] = ()
    places: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Around:
    """What the record tells of somebody beside their profile: with whom they are in touch, in which chats they speak,
    how many acts there are in each of the 24 hours (UTC)."""

    company: frozenset[int] = frozenset()
    chats: frozenset[int] = frozenset()
    hours: tuple[int, ...] = ()


@dataclass(slots=True)
class Ready:
    """A profile with all that is compared of it, made once."""

    profile: Profile
    names: list[Name] = field(default_factory=list)
    cores: list[str] = field(default_factory=list)
    reach: frozenset[str] = frozenset()
    born: list[tuple[int, int, int]] = field(default_factory=list)
    works: frozenset[str] = frozenset()
    places: frozenset[str] = frozenset()
    homes: frozenset[str] = frozenset()
    links: frozenset[str] = frozenset()
    networks: frozenset[str] = frozenset()


def ready(profile: Profile) -> Ready:
    """Makes a profile fit to be compared."""
    names = [(name, words) for name in profile.names if (words := words_of(name))]
    return Ready(
        profile,
        names=names,
        cores=[one for one in dict.fromkeys(map(core, profile.handles)) if len(one) > 2],
        reach=frozenset(one if "@" in one else digits(one) for one in profile.reach) - {""}
        if profile.reach
        else NONE,
        born=[found for one in profile.born if (found := born(one))],
        works=frozenset(one.casefold().strip() for one in profile.works) - {""} if profile.works else NONE,
        places=frozenset(part for one in profile.places for part in _place(one)) if profile.places else NONE,
        homes=frozenset(profile.homes),
        links=frozenset(profile.links) - frozenset(profile.homes) if profile.links else NONE,
        networks=frozenset(network for network, _ in profile.accounts),
    )


def _place(text: str) -> Iterable[str]:
    return (word.text for word in words_of(text.replace(",", " ").replace("/", " "))) if text else ()


def commonness(people: Sequence[Ready]) -> Commonness:
    """Counts how common what these people bear is among them."""
    names: Counter[str] = Counter()
    values: Counter[str] = Counter()
    for one in people:
        names.update({word.plain for _, words in one.names for word in words})
        values.update({*one.cores, *one.works, *one.places, *one.links})
    return Commonness(len(people), names, values)
