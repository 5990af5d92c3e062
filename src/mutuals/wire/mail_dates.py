"""Dates of mail heads to `Time`: RFC 5322 section 3.3 with the obsolete forms of 4.3, and what clients really wrote.

A date that stands there is kept, also 1970, 1979 and the future; only what is no date is refused.
"""

import re
from datetime import date

from mutuals.as2 import GrainName, Time
from mutuals.wire.days import settled

MONTHS = (
    "jan",
    "feb",
    "mar",
    "apr",
    "may",
    "jun",
    "jul",
    "aug",
    "sep",
    "oct",
    "nov",
    "dec",
)
OTHERS = {
    "janv": 1, "ene": 1, "gen": 1, "fev": 2, "fév": 2, "mär": 3, "mrz": 3, "mrt": 3, "maa": 3, "avr": 4, "abr": 4,
    "mai": 5, "mag": 5, "mei": 5, "maj": 5, "juin": 6, "giu": 6, "juil": 7, "lug": 7, "aoû": 8, "aou": 8, "ago": 8,
    "set": 9, "okt": 10, "out": 10, "ott": 10, "dez": 12, "déc": 12, "dic": 12,
}  # fmt: skip
"""Months as clients in other languages wrote them, against the standard."""

ZONES = {
    "ut": 0, "utc": 0, "gmt": 0, "z": 0, "wet": 0, "est": -300, "edt": -240, "cst": -360, "cdt": -300, "mst": -420,
    "mdt": -360, "pst": -480, "pdt": -420, "bst": 60, "west": 60, "cet": 60, "met": 60, "mez": 60, "cest": 120,
    "mest": 120, "mesz": 120, "eet": 120, "eest": 180, "msk": 180, "msd": 240, "jst": 540, "kst": 540, "hst": -600,
    "akst": -540, "akdt": -480, "nzst": 720, "nzdt": 780, "aest": 600, "aedt": 660,
}  # fmt: skip
"""Zone names in minutes; the first ten are RFC 5322's own."""

_ZONE = r"(?:(?:GMT|UTC?)?\s*([+-])\s*(\d{1,2}):?(\d\d)?(?!\d)|\"?([A-Za-z]{1,5})\b)?"
_CLOCK = r"(\d{1,2})[:.](\d\d)(?:[:.](\d\d))?(?:[.,]\d+)?(?:\s*([AaPp])\.?[Mm]\b\.?)?"
_MAIL = re.compile(
    rf"(\d{{1,2}})\.?[\s/-]+([^\W\d]{{3,9}})\.?,?[\s/-]+(\d{{2,4}})(?!\d),?(?:\s+{_CLOCK}\s*{_ZONE})?"
)
_UNIX = re.compile(
    rf"([^\W\d]{{3,9}})\s+(\d{{1,2}}),?\s+{_CLOCK}\s*(?:([A-Z]{{2,5}})\s+)?(\d{{4}})\s*{_ZONE}"
)
_US = re.compile(rf"([^\W\d]{{3,9}})\.?\s+(\d{{1,2}}),\s*(\d{{2,4}})(?:,?\s+{_CLOCK}\s*{_ZONE})?")
_ISO = re.compile(rf"(\d{{4}})[-/.](\d{{1,2}})[-/.](\d{{1,2}})(?:[T\s]+{_CLOCK}\s*{_ZONE})?")
_EPOCH = date(1970, 1, 1).toordinal()


def time_of(value: str) -> Time | None:
    """A mail date as Time (grain s, min or day; zone None for -0000, none or an unknown name, then read as UTC);
    None when it is no date."""
    for pattern, reading in _FORMS:
        match = pattern.search(value[:200])
        found = reading(match) if match else None
        if found:
            return found
    return None


def _mail(match: "re.Match[str]") -> Time | None:
    day, month, year, *clock = match.groups()
    return _time(_year(year), _month(month), int(day), clock)


def _us(match: "re.Match[str]") -> Time | None:
    month, day, year, *clock = match.groups()
    return _time(_year(year), _month(month), int(day), clock)


def _iso(match: "re.Match[str]") -> Time | None:
    year, month, day, *clock = match.groups()
    return _time(int(year), int(month), int(day), clock)


def _unix(match: "re.Match[str]") -> Time | None:
    """asctime, as in mbox separators: `Mon Jan  6 16:54:12 [CET] 2003 [+0100]`."""
    month, day, hour, minute, second, half, name, year, *zone = match.groups()
    clock = [hour, minute, second, half, *zone]
    if name and not any(zone):
        clock = [hour, minute, second, half, None, None, None, name]
    return _time(int(year), _month(month), int(day), clock)


def _time(year: int, month: int, day: int, clock: list[str | None]) -> Time | None:
    try:
        days = date(year, month, day).toordinal() - _EPOCH
    except ValueError:
        return None
    hour, minute, second, half, *zone = clock
    if hour is None or minute is None:
        return Time(days * 86_400_000, "day", None)
    hours = _hours(int(hour), half)
    if hours > 24 or int(minute) > 59 or int(second or 0) > 61:
        return None
    shift = _zone(zone)
    seconds = days * 86_400 + hours * 3600 + int(minute) * 60 + min(int(second or 0), 59) - (shift or 0) * 60
    grain: GrainName = "s" if second else "min"
    found = settled(seconds * 1000, grain, shift)
    return None if found.ms is None else found


def _hours(hour: int, half: str | None) -> int:
    if half and hour <= 12:
        return hour % 12 + (12 if half in "pP" else 0)
    return hour


def _zone(parts: list[str | None]) -> int | None:
    sign, hours, minutes, name = parts
    if name:
        return ZONES.get(name.lower())
    if not sign or not hours:
        return None
    shift = int(hours) * 60 + int(minutes or 0)
    if shift > 15 * 60 or (shift == 0 and sign == "-"):
        return None
    return -shift if sign == "-" else shift


def _year(text: str) -> int:
    """RFC 5322 4.3: 00-49 is 20xx, 50-99 is 19xx, three digits count from 1900."""
    year = int(text)
    if len(text) == 2:
        return year + (2000 if year < 50 else 1900)
    return year + 1900 if len(text) == 3 else year


def _month(word: str) -> int:
    low = word.lower()
    return OTHERS.get(low[:4]) or OTHERS.get(low[:3]) or _plain_month(low[:3])


def _plain_month(low: str) -> int:
    return MONTHS.index(low) + 1 if low in MONTHS else 0


_FORMS = ((_MAIL, _mail), (_UNIX, _unix), (_US, _us), (_ISO, _iso))
