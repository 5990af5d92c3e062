"""The sample world: two years of Mara Lenz, who runs a bakery, ending yesterday.

Pure and deterministic: the same day gives the same world, to the byte, on every machine. Nobody in it exists; no
address, number or handle leads anywhere. What is planted in it is told by `truths.py`, which no room may import.
"""

import datetime
from dataclasses import dataclass
from typing import Literal

from mutuals.as2 import Item
from mutuals.sample import chats, fedi, gram, life
from mutuals.sample.cast import MINE, NAME, uris
from mutuals.sample.days import Calendar
from mutuals.sample.kept import Kept, kept
from mutuals.sample.reading import people, pools
from mutuals.sample.shapes import Person
from mutuals.sample.talks import talks

Form = Literal["meeting", "call", "gift", "card"]
FORMS: dict[str, Form] = {"meeting": "meeting", "call": "call", "gift": "gift", "card": "card"}
APART = frozenset({"newsletter", "list"})


@dataclass(frozen=True, slots=True)
class Me:
    """Mara: her name, and her actor on each network (whatsapp, mail, mastodon, instagram, phone)."""

    name: str
    actors: dict[str, str]


@dataclass(frozen=True, slots=True)
class Account:
    """One network of hers: `items` are what its archive yields, people first, then what happened in its order."""

    network: str
    name: str
    me: str
    items: tuple[Item, ...]


@dataclass(frozen=True, slots=True)
class Someone:
    """A person: a stable slug, the name, every actor URI they have, languages."""

    slug: str
    name: str
    actors: tuple[str, ...]
    languages: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Named:
    """The first minute: the five she named, in order, why she is here, minutes a week."""

    people: tuple[str, ...]
    why: str
    minutes: int


@dataclass(frozen=True, slots=True)
class Moment:
    """What she noted by hand: `minutes` is 0 for a gift or a card."""

    day: datetime.date
    kind: Form
    people: tuple[str, ...]
    minutes: int
    words: str


@dataclass(frozen=True, slots=True)
class Note:
    """What she wrote down about somebody."""

    person: str
    day: datetime.date
    words: str


@dataclass(frozen=True, slots=True)
class Group:
    """A group of people, by slugs."""

    name: str
    people: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class World:
    """Everything there is to look around in."""

    me: Me
    people: tuple[Someone, ...]
    accounts: tuple[Account, ...]
    named: Named
    moments: tuple[Moment, ...]
    notes: tuple[Note, ...]
    groups: tuple[Group, ...]
    kept: Kept
    story: tuple[str, ...]


def world(today: datetime.date) -> World:
    """The world as it is on a day; nothing in it happens then or later, though what she has in mind may lie ahead."""
    calendar = Calendar(today)
    hand = pools("hand")
    return World(
        me=Me(NAME, {_NETWORKS[net]: uri for net, uri in MINE.items()}),
        people=tuple(_someone(one) for one in people().values() if not APART & set(one.tags)),
        accounts=_accounts(calendar),
        named=Named(hand["named"], hand["why"][0], int(hand["minutes"][0])),
        moments=tuple(_moment(line, calendar) for line in hand["moment"]),
        notes=tuple(_note(line, calendar) for line in hand["note"]),
        groups=tuple(_group(line) for line in hand["group"]),
        kept=kept(calendar),
        story=hand["story"],
    )


_NETWORKS = {"wa": "whatsapp", "mail": "mail", "ma": "mastodon", "ig": "instagram", "tel": "phone"}


def _accounts(calendar: Calendar) -> tuple[Account, ...]:
    said = talks(calendar)
    seen, done = gram.gram_items(calendar)
    pictures = [*seen, *done, *chats.chat_items(said, "ig", calendar)]
    found: tuple[tuple[str, str, str, list[Item]], ...] = (
        ("whatsapp", "WhatsApp", MINE["wa"], chats.chat_items(said, "wa", calendar)),
        ("mail", "mara@laib-und-lenz.example", MINE["mail"], chats.mail_items(said, calendar)),
        ("mastodon", "@mara@bread.example", MINE["ma"], fedi.fedi_items(said, calendar)),
        ("instagram", "laib.und.lenz", MINE["ig"], pictures),
        ("ical", "Kalender", MINE["mail"], life.meeting_items(calendar)),
        ("phone", "Telefon", MINE["tel"], life.call_items(calendar)),
        ("vcard", "Adressbuch", MINE["mail"], life.card_items()),
    )
    return tuple(Account(network, name, me, tuple(items)) for network, name, me, items in found)


def _someone(one: Person) -> Someone:
    return Someone(one.slug, one.name, tuple(uris(one.slug).values()), one.languages)


def _moment(line: str, calendar: Calendar) -> Moment:
    kind, day, minutes, who, words = (part.strip() for part in line.split("|"))
    return Moment(calendar.date(int(day)), FORMS[kind], tuple(who.split()), int(minutes), words)


def _note(line: str, calendar: Calendar) -> Note:
    who, day, words = (part.strip() for part in line.split("|"))
    return Note(who, calendar.date(int(day)), words)


def _group(line: str) -> Group:
    name, _, key = line.partition("|")
    return Group(name.strip(), tuple(one.slug for one in people().values() if key.strip() in one.groups))
