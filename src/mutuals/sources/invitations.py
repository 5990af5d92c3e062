"""Invitations to meetings that came as mails (RFC 6047), with their answers and cancellations, as the meetings that a
calendar tells of: an invitation and the calendar's own entry have one id. Pure.

What a later message says of a meeting goes before an earlier one (RFC 5546 section 2.1.5: SEQUENCE, then DTSTAMP), so
that all are kept, packed, until every mail was read.
"""

import zlib
from collections import Counter
from collections.abc import Iterator
from hashlib import sha256

from mutuals.as2 import Activity, Actor
from mutuals.wire.ical import REASONS, Bounded, Event, Known, Left, event_of, meetings, weight
from mutuals.wire.ical_lines import Part, first, parts, properties, word
from mutuals.wire.ical_rules import Budget
from mutuals.wire.ical_survey import Survey
from mutuals.wire.ical_times import moment
from mutuals.wire.ical_zones import UTC, Zone, tzid_of, zone_of
from mutuals.wire.vcard_lines import lines_of

MAX_BYTES = 48_000_000
"""Packed bytes of invitations that are kept; what comes after is no longer heard."""
EVENTS_EACH = 50
STEPS, STEPS_EACH = 2_000_000, 300
TIMES, TIMES_EACH, TIMES_FIRST = 200_000, 100, 10_000
HEARD = frozenset(("REQUEST", "PUBLISH", "CANCEL", "REPLY"))


class Invitations:
    """Takes in the calendars that hang on mails and tells the meetings once all are there."""

    def __init__(self, scope: str, region: str | None, now_ms: int) -> None:
        self._scope, self._region, self._now = scope, region, now_ms
        self._kept: list[bytes] = []
        self._seen: set[bytes] = set()
        self._size = 0
        self.left: Counter[str] = Counter()

    def take(self, data: bytes) -> bool:
        """Keeps one calendar; False for one that is there already, is none, or for which there is no room."""
        mark = sha256(data).digest()[:16]
        if mark in self._seen or b"BEGIN:VEVENT" not in data.upper():
            return False
        packed = zlib.compress(data, 1)
        if self._size + len(packed) > MAX_BYTES:
            self.left["more than can be kept"] += 1
            return False
        self._seen.add(mark)
        self._kept.append(packed)
        self._size += len(packed) + 100
        return True

    def told(self, me: frozenset[str]) -> Iterator[Activity | Actor]:
        """The past meetings, the people of each before it; `me` are the ids that are surely the person's."""
        survey, latest = Survey(), self._latest()
        if not me:
            self.left["as it is not known who you are"] += len(latest)
            return
        asked = []
        for number, at in latest.values():
            event = self._event(number, at)
            if event:
                survey.hear(event, "", self._now)
                asked += [(number, at)] if event.method in ("REQUEST", "PUBLISH") else []
        for event in self._events("REPLY"):
            survey.hear(event, "", self._now)
        known = Known(self._scope, survey, me, None, survey.until_ms("", self._now), self._now)
        steps, times = Budget(STEPS), TIMES_FIRST
        for number, at in sorted(asked):
            event = self._event(number, at)
            if event:
                steps.left, times = min(steps.left + STEPS_EACH, STEPS), min(times + TIMES_EACH, TIMES)
                for item in self._meetings(event, known, steps, times):
                    times -= weight(event) if isinstance(item, Activity) else 0
                    yield item

    def _meetings(self, event: Event, known: Known, steps: Budget, times: int) -> Iterator[Activity | Actor]:
        """The meetings of one entry; one to which only others were asked is heard as mail alone."""
        people = (*event.guests, *([event.host] if event.host else []))
        if known.me.isdisjoint(one.id for one in people):
            self.left["to which others were asked"] += 1
            return
        stream = meetings(event, known, steps)
        try:
            while times > 0:
                item = next(stream, None)
                if item is None:
                    return
                times -= weight(event) if isinstance(item, Activity) else 0
                yield item
            raise Bounded
        except Left as error:
            self.left[REASONS[str(error)]] += 1
        except Bounded:
            self.left["that repeat more often than people meet, but for their first times"] += 1
        except ValueError:
            self.left["that cannot be read"] += 1

    def note(self, met: int) -> str:
        """What a report says of what came of all of them."""
        left = ", ".join(f"{count:,} {why}" for why, count in sorted(self.left.items()) if count)
        said = f"Invitations in these mails tell of {met:,} meetings." if met else ""
        return " ".join(one for one in (said, f"Invitations left out: {left}." if left else "") if one)

    def _latest(self) -> dict[int, tuple[int, int]]:
        """Where the last word on each meeting stands: which calendar, which entry in it."""
        found: dict[int, tuple[tuple[int, int], tuple[int, int]]] = {}
        for number in range(len(self._kept)):
            for at, event in self._in(number):
                if event.method == "REPLY":
                    continue
                again = event.recurrence
                key = hash((event.uid, None if again is None else again.ms))
                rank = (_number(event, "SEQUENCE"), _stamp(event))
                if key not in found or rank > found[key][0]:
                    found[key] = (rank, (number, at))
        return {key: place for key, (_, place) in found.items()}

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

        for at, part in enumerate(parts(lines_of(iter([zlib.decompress(self._kept[number])])))):
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


def _number(event: Event, name: str) -> int:
    said = word(event.found, name)
    return int(said) if said.isdecimal() and len(said) < 10 else 0


def _stamp(event: Event) -> int:
    one = first(event.found, "DTSTAMP")
    try:
        return moment(one, event.zones).ms if one else 0
    except ValueError:
        return 0
