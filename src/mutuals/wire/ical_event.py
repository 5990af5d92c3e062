"""One entry of a calendar as far as it concerns people, and the Event that it makes (RFC 5545 section 3.6.1). Pure."""

from dataclasses import dataclass
from datetime import timedelta
from urllib.parse import quote

from mutuals.as2 import UNKNOWN_TIME, Activity, Object, Time
from mutuals.text.folding import clean
from mutuals.text.html import plain
from mutuals.wire.ical_ahead import Coming
from mutuals.wire.ical_lines import Properties, first, word, words
from mutuals.wire.ical_off import title_of
from mutuals.wire.ical_online import online
from mutuals.wire.ical_people import Company, Guest, actor_of, named
from mutuals.wire.ical_rules import EPOCH
from mutuals.wire.ical_times import Moment, Zones, length, moment
from mutuals.wire.ical_zones import UTC
from mutuals.wire.lengths import lasted
from mutuals.wire.repeats import base, digest

PREFIX = "tag:ical.mutuals.invalid,2026:ical/"
LONGEST = 24 * 3600
"""Seconds; how long people were together in what lasts longer is not known."""
MAX_TEXT = 5_000
_SECOND = timedelta(seconds=1)
_LONG_AGO = Moment(EPOCH, UTC, day=True)


@dataclass(slots=True)
class Event:
    """A VEVENT as far as it concerns people; `recurrence` is the moment that it stands in for, in a series, `zones`
    finds the zones of its file, `method` is what its calendar was sent for ("" mostly). Only what calls a meeting off
    may be not `dated`: then `start` is `recurrence`, or long ago."""

    uid: str
    start: Moment
    seconds: int
    found: Properties
    host: Guest | None
    guests: list[Guest]
    zones: Zones
    method: str = ""
    recurrence: Moment | None = None
    dated: bool = True

    @property
    def repeated(self) -> bool:
        """Whether it is a series."""
        return self.dated and self.recurrence is None and ("RRULE" in self.found or "RDATE" in self.found)


def event_of(
    found: Properties, zones: Zones, scope: str, *, region: str | None = None, method: str = ""
) -> Event:
    """Reads the properties of a VEVENT; raises ValueError where it has no date that can be read, which only what
    calls a meeting off needs not have (RFC 5546 section 3.2.5)."""
    start, again, uid = first(found, "DTSTART"), first(found, "RECURRENCE-ID"), clean(words(found, "UID"))
    if start is None and not (method == "CANCEL" and lasting(uid)):
        raise ValueError("It has no date.")
    host, guests = named(found, scope, region)
    recurrence = moment(again, zones) if again else None
    begins = moment(start, zones) if start else recurrence or _LONG_AGO
    if word(found, "X-MICROSOFT-CDO-ALLDAYEVENT") == "TRUE":
        begins = begins._replace(day=True)
    return Event(
        uid=uid[:1_000],
        start=begins,
        seconds=_seconds(found, begins, zones),
        found=found,
        host=host,
        guests=guests,
        zones=zones,
        method=method,
        recurrence=recurrence,
        dated=start is not None,
    )


def _seconds(found: Properties, start: Moment, zones: Zones) -> int:
    """How long it lasts; 0 where that is not known, as of whole days."""
    if start.day:
        return 0
    end, told = first(found, "DTEND"), first(found, "DURATION")
    try:
        took = (
            (moment(end, zones).ms - start.ms) // 1000
            if end
            else length(told.value) // _SECOND
            if told
            else 0
        )
    except ValueError:
        return 0
    return lasted(took, LONGEST)


class Meeting:
    """What all times of an event have in common: who meets, and what for."""

    def __init__(self, event: Event, met: Company, scope: str) -> None:
        self.people = [actor_of(one) for one in (met.host, *met.others) if one]
        self._host = self.people[0].id if self.people else ""
        self._to = tuple(one.id for one in met.others)
        self._event, self._series = event, base_of(event, scope)
        self._title, self._updated = clean(words(event.found, "SUMMARY"))[:500], updated(event)
        link = online(event.found)
        self._online = (link,) if link else ()
        self._place = clean(words(event.found, "LOCATION"))[:500]

    def coming(self, at: Moment, recurrence: Moment | None) -> Coming:
        """One meeting that is still to come."""
        return Coming(
            id=f"{self._series}/{stamp(recurrence)}" if recurrence else self._series,
            title=self._title,
            place=self._place,
            at=_time(at),
            seconds=self._event.seconds,
            online=bool(self._online),
            people=tuple(one.id for one in self.people),
        )

    def at(self, at: Moment, recurrence: Moment | None, *, told: bool = True) -> Activity:
        """One meeting; a series tells what it is about at its first time only."""
        published = _time(at)
        thing = Object(
            id=f"{self._series}/{stamp(recurrence)}" if recurrence else self._series,
            type="Event",
            attributed_to=self._host,
            name=self._title,
            content=_text(self._event, self._place) if told else self._place,
            context=self._series if recurrence else "",
            to=self._to,
            attachment=self._online,
            published=published,
            updated=self._updated,
            duration=self._event.seconds,
        )
        return Activity(
            id=f"{thing.id}#create", actor=self._host, object=thing, published=published, to=self._to
        )


def _time(at: Moment) -> Time:
    return Time(at.ms, "day" if at.day else "min", None if at.day else at.zone.minutes(at.wall))


def lasting(uid: str) -> bool:
    """Whether no other meeting has this UID."""
    return len(uid) >= 12 or (len(uid) > 5 and "@" in uid)


def base_of(event: Event, scope: str) -> str:
    """The id of an event, or what the ids of its times begin with. A UID that is short is only good within the files
    of one person, and together with what it is about."""
    uid = event.uid
    if lasting(uid):
        return f"{PREFIX}event/{quote(uid, safe='@') if len(uid) <= 300 else digest(uid)}"
    return f"{base(scope, 'ical')}event/{digest(uid, event.start.wall.isoformat(), title_of(event.found))}"


def stamp(at: Moment) -> str:
    """A moment as the standard writes it, in UTC."""
    moment = EPOCH + timedelta(milliseconds=at.ms)
    return moment.strftime("%Y%m%d" if at.day else "%Y%m%dT%H%M%SZ")


def updated(event: Event) -> Time:
    """When the entry was last changed, which is what tells the later of two copies; an invitation is as new as it was
    sent."""
    for name in ("LAST-MODIFIED", "DTSTAMP") if event.method == "REQUEST" else ("LAST-MODIFIED",):
        one = first(event.found, name)
        if one:
            try:
                return Time(max(moment(one, event.zones).ms, 0), "s")
            except ValueError:
                continue
    return UNKNOWN_TIME


def _text(event: Event, place: str) -> str:
    """Where it was, and what was written of it."""
    about = clean(plain(words(event.found, "DESCRIPTION")[: 4 * MAX_TEXT]))
    return "\n\n".join(one for one in (place, about) if one)[:MAX_TEXT]
