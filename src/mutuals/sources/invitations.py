"""Invitations to meetings that came as mails (RFC 6047), with their answers and cancellations, as the meetings that a
calendar tells of: an invitation and the calendar's own entry have one id. Pure.

What a later message says of a meeting goes before an earlier one (RFC 5546 section 2.1.5: SEQUENCE, then DTSTAMP), so
that all are kept, packed, until every mail was read. Only its organiser calls a meeting off for everybody
(`invitations_off.py`).
"""

import zlib
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from hashlib import sha256

from mutuals.as2 import Activity, Actor
from mutuals.sources.invitations_off import CalledOff, Heed, Invited
from mutuals.wire.ical import REASONS, Known, Left, meetings, weight
from mutuals.wire.ical_ahead import Ahead
from mutuals.wire.ical_event import Event, event_of
from mutuals.wire.ical_lines import Part, parts, properties, word
from mutuals.wire.ical_off import Rank, called_off, rank
from mutuals.wire.ical_rules import Budget
from mutuals.wire.ical_series import Bounded
from mutuals.wire.ical_survey import Survey
from mutuals.wire.ical_times import Moment
from mutuals.wire.ical_zones import UTC, Zone, tzid_of, zone_of
from mutuals.wire.vcard_lines import lines_of

MAX_BYTES = 48_000_000
"""Packed bytes of invitations that are kept; what comes after is no longer heard."""
EVENTS_EACH = 50
STEPS, STEPS_EACH = 2_000_000, 300
TIMES, TIMES_EACH, TIMES_FIRST = 200_000, 100, 10_000
HEARD = frozenset(("REQUEST", "PUBLISH", "CANCEL", "REPLY"))
Place = tuple[int, int]
"""Which calendar, which entry in it."""


@dataclass(slots=True)
class _Last:
    """The last words on all meetings: where each is said to stand, and to be called off, by a key of the meeting (and
    of the moment in a series); and who sent invitations to each."""

    stands: dict[int, tuple[Rank, Place]] = field(default_factory=dict)
    off: dict[int, dict[CalledOff, tuple[Rank, Place]]] = field(default_factory=dict)
    invited: Invited = field(default_factory=Invited)

    def called(self) -> Iterator[tuple[int, Place, Heed]]:
        """What calls a meeting off and is to be heeded, with the key; the later behind."""
        for key, some in self.off.items():
            for one, (_, place) in sorted(some.items(), key=lambda row: row[1]):
                heed = self.invited.heed(one)
                if heed != "no":
                    yield key, place, heed


class Invitations:
    """Takes in the calendars that hang on mails and tells the meetings once all are there."""

    def __init__(self, scope: str, region: str | None, now_ms: int) -> None:
        self._scope, self._region, self._now = scope, region, now_ms
        self._kept: list[tuple[bytes, str]] = []
        self._seen: set[bytes] = set()
        self._size = 0
        self.left: Counter[str] = Counter()

    def take(self, data: bytes, sender: str) -> bool:
        """Keeps one calendar; False for one that is there already, is none, or for which there is no room. `sender` is
        the address of who wrote the mail that it hangs on."""
        upper = data.upper()
        # The same cancellation counts from its organiser, whoever passed it on before.
        mark = sha256(data + sender.encode() if b"CANCEL" in upper else data).digest()[:16]
        if mark in self._seen or b"BEGIN:VEVENT" not in upper:
            return False
        packed = zlib.compress(data, 1)
        if self._size + len(packed) > MAX_BYTES:
            self.left["more than can be kept"] += 1
            return False
        self._seen.add(mark)
        self._kept.append((packed, sender))
        self._size += len(packed) + 100
        return True

    def told(self, me: frozenset[str]) -> Iterator[Activity | Actor | Ahead]:
        """The meetings, the people of each before it, and Deletes of those that were called off; `me` are the ids that
        are surely the person's."""
        survey, last = Survey(), self._last(me)
        if not me:
            self.left["as it is not known who you are"] += len({*last.stands, *last.off})
            return
        asked = self._heard(survey, last)
        known = Known(self._scope, survey, me, None, survey.until_ms("", self._now), self._now)
        steps, times = Budget(STEPS), TIMES_FIRST
        for (number, at), counts in sorted(asked.items()):
            event = self._event(number, at)
            if event:
                steps.left, times = min(steps.left + STEPS_EACH, STEPS), min(times + TIMES_EACH, TIMES)
                for item in self._meetings(event, known, steps, times, counts=counts):
                    times -= _price(item, event)
                    yield item

    def _heard(self, survey: Survey, last: _Last) -> dict[Place, bool]:
        """Lets the survey hear everything; the entries to be told or taken back, and if they count for the report."""
        off: list[tuple[int, Place, str, Moment | None]] = []
        for key, place, heed in last.called():
            event = self._event(*place)
            if event:
                survey.hear(event, "", self._now, sure=heed == "everybody")
                off.append((key, place, event.uid, event.recurrence))
        for _, place in last.stands.values():
            event = self._event(*place)
            if event:
                survey.hear(event, "", self._now)
        for event in self._events("REPLY"):
            survey.hear(event, "", self._now)
        gone = {key: place for key, place, uid, again in off if survey.gone(uid, again)}
        # An invitation and what calls it off are one meeting for the report.
        told = dict.fromkeys((place for _, place in last.stands.values()), True)
        return told | {place: key not in last.stands for key, place in gone.items()}

    def _meetings(
        self, event: Event, known: Known, steps: Budget, times: int, *, counts: bool
    ) -> Iterator[Activity | Actor | Ahead]:
        """The meetings of one entry; one to which only others were asked is heard as mail alone."""
        people = (*event.guests, *([event.host] if event.host else []))
        off = called_off(event.found, event.method)
        others = known.me.isdisjoint(one.id for one in people)
        if not off and others:
            self.left["to which others were asked"] += 1
            return
        stream = meetings(event, known, steps)
        try:
            while times > 0:
                item = next(stream, None)
                if item is None:
                    return
                times -= _price(item, event)
                if not others or _takes_back(item):
                    yield item
            raise Bounded
        except Left as error:
            self.left[REASONS[str(error)]] += counts
        except Bounded:
            self.left["that repeat more often than people meet, but for their first times"] += counts
        except ValueError:
            self.left["that cannot be read"] += 1

    def note(self, met: int, coming: int = 0) -> str:
        """What a report says of what came of all of them, those that were and those to come."""
        left = ", ".join(f"{count:,} {why}" for why, count in sorted(self.left.items()) if count)
        said = f"Invitations in these mails tell of {met:,} meetings." if met else ""
        ahead = f"Invitations still to come: {coming:,}, shown under In person." if coming else ""
        return " ".join(one for one in (said, ahead, f"Invitations left out: {left}." if left else "") if one)

    def _last(self, me: frozenset[str]) -> _Last:
        """Goes over all entries for the last words on each meeting."""
        last = _Last()
        for number, (_, sender) in enumerate(self._kept):
            for at, event in self._in(number):
                if event.method == "REPLY":
                    continue
                again, new = event.recurrence, (rank(event.found, event.zones), (number, at))
                key = hash((event.uid, None if again is None else again.ms))
                if event.method == "CANCEL" or called_off(event.found, event.method):
                    some, one = last.off.setdefault(key, {}), CalledOff.of(event, sender, me)
                    some[one] = max(some.get(one, new), new)
                    continue
                last.invited.add(event, sender)
                if key not in last.stands or new[0] > last.stands[key][0]:
                    last.stands[key] = new
        return last

    def _events(self, method: str) -> Iterator[Event]:
        for number in range(len(self._kept)):
            yield from (event for _, event in self._in(number) if event.method == method)

    def _event(self, number: int, at: int) -> Event | None:
        return next((event for place, event in self._in(number) if place == at), None)

    def _in(self, number: int) -> Iterator[tuple[int, Event]]:
        """The entries of one calendar with their places in it."""
        definitions: dict[str, Part] = {}
        method, steps = "", Budget(STEPS_EACH * EVENTS_EACH)

        def zones(name: str) -> Zone:
            return zone_of(name, definitions, UTC, steps)

        for at, part in enumerate(parts(lines_of(iter([zlib.decompress(self._kept[number][0])])))):
            if at > EVENTS_EACH:
                return
            if part.kind == "VCALENDAR":
                method = word(properties(part), "METHOD") or "REQUEST"
            elif part.kind == "VTIMEZONE":
                definitions.setdefault(tzid_of(part), part)
            elif part.kind == "VEVENT" and part.ended and method in HEARD:
                try:
                    yield (
                        at,
                        event_of(properties(part), zones, self._scope, region=self._region, method=method),
                    )
                except (ValueError, OverflowError):
                    self.left["that cannot be read"] += 1


def _takes_back(item: Activity | Actor | Ahead) -> bool:
    """Whether it only says that something is not held."""
    return item.type == "Delete" if isinstance(item, Activity) else isinstance(item, Ahead) and not item.told


def _price(item: Activity | Actor | Ahead, event: Event) -> int:
    return 0 if isinstance(item, Actor | Ahead) else weight(event) if item.type == "Create" else 1
