"""Time zones as calendars name them: by the IANA's names, by Windows', by a definition of their own, or as an offset.

A well-known name goes before the definition that a file has of it, since programs write only the rules of the year.
Sources: RFC 5545 section 3.6.5; Windows' names after the Unicode CLDR's windowsZones
(https://www.unicode.org/cldr/charts/latest/supplemental/zone_tzid.html). Pure.
"""

import re
from abc import ABC, abstractmethod
from bisect import bisect_right
from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from functools import lru_cache
from typing import Protocol
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from mutuals.wire.ical_lines import Part, Property, rows
from mutuals.wire.ical_rules import EPOCH, Budget, parse, times
from mutuals.wire.ical_rules import wall as clock

_SECOND = timedelta(seconds=1)
MAX_CHANGES = 3_000
_OFFSET = re.compile(
    r"(?:\(?(?:UTC|GMT|Etc/GMT)\)?)?\s*([+-])(\d{1,2})(?::?(\d\d))?\)?(?:\s.*)?", re.IGNORECASE
)
_TZ_OFFSET = re.compile(r"([+-])(\d\d):?(\d\d):?(\d\d)?")
_UTC_NAMES = frozenset(
    ("utc", "gmt", "z", "zulu", "etc/utc", "etc/gmt", "tzone://microsoft/utc", "coordinated universal time")
)


class Zone(Protocol):
    """Says of a wall clock how many seconds it is before UTC."""

    def seconds(self, wall: datetime) -> int: ...
    def ms(self, wall: datetime) -> int: ...
    def minutes(self, wall: datetime) -> int | None: ...


class _Zone(ABC):
    @abstractmethod
    def seconds(self, wall: datetime) -> int:
        """Seconds ahead of UTC."""

    def ms(self, wall: datetime) -> int:
        """The moment in milliseconds UTC."""
        return ((wall - EPOCH) // _SECOND - self.seconds(wall)) * 1000

    def minutes(self, wall: datetime) -> int | None:
        """Minutes ahead of UTC as they travel: None for none, and for what no zone is."""
        found = self.seconds(wall) // 60
        return found if found and abs(found) <= 14 * 60 else None


class Fixed(_Zone):
    """A zone without summer time."""

    def __init__(self, seconds: int) -> None:
        self._seconds = seconds

    def seconds(self, wall: datetime) -> int:
        return self._seconds


class Named(_Zone):
    """A zone of the IANA's data. A clock that is skipped in spring is read as before the change, as RFC 5545 wants."""

    def __init__(self, zone: ZoneInfo) -> None:
        self._zone = zone

    def seconds(self, wall: datetime) -> int:
        offset = self._zone.utcoffset(wall)
        return offset // _SECOND if offset is not None else 0


class Defined(_Zone):
    """A zone by its changes: the wall clock of each, and the seconds ahead of UTC from there on."""

    def __init__(self, changes: Iterable[tuple[datetime, int, int]]) -> None:
        some = sorted(changes, key=lambda one: one[0])
        self._walls = [one[0] for one in some]
        self._after = [one[2] for one in some]
        self._first = some[0][1] if some else 0

    def seconds(self, wall: datetime) -> int:
        at = bisect_right(self._walls, wall) - 1
        return self._after[at] if at >= 0 else self._first


UTC: Zone = Fixed(0)


@lru_cache(4_096)
def named(name: str) -> Zone | None:
    """The zone of a well-known name in any of its guises; None when it is not known.

    `/mozilla.org/20050126_1/Europe/Berlin`, `W. Europe Standard Time`, `"Europe/Berlin"`, `GMT+0100`, `utc`.
    """
    plain = name.strip().strip('"').strip()
    if not plain or len(plain) > 200:
        return None
    if plain.lower() in _UTC_NAMES:
        return UTC
    window = _WINDOWS.get(plain.lower().removesuffix(" standard time").removesuffix(" daylight time"))
    parts = plain.split("/")
    tails = ["/".join(parts[-size:]) for size in (3, 2, 1) if size <= len(parts)]
    for one in filter(None, (window, plain, *tails)):
        zone = _iana(one)
        if zone:
            return zone
    return None


def offset(name: str) -> Zone | None:
    """The zone that an offset in a name tells: `UTC+2`, `(GMT-05:00) Eastern Time`; no summer time is known of it."""
    match = _OFFSET.fullmatch(name.strip().strip('"'))
    if not match or int(match[2]) > 14:
        return None
    # Etc/GMT+5 is west of Greenwich, by an old habit of Unix.
    turned = name.lower().startswith("etc/")
    minutes = int(match[2]) * 60 + int(match[3] or 0)
    return Fixed(minutes * 60 * (-1 if (match[1] == "-") != turned else 1))


def zone_of(name: str, definitions: Mapping[str, Part], default: Zone, budget: Budget) -> Zone:
    """The zone of a TZID: by name, by the file's definition, by an offset in the name, else the default."""
    if not name:
        return default
    known = named(name)
    if known:
        return known
    part = definitions.get(name)
    return (defined(part, budget) if part else None) or offset(name) or default


def defined(part: Part, budget: Budget) -> Zone | None:
    """The zone of a VTIMEZONE; None where it defines nothing."""
    changes: list[tuple[datetime, int, int]] = []
    block: dict[str, list[Property]] = {}
    for name, one in rows(part):
        if name == "X-LIC-LOCATION" and (zone := named(one.value)):
            return zone
        if name == "BEGIN":
            block = {}
        elif name == "END":
            changes += _changes(block, budget)
        else:
            block.setdefault(name, []).append(one)
    return Defined(changes[:MAX_CHANGES]) if changes else None


def tzid_of(part: Part) -> str:
    """The TZID that a VTIMEZONE defines."""
    return next((one.value.strip() for name, one in rows(part) if name == "TZID"), "")


def _changes(block: dict[str, list[Property]], budget: Budget) -> list[tuple[datetime, int, int]]:
    """When the clock is put on by one STANDARD or DAYLIGHT, with the seconds before and after."""
    after, start = _seconds(block.get("TZOFFSETTO")), _wall(block.get("DTSTART"))
    if after is None or start is None:
        return []
    before = _seconds(block.get("TZOFFSETFROM"))
    before = after if before is None else before
    walls = {start}
    for one in block.get("RDATE", ())[:500]:
        walls |= {wall for text in one.value.split(",")[:500] if (wall := _wall([Property("", text)]))}
    for one in block.get("RRULE", ())[:2]:
        walls |= set(_repeated(start, one.value, budget))
    # Clocks that are skipped are read as before the change.
    skipped = timedelta(seconds=max(0, after - before))
    return [(wall + skipped, before, after) for wall in walls]


def _repeated(start: datetime, text: str, budget: Budget) -> list[datetime]:
    try:
        rule = parse(text)
    except ValueError:
        return []
    until = _wall([Property("", rule.until)]) if rule.until else None
    end = min(until + timedelta(1), _LAST) if until else _LAST
    found: list[datetime] = []
    # Nobody met before; what begins in 1601 is Windows' way of saying always.
    begin = start if start.year >= 1960 or rule.count else start.replace(year=1960 + (start.year - 1960) % 4)
    for one in times(begin, rule, end=end, budget=budget):
        if len(found) >= MAX_CHANGES:
            break
        found.append(one)
    return found


_LAST = clock(2100, 1, 1)


def _wall(some: list[Property] | None) -> datetime | None:
    match = re.match(r"(\d{4})(\d\d)(\d\d)(?:T(\d\d)(\d\d)(\d\d)?)?", some[0].value.strip()) if some else None
    try:
        return clock(*(int(one or 0) for one in match.groups())) if match else None
    except ValueError:
        return None


def _seconds(some: list[Property] | None) -> int | None:
    match = _TZ_OFFSET.match(some[0].value.strip()) if some else None
    if not match or int(match[2]) > 15:
        return None
    found = (int(match[2]) * 60 + int(match[3])) * 60 + int(match[4] or 0)
    return -found if match[1] == "-" else found


@lru_cache(1_024)
def _iana(name: str) -> Zone | None:
    try:
        return Named(ZoneInfo(name))
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return None


# Without "Standard Time", in lower case; Windows writes the same name all the year.
_WINDOWS_NAMES = """
dateline=Etc/GMT+12|utc-11=Etc/GMT+11|aleutian=America/Adak|hawaiian=Pacific/Honolulu|marquesas=Pacific/Marquesas
alaskan=America/Anchorage|utc-09=Etc/GMT+9|pacific standard time (mexico)=America/Tijuana|utc-08=Etc/GMT+8
pacific=America/Los_Angeles|us mountain=America/Phoenix|mountain standard time (mexico)=America/Mazatlan
mountain=America/Denver|yukon=America/Whitehorse|central america=America/Guatemala|central=America/Chicago
easter island=Pacific/Easter|central standard time (mexico)=America/Mexico_City|canada central=America/Regina
mexico=America/Mexico_City|mexico standard time 2=America/Mazatlan|sa pacific=America/Bogota
eastern standard time (mexico)=America/Cancun|eastern=America/New_York|haiti=America/Port-au-Prince
cuba=America/Havana|us eastern=America/Indiana/Indianapolis|turks and caicos=America/Grand_Turk
paraguay=America/Asuncion|atlantic=America/Halifax|venezuela=America/Caracas|central brazilian=America/Cuiaba
sa western=America/La_Paz|pacific sa=America/Santiago|newfoundland=America/St_Johns|tocantins=America/Araguaina
e. south america=America/Sao_Paulo|sa eastern=America/Cayenne|argentina=America/Argentina/Buenos_Aires
greenland=America/Nuuk|montevideo=America/Montevideo|magallanes=America/Punta_Arenas
saint pierre=America/Miquelon|bahia=America/Bahia|utc-02=Etc/GMT+2|mid-atlantic=Etc/GMT+2
azores=Atlantic/Azores|cape verde=Atlantic/Cape_Verde|greenwich=Atlantic/Reykjavik|sao tome=Africa/Sao_Tome
gmt=Europe/London|british=Europe/London|morocco=Africa/Casablanca|w. europe=Europe/Berlin
central europe=Europe/Budapest|romance=Europe/Paris|central european=Europe/Warsaw|w. central africa=Africa/Lagos
jordan=Asia/Amman|gtb=Europe/Bucharest|middle east=Asia/Beirut|egypt=Africa/Cairo|e. europe=Europe/Chisinau
syria=Asia/Damascus|west bank=Asia/Hebron|south africa=Africa/Johannesburg|fle=Europe/Kyiv|israel=Asia/Jerusalem
south sudan=Africa/Juba|kaliningrad=Europe/Kaliningrad|sudan=Africa/Khartoum|libya=Africa/Tripoli
namibia=Africa/Windhoek|arabic=Asia/Baghdad|turkey=Europe/Istanbul|arab=Asia/Riyadh|belarus=Europe/Minsk
russian=Europe/Moscow|e. africa=Africa/Nairobi|volgograd=Europe/Volgograd|iran=Asia/Tehran|arabian=Asia/Dubai
astrakhan=Europe/Astrakhan|azerbaijan=Asia/Baku|russia time zone 3=Europe/Samara|mauritius=Indian/Mauritius
saratov=Europe/Saratov|georgian=Asia/Tbilisi|caucasus=Asia/Yerevan|armenian=Asia/Yerevan|afghanistan=Asia/Kabul
west asia=Asia/Tashkent|qyzylorda=Asia/Qyzylorda|ekaterinburg=Asia/Yekaterinburg|pakistan=Asia/Karachi
india=Asia/Kolkata|sri lanka=Asia/Colombo|nepal=Asia/Kathmandu|central asia=Asia/Bishkek|bangladesh=Asia/Dhaka
omsk=Asia/Omsk|myanmar=Asia/Yangon|se asia=Asia/Bangkok|altai=Asia/Barnaul|w. mongolia=Asia/Hovd
north asia=Asia/Krasnoyarsk|n. central asia=Asia/Novosibirsk|tomsk=Asia/Tomsk|china=Asia/Shanghai
north asia east=Asia/Irkutsk|singapore=Asia/Singapore|malay peninsula=Asia/Singapore|w. australia=Australia/Perth
taipei=Asia/Taipei|ulaanbaatar=Asia/Ulaanbaatar|aus central w.=Australia/Eucla|transbaikal=Asia/Chita
tokyo=Asia/Tokyo|north korea=Asia/Pyongyang|korea=Asia/Seoul|yakutsk=Asia/Yakutsk|cen. australia=Australia/Adelaide
aus central=Australia/Darwin|e. australia=Australia/Brisbane|aus eastern=Australia/Sydney
west pacific=Pacific/Port_Moresby|tasmania=Australia/Hobart|vladivostok=Asia/Vladivostok
lord howe=Australia/Lord_Howe|bougainville=Pacific/Bougainville|russia time zone 10=Asia/Srednekolymsk
magadan=Asia/Magadan|norfolk=Pacific/Norfolk|sakhalin=Asia/Sakhalin|central pacific=Pacific/Guadalcanal
russia time zone 11=Asia/Kamchatka|new zealand=Pacific/Auckland|utc+12=Etc/GMT-12|fiji=Pacific/Fiji
kamchatka=Asia/Kamchatka|chatham islands=Pacific/Chatham|utc+13=Etc/GMT-13|tonga=Pacific/Tongatapu
samoa=Pacific/Apia|line islands=Pacific/Kiritimati
"""
_WINDOWS = dict(one.split("=") for line in _WINDOWS_NAMES.split("\n") for one in line.split("|") if one)
