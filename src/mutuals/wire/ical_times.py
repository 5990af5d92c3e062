"""Moments, lengths and lists of moments as calendars write them (RFC 5545 sections 3.3.4 to 3.3.9). Pure."""

import re
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from functools import lru_cache
from typing import NamedTuple

from mutuals.wire.ical_lines import Property, params_of
from mutuals.wire.ical_rules import wall as wall_clock
from mutuals.wire.ical_zones import UTC, Zone

MAX_LISTED = 5_000
_MOMENT = re.compile(
    r"(\d{4})-?(\d\d)-?(\d\d)(?:[T ]?(\d\d):?(\d\d):?(\d\d)?(?:[.,]\d+)?\s*(Z)?)?", re.IGNORECASE
)
_LENGTH = re.compile(
    r"([+-])?P(?:(\d{1,6})W)?(?:(\d{1,6})D)?(?:T(?:(\d{1,6})H)?(?:(\d{1,7})M)?(?:(\d{1,9})S)?)?",
    re.IGNORECASE,
)
Zones = Callable[[str], Zone]


class Moment(NamedTuple):
    """A moment as it is written: the wall clock, its zone, and whether it is a whole day."""

    wall: datetime
    zone: Zone
    day: bool = False

    @property
    def ms(self) -> int:
        """Milliseconds UTC; of a whole day those of its midnight in UTC, whatever the zone, as days have none."""
        return (UTC if self.day else self.zone).ms(self.wall)


def moment(one: Property, zones: Zones) -> Moment:
    """Reads DTSTART and its like; raises ValueError."""
    name, value = one.params, one.value.strip()
    if ":" in value and not _MOMENT.fullmatch(value):
        # A zone whose name holds a colon, and no quotes: TZID=tzone://Microsoft/Utc:20200101T100000
        rest, _, value = value.rpartition(":")
        head, equals, zone = name.partition("=")
        name = f'{head}{equals}"{zone}:{rest}"'
    return _moment(value, params_of(name) if name else {}, zones)


def ms_of(one: Property | None, zones: Zones) -> int:
    """Milliseconds UTC of a property that may be missing or broken, which gives 0."""
    try:
        return moment(one, zones).ms if one else 0
    except ValueError:
        return 0


def moments(some: list[Property], zones: Zones) -> Iterator[Moment]:
    """All moments of RDATE or EXDATE, of periods their beginning; what cannot be read is left out."""
    left = MAX_LISTED
    for one in some:
        params = params_of(one.params) if one.params else {}
        for value in one.value.split(",")[:left]:
            left -= 1
            try:
                yield _moment(value.partition("/")[0].strip(), params, zones)
            except ValueError:
                continue


def _moment(value: str, params: dict[str, str], zones: Zones) -> Moment:
    wall, utc, day = _clock(value)
    return Moment(wall, UTC if utc else zones(params.get("TZID", "")), day)


@lru_cache(8_192)
def _clock(value: str) -> tuple[datetime, bool, bool]:
    """The wall clock, whether it is UTC's, and whether it is a whole day; raises ValueError."""
    match = _MOMENT.fullmatch(value)
    if not match:
        raise ValueError("Its date cannot be read.")
    *parts, second, utc = match.groups()
    try:
        wall = wall_clock(*(int(one or 0) for one in parts), min(int(second or 0), 59))
    except ValueError:
        raise ValueError("There is no such date.") from None
    if not 1600 < wall.year < 9000:
        raise ValueError("There is no such date.")
    return wall, bool(utc), match[4] is None


def length(value: str) -> timedelta:
    """A duration; nothing for what is none or goes backwards."""
    match = _LENGTH.fullmatch(value.strip())
    if not match or match[1] == "-":
        return timedelta()
    weeks, days, hours, minutes, seconds = (int(one or 0) for one in match.groups()[1:])
    return timedelta(weeks * 7 + days, (hours * 60 + minutes) * 60 + seconds)
