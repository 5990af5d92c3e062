"""Reads the lines of Signal chats written out as text, and translates their messages into ActivityStreams. Pure.

A message begins `[2019-12-24, 12:23] Jane Doe: text` (as chat-miner reads it: https://github.com/joweich/chat-miner)
or `[2019-12-24 12:23] ...` (chat.md of https://github.com/carderne/signal-export); other lines go on with it. There
are no ids: a message is known by its chat, minute, sender, words and number among equal ones.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, tzinfo
from typing import NamedTuple
from urllib.parse import quote

from mutuals.as2 import Activity, Actor, Collection, Link, Object, Time
from mutuals.text.folding import clean
from mutuals.wire.repeats import Repeats, base

HEAD = re.compile(r"\[(\d{4})-(\d\d)-(\d\d),? (\d\d):(\d\d)(?::(\d\d))?\] ?(.*)", re.DOTALL)
_COMMA = re.compile(r"\[\d{4}-\d\d-\d\d, \d\d:\d\d\] ?[^:\n]{1,120}:(?:\s|$)")
_EITHER = re.compile(r"\[\d{4}-\d\d-\d\d,? \d\d:\d\d(?::\d\d)?\] ?[^:\n]{1,120}:(?:\s|$)")
_BEGUN = "[0000-00-00, 00:00] "
_DIGIT = re.compile(r"\d")
_LEVEL = re.compile(r"(?:TRACE|DEBUG|INFO|NOTICE|WARN(?:ING)?|ERROR|FATAL|CRITICAL)\b")
_MEDIA = re.compile(r"!?\[([^\]\n]{0,300})\]\((?:\./)?media/([^)\n]{1,500})\)")
_KINDS = {
    "jpg": "Image",
    "jpeg": "Image",
    "png": "Image",
    "gif": "Image",
    "webp": "Image",
    "mp4": "Video",
    "mov": "Video",
}
_COPY = re.compile(r"(?: \(\d+\)| copy)$")
_PLAIN_NAMES = frozenset(
    ("chat", "index", "signal", "messages", "export", "data", "conversation", "_chat", "")
)
ME = frozenset(("me", "you", "note to self"))
MAX_NAME = 120
MAX_TEXT = 1_000_000


class Message(NamedTuple):
    """One message as written: the line it begins on, its local moment, who, and what; `sender` is "" for a notice."""

    line: int
    day: tuple[int, int, int]
    clock: tuple[int, int, int]
    sender: str
    text: str


def is_chat(sample: list[str], name: str) -> bool:
    """Whether the first lines of a file are a chat of Signal; `name` is its path."""
    last = name.lower().rpartition("/")[2]
    said = "".join(sample)
    if not sample or "whatsapp" in name.lower() or last == "_chat.txt" or "\u200e" in said:
        return False
    form = _EITHER if last.endswith(".md") or "signal" in name.lower() else _COMMA
    heads = [line for line in sample if form.match(line)]
    first = HEAD.match(sample[0])
    if first is None or not form.match(sample[0]):
        return False
    levels = sum(_LEVEL.match(match[7]) is not None for match in map(HEAD.match, heads) if match)
    return levels * 2 < len(heads) and (len(heads) > 1 or form is _EITHER or len(sample) < 3)


def messages(lines: Iterable[str]) -> Iterator[Message | tuple[int, str]]:
    """The messages of a chat; (line, text) for what stands before the first."""
    held: list[str] = []
    begun: tuple[int, re.Match[str]] | None = None
    size = 0
    for number, line in enumerate(lines, 1):
        match = HEAD.match(line) if line[:1] == "[" else None
        if match:
            if begun:
                yield _message(*begun, held)
            begun, held, size = (number, match), [], 0
        elif begun:
            size += len(line)
            if size < MAX_TEXT:
                held.append(line)
        elif line.strip():
            yield number, line
    if begun:
        yield _message(*begun, held)


def _message(line: int, match: re.Match[str], held: list[str]) -> Message:
    sender, mark, text = match[7].partition(":")
    day = (int(match[1]), int(match[2]), int(match[3]))
    clock = (int(match[4]), int(match[5]), int(match[6] or 0))
    if not mark or "\n" in sender.strip() or len(sender) > MAX_NAME:
        return Message(line, day, clock, "", match[7].strip())
    return Message(line, day, clock, clean(sender).strip(), (text + "".join(held)).strip())


def is_cut(line: str) -> bool:
    """Whether a last line without its end is the beginning of a head, with which a file was cut off."""
    if not line or line[-1] == "\n" or line[0] != "[":
        return False
    shape = _DIGIT.sub("0", line)
    return any(one.startswith(shape) for one in (_BEGUN, _BEGUN.replace(",", ""))) or (
        HEAD.match(line) is not None and ":" not in line.partition("]")[2]
    )


def title_of(name: str) -> str:
    """What a chat is called: its file, or the folder where the file is called as all are; "" when nothing tells."""
    for part in reversed(name.split("/")):
        stem = _COPY.sub("", re.sub(r"\.(?:txt|text|md|zip)$", "", part, flags=re.IGNORECASE)).strip()
        stem = re.sub(
            r"^signal[ _-]*(?:chat|export)?[ _-]*(?:with[ _-]+)?", "", stem, flags=re.IGNORECASE
        ).strip()
        if stem.lower() not in _PLAIN_NAMES:
            return clean(stem)
    return ""


@dataclass(slots=True)
class Chat:
    """One chat, decided. `people` are the names that speak; a chat of two has no `room`; `me` is the owner's name in
    it, "" when that is not known."""

    scope: str
    title: str
    people: tuple[str, ...]
    me: str
    zone: tzinfo
    room: str = field(init=False, default="")
    context: str = field(init=False)
    _repeats: Repeats = field(init=False, default_factory=Repeats)
    _prefix: str = field(init=False)
    _last: tuple[int, int] = field(init=False, default=(0, 0))
    _to: dict[str, tuple[str, ...]] = field(init=False, default_factory=dict)

    def __post_init__(self) -> None:
        two = len(self.people) < 3
        key = "+".join(sorted(self.people)) if len(self.people) == 2 else self.title or "+".join(self.people)
        self._prefix = f"{base(self.scope, 'signal')}chat/{quote(key[:300], safe='')}"
        self.room = "" if two else self._prefix
        self.context = self._prefix

    def actor(self, name: str) -> str:
        """The id of somebody by the name shown; "" and Signal's own word for the owner are the owner."""
        if not name or name.lower() in ME:
            return f"{base(self.scope, 'signal')}me"
        return f"{base(self.scope, 'signal')}name/{quote(name, safe='')}"

    @property
    def partner(self) -> str:
        """The name of whoever else is in a chat in which one person alone speaks; "" when it is the owner."""
        alone = self.people[0] if self.people else ""
        return self.title if alone and alone == self.me else ""

    def to(self, sender: str) -> tuple[str, ...]:
        """Whom a message of a sender reaches."""
        known = self._to.get(sender)
        if known is None:
            others = [one for one in self.people if one != sender] or [self.partner]
            known = self._to[sender] = (self.room or self.actor(others[0]),)
        return known

    def uri(self, message: Message) -> str:
        """The id of a message, which seconds are no part of."""
        stamp = (*message.day, *message.clock[:2])
        return f"{self._prefix}/{self._repeats.digest(*stamp, message.sender, message.text)}"

    def time(self, message: Message) -> Time:
        """The moment in UTC; what stands under one minute is a millisecond apart, in the order of the file. Raises
        ValueError for a date or time that is none."""
        date(*message.day)
        moment = datetime(*message.day, *message.clock, tzinfo=self.zone)
        ms, before = int(moment.timestamp()) * 1000, self._last[0]
        if ms < before and int(moment.replace(fold=1).timestamp()) * 1000 >= before:
            moment = moment.replace(fold=1)  # the hour that the clock repeats
            ms = int(moment.timestamp()) * 1000
        place = self._last[1] + 1 if ms == before else 0
        self._last = (ms, place)
        offset = moment.utcoffset()
        zone = int(offset.total_seconds()) // 60 if offset else 0
        return Time(
            ms + min(place, 999 if message.clock[2] else 59_999), "s" if message.clock[2] else "min", zone
        )


def person(name: str, chat: Chat) -> Actor:
    """Somebody by the name shown."""
    return Actor(id=chat.actor(name), name="" if name.lower() in ME else name)


def room_items(chat: Chat) -> list[Actor | Collection]:
    """A chat of more than two as an actor with those who spoke."""
    items = tuple(dict.fromkeys(chat.actor(one) for one in chat.people))
    return [
        Actor(id=chat.room, type="Group", name=chat.title),
        Collection(
            id=f"{chat.room}#members", name="members", attributed_to=chat.room, items=items, complete=False
        ),
    ]


def post(message: Message, chat: Chat) -> Activity:
    """A message as a Create; raises ValueError for a date or time that is none."""
    when = chat.time(message)
    by, to = chat.actor(message.sender), chat.to(message.sender)
    links: list[Link] = []
    content = (
        _MEDIA.sub(lambda match: _hung(match, links), message.text) if "](" in message.text else message.text
    )
    thing = Object(
        id=chat.uri(message),
        type="ChatMessage",
        attributed_to=by,
        content=clean(content).strip(),
        context=chat.context,
        to=to,
        audience=(chat.room,) if chat.room else (),
        attachment=tuple(links),
        published=when,
    )
    return Activity(id=f"{thing.id}#create", actor=by, object=thing, published=when, to=to)


def _hung(match: re.Match[str], links: list[Link]) -> str:
    ending = match[2].rpartition(".")[2].lower()
    if len(links) < 50:
        links.append(Link("", _KINDS.get(ending, "Document"), clean(match[1] or match[2])))
    return ""
