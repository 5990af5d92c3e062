"""Dates, times of day and durations as spreadsheets and people write them. Pure.

Numbers alone (03/04/2024) need an order; month names of many languages do not. Local times have no zone: whoever reads
them gives one.
"""

import re
from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta, tzinfo
from functools import lru_cache
from typing import NamedTuple

from mutuals.as2 import UNKNOWN_TIME, GrainName, Time
from mutuals.wire.mail_dates import OTHERS
from mutuals.wire.whatsapp_words import MONTHS

MAX_S = 86_400 * 7
"""No moment lasts longer than a week."""
_CLOCK = (
    r"(?P<h>\d{1,2})(?:[:.h](?P<m>\d\d)(?:[:.](?P<s>\d\d)(?:[.,]\d+)?)?)?\s*(?P<half>[AaPp]\.?\s?[Mm]\.?)?"
    r"\s*(?P<zone>Z|UTC|GMT|[+-]\d\d:?\d\d)?"
)
_TIME = re.compile(_CLOCK)
_DAYNAME = r"(?:[^\W\d]{2,12}\.?,?\s+)?"
_JOIN = r"(?:[T,]?\s*(?:at|um|om|à|a las|kl\.?)?\s*"
_ISO = re.compile(
    rf"(?P<y>\d{{4}})[-/.年](?P<mo>\d{{1,2}})[-/.月](?P<d>\d{{1,2}})日?\.?{_JOIN}{_CLOCK})?", re.IGNORECASE
)
_COMPACT = re.compile(
    r"(?P<y>(?:19|20)\d\d)(?P<mo>\d\d)(?P<d>\d\d)(?:T?(?P<h>\d\d)(?P<m>\d\d)(?P<s>\d\d)?(?P<zone>Z)?)?"
)
_NUMBERS = re.compile(
    rf"{_DAYNAME}(?P<a>\d{{1,2}})\s?(?P<sign>[./-])\s?(?P<b>\d{{1,2}})\s?[./-]\s?(?P<y>\d{{4}}|\d\d)\.?{_JOIN}{_CLOCK})?",
    re.IGNORECASE,
)
_DAY_WORD = re.compile(
    rf"{_DAYNAME}(?P<d>\d{{1,2}})(?:\.|er|st|nd|rd|th|º)?[\s-]+(?:de\s+|of\s+)?(?P<word>[^\W\d_]{{3,12}})\.?,?"
    rf"(?:[\s-]+(?:de\s+)?(?P<y>\d{{4}}|\d\d))?{_JOIN}{_CLOCK})?",
    re.IGNORECASE,
)
_WORD_DAY = re.compile(
    rf"{_DAYNAME}(?P<word>[^\W\d_]{{3,12}})\.?\s+(?P<d>\d{{1,2}})(?:st|nd|rd|th)?(?:,?\s+(?P<y>\d{{4}}))?,?{_JOIN}{_CLOCK})?",
    re.IGNORECASE,
)
_YEARLESS = re.compile(r"--(\d\d)-?(\d\d)|(\d{1,2})([./-])(\d{1,2})\.?")
_EPOCH = re.compile(r"1\d{9}(?:\.\d+)?|1\d{12}")
_PARTS = re.compile(
    r"(\d+(?:[.,]\d+)?)\s*(days?|[hd]|hours?|hrs?|std|stunden?|uur|heures?|horas?|ore|ora|m|mins?|minutes?|minuten"
    r"|minutos|minuti|minuty|s|secs?|seconds?|sek|sekunden|ms)\b\.?",
    re.IGNORECASE,
)
_SPANS = re.compile(r"(\d{1,3}):(\d\d)(?::(\d\d))?")
_HOURS_AND = re.compile(r"(\d{1,3})\s*(?:h|std|uur)\.?\s*(\d\d)", re.IGNORECASE)
_COUNTED = (
    (("ms", "millis"), 0.001), (("sec", "sek", "(s)"), 1.0),
    (("hour", "stund", "heure", "hora", "uur", "(h)"), 3600.0), (("min",), 60.0),
)  # fmt: skip
_UNITS = (("ms", 0.001), ("st", 3600.0), ("s", 1.0), ("m", 60.0), ("d", 86_400.0))


class Written(NamedTuple):
    """A date as it stands there: its parts, `order` dmy, mdy, ymd or "" where both are possible, time of day."""

    year: int
    month: int
    day: int
    order: str
    hour: int | None = None
    minute: int = 0
    second: int | None = None
    zone: str = ""


@lru_cache(16_384)
def written(text: str) -> Written | None:
    """The date in a cell; of one that may be read two ways `month` holds the first number and `day` the second. The
    year is 0 where there is none."""
    text = " ".join(text[:80].split())
    for pattern in (_COMPACT, _ISO, _NUMBERS, _DAY_WORD, _WORD_DAY):
        match = pattern.fullmatch(text)
        found = _read(match.groupdict()) if match else None
        if found:
            return found
    return None


def day_in(text: str, order: str, *, this_year: int) -> str:
    """A day as a fact: 1980-03-12, --03-12 without a year; "" when it is none."""
    text = text.strip()
    found = _yearless(text, order)
    if found:
        return found
    date_ = written(text)
    real = _real(date_, order, this_year) if date_ else None
    if real is None or date_ is None:
        return ""
    return real.isoformat() if date_.year else real.strftime("--%m-%d")


def time_in(text: str, order: str, *, zone: tzinfo, this_year: int, clock: str = "") -> Time:
    """A moment, its local time read in `zone`; `clock` is the time of day where it stands in a column of its own. Time
    unknown where there is no date; of a day alone the time is noon there."""
    if _EPOCH.fullmatch(text.strip()):
        number = float(text)
        return Time(int(number if number > 1e11 else number * 1000), "s")
    found = written(text)
    real = _real(found, order, this_year) if found and found.year else None
    if found is None or real is None:
        return UNKNOWN_TIME
    if found.hour is None and clock:
        found = _with_clock(found, clock)
    return _moment(real, found, zone)


def order_of(cells: Iterable[str]) -> str:
    """dmy or mdy as the dates of a column prove it; "" when none does, or some prove one and some the other."""
    found = (one.order for one in map(written, cells) if one)
    proven = {order for order in found if order in ("dmy", "mdy")}
    return proven.pop() if len(proven) == 1 else ""


def is_open(cells: Iterable[str]) -> bool:
    """Whether any date of a column could be read two ways, and not both are the same day."""
    return any(found and not found.order for found in map(written, cells))


def is_dotted(cells: Iterable[str]) -> bool:
    """Whether dates are written with dots, which only who puts the day first does."""
    return any(re.match(r"\d{1,2}\.\s?\d{1,2}\.", cell.strip()) for cell in cells)


def seconds_in(text: str, unit: float = 60.0) -> int | None:
    """A duration in seconds: 1:30 is hours, 45 min, 1 h 30; a bare number counts in `unit` seconds; None for none."""
    text = text.strip()[:40].lower()
    span = _SPANS.fullmatch(text) or _HOURS_AND.fullmatch(text)
    if span:
        found = float(int(span[1]) * 3600 + int(span[2]) * 60 + int((span.re is _SPANS and span[3]) or 0))
    elif re.fullmatch(r"\d{1,12}(?:[.,]\d{1,6})?", text):
        found = float(text.replace(",", ".")) * unit
    else:
        parts = _PARTS.findall(text)
        if not parts:
            return None
        found = sum(float(number.replace(",", ".")) * _unit(word) for number, word in parts)
    return round(found) if 0 <= found <= MAX_S else None


def unit_of(heading: str, cells: Iterable[str]) -> float:
    """In how many seconds a column counts bare numbers: by its heading, else minutes unless they would last days."""
    said = heading.lower()
    for words, unit in _COUNTED:
        if any(re.search(rf"(?<![a-z]){re.escape(word)}", said) for word in words):
            return unit
    numbers = sorted(float(cell) for cell in cells if re.fullmatch(r"\d{1,9}", cell.strip()))
    middle = numbers[len(numbers) // 2] if numbers else 0.0
    return 0.001 if middle > 50_000 else 1.0 if middle > 600 else 60.0


def _unit(word: str) -> float:
    return next((unit for start, unit in _UNITS if word.startswith(start)), 3600.0)


def _read(parts: dict[str, str | None]) -> Written | None:
    year = int(parts.get("y") or 0)
    if parts.get("word"):
        month, day, order = _month(parts["word"] or ""), int(parts["d"] or 0), "words"
    elif parts.get("a"):
        month, day = int(parts["a"] or 0), int(parts["b"] or 0)
        order = "dmy" if month > 12 else "mdy" if day > 12 else "" if month != day else "either"
        month, day = (day, month) if order == "dmy" else (month, day)
    else:
        month, day, order = int(parts["mo"] or 0), int(parts["d"] or 0), "ymd"
    clock = _clock(parts)
    if not (1 <= month <= 12 and 1 <= day <= 31) or clock is None:
        return None
    short = len(parts.get("y") or "") == 2
    return Written(-year - 1 if short else year, month, day, order, *clock)


def _clock(parts: dict[str, str | None]) -> tuple[int | None, int, int | None, str] | None:
    """Hour, minute, second, zone; None for what no clock shows."""
    if not parts.get("h"):
        return None, 0, None, ""
    if not parts.get("m") and not parts.get("half"):
        return None
    hour, half = int(parts["h"] or 0), (parts.get("half") or " ")[0].lower()
    if half in "ap" and hour <= 12:
        hour = hour % 12 + (12 if half == "p" else 0)
    minute, second = int(parts.get("m") or 0), parts.get("s")
    if hour > 23 or minute > 59 or int(second or 0) > 60:
        return None
    return hour, minute, min(int(second), 59) if second else None, parts.get("zone") or ""


def _month(word: str) -> int:
    low = word.lower()
    found = OTHERS.get(low[:4]) or OTHERS.get(low[:3])
    return found or next(
        (at for at, forms in enumerate(MONTHS, 1) for one in forms if low.startswith(one)), 0
    )


def _real(found: Written, order: str, this_year: int) -> date | None:
    """The day, of two possible ones by `order`."""
    year, month, day = found.year, found.month, found.day
    if not found.order and order == "dmy":
        month, day = day, month
    if year < 0:
        short = -year - 1
        year = 2000 + short if 2000 + short <= this_year else 1900 + short
    try:
        return date(year or 2000, month, day)
    except ValueError:
        return None


def _yearless(text: str, order: str) -> str:
    match = _YEARLESS.fullmatch(text)
    if not match:
        return ""
    if match[1]:
        month, day = int(match[1]), int(match[2])
    else:
        month, day = int(match[3]), int(match[5])
        if month > 12 or (day <= 12 and (order == "dmy" or (match[4] == "." and order != "mdy"))):
            month, day = day, month
    return f"--{month:02}-{day:02}" if 1 <= month <= 12 and 1 <= day <= 31 else ""


def _with_clock(found: Written, text: str) -> Written:
    match = _TIME.fullmatch(" ".join(text[:20].split()))
    clock = _clock(match.groupdict()) if match else None
    return found._replace(hour=clock[0], minute=clock[1], second=clock[2], zone=clock[3]) if clock else found


def _moment(day: date, found: Written, zone: tzinfo) -> Time:
    grain: GrainName = "day" if found.hour is None else "s" if found.second is not None else "min"
    hour = 12 if found.hour is None else found.hour
    minutes = _minutes(found.zone)
    fixed = zone if minutes is None else UTC
    try:
        local = datetime(day.year, day.month, day.day, hour, found.minute, found.second or 0, tzinfo=fixed)
        local -= timedelta(minutes=minutes or 0)
        offset = local.utcoffset() or timedelta()
        ms = (local - datetime(1970, 1, 1, tzinfo=UTC)) // timedelta(milliseconds=1)
    except (ValueError, OverflowError):
        return UNKNOWN_TIME
    return Time(ms, grain, offset // timedelta(minutes=1) if minutes is None else minutes)


def _minutes(zone: str) -> int | None:
    if not zone:
        return None
    if zone[0] not in "+-":
        return 0
    digits = zone[1:].replace(":", "")
    found = int(digits[:2]) * 60 + int(digits[2:])
    return (-found if zone[0] == "-" else found) if found <= 14 * 60 else None
