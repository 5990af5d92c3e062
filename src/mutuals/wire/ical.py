"""Translates calendars into ActivityStreams: each past meeting of people is an Event, each time of a series its own.

A meeting is known by its UID and, in a series, by the moment at which it was first meant to be (RFC 5545 section
3.8.4.4), so that it stays itself when it is moved, and in whatever calendar it stands. The past times of one that was
called off for everybody are taken back, since an earlier reading may have told them. Pure.
"""

from collections.abc import Generator, Iterator
from dataclasses import dataclass
from datetime import timedelta
from typing import NamedTuple, Protocol
from urllib.parse import quote

from mutuals.as2 import UNKNOWN_TIME, Activity, Actor, Object, Time
from mutuals.text.folding import clean
from mutuals.text.html import plain
from mutuals.wire.ical_lines import Properties, first, word, words
from mutuals.wire.ical_off import TALK, called_off, marked_off, off_ms, title_of
from mutuals.wire.ical_online import online
from mutuals.wire.ical_people import Company, Guest, actor_of, company, named
from mutuals.wire.ical_rules import EPOCH, Budget
from mutuals.wire.ical_series import Bounded, Series
from mutuals.wire.ical_times import Moment, Zones, length, moment
from mutuals.wire.ical_zones import UTC
from mutuals.wire.lengths import lasted
from mutuals.wire.repeats import base, digest

PREFIX = "tag:ical.mutuals.invalid,2026:ical/"
MAX_TIMES = 5_000
"""Times taken of one series; a hundred years of weeks."""
LONGEST = 24 * 3600
"""Seconds; how long people were together in what lasts longer is not known."""
MAX_TEXT = 5_000
HEAVY_TEXT, HEAVY_CROWD = 200, 24
"""Letters, and people, that each time of a series says again for the price of one more time."""
REASONS = {
    "alone": "with nobody else",
    "cancelled": "cancelled",
    "unsure": "never confirmed",
    "declined": "that you declined",
    "unanswered": "that you did not answer",
    "maybe": "that you answered with maybe",
    "ahead": "still to come",
    "going on": "series that go on, whose next times a later export brings",
    "marks": "all-day marks",
    "crowd": "large ones whose host is no person",
    "answers": "answers to invitations",
}
_SECOND = timedelta(seconds=1)
_LONG_AGO = Moment(EPOCH, UTC, day=True)
_NO = ("DECLINED", "DELEGATED")


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


class Heard(Protocol):
    """What only all files together tell: whether a moment of a series stands elsewhere, whether a meeting (of None,
    all of a series) was called off, and if so for everybody, when all of a series was (0: unknown), what somebody
    answered to an invitation ("")."""

    def moved(self, uid: str, at: Moment) -> bool: ...
    def off(self, uid: str, at: Moment | None) -> bool: ...
    def gone(self, uid: str, at: Moment | None) -> bool: ...
    def gone_ms(self, uid: str) -> int: ...
    def answer(self, uid: str, at: Moment | None, who: str) -> str: ...


class Known(NamedTuple):
    """What is known while events are read: the ids that are surely the owner's, who stands in for an organiser, how
    far series are followed and what is past, in milliseconds UTC."""

    scope: str
    heard: Heard
    me: frozenset[str]
    owner: Guest | None
    until_ms: int
    now_ms: int


class Left(Exception):
    """Something that is no meeting, on purpose; the word is a key of REASONS."""


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


def meetings(event: Event, known: Known, budget: Budget) -> Generator[Activity | Actor, None, str]:
    """The past meetings that an event tells of, with the people before; returns "going on" for a series that does.

    Raises Left where it is none (of one that was called off for everybody, after a Delete of what was told of it),
    ValueError where its rule cannot be read (after its first time), Bounded where it has too many times (after those
    that are taken).
    """
    if _gone(event, known):
        yield from _taken_back(event, known, budget)
        raise Left("cancelled")
    _left_alone(event, known)
    met = _Meeting(event, _who(event, known), known.scope)
    if not event.repeated and event.start.ms > known.now_ms:
        raise Left("ahead")
    yield from met.people
    if not event.repeated:
        yield met.at(event.start, event.recurrence)
        return ""
    series, number = _series(event, known, budget), 0
    for number, one in enumerate(series.times(), 1):
        if number > MAX_TIMES:
            raise Bounded
        if not known.heard.moved(event.uid, one) and not known.heard.off(event.uid, one):
            yield met.at(one, one, told=number == 1)
    if not number and event.start.ms > known.now_ms:
        raise Left("ahead")
    return "going on" if series.goes_on else ""


def weight(event: Event) -> int:
    """How much each of its times says again: 1 for what people write, more for walls of text and for crowds."""
    letters = sum(len(one.value) for name in ("SUMMARY", "LOCATION") for one in event.found.get(name, ())[:1])
    return 1 + min(letters, 1_000) // HEAVY_TEXT + len(event.guests) // HEAVY_CROWD


def _gone(event: Event, known: Known) -> bool:
    """Whether the last word on it calls it off for everybody; of a UID that others may have, only its own counts."""
    if event.method in TALK and not called_off(event.found, event.method):
        return False
    if not lasting(event.uid):
        return event.dated and called_off(event.found, event.method)
    heard, again = known.heard, event.recurrence
    if again is None:
        return heard.gone(event.uid, None)
    # Of a series that was called off the times before still stand.
    return heard.gone(event.uid, again) or (
        heard.gone(event.uid, None) and 0 < heard.gone_ms(event.uid) <= again.ms
    )


def _off(event: Event, known: Known) -> bool:
    """Whether another word calls it off, or its series before it."""
    heard, again = known.heard, event.recurrence
    if again is not None and heard.off(event.uid, again):
        return True
    return heard.off(event.uid, None) and (again is None or again.ms >= heard.gone_ms(event.uid))


def _over_ms(event: Event, known: Known) -> int:
    """When a series was called off, by itself or by another entry; 0 where nothing tells."""
    own = called_off(event.found, event.method)
    at = off_ms(event.found, event.zones, event.method) if own else 0
    return at or (known.heard.gone_ms(event.uid) if lasting(event.uid) else 0)


def _taken_back(event: Event, known: Known, budget: Budget) -> Iterator[Activity | Actor]:
    """A Delete of what an earlier reading may have told of a meeting that was called off."""
    alone = event.host is None and not event.guests and event.recurrence is None
    declined = any(one.id in known.me and one.answer in _NO for one in event.guests)
    # Nothing was told of who is alone; and what its owner declined may be called off in that calendar only.
    if event.method != "CANCEL" and (alone or declined):
        return
    if event.repeated:
        yield from _cut_short(event, known, budget)
        return
    # Of what is still to come no reading told (it is always left out), so there is nothing to take back, and a
    # tombstone would keep it out for ever if it were held after all. What is past now may have been told.
    own, again = base_of(event, known.scope), event.recurrence
    if min(event.start.ms, (again or event.start).ms) <= known.now_ms:
        yield _delete(f"{own}/{stamp(again)}" if again else own)


def _cut_short(event: Event, known: Known, budget: Budget) -> Iterator[Activity | Actor]:
    """A series that was called off: people met until then, what lies behind is taken back. Where nothing tells when
    that was, nothing is told and nothing taken back."""
    over = _over_ms(event, known)
    if not over:
        return
    met = _before(event, known) if event.start.ms < over else None
    own, heard = base_of(event, known.scope), known.heard
    yield from met.people if met else ()
    try:
        for number, one in zip(range(MAX_TIMES), _series(event, known, budget).times(), strict=False):
            if one.ms >= over:
                yield _delete(f"{own}/{stamp(one)}")
            elif met and not heard.moved(event.uid, one) and not heard.off(event.uid, one):
                yield met.at(one, one, told=number == 0)
    except (ValueError, Bounded):
        return


def _before(event: Event, known: Known) -> "_Meeting | None":
    """What the times of a series have in common that stood before it was called off; None where it is no meeting."""
    try:
        return None if event.method in TALK else _Meeting(event, _who(event, known), known.scope)
    except Left:
        return None


def _delete(uri: str) -> Activity:
    return Activity(id=f"{uri}#delete", type="Delete", object=uri)


def _left_alone(event: Event, known: Known) -> None:
    status = word(event.found, "STATUS")
    if marked_off(event.found):
        raise Left("cancelled")
    if event.method in TALK and not called_off(event.found, event.method):
        raise Left("answers")
    if status == "CANCELLED" or _off(event, known):
        raise Left("cancelled")
    if status == "TENTATIVE":
        raise Left("unsure")
    if event.start.day and word(event.found, "TRANSP") == "TRANSPARENT":
        raise Left("marks")


def _who(event: Event, known: Known) -> Company:
    guests = [
        one._replace(answer=known.heard.answer(event.uid, event.recurrence, one.id) or one.answer)
        for one in event.guests
    ]
    met = company(event.host, guests, known.me, known.owner)
    if met.why:
        raise Left(met.why)
    return met


class _Meeting:
    """What all times of an event have in common: who meets, and what for."""

    def __init__(self, event: Event, met: Company, scope: str) -> None:
        self.people = [actor_of(one) for one in (met.host, *met.others) if one]
        self._host = self.people[0].id if self.people else ""
        self._to = tuple(one.id for one in met.others)
        self._event, self._series = event, base_of(event, scope)
        self._title, self._updated = clean(words(event.found, "SUMMARY"))[:500], _updated(event)
        link = online(event.found)
        self._online = (link,) if link else ()
        self._place = clean(words(event.found, "LOCATION"))[:500]

    def at(self, at: Moment, recurrence: Moment | None, *, told: bool = True) -> Activity:
        """One meeting; a series tells what it is about at its first time only."""
        day = at.day
        published = Time(at.ms, "day" if day else "min", None if day else at.zone.minutes(at.wall))
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


def _updated(event: Event) -> Time:
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


def _series(event: Event, known: Known, budget: Budget) -> Series:
    return Series(
        event.start, event.found, event.zones, until_ms=known.until_ms, now_ms=known.now_ms, budget=budget
    )
