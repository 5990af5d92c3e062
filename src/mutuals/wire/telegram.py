"""Translates messages, calls, reactions and contacts of Telegram Desktop's result.json into ActivityStreams. Pure.

Rooms and people have numbers that hold everywhere; the messages of a chat of two and of a basic group are numbered
for each account anew, so that their ids are local to whose files these are.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, tzinfo
from typing import Any
from urllib.parse import quote

from mutuals.as2 import UNKNOWN_TIME, Activity, Actor, Collection, Link, Object, PropertyValue, Time
from mutuals.text.folding import clean
from mutuals.text.phones import e164
from mutuals.wire.json_values import rows_of, words_of
from mutuals.wire.lengths import lasted
from mutuals.wire.telegram_values import (
    BASE,
    Peer,
    entities_of,
    full_name,
    handle_uri,
    local_id,
    media_of,
    named,
    near_time,
    number_of,
    peer_of,
    text_of,
    time_of,
)

Items = list[Activity | Actor]
PERSONAL = frozenset(("personal_chat", "bot_chat", "saved_messages", "replies", "verification_codes"))
KINDS = PERSONAL | {
    "private_group",
    "private_supergroup",
    "public_supergroup",
    "private_channel",
    "public_channel",
}
# Rooms whose messages have the same numbers for everybody.
_SHARED = KINDS - PERSONAL - {"private_group"}
_HANDLE = re.compile(r"@([A-Za-z0-9_]{3,40})")
_BOTS = "bot"
REMEMBERED = 10_000
MEMBERS = 200_000


@dataclass(slots=True)
class Chat:
    """One chat while it is read. `owner` is the actor whose files these are, `other` the other of a chat of two;
    `handles` tells actors by their @names in lower case; `members` are those who were seen in a room, `known` those who
    spoke lately. `personal` says that two people talk, and nobody else; else `room` is the actor that the room is."""

    kind: str
    number: str
    name: str
    scope: str
    zone: tzinfo
    owner: str
    other: str = ""
    handles: dict[str, str] = field(default_factory=dict)
    members: dict[str, None] = field(default_factory=dict)
    last: Time = UNKNOWN_TIME
    personal: bool = field(init=False)
    room: str = field(init=False, default="")
    context: str = field(init=False)
    known: dict[tuple[Peer | None, str], Actor] = field(init=False, default_factory=dict)
    _prefix: str = field(init=False)

    def __post_init__(self) -> None:
        self.personal = self.kind in PERSONAL
        key = self.number or f"name/{quote(self.name, safe='')}"
        own = local_id(self.scope, f"chat/{key}")
        self._prefix = f"{BASE}chat/{key}" if self.kind in _SHARED and self.number else own
        if not self.personal:
            self.room = Peer("chat", self.number).uri if self.number else own
        self.context = self.room or own

    def uri(self, number: str) -> str:
        """The id of a message."""
        return f"{self._prefix}/{number}"

    def to(self, author: str) -> tuple[str, ...]:
        """Whom a message of an author reaches."""
        if self.room:
            return (self.room,)
        return (self.owner if author != self.owner else self.other or self.owner,)


def owner_actor(row: dict[str, Any]) -> Actor | None:
    """The person of `personal_information`; None when it has no number."""
    number = number_of(row.get("user_id"))
    if not number or number.startswith("-"):
        return None
    phone = e164(_dialled(row))
    return Actor(
        id=Peer("user", number).uri,
        name=full_name(row),
        preferred_username=_handle(words_of(row.get("username"))),
        summary=clean(words_of(row.get("bio"))),
        also_known_as=(f"tel:{phone}",) if phone else (),
    )


def contact_actor(row: dict[str, Any], scope: str, zone: tzinfo, region: str | None = None) -> Actor:
    """One entry of the list of contacts, with its number and since when it stands there; raises ValueError when it
    tells nobody."""
    number, phone, name = number_of(row.get("user_id")), e164(_dialled(row), region=region), full_name(row)
    if number.strip("-0"):
        uri = Peer("user", number.lstrip("-")).uri
    elif phone or name:
        uri = f"tel:{phone}" if phone else named(name, scope)
    else:
        raise ValueError("It has no name and no number.")
    since = time_of(row, "date", zone)
    facts = (PropertyValue("connected on", _day(since)),) if since.ms is not None else ()
    also = (f"tel:{phone}",) if phone and not uri.startswith("tel:") else ()
    return Actor(id=uri, name=name, also_known_as=also, attachment=facts)


def room_actor(chat: Chat) -> Actor:
    """A group or channel as an actor."""
    key = (None, "")
    if key not in chat.known:
        chat.known[key] = Actor(id=chat.room, type="Group", name=clean(chat.name))
    return chat.known[key]


def members_of(chat: Chat) -> Collection:
    """Those who were seen in a room; never complete, since silent ones do not appear."""
    return Collection(
        id=f"{chat.room}#members",
        name="members",
        attributed_to=chat.room,
        items=tuple(chat.members),
        complete=False,
        published=chat.last,
    )


def sender_of(row: dict[str, Any], chat_number: str) -> tuple[Peer | None, str]:
    """Who a message or notice is from: the peer, and the name shown."""
    service = row.get("type") == "service"
    peer = peer_of(row.get("actor_id" if service else "from_id"), chat_number)
    return peer, words_of(row.get("actor" if service else "from")).strip()


def left_out(row: dict[str, Any]) -> str:
    """Why an entry is no message that counts ("notices", "missed calls", "messages Telegram could not export"); ""
    for one that does."""
    kind = row.get("type")
    if kind == "service":
        call = row.get("action") == "phone_call"
        if call and _seconds(row):
            return ""
        return "missed calls" if call else "notices"
    return "messages that Telegram could not export" if kind == "unsupported" else ""


def presence(row: dict[str, Any], chat: Chat) -> Items:
    """Who a notice shows to be in a room, so that silent members are known."""
    peer, name = sender_of(row, chat.number)
    if (
        not chat.room
        or peer is None
        or peer.kind != "user"
        or row.get("action") in ("left_group", "remove_members")
    ):
        return []
    chat.members.setdefault(peer.uri)
    return [Actor(id=peer.uri, name=clean(name))]


def message_items(row: dict[str, Any], chat: Chat) -> Items:
    """A message or a call as a Create, its people before it and its reactions behind it; raises ValueError with a
    plain reason when it has no number or no sender."""
    number = number_of(row.get("id"))
    if not number:
        raise ValueError("It has no message number.")
    author = _author(row, chat)
    thing = (
        _call(row, chat, number, author) if row.get("type") == "service" else _said(row, chat, number, author)
    )
    chat.last = thing.published if thing.published.ms is not None else chat.last
    items: Items = [author, *_audience(thing, chat)]
    create = Activity(
        id=f"{thing.id}#create", actor=author.id, object=thing, published=thing.published, to=thing.to
    )
    items.append(create)
    if "reactions" in row:
        items += _reactions(row, thing, chat)
    return items


def _author(row: dict[str, Any], chat: Chat) -> Actor:
    peer, name = sender_of(row, chat.number)
    if peer is None and not name:
        if not chat.room:
            raise ValueError("It does not say who sent it.")
        # What a channel says is by nobody else.
        return room_actor(chat)
    return _met(peer, clean(name), chat)


def _met(peer: Peer | None, name: str, chat: Chat) -> Actor:
    actor = chat.known.get((peer, name))
    if actor is None:
        if len(chat.known) > REMEMBERED:
            chat.known.clear()
        actor = chat.known[(peer, name)] = _actor(peer, name, chat)
    return actor


def _actor(peer: Peer | None, name: str, chat: Chat) -> Actor:
    uri = peer.uri if peer else named(name, chat.scope)
    if peer and peer.kind == "chat":
        return Actor(id=uri, type="Group", name=name)
    if chat.room and len(chat.members) < MEMBERS:
        chat.members.setdefault(uri)
    bot = chat.kind == "bot_chat" and uri == chat.other
    return Actor(id=uri, type="Service" if bot else "Person", name=name)


def _audience(thing: Object, chat: Chat) -> Iterator[Actor]:
    if chat.room:
        yield room_actor(chat)
    for uri in () if chat.room else thing.to:
        if uri == chat.other:
            name = clean(chat.name) if chat.kind in ("personal_chat", "bot_chat") else ""
            yield Actor(id=uri, type="Service" if chat.kind == "bot_chat" else "Person", name=name)
        elif uri != thing.attributed_to:
            yield Actor(id=uri)
    for link in thing.tag:
        if link.type == "Mention" and link.href.startswith(f"{BASE}username/"):
            bot = link.href.endswith(_BOTS)
            yield Actor(
                id=link.href, type="Service" if bot else "Person", preferred_username=link.name.lstrip("@")
            )


def _said(row: dict[str, Any], chat: Chat, number: str, author: Actor) -> Object:
    forwarded = words_of(row.get("forwarded_from")).strip()
    entities = entities_of(row)
    return Object(
        id=chat.uri(number),
        type="ChatMessage",
        attributed_to=author.id,
        content=text_of(row),
        summary=clean(f"Forwarded from {forwarded}") if forwarded else "",
        in_reply_to=_answered(row, chat),
        context=chat.context,
        to=chat.to(author.id),
        audience=(chat.room,) if chat.room else (),
        tag=tuple(dict.fromkeys(_tags(entities, chat))) if entities else (),
        attachment=(*media_of(row), *_links(entities)),
        published=time_of(row, "date", chat.zone),
        updated=time_of(row, "edited", chat.zone)
        if "edited" in row or "edited_unixtime" in row
        else UNKNOWN_TIME,
    )


def _call(row: dict[str, Any], chat: Chat, number: str, author: Actor) -> Object:
    return Object(
        id=chat.uri(number),
        type="ChatMessage",
        attributed_to=author.id,
        context=chat.context,
        to=chat.to(author.id),
        audience=(chat.room,) if chat.room else (),
        published=time_of(row, "date", chat.zone),
        duration=_seconds(row),
    )


def _seconds(row: dict[str, Any]) -> int:
    """How long a call took; 0 for one that was not taken."""
    return lasted(row.get("duration_seconds"))


def _answered(row: dict[str, Any], chat: Chat) -> str:
    """The message that a message answers, which may be one in another chat."""
    number = number_of(row.get("reply_to_message_id"))
    if not number:
        return ""
    other = peer_of(row.get("reply_to_peer_id"), chat.number) if "reply_to_peer_id" in row else None
    if other is None or other.number == chat.number:
        return chat.uri(number)
    if other.kind == "chat":
        return f"{other.uri}/{number}"
    return f"{local_id(chat.scope, f'chat/{other.number}')}/{number}"


def _tags(entities: list[dict[str, Any]], chat: Chat) -> Iterator[Link]:
    for one in entities:
        kind, text = one.get("type"), clean(words_of(one.get("text")))
        if kind == "mention_name" and (number := number_of(one.get("user_id")).strip("-")):
            yield Link(Peer("user", number).uri, "Mention", text)
        elif kind == "mention" and (match := _HANDLE.fullmatch(text)):
            handle = match[1].lower()
            yield Link(chat.handles.get(handle) or handle_uri(handle), "Mention", text)
        elif kind == "hashtag" and text:
            yield Link("", "Hashtag", text)


def _links(entities: list[dict[str, Any]]) -> Iterator[Link]:
    """Addresses that stand behind a word."""
    for one in entities:
        href = words_of(one.get("href"))
        if one.get("type") == "text_link" and href:
            yield Link(clean(href), "Link", clean(words_of(one.get("text"))))


def _reactions(row: dict[str, Any], thing: Object, chat: Chat) -> Iterator[Activity | Actor]:
    """Who reacted, as far as the export tells: of many it names the last few."""
    for one in rows_of(row.get("reactions")):
        sign = clean(
            words_of(one.get("emoji")) or words_of(one.get("document_id")) or words_of(one.get("type"))
        )
        for recent in rows_of(one.get("recent")):
            peer, name = peer_of(recent.get("from_id"), chat.number), words_of(recent.get("from")).strip()
            if peer is None and not name:
                continue
            actor = _met(peer, clean(name), chat)
            key = f"{peer.kind}{peer.number}" if peer else quote(name, safe="")
            yield actor
            yield Activity(
                id=f"{thing.id}#reaction/{key}/{quote(sign, safe='')}",
                type="Like",
                actor=actor.id,
                object=thing.id,
                published=near_time(recent.get("date"), thing.published, chat.zone),
                to=_told(actor.id, thing, chat),
                summary=sign,
            )


def _told(actor: str, thing: Object, chat: Chat) -> tuple[str, ...]:
    if chat.room:
        return (chat.room,)
    return (thing.attributed_to,) if actor != thing.attributed_to else thing.to


def _dialled(row: dict[str, Any]) -> str:
    """A number as Telegram writes it: international, with + or 00 or neither."""
    text = words_of(row.get("phone_number")).strip()
    return f"+{text}" if text[:1].isdecimal() and not text.startswith("0") and len(text) > 9 else text


def _handle(text: str) -> str:
    match = _HANDLE.fullmatch(text if text.startswith("@") else f"@{text}")
    return match[1] if match else ""


def _day(time: Time) -> str:
    """A moment as its day in ISO 8601, in the zone that it was told in."""
    local = (time.ms or 0) // 1000 + (time.zone or 0) * 60
    return date.fromordinal(local // 86_400 + 719_163).isoformat()
