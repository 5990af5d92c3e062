"""Translates direct messages of an X (Twitter) archive, of two people or of a group, into ActivityStreams. Pure."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import quote

from mutuals.as2 import UNKNOWN_TIME, Activity, Actor, Link, Object, Time
from mutuals.wire.json_values import part_of, rows_of, words_of
from mutuals.wire.twitter_values import expand, number_of, parse_time, post_time, unescape, user_uri

# Things that happen to a group: who made it happen, and whom it names.
_EVENTS = (
    "joinConversation",
    "participantsJoin",
    "participantsLeave",
    "conversationNameUpdate",
    "reactionCreate",
)
MESSAGES = ("messageCreate", "welcomeMessageCreate")
BEGINS = frozenset((*MESSAGES, *_EVENTS))


@dataclass(slots=True)
class Room:
    """One conversation while it is read: its number as the archive writes it, whether it is a group's, and the newest
    moment at which a name was given to it."""

    number: str
    group: bool
    named_ms: int = field(default=-1)

    @property
    def uri(self) -> str:
        """The conversation, and the room of a group."""
        return f"https://x.com/i/messages/{quote(self.number, safe='')}"

    def other(self, sender: str) -> str:
        """Whom a message of two people goes to, by the conversation's number `a-b`; oneself when one writes to
        oneself, "" when the number tells nothing."""
        ends = self.number.split("-")
        if len(ends) != 2 or not all(one.isdigit() for one in ends):
            return ""
        return ends[1] if ends[0] == sender else ends[0]


def room_of(number: str, file_is_group: bool) -> Room:
    """A conversation by its number: two numbers joined by `-` are two people, whatever the file is called."""
    ends = number.split("-")
    pair = len(ends) == 2 and all(one.isdigit() for one in ends)
    return Room(number, group=not pair and (file_is_group or number.isdigit()))


def room_actor(room: Room, name: str = "", known: Time = UNKNOWN_TIME) -> Actor:
    """A group's room as an actor, with the name it has had since `known`."""
    return Actor(id=room.uri, type="Group", name=name, url=room.uri, updated=known)


def people_in(number: str) -> tuple[str, ...]:
    """The two account numbers in the number of a conversation, or none."""
    ends = tuple(number.split("-"))
    return ends if len(ends) == 2 and all(one.isdigit() and one != "0" for one in ends) else ()


def entry_items(entry: dict[str, Any], room: Room) -> list[Activity | Actor]:
    """One entry of a conversation: a message with its reactions, or a name given to the group; [] for joining and
    leaving. Raises ValueError with a plain reason when it is none of these."""
    for kind in MESSAGES:
        if kind in entry:
            return list(_message(part_of(entry, kind), room))
    if "conversationNameUpdate" in entry:
        return list(_renamed(part_of(entry, "conversationNameUpdate"), room))
    if any(kind in entry for kind in _EVENTS):
        return []
    raise ValueError("It is neither a message nor an event that is known here.")


def _message(row: dict[str, Any], room: Room) -> Iterator[Activity | Actor]:
    number, sender = number_of(row, "id"), number_of(row, "senderId")
    if not number or not sender:
        raise ValueError("It has no message number." if not number else "It does not say who sent it.")
    recipient = number_of(row, "recipientId") or room.other(sender)
    if not recipient and not room.group:
        raise ValueError("It does not say to whom it was sent.")
    to = (room.uri,) if room.group else (user_uri(recipient),)
    thing = Object(
        id=f"{room.uri}/{number}",
        type="ChatMessage",
        attributed_to=user_uri(sender),
        content=_content(row),
        context=room.uri,
        to=to,
        audience=(room.uri,) if room.group else (),
        attachment=tuple(_media(row)),
        published=post_time(row.get("createdAt"), number),
    )
    yield Actor(id=thing.attributed_to)
    if not room.group:
        yield Actor(id=to[0])
    yield Activity(
        id=f"{thing.id}#create", actor=thing.attributed_to, object=thing, published=thing.published, to=to
    )
    for reaction in rows_of(row.get("reactions")):
        yield from _reaction(reaction, thing, room)


def _reaction(row: dict[str, Any], thing: Object, room: Room) -> Iterator[Activity | Actor]:
    sender = number_of(row, "senderId")
    if not sender:
        return
    actor, key = user_uri(sender), words_of(row.get("reactionKey"))
    to = (thing.attributed_to,) if actor != thing.attributed_to else thing.to
    yield Actor(id=actor)
    yield Activity(
        id=f"{thing.id}#reactions/{sender}/{number_of(row, 'eventId') or key}",
        type="Like",
        actor=actor,
        object=thing.id,
        published=post_time(row.get("createdAt"), number_of(row, "eventId")),
        to=(room.uri,) if room.group else to,
        summary=key,
    )


def _renamed(row: dict[str, Any], room: Room) -> Iterator[Actor]:
    """The newest name counts; conversations are written newest first, but not always."""
    known, name = parse_time(row.get("createdAt")), words_of(row.get("name"))
    if name and (known.ms or 0) > room.named_ms:
        room.named_ms = known.ms or 0
        yield room_actor(room, name, known)


def _content(row: dict[str, Any]) -> str:
    links = ((words_of(one.get("url")), words_of(one.get("expanded"))) for one in rows_of(row.get("urls")))
    return expand(
        unescape(words_of(row.get("text"))), ((short, full) for short, full in links if full)
    ).strip()


def _media(row: dict[str, Any]) -> Iterator[Link]:
    urls = row.get("mediaUrls")
    for url in urls if isinstance(urls, list) else ():
        if isinstance(url, str) and url:
            moving = "video.twimg.com" in url or url.partition("?")[0].endswith(".mp4")
            yield Link(url, "Video" if moving else "Image")
