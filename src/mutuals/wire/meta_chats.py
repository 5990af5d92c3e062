"""Translates conversations of Messenger and Instagram, also those of secure storage, into ActivityStreams. Pure.

No message has an id: it is known by its conversation, moment, sender and words. A conversation is known by the number
at the end of its folder's name, which stays when people or groups change theirs.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import quote

from mutuals.as2 import UNKNOWN_TIME, Activity, Actor, Collection, Link, Object
from mutuals.wire.json_values import part_of, rows_of, words_of
from mutuals.wire.jsonstream import Bad, Cut, JsonStream, Malformed
from mutuals.wire.lengths import lasted
from mutuals.wire.meta_lines import is_notice
from mutuals.wire.meta_people import Names
from mutuals.wire.meta_values import mended, mended_name, milliseconds, whole
from mutuals.wire.repeats import Repeats

Items = list[Activity | Actor]
BEGINS = frozenset(("sender_name", "timestamp_ms", "senderName", "isUnsent", "timestamp", "content"))
_NUMBER = re.compile(r"_([A-Za-z0-9-]{6,})$")
_MEDIA = (
    ("photos", "Image"),
    ("videos", "Video"),
    ("gifs", "Image"),
    ("audio_files", "Document"),
    ("files", "Document"),
)
TAKEN_BACK, MISSED, NOTICE = "messages taken back", "missed calls", "notices of the app"
SUBSCRIBED = ("subscribe", "unsubscribe")


@dataclass(slots=True)
class Chat:
    """One conversation: its `key` in ids, who takes part by id, whether it is a group's."""

    key: str
    names: Names
    people: dict[str, Actor] = field(default_factory=dict)
    group: bool = False

    @property
    def uri(self) -> str:
        """The id of the conversation, and of the room of a group."""
        return f"{self.names.base}thread/{self.key}"

    def hall(self, name: str = "") -> list[Actor]:
        """The room of a group, by its name where that is known; nothing for a conversation of two."""
        return [Actor(id=self.uri, type="Group", name=name)] if self.group else []

    def person(self, name: str) -> Actor:
        """The actor of a name in this conversation, who from now on takes part in it."""
        actor = self.names.person(name, f"thread/{self.key}")
        if actor.id not in self.people:
            self.people[actor.id] = actor
        return actor

    def to(self, sender: str) -> tuple[str, ...]:
        """Whom a message of a sender reaches: the room, or the other of two; oneself where nobody else is."""
        if self.group:
            return (self.uri,)
        return next(((one,) for one in self.people if one != sender), (sender,))

    def members(self) -> Collection:
        """Those who were named in a group or spoke in it; never complete, since some have left."""
        return Collection(
            id=f"{self.uri}#members",
            name="members",
            attributed_to=self.uri,
            items=tuple(self.people),
            complete=False,
        )


def key_of(folder: str) -> str:
    """What a conversation is called in ids, of the last part of its path."""
    found = _NUMBER.search(folder)
    return quote(found[1] if found else folder, safe="")


def chat_of(key: str, told: list[str], spoke: list[str], names: Names) -> Chat:
    """A conversation of those whom its file names (`told`), and of those who speak in its first messages; the owner
    is in all of them."""
    chat = Chat(key, names)
    for name in (*told, *spoke):
        chat.person(name)
    if names.my_name and names.me not in chat.people:
        chat.people[names.me] = Actor(id=names.me, name=names.my_name)
    chat.group = len(chat.people) > 2
    return chat


def parts_of(stream: JsonStream) -> Iterator[tuple[str, Any]]:
    """The fields of a conversation's file; each message comes as ("message", row), or `Bad` for a damaged one."""
    try:
        for name in stream.members():
            if name != "messages":
                yield name, stream.value()
                continue
            if stream.peek() == "[":
                for row in stream.elements():
                    yield "message", row
            else:
                stream.value()
    except (Cut, Malformed):
        stream.cut = True


def opening(stream: JsonStream) -> list[str]:
    """Those whom a file names as taking part, mostly in its first lines."""
    for name, value in parts_of(stream):
        if name == "participants":
            return participants(value)
    return []


def participants(value: object) -> list[str]:
    """Names of those who take part, as objects or, in secure storage, as strings."""
    if not isinstance(value, list):
        return []
    found = [mended_name(words_of(one.get("name"))) if isinstance(one, dict) else one for one in value]
    return [" ".join(one.split()) for one in found if isinstance(one, str)]


def spoken(row: object) -> dict[str, Any]:
    """A message as Messenger writes it, whichever way it was stored; raises ValueError for anything else."""
    if isinstance(row, Bad):
        raise ValueError(f"It is damaged: {row.reason}")
    if not isinstance(row, dict):
        raise ValueError("It is no message.")
    if "senderName" not in row:
        return row
    return {
        "secure": True,
        "sender_name": row["senderName"],
        "timestamp_ms": row.get("timestamp"),
        "content": row.get("text"),
        "is_unsent": row.get("isUnsent"),
        "reactions": row.get("reactions"),
        "files": row.get("media"),
    }


def left_out(row: dict[str, Any]) -> str:
    """Why a row is no message: TAKEN_BACK, MISSED (a call that nobody took) or NOTICE; "" for a message."""
    if row.get("is_unsent") is True:
        return TAKEN_BACK
    kind = words_of(row.get("type")).lower()
    if ("call_duration" in row or kind == "call") and not whole(row.get("call_duration")):
        return MISSED
    if "call_duration" in row:
        return ""
    return (
        NOTICE
        if kind in SUBSCRIBED
        or is_notice(_text(row, "content"), _name(row, words_of(row.get("sender_name"))))
        else ""
    )


def message(row: dict[str, Any], chat: Chat, repeats: Repeats) -> Items:
    """One message or call with its reactions; raises ValueError when it names no sender or no moment, or for a call
    that lasted longer than any can."""
    if not isinstance(row.get("sender_name"), str):
        raise ValueError("It does not say who wrote it.")
    time = milliseconds(row.get("timestamp_ms"))
    if time.ms is None:
        raise ValueError("It does not say when it was written.")
    sender = chat.person(_name(row, row["sender_name"]))
    call, text = lasted(row.get("call_duration")), _text(row, "content")
    if not call and whole(row.get("call_duration")):
        raise ValueError("It says that it took longer than any call.")
    media = tuple(_media(row))
    mark = repeats.digest(chat.key, time.ms, sender.name, text)
    thing = Object(
        id=f"{chat.uri}/{mark}",
        type="ChatMessage",
        attributed_to=sender.id,
        content="" if call else text,
        context=chat.uri,
        to=chat.to(sender.id),
        audience=(chat.uri,) if chat.group else (),
        attachment=media,
        published=time,
        duration=call,
    )
    act = Activity(id=f"{thing.id}#create", actor=sender.id, object=thing, published=time, to=thing.to)
    others = [chat.people[one] for one in thing.to if one in chat.people]
    return [sender, *others, act, *_reactions(row, thing, chat)]


def _reactions(row: dict[str, Any], thing: Object, chat: Chat) -> Iterator[Activity | Actor]:
    for one in rows_of(row.get("reactions")):
        name, face = (
            _name(row, words_of(one.get("actor"))),
            _text({**row, "face": one.get("reaction")}, "face"),
        )
        if not name or not face:
            continue
        actor = chat.person(name)
        yield actor
        yield Activity(
            id=f"{thing.id}#reaction/{quote(name, safe='')}",
            type="Like",
            actor=actor.id,
            object=thing.id,
            published=milliseconds(whole(one.get("timestamp")) * 1000)
            if one.get("timestamp")
            else UNKNOWN_TIME,
            to=(chat.uri,)
            if chat.group
            else (thing.attributed_to if actor.id != thing.attributed_to else thing.to[0],),
            summary=face,
        )


def _media(row: dict[str, Any]) -> Iterator[Link]:
    """Files by their last names, since their paths change from export to export; what was shared by its address."""
    for field_name, kind in _MEDIA:
        for one in rows_of(row.get(field_name)):
            yield Link("", kind, words_of(one.get("uri")).rpartition("/")[2][:200])
    sticker = words_of(part_of(row, "sticker").get("uri"))
    if sticker:
        yield Link("", "Image", sticker.rpartition("/")[2][:200])
    link = words_of(part_of(row, "share").get("link"))
    if link.startswith(("http://", "https://")):
        yield Link(mended(link), "Link", mended(part_of(row, "share").get("share_text"))[:200])


def _text(row: dict[str, Any], name: str) -> str:
    return words_of(row.get(name)).strip() if row.get("secure") else mended(row.get(name)).strip()


def _name(row: dict[str, Any], name: str) -> str:
    return " ".join(name.split()) if row.get("secure") else mended_name(name)
