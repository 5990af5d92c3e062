"""Translates a Discord data package into ActivityStreams: the owner, friends, channels, and the owner's own messages.

Pure. Ids are snowflakes, whose upper bits are a time (https://discord.com/developers/docs/reference#snowflakes).
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import quote, urlsplit, urlunsplit

from mutuals.as2 import UNKNOWN_TIME, Activity, Actor, Collection, Link, Object, PropertyValue, Time
from mutuals.text.folding import clean
from mutuals.text.phones import e164
from mutuals.wire.json_values import iso_time, part_of, words_of
from mutuals.wire.mail_people import address_of, mailto

Items = list[Activity | Actor]
SITE = "https://discord.com"
EPOCH_MS = 1_420_070_400_000
_NUMBER = re.compile(r"[0-9]{1,20}")
_KINDS = {"0": "GUILD_TEXT", "1": "DM", "3": "GROUP_DM"}
_WITH = re.compile(r"Direct Message with (.+?)(?:#0)?")
_IN = re.compile(r"(.+) in (.+)")
_MARK = re.compile(r"<(?:(@)[!]?(\d{1,20})|(#)(\d{1,20})|a?(:\w{1,40}:)\d{1,20})>")
_PICTURE = re.compile(r"\.(?:png|jpe?g|gif|webp|heic)$", re.IGNORECASE)
_MOVING = re.compile(r"\.(?:mp4|mov|webm|mkv)$", re.IGNORECASE)
MAX_LINKS = 50


@dataclass(slots=True)
class Package:
    """What is known of all channels: the owner's actor, names of people and of channels by their numbers."""

    owner: str
    names: dict[str, str] = field(default_factory=dict)
    handles: dict[str, str] = field(default_factory=dict)
    index: dict[str, str] = field(default_factory=dict)

    def actor(self, number: str, handle: str = "") -> Actor:
        """A person by number, with the name that the list of friends gives, or the handle that a channel gives."""
        return Actor(
            id=user_uri(number),
            name=self.names.get(number, ""),
            preferred_username=self.handles.get(number, "") or handle,
        )


@dataclass(slots=True)
class Channel:
    """One channel: its number, what it is ("DM", "GROUP_DM", else a server's), its server and who is in it."""

    number: str
    kind: str
    name: str = ""
    guild: str = ""
    place: str = ""
    people: tuple[str, ...] = ()
    handle: str = ""

    @property
    def uri(self) -> str:
        """The conversation, and the room of more than two."""
        return f"{SITE}/channels/{self.guild or '@me'}/{self.number}"

    @property
    def title(self) -> str:
        """What a room is called."""
        return f"{self.name} in {self.place}" if self.name and self.place else self.name or self.place


def number_of(value: object) -> str:
    """A snowflake in decimal; "" for anything else."""
    text = str(value) if isinstance(value, int) and not isinstance(value, bool) else value
    return text if isinstance(text, str) and _NUMBER.fullmatch(text) else ""


def user_uri(number: str) -> str:
    """The id of a person."""
    return f"{SITE}/users/{number}"


def owner_actor(row: dict[str, Any]) -> Actor | None:
    """The account of user.json; None when it has no number."""
    number = number_of(row.get("id"))
    if not number:
        return None
    mail, phone = address_of(words_of(row.get("email"))), e164(words_of(row.get("phone")))
    also = ((mailto(mail),) if mail else ()) + ((f"tel:{phone}",) if phone else ())
    return Actor(
        id=user_uri(number),
        name=clean(words_of(row.get("global_name")) or words_of(row.get("username"))),
        preferred_username=_handle(row),
        also_known_as=also,
    )


def _handle(row: dict[str, Any]) -> str:
    name, tag = clean(words_of(row.get("username"))), row.get("discriminator")
    digits = number_of(tag)
    return f"{name}#{digits.zfill(4)}" if name and digits.strip("0") else name


def friend_of(row: dict[str, Any], package: Package) -> Actor | None:
    """A friend of the list of relationships; None for those blocked or only asked. Raises ValueError without number."""
    user = part_of(row, "user")
    number = number_of(row.get("id")) or number_of(user.get("id"))
    if not number:
        raise ValueError("It has no number.")
    if str(row.get("type")).lower() not in ("1", "friend"):
        return None
    names = (row.get("nickname"), user.get("global_name"), user.get("display_name"), user.get("username"))
    package.names[number] = next((clean(one) for one in names if isinstance(one, str) and one.strip()), "")
    package.handles[number] = _handle(user)
    since = iso_time(row.get("since"))
    facts = (PropertyValue("connected on", words_of(row.get("since"))[:10]),) if since.ms is not None else ()
    known = package.actor(number)
    return Actor(id=known.id, name=known.name, preferred_username=known.preferred_username, attachment=facts)


def channel_of(row: dict[str, Any], number: str, index: str) -> Channel:
    """A channel from channel.json (which may be missing: {}), its number from the folder, and its name in the index."""
    number = number_of(row.get("id")) or number
    kind = row.get("type")
    kind = _KINDS.get(number_of(kind), "GUILD") if number_of(kind) else words_of(kind)
    direct, inside = _WITH.fullmatch(index), _IN.fullmatch(index)
    guild = part_of(row, "guild")
    return Channel(
        number=number,
        kind=kind or ("DM" if direct else "GUILD"),
        name=clean(words_of(row.get("name")) or (inside[1] if inside and not direct else "")),
        guild=number_of(guild.get("id")),
        place=clean(words_of(guild.get("name")) or (inside[2] if inside and not direct else "")),
        people=_people(row.get("recipients")),
        handle=clean(direct[1]) if direct else "",
    )


def _people(value: object) -> tuple[str, ...]:
    """The numbers of people in a list, of numbers or of objects."""
    some = value if isinstance(value, list) else []
    found = (number_of(one.get("id") if isinstance(one, dict) else one) for one in some)
    return tuple(dict.fromkeys(filter(None, found)))


def partner_of(channel: Channel, package: Package) -> Actor | None:
    """The other of a conversation of two: by number, or by handle where it cannot be told which of two is the owner;
    None where nothing tells."""
    others = [one for one in channel.people if user_uri(one) != package.owner]
    if len(others) == 1:
        return package.actor(others[0], channel.handle)
    if channel.people and not others:
        return package.actor(channel.people[0])  # a note to oneself
    handle = channel.handle
    uri = f"{SITE}/users/@{quote(handle.lower(), safe='')}"
    return Actor(id=uri, preferred_username=handle) if handle else None


def reached(channel: Channel, package: Package) -> tuple[str, ...]:
    """Whom a message in a channel reaches: the other of two, or the room."""
    if channel.kind != "DM":
        return (channel.uri,)
    partner = partner_of(channel, package)
    return (partner.id,) if partner else ()


def channel_items(channel: Channel, package: Package) -> list[Actor | Collection]:
    """Whom a channel shows: the other of two, or a room with those in it."""
    if channel.kind == "DM":
        partner = partner_of(channel, package)
        return [partner] if partner else []
    found: list[Actor | Collection] = [
        Actor(id=channel.uri, type="Group", name=channel.title, url=channel.uri)
    ]
    found += [package.actor(one) for one in channel.people]
    if channel.people:
        items = tuple(dict.fromkeys([*map(user_uri, channel.people), package.owner]))
        found.append(
            Collection(id=f"{channel.uri}#members", name="members", attributed_to=channel.uri, items=items)
        )
    return found


def message_items(row: dict[str, Any], channel: Channel, package: Package, to: tuple[str, ...]) -> Items:
    """One of the owner's messages as a Create; `to` is whom the channel reaches. Raises ValueError without a number."""
    number = number_of(row.get("ID"))
    if not number:
        raise ValueError("It has no message number.")
    content = words_of(row.get("Contents"))
    links: dict[Link, None] = {}
    if "<" in content:
        content = _MARK.sub(lambda match: _shown(match, package, links), content)
    thing = Object(
        id=f"{channel.uri}/{number}",
        type="ChatMessage",
        attributed_to=package.owner,
        content=clean(content).strip(),
        context=channel.uri,
        to=to,
        audience=() if channel.kind == "DM" else to,
        tag=tuple(links),
        attachment=tuple(_attachments(words_of(row.get("Attachments")))),
        published=_time(row.get("Timestamp"), number),
    )
    people = [package.actor(one.href.rpartition("/")[2]) for one in links]
    create = Activity(
        id=f"{thing.id}#create", actor=package.owner, object=thing, published=thing.published, to=to
    )
    return [*people, create]


def _time(text: object, number: str) -> Time:
    """When it was sent, as it says in UTC, else as its number tells."""
    told = iso_time(text)
    sent = int(number) >> 22
    return told if told.ms is not None else Time(sent + EPOCH_MS, "ms") if sent > 1000 else UNKNOWN_TIME


def _shown(match: re.Match[str], package: Package, links: dict[Link, None]) -> str:
    if match[1]:
        shown = "@" + (package.names.get(match[2]) or package.handles.get(match[2]) or match[2])
        if len(links) < MAX_LINKS:
            links[Link(user_uri(match[2]), "Mention", shown)] = None
        return shown
    if match[3]:
        name = package.index.get(match[4], "")
        return "#" + (name.partition(" in ")[0] or match[4])
    return match[5]


def _attachments(text: str) -> Iterator[Link]:
    """Addresses with blanks between them; what stands behind their ? are keys that no longer open anything."""
    for one in text.split()[:MAX_LINKS]:
        try:
            parts = urlsplit(one)
        except ValueError:
            continue
        if parts.scheme in ("http", "https"):
            kind = (
                "Image"
                if _PICTURE.search(parts.path)
                else "Video"
                if _MOVING.search(parts.path)
                else "Document"
            )
            yield Link(clean(urlunsplit(parts._replace(query="", fragment=""))), kind)


def owner_in(channels: list[Channel]) -> str:
    """The number that is in every conversation of two and of a group, when they tell; "" when not."""
    groups = [set(one.people) for one in channels if len(one.people) > 1]
    common = set.intersection(*groups) if len(groups) > 1 else set()
    return common.pop() if len(common) == 1 else ""
