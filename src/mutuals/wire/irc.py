"""Translates the lines of an IRC log to ActivityStreams.

Pure. A log has no ids; a message is known by its channel, its minute as written, the nick, the words, and its number
among equal ones of that minute (as docs/why/027), so that logs that overlap give the same ids. `nick: words` mentions
that nick if it is in the log.
"""

import hashlib
import re
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta, tzinfo

from mutuals.as2 import UNKNOWN_TIME, Activity, Actor, Collection, Link, Object, Time
from mutuals.text.folding import clean
from mutuals.wire.irc_lines import Day, Line
from mutuals.wire.irc_nicks import Visits
from mutuals.wire.irc_survey import Clock, Kept, Survey

MAX_ADDRESSED = 10
MAX_EQUAL = 5_000
_ADDRESS = re.compile(r"\s*@?([^\s:,<>]{1,64})\s?([:,])(?=\s|$|[^\s/\\\d])")
# Words that begin a sentence before a comma or colon, though somebody may be called so.
_WORDS = frozenset(
    "a actually again ah aha all also alright and anyway bah bbl brb but bye cool damn done eh error exactly fine "
    "first from great guys ha haha hah hehe hello hey hi hm hmm hmmm however huh i if is it just lol man maybe me my "
    "never nice no nope note now ok okay oh ooh oops or people please ps right same second see sometimes sorry so "
    "sure thanks that the then this to unfortunately use wait well what where which why wow ya yay yea yeah yep yes "
    "you".split()
)


@dataclass(slots=True)
class _Place:
    """The moment of the last line, and equal ones of its minute."""

    day: Day | None = None
    minute: str = ""
    written: tuple[Day | None, int, int, str] = (None, -1, -1, "")
    equal: dict[tuple[str, str], int] = field(default_factory=dict)
    last: int = 0
    same: int = 0
    hour: tuple[Day | None, int, int, int] = (None, -1, 0, 0)


class Log:
    """One log while it is read; `survey` must have seen all its lines."""

    def __init__(self, survey: Survey, where: Kept, zone: tzinfo) -> None:
        self.survey, self.where, self._zone = survey, where, zone
        self._visits, self._clock = Visits(), Clock(survey.twelve)
        self._first = survey.first_day
        self._at = _Place(day=self._first)
        self._undated = "" if survey.dated or self._first else survey.name.rpartition("/")[2]
        self._ids: dict[str, str] = {}
        self._moved: dict[str, str] = {}
        self._prefix = f"{where.context}/"
        self.people: dict[str, None] = {}
        self.seen: set[tuple[str, str]] = set()
        self.last = UNKNOWN_TIME

    def take(self, line: Line) -> list[Actor | Activity]:
        """What a line says: the actors not seen before in this log, and the message; [] for what is none."""
        self._pass(line)
        if line.kind == "nick" and line.nick:
            self._rename(line.nick.lower(), line.text.lower())
        elif line.kind in ("join", "gone", "nick"):
            low = (line.nick or line.text).lower()
            self._visits.over(low)
            self._moved.pop(low, None)
        elif line.kind == "said" or self._acts(line):
            return self._message(line)
        return []

    def _rename(self, old: str, new: str) -> None:
        _, after = self._visits.renamed(old, new)
        self._moved[old] = self.survey.chains.called(after)
        self._moved.pop(new, None)

    def _acts(self, line: Line) -> bool:
        return line.kind == "action" and (line.at is not None or line.nick.lower() in self.survey.nicks.spoke)

    def _pass(self, line: Line) -> None:
        if line.at is not None:
            self._clock.feed(line.at)
        if line.day is not None:
            self._at.day = line.day
        elif self._clock.days and not self.survey.dated and self._first:
            later = date(*self._first) + timedelta(days=self._clock.days)
            self._at.day = (later.year, later.month, later.day)

    def who(self, nick: str) -> str:
        """The nick (lower case) that stands for whoever uses this one now."""
        return self.survey.chains.called(self._visits.now(nick))

    def actor(self, nick: str) -> str:
        """The id of a nick that stands for somebody."""
        known = self._ids.get(nick)
        if known is None:
            known = self._ids[nick] = self.where.actor(nick)
        return known

    def _message(self, line: Line) -> list[Actor | Activity]:
        low = line.nick.lower()
        who = self.who(low)
        acts = line.kind == "action"
        uri = self._prefix + self._known_by(line, low, f"/me {line.text}" if acts else line.text)
        self._moved.pop(low, None)
        found, tags = self._person(low, who), []
        for other, meant, written in [] if acts else self._named(line.text):
            found += self._person(other, meant)
            tags.append(Link(self.actor(meant), "Mention", written))
        room = self.where.room
        thing = Object(
            id=uri,
            type="ChatMessage",
            attributed_to=self.actor(who),
            content=clean(f"* {line.nick} {line.text}" if acts else line.text),
            context=self.where.context,
            to=(room or self._partner_of(who),),
            audience=(room,) if room else (),
            tag=tuple(tags),
            published=self.time(line),
        )
        self.last = thing.published
        create = Activity(
            id=f"{uri}#create", actor=thing.attributed_to, object=thing, published=self.last, to=thing.to
        )
        return [*found, create]

    def _named(self, text: str) -> list[tuple[str, str, str]]:
        """(nick, nick that stands for who is meant, as written); one just given up still means who gave it up."""
        return [
            (one, self._moved.get(one) or self.who(one), written) for one, written in self.addressed(text)
        ]

    def _partner_of(self, who: str) -> str:
        one, other = self.where.two
        return self.actor(other if who == one else one)

    def _person(self, nick: str, who: str) -> list[Actor | Activity]:
        """The actor behind a nick, once for each nick that this log shows of it."""
        if (who, nick) in self.seen:
            return []
        self.seen.add((who, nick))
        return [self.named(who, nick)]

    def named(self, who: str, nick: str = "") -> Actor:
        """The actor of a nick that stands for somebody, with the handle `nick`."""
        written = self.survey.nicks.written
        handle = clean(written.get(nick or who, nick or who))
        self.people.setdefault(who)
        return Actor(id=self.actor(who), name=clean(written.get(who, who)), preferred_username=handle)

    def addressed(self, text: str) -> list[tuple[str, str]]:
        """(nick, as written) of those whom a message begins by naming: `ana: ...`, `ana, ben: ...`."""
        found: dict[str, str] = {}
        at = 0
        while len(found) < MAX_ADDRESSED and (match := _ADDRESS.match(text, at)):
            low = match[1].lower()
            if low not in self.survey.nicks.written or low in _WORDS:
                break
            found.setdefault(low, match[1])
            at = match.end() if match[2] == "," else len(text)
        return list(found.items())

    def _known_by(self, line: Line, nick: str, words: str) -> str:
        """What makes a message itself, hashed."""
        at = line.at or (0, 0, None)
        half = "+" if self._clock.twelve and self._clock.turns % 2 else ""
        place = self._at
        written = (place.day, at[0], at[1], half)
        if line.at and written != place.written:
            day = "{:04}-{:02}-{:02}".format(*place.day) if place.day else self._undated
            place.written, place.minute = written, f"{day}T{at[0]:02}:{at[1]:02}{half}"
            place.equal.clear()
        elif len(place.equal) > MAX_EQUAL:
            place.equal.clear()
        number = place.equal.get((nick, words), 0)
        place.equal[(nick, words)] = number + 1
        secret = f"{place.minute}\n{nick}\n{words}\n{number}"
        return hashlib.sha256(secret.encode("utf-8", "replace")).hexdigest()[:32]

    def time(self, line: Line) -> Time:
        """The moment of a line in UTC; lines of one moment are a millisecond apart, in the order of the log."""
        at, place = line.at, self._at
        if at is None:
            return self._following()
        if place.day is None:
            return UNKNOWN_TIME
        hour = self._clock.hour(at)
        if place.hour[:2] != (place.day, hour):
            place.hour = (place.day, hour, *_started(place.day, hour, self._zone, 0))
        ms = place.hour[2] + at[1] * 60_000 + (at[2] or 0) * 1000
        if ms < place.last - 60_000:
            ms = self._again(ms, hour)
        place.same = place.same + 1 if ms == place.last else 0
        place.last = ms
        zone = place.hour[3] or None
        if at[2] is None:
            return Time(ms + min(place.same, 59_999), "min", zone)
        return Time(ms + min(place.same, 999), "s", zone)

    def _again(self, ms: int, hour: int) -> int:
        """In an hour that the clock repeats, its second time."""
        place = self._at
        later = _started(place.day or (1970, 1, 1), hour, self._zone, 1)
        if later[0] == place.hour[2] or place.last > later[0] + ms - place.hour[2] + 60_000:
            return ms
        ms += later[0] - place.hour[2]
        place.hour = (place.day, hour, *later)
        return ms

    def _following(self) -> Time:
        """The moment of a line without its own: that of the line before."""
        place = self._at
        if place.day is None or not place.last:
            return UNKNOWN_TIME
        place.same += 1
        return Time(place.last + min(place.same, 59_999), "min", place.hour[3] or None)

    def room(self) -> Actor:
        """The channel as an actor."""
        return Actor(id=self.where.room, type="Group", name=clean(self.where.channel))

    def members(self) -> Collection:
        """Those who talked or were talked to in the channel; never complete, since silent ones do not appear."""
        return Collection(
            id=f"{self.where.room}#members",
            name="members",
            attributed_to=self.where.room,
            items=tuple(dict.fromkeys(self.actor(who) for who in self.people)),
            complete=False,
            published=self.last,
        )


def _started(day: Day, hour: int, zone: tzinfo, fold: int) -> tuple[int, int]:
    """When an hour of the zone begins (ms, UTC), and the zone's minutes then; clocks change on full hours."""
    moment = datetime(*day, hour, tzinfo=zone, fold=fold)
    offset = moment.utcoffset()
    return int(moment.timestamp()) * 1000, int(offset.total_seconds()) // 60 if offset else 0
