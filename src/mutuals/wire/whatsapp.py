"""Translates an exported WhatsApp chat to ActivityStreams.

Pure. An export has no ids, no zone, no replies and no reactions; a message is known by its local minute, its
sender, its text and its number among equal ones (docs/why/027).
"""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime, tzinfo
from urllib.parse import quote

from mutuals.as2 import UNKNOWN_TIME, Activity, Actor, Collection, Link, Object, PropertyValue, Time
from mutuals.text.phones import e164
from mutuals.text.tokens import clean
from mutuals.wire.whatsapp_dates import Day, Head, OrderName, in_ids
from mutuals.wire.whatsapp_lines import PHONE, Said
from mutuals.wire.whatsapp_mentions import Known, mentioned

# Equal messages are told apart as long as no more than so many others lie between them.
KEPT = 50_000
KEPT_MOMENTS = 1_000


class _Times:
    """How often a key came; at least the last `kept` different ones are remembered, and at most twice as many."""

    __slots__ = ("_before", "_kept", "_now")

    def __init__(self, kept: int) -> None:
        self._kept = kept
        self._now: dict[int, int] = {}
        self._before: dict[int, int] = {}

    def next(self, key: int) -> int:
        """The number of this time, from 0."""
        number = self._now.get(key)
        if number is None:
            number = self._before.get(key, -1)
            if len(self._now) >= self._kept:
                self._before, self._now = self._now, {}
        self._now[key] = number + 1
        return number + 1


@dataclass(slots=True)
class Chat:
    """One chat, decided: how its times are read and who takes part.

    `key` names it in ids. A chat of two has `between`, the names ("" for one not known); a group has
    `room`, the id of its actor. `reading` ranks this reading of days that could be two among others of the same
    messages: below 0 it rests on a guess.
    """

    scope: str
    key: str
    title: str
    order: OrderName
    zone: tzinfo
    room: str = ""
    between: tuple[str, str] = ("", "")
    region: str | None = None
    reading: int = 0
    people: Known = field(default_factory=Known)
    _actors: dict[str, str] = field(default_factory=dict)
    _equal: _Times = field(default_factory=lambda: _Times(KEPT))
    _moments: _Times = field(default_factory=lambda: _Times(KEPT_MOMENTS))
    _last: int = 0
    _hour: tuple[Day, int, int, int] = (Day(0, 0, 0), 0, 0, 0)
    _prefix: str = ""
    _context: str = ""
    _addressed: dict[str, tuple[str, ...]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._prefix = f"{base(self.scope)}{self.key}/"
        self._context = self.room or f"{base(self.scope)}chat/{self.key}"

    @property
    def context(self) -> str:
        """The id of the conversation."""
        return self._context

    def to(self, sender: str) -> tuple[str, ...]:
        """Whom a message of a sender reaches: the room, or the other of two."""
        if self.room:
            return (self.room,)
        known = self._addressed.get(sender)
        if known is None:
            one, other = self.between
            known = self._addressed[sender] = (self.actor(other if sender == one else one),)
        return known

    def uri(self, secret: str) -> str:
        """The id of a message, of what makes it itself."""
        return self._prefix + hashlib.sha256(secret.encode("utf-8", "replace")).hexdigest()[:32]

    def actor(self, name: str) -> str:
        """The id of a person by the name shown: a number is `tel:`, a name stays local, "" is the owner."""
        known = self._actors.get(name)
        if known is None:
            known = self._actors[name] = actor_id(name, self.scope, self.region)
        return known

    def time(self, head: Head, day: Day) -> Time:
        """The moment of a head in UTC; in an hour that the clock repeats, the one that keeps the order.

        What is written with one and the same moment is a millisecond apart, in the order of the file: every line with
        a head must be asked about, or a later export without one of them would place the others differently.
        """
        known, hour, start, offset = self._hour
        if known != day or hour != head.hour:
            start, offset = self._started(day, head.hour, 0)
        ms = start + head.minute * 60_000 + (head.second or 0) * 1000
        if ms < self._last - 60_000:
            later, again = self._started(day, head.hour, 1)
            if self._last <= later + ms - start:
                ms, offset, start = later + ms - start, again, later
        self._hour = (day, head.hour, start, offset)
        self._last = ms
        place = self._moments.next(ms)
        if head.second is not None:
            return Time(ms + min(place, 999), "s", offset)
        return Time(ms + min(place, 59_999), "min", offset)

    def _started(self, day: Day, hour: int, fold: int) -> tuple[int, int]:
        """When an hour of the zone begins, and the zone's minutes then; clocks change on full hours."""
        moment = datetime(*day, hour, tzinfo=self.zone, fold=fold)
        offset = moment.utcoffset()
        return int(moment.timestamp()) * 1000, int(offset.total_seconds()) // 60 if offset else 0

    def mentioned(self, text: str) -> list[tuple[str, str]]:
        """Whom a text, as written, mentions: (name, words); a number that cannot be one mentions nobody."""
        found = mentioned(text, self.people) if "@" in text else []
        return [one for one in found if one[0][:1] != "+" or self.actor(one[0]).startswith("tel:")]

    def count(self, stamp: str, sender: str, text: str) -> int:
        """The number of this message among equal ones, from 0."""
        return self._equal.next(hash((stamp, sender, text)))


def base(scope: str) -> str:
    """What every local id of a scope begins with (RFC 4151)."""
    return f"tag:{quote(scope, safe='')}.mutuals.invalid,2026:whatsapp/"


def actor_id(name: str, scope: str, region: str | None = None) -> str:
    """`tel:` for a phone number, else a local id made of the display name; "" is the owner of the export."""
    if not name:
        return f"{base(scope)}me"
    if PHONE.fullmatch(name) and (number := e164(name, region=region)):
        return f"tel:{number}"
    return f"{base(scope)}name/{quote(name, safe='')}"


def person(name: str, chosen: bool, chat: Chat) -> Actor:
    """The actor of a display name; `chosen` names are those that a stranger gave themselves in WhatsApp."""
    uri = chat.actor(name)
    facts = (PropertyValue("WhatsApp name", name),) if chosen else ()
    return Actor(id=uri, name="" if uri.startswith("tel:") else name, attachment=facts)


def post(
    head: Head, sender: str, said: Said, day: Day, chat: Chat, named: Iterable[tuple[str, str]] = ()
) -> Activity:
    """The message as a Create of a ChatMessage; `named` are those whom it mentions (`Chat.mentioned`).

    Its id does not tell day from month, so that a chat read again in the other order is the same messages with other
    times; seconds, which Android leaves out, are no part of it either.
    """
    date, doubtful = in_ids(head.parts, day, head.month)
    stamp = f"{date}T{head.hour:02}:{head.minute:02}"
    number = chat.count(stamp, sender, said.stable)
    uri = chat.uri(f"{stamp}\n{sender}\n{said.stable}\n{number}")
    by, when = chat.actor(sender), chat.time(head, day)
    thing = Object(
        id=uri,
        type="ChatMessage",
        attributed_to=by,
        content=clean(said.content),
        context=chat.context,
        to=chat.to(sender),
        audience=(chat.room,) if chat.room else (),
        tag=tuple(dict.fromkeys(Link(chat.actor(name), "Mention", written) for name, written in named)),
        attachment=said.attachment,
        published=when,
        updated=Time(chat.reading) if doubtful and chat.reading else UNKNOWN_TIME,
    )
    return Activity(id=f"{uri}#create", type="Create", actor=by, object=thing, published=when, to=thing.to)


def room(chat: Chat, members: Iterable[str], last: Time) -> Collection:
    """The members that were seen in a group; never complete, since silent ones do not appear."""
    return Collection(
        id=f"{chat.room}#members",
        name="members",
        attributed_to=chat.room,
        items=tuple(dict.fromkeys(chat.actor(name) for name in members)),
        complete=False,
        published=last,
    )


def today(now_ms: int) -> int:
    """The day ordinal (UTC) of a moment, 0 for an unknown one."""
    return datetime.fromtimestamp(now_ms / 1000, UTC).toordinal() if now_ms else 0
