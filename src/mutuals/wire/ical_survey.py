"""What only all calendars brought together tell: moved times, what was called off, answers, the last change, whose.

Pure, bounded state over one going over; the same files in the same order tell the same.
"""

from collections import Counter
from collections.abc import Iterable
from typing import NamedTuple

from mutuals.text.phones import e164
from mutuals.wire.ical_event import Event, lasting
from mutuals.wire.ical_lines import Properties, first
from mutuals.wire.ical_off import TALK, Rank, called_off, off_ms, rank
from mutuals.wire.ical_people import Guest
from mutuals.wire.ical_times import Moment, Zones, ms_of
from mutuals.wire.mail_people import address_of, mailto

MAX_NOTED = 1_000_000
"""Moments and answers noted; of those beyond it nothing is known."""
MAX_PEOPLE = 50_000
CHOICES = 5
FEW = 5
EVERY_SHARE = 0.97
DAY_MS = 86_400_000
GRACE_MS = 92 * DAY_MS
"""So long after its last change a calendar is taken to have still been kept, where nothing tells when it was saved."""


class _Off(NamedTuple):
    """The last words on a meeting that was called off: that it is, for everybody or not, when (0: unknown), and that
    it stands."""

    off: Rank
    everybody: bool
    at_ms: int
    stands: Rank = (-1, -1)


class Survey:
    """What was heard of all events; `calendars` are the addresses that calendars are named by."""

    def __init__(self) -> None:
        self.calendars: dict[str, str] = {}
        self._moved: set[int] = set()
        self._off: dict[int, _Off] = {}
        self._answers: dict[int, tuple[int, str]] = {}
        self._saved: dict[str, Saved] = {}
        self.present: Counter[str] = Counter()
        self.names: dict[str, str] = {}
        self.meetings = 0

    def hear(self, event: Event, folder: str, now_ms: int, *, sure: bool = True) -> None:
        """Takes in one event; `folder` holds files that were saved together, `sure` says of what calls a meeting off
        that whoever wrote it may."""
        self._saved.setdefault(folder, Saved()).hear(event.found, event.zones, now_ms, event.method)
        if event.method == "REPLY":
            self._replied(event)
            return
        self._count(event)
        off = called_off(event.found, event.method)
        if event.method == "CANCEL" or (off and lasting(event.uid)):
            self._called_off(event, everybody=off and sure)
            return
        self.stands(event)
        if event.recurrence is not None:
            self._note(self._moved, _mark(event.uid, event.recurrence))

    def stands(self, event: Event) -> None:
        """Takes in that a meeting is to be held after all, where a later word says so. To be told again of each event
        in the second going over, before what it says is heard: here only what was called off before is known."""
        if not self._off or event.method in TALK or called_off(event.found, event.method):
            return
        mark = _mark(event.uid, event.recurrence)
        if mark in self._off:
            had = self._off[mark]
            self._off[mark] = had._replace(stands=max(had.stands, rank(event.found, event.zones)))

    def moved(self, uid: str, at: Moment) -> bool:
        """Whether a moment of a series stands elsewhere, as itself."""
        return bool(self._moved) and bool({_mark(uid, at), _mark(uid, _day(at))} & self._moved)

    def off(self, uid: str, at: Moment | None) -> bool:
        """Whether the last word on a meeting calls it off."""
        return self._last(uid, at) is not None

    def gone(self, uid: str, at: Moment | None) -> bool:
        """The same for everybody, by who may say so."""
        found = self._last(uid, at)
        return found is not None and found.everybody

    def gone_ms(self, uid: str) -> int:
        """When all of a series was called off; 0 where that is not known."""
        found = self._last(uid, None)
        return found.at_ms if found else 0

    def _last(self, uid: str, at: Moment | None) -> _Off | None:
        if not self._off:
            return None
        found = self._off.get(_mark(uid, at)) or (self._off.get(_mark(uid, _day(at))) if at else None)
        return found if found and found.off >= found.stands else None

    def answer(self, uid: str, at: Moment | None, who: str) -> str:
        """What somebody answered by a message of their own; ""."""
        if not self._answers:
            return ""
        found = self._answers.get(hash((_mark(uid, at), who))) or self._answers.get(
            hash((_mark(uid, None), who))
        )
        return found[1] if found else ""

    def until_ms(self, folder: str, now_ms: int) -> int:
        """How far the series of a folder are followed: to when it was saved, as far as that is told."""
        saved = self._saved.get(folder)
        return now_ms if saved is None else saved.until_ms(now_ms)

    def _called_off(self, event: Event, *, everybody: bool) -> None:
        at_ms = off_ms(event.found, event.zones, event.method)
        mark, new = _mark(event.uid, event.recurrence), _Off(rank(event.found, event.zones), everybody, at_ms)
        had = self._off.get(mark)
        if had is not None:
            self._off[mark] = max(had, new)._replace(stands=had.stands)
        elif len(self._off) < MAX_NOTED:
            self._off[mark] = new

    def _replied(self, event: Event) -> None:
        at = ms_of(first(event.found, "DTSTAMP"), event.zones)
        for guest in event.guests:
            key = hash((_mark(event.uid, event.recurrence), guest.id))
            if guest.answer and at >= self._answers.get(key, (0, ""))[0] and len(self._answers) < MAX_NOTED:
                self._answers[key] = (at, guest.answer)

    def _count(self, event: Event) -> None:
        host = [event.host] if event.host else []
        people = {one.id: one for one in (*host, *event.guests[:50]) if one.person}
        if len(people) > 1:
            self.meetings += 1
            self.present.update(list(people))
            for one in people.values():
                if one.name:
                    self.names.setdefault(one.id, one.name)
        if len(self.names) + len(self.present) > 2 * MAX_PEOPLE:
            common = self.present.most_common(MAX_PEOPLE // 2)
            self.present = Counter(dict(common))
            self.names = {one: self.names[one] for one, _ in common if one in self.names}

    def _note(self, some: set[int], mark: int) -> None:
        if len(some) < MAX_NOTED:
            some.add(mark)


class Saved:
    """When the files of a folder were saved, from the moments in them."""

    def __init__(self) -> None:
        self._last = 0
        self._stamps = (0, 0)
        self._published = True

    def hear(self, found: Properties, zones: Zones, now_ms: int, method: str) -> None:
        """Takes in one event."""
        stamp = ms_of(first(found, "DTSTAMP"), zones)
        for one in (stamp, *(ms_of(first(found, name), zones) for name in ("LAST-MODIFIED", "CREATED"))):
            if self._last < one <= now_ms:
                self._last = one
        self._published = self._published and method == "PUBLISH" and 0 < stamp <= now_ms
        low, high = self._stamps
        self._stamps = (min(low or stamp, stamp), max(high, stamp))

    def until_ms(self, now_ms: int) -> int:
        """The moment of saving where all events bear it, as what is published does (RFC 5545 section 3.8.7.2); else a
        season after the last change; now where no moment is told."""
        if not self._last:
            return now_ms
        low, high = self._stamps
        exact = self._published and high - low < DAY_MS
        return min(now_ms, high if exact else self._last + GRACE_MS)


class Verdict:
    """Whose calendars these are: `sure` ids with the reason, one `guess`, or `choices` to ask about."""

    def __init__(self, survey: Survey, told: Iterable[str], region: str | None = None) -> None:
        self.sure: dict[str, str] = _told(survey, told, region)
        self.guess: tuple[str, str] | None = None
        self.choices: tuple[tuple[str, str], ...] = ()
        if not self.sure and len(survey.calendars) == 1:
            self.sure = dict(survey.calendars)
        if not self.sure and survey.meetings:
            self._guess(survey)

    def _guess(self, survey: Survey) -> None:
        top = survey.present.most_common(2)
        alone = len(top) > 1 and top[1][1] < 0.8 * top[0][1] and survey.meetings >= FEW
        if alone and top[0][1] >= EVERY_SHARE * survey.meetings:
            who, times = top[0]
            self.guess = (who, f"Named in {times:,} of {survey.meetings:,} meetings.")
            return
        likely = [*survey.calendars, *(one for one, _ in survey.present.most_common(CHOICES))]
        some = list(dict.fromkeys(likely))[:CHOICES]
        self.choices = tuple((one, survey.names.get(one) or one.removeprefix("mailto:")) for one in some)

    def owner(self, survey: Survey) -> Guest | None:
        """Who stands in for an organiser: the address that is surely the owner's and mostly named."""
        if not self.sure:
            return None
        one = max(self.sure, key=lambda uri: (survey.present.get(uri, 0), uri))
        return Guest(one, survey.names.get(one, ""), one.removeprefix("mailto:"), "ACCEPTED", True)


def _told(survey: Survey, told: Iterable[str], region: str | None) -> dict[str, str]:
    """The ids that were said to be the person's, among those that are named here."""
    said = set()
    for one in told:
        plain = one.strip().lower()
        address, number = address_of(plain), e164(one, region=region)
        said |= {plain, mailto(address) if address else "", f"tel:{number}" if number else ""}
    said.discard("")
    known = [*survey.present, *survey.calendars]
    return {
        one: "You said so."
        for one in known
        if one.lower() in said or survey.names.get(one, "").lower() in said
    }


def _mark(uid: str, at: Moment | None) -> int:
    return hash((uid, None if at is None else (at.day, at.ms)))


def _day(at: Moment) -> Moment:
    return at._replace(wall=at.wall.replace(hour=0, minute=0, second=0), day=True)
