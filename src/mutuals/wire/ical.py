"""Translates calendars into ActivityStreams: each past meeting of people is an Event, each time of a series its own;
what is still to come is told aside (`ical_ahead.py`).

A meeting is known by its UID and, in a series, by the moment at which it was first meant to be (RFC 5545 section
3.8.4.4), so that it stays itself when it is moved, and in whatever calendar it stands. The past times of one that was
called off for everybody are taken back, since an earlier reading may have told them. Pure.
"""

from collections.abc import Generator, Iterator
from dataclasses import replace
from typing import Literal, NamedTuple, Protocol

from mutuals.as2 import Activity, Actor
from mutuals.wire.ical_ahead import FRESH_MS, NEXT, ONCE_MS, SERIES_MS, Ahead, Coming
from mutuals.wire.ical_event import Event, Meeting, base_of, lasting, stamp, updated
from mutuals.wire.ical_lines import word
from mutuals.wire.ical_off import TALK, called_off, marked_off, off_ms, rank
from mutuals.wire.ical_people import Company, Guest, company
from mutuals.wire.ical_rules import Budget
from mutuals.wire.ical_series import Bounded, Series
from mutuals.wire.ical_times import Moment

MAX_TIMES = 5_000
"""Times taken of one series; a hundred years of weeks."""
HEAVY_TEXT, HEAVY_CROWD = 200, 24
"""Letters, and people, that each time of a series says again for the price of one more time."""
REASONS = {
    "alone": "with nobody else",
    "cancelled": "cancelled",
    "unsure": "never confirmed",
    "declined": "that you declined",
    "unanswered": "that you did not answer",
    "maybe": "that you answered with maybe",
    "ahead": "more than a year ahead",
    "going on": "series that go on, whose next times a later export brings",
    "marks": "all-day marks",
    "crowd": "large ones whose host is no person",
    "answers": "answers to invitations",
}
_NO = ("DECLINED", "DELEGATED")


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


def meetings(event: Event, known: Known, budget: Budget) -> Generator[Activity | Actor | Ahead, None, str]:
    """The meetings that an event tells of, past and to come, with the people before; returns "going on" for a series
    that does.

    Raises Left where it is none (of one that was called off for everybody, after a Delete of what was told of it),
    ValueError where its rule cannot be read (after its first time), Bounded where it has too many times (after those
    that are taken).
    """
    if _gone(event, known):
        yield from _taken_back(event, known, budget)
        yield from _no_longer(event, known)
        raise Left("cancelled")
    met = yield from _held(event, known)
    if event.start.ms > known.now_ms + (SERIES_MS if event.repeated else ONCE_MS):
        yield from _no_longer(event, known)
        raise Left("ahead")
    yield from met.people
    if not event.repeated:
        yield _once(event, met, known)
        return ""
    return (yield from _each(event, met, known, budget))


def _held(event: Event, known: Known) -> Generator[Ahead, None, Meeting]:
    """Who meets and what for; raises Left where it is no meeting, after saying of what is not held that it is not."""
    try:
        _left_alone(event, known)
        return Meeting(event, _who(event, known), known.scope)
    except Left as why:
        if str(why) != "answers":
            yield from _no_longer(event, known)
        raise


def _each(event: Event, met: Meeting, known: Known, budget: Budget) -> Generator[Activity | Ahead, None, str]:
    """The times of a series, past and to come."""
    kept = known.until_ms >= known.now_ms - FRESH_MS
    series, number, last = _series(event, known, budget, known.now_ms + SERIES_MS if kept else 0), 0, 0
    for number, one in enumerate(series.times(), 1):
        if number > MAX_TIMES:
            raise Bounded
        last = one.ms
        if not known.heard.moved(event.uid, one) and not known.heard.off(event.uid, one):
            yield met.at(one, one, told=number == 1)
    ahead = _next_times(event, met, known, series) if kept else None
    if ahead and (ahead.told or ahead.elsewhere or last > known.now_ms - SERIES_MS):
        yield ahead
    return "going on" if series.goes_on and number else ""


def _once(event: Event, met: Meeting, known: Known) -> Activity | Ahead:
    """A meeting that is held once, past or to come."""
    if event.start.ms <= known.now_ms:
        return met.at(event.start, event.recurrence)
    one = met.coming(event.start, event.recurrence)
    return replace(_word(event, one.id, "one" if event.recurrence else "all"), told=(one,))


def _next_times(event: Event, met: Meeting, known: Known, series: Series) -> Ahead:
    """The next times of a series."""
    told: list[Coming] = []
    elsewhere: list[str] = []
    for one in series.ahead():
        if known.heard.moved(event.uid, one):
            elsewhere.append(met.coming(one, one).id)
        elif not known.heard.off(event.uid, one) and len(told) < NEXT:
            told.append(met.coming(one, one))
    word = _word(event, base_of(event, known.scope), "times")
    since, until = known.now_ms, known.now_ms + SERIES_MS
    return replace(word, since=since, until=until, told=tuple(told), elsewhere=tuple(elsewhere))


def _no_longer(event: Event, known: Known) -> Iterator[Ahead]:
    """Says of what was to come that it is not, since it was called off or is not gone to; of what is long past
    nothing."""
    again = event.recurrence
    if event.start.ms > known.now_ms - SERIES_MS or event.repeated or not event.dated:
        own = base_of(event, known.scope)
        yield _word(event, f"{own}/{stamp(again)}" if again else own, "one" if again else "all")


def _word(event: Event, entry: str, reach: Literal["one", "times", "all"]) -> Ahead:
    """What an entry says, with its place among others on the same meeting."""
    return Ahead(entry, reach, rank(event.found, event.zones), updated(event).ms or 0)


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
    # Of what is still to come nothing is in the record, so there is nothing to take back there, and a tombstone would
    # keep it out for ever if it were held after all. What is past now may have been told.
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


def _before(event: Event, known: Known) -> "Meeting | None":
    """What the times of a series have in common that stood before it was called off; None where it is no meeting."""
    try:
        return None if event.method in TALK else Meeting(event, _who(event, known), known.scope)
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


def _series(event: Event, known: Known, budget: Budget, ahead_ms: int = 0) -> Series:
    return Series(
        event.start,
        event.found,
        event.zones,
        until_ms=known.until_ms,
        now_ms=known.now_ms,
        budget=budget,
        ahead_ms=ahead_ms,
    )
