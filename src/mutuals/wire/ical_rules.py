"""Repetition rules of calendars (RFC 5545 section 3.3.10): the local times that a rule gives, in order. Pure.

What passes is bounded by the caller's `Budget`, since a rule of twenty characters can describe a billion times.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import MAXYEAR, date, datetime, time, timedelta
from itertools import product

FREQUENCIES = ("YEARLY", "MONTHLY", "WEEKLY", "DAILY", "HOURLY", "MINUTELY", "SECONDLY")
DAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
_UNITS = {"HOURLY": 3600, "MINUTELY": 60, "SECONDLY": 1}
_DAY = re.compile(r"([+-]?\d{1,2})?(MO|TU|WE|TH|FR|SA|SU)")
_RANGES = {
    "BYSECOND": (0, 60, False),
    "BYMINUTE": (0, 59, False),
    "BYHOUR": (0, 23, False),
    "BYMONTHDAY": (1, 31, True),
    "BYYEARDAY": (1, 366, True),
    "BYWEEKNO": (1, 53, True),
    "BYMONTH": (1, 12, False),
    "BYSETPOS": (1, 366, True),
}
_ONE_DAY = timedelta(1)


def wall(*parts: int) -> datetime:
    """A wall clock, which has no zone: year, month, day, hour, minute, second. Raises ValueError for what is none."""
    return datetime(*parts)  # type: ignore[arg-type]  # noqa: DTZ001


EPOCH = wall(1970, 1, 1)


class Budget:
    """How many steps may still be made, over all rules of a file."""

    __slots__ = ("left",)

    def __init__(self, left: int) -> None:
        self.left = left

    def spend(self, steps: int = 1) -> bool:
        """Takes steps away; False once none are left."""
        self.left -= steps
        return self.left >= 0


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule. `by` holds the numbers of BYHOUR and the like, `days` (ordinal or 0, weekday from Monday 0); `until` is
    the raw text of UNTIL, which only who knows the zone can read."""

    freq: str
    interval: int = 1
    count: int = 0
    until: str = ""
    by: dict[str, tuple[int, ...]] = field(default_factory=dict)
    days: tuple[tuple[int, int], ...] = ()
    week_start: int = 0


def parse(text: str) -> Rule:
    """Reads a rule; raises ValueError for what is none."""
    given: dict[str, str] = {}
    for part in text.strip().upper().split(";"):
        name, equals, value = part.strip().partition("=")
        if equals:
            given[name.strip()] = value.strip()
    if given.get("FREQ") not in FREQUENCIES:
        raise ValueError("It names no frequency.")
    start = given.get("WKST", "MO")
    return Rule(
        freq=given["FREQ"],
        interval=_number(given.get("INTERVAL", "1"), 1, 10_000),
        count=_number(given["COUNT"], 1, 10**9) if "COUNT" in given else 0,
        until=given.get("UNTIL", ""),
        by={name: _numbers(given[name], *_RANGES[name]) for name in _RANGES if given.get(name)},
        days=_days(given.get("BYDAY", "")),
        week_start=DAYS.index(start) if start in DAYS else 0,
    )


def _number(text: str, least: int, most: int) -> int:
    number = int(text) if re.fullmatch(r"[+-]?\d{1,10}", text.strip(), re.ASCII) else least - 1
    if not least <= number <= most:
        raise ValueError(f"{text[:20]} is no number for it.")
    return number


def _numbers(text: str, least: int, most: int, signed: bool) -> tuple[int, ...]:
    found = []
    for one in text.split(",")[:400]:
        number = _number(one, -most if signed else least, most)
        if not number and least:
            raise ValueError("0 is no number for it.")
        found.append(number)
    return tuple(sorted(set(found)))


def _days(text: str) -> tuple[tuple[int, int], ...]:
    found = []
    for one in text.split(",")[:400] if text else ():
        match = _DAY.fullmatch(one.strip())
        if not match:
            raise ValueError(f"{one[:20]} is no day.")
        found.append((int(match[1] or 0), DAYS.index(match[2])))
    return tuple(found)


def times(start: datetime, rule: Rule, *, end: datetime, budget: Budget) -> Iterator[datetime]:
    """The local times of a rule that begins at `start` (itself only if the rule gives it), in order, up to `end`, as
    many as COUNT allows and as the budget lets through; UNTIL is the caller's."""
    periods = _sub_daily if rule.freq in _UNITS else _daily_and_longer
    number = 0
    for period in periods(start, _completed(rule, start), end, budget):
        for one in period:
            if one < start:
                continue
            if one > end or (rule.count and number >= rule.count) or not budget.spend():
                return
            number += 1
            yield one
        if rule.count and number >= rule.count:
            return


def _completed(rule: Rule, start: datetime) -> Rule:
    """The rule with what DTSTART says where the rule is silent."""
    by = dict(rule.by)
    unit = FREQUENCIES.index(rule.freq)
    for place, name, value in (
        (4, "BYHOUR", start.hour),
        (5, "BYMINUTE", start.minute),
        (6, "BYSECOND", start.second),
    ):
        if name not in by and unit < place:
            by[name] = (value,)
    days = rule.days
    if not (days or any(name in by for name in ("BYMONTHDAY", "BYYEARDAY", "BYWEEKNO"))):
        if rule.freq in ("YEARLY", "MONTHLY"):
            by["BYMONTHDAY"] = (start.day,)
        if rule.freq == "YEARLY" and "BYMONTH" not in by:
            by["BYMONTH"] = (start.month,)
        if rule.freq == "WEEKLY":
            days = ((0, start.weekday()),)
    return Rule(rule.freq, rule.interval, rule.count, rule.until, by, days, rule.week_start)


def _daily_and_longer(start: datetime, rule: Rule, end: datetime, budget: Budget) -> Iterator[list[datetime]]:
    clock = _clock(rule)
    fits = _filter(rule)
    for first, last in _spans(start.date(), rule, end.date()):
        size = (last - first).days + 1
        # A long period with nothing to find in it costs as much as a short one: what is paid for is looking.
        if not budget.spend(1 + size // 8):
            return
        ordinal = first.toordinal()
        days = (date.fromordinal(ordinal + one) for one in range(size))
        yield _placed([datetime.combine(day, at) for day in days if fits(day) for at in clock], rule)


def _spans(start: date, rule: Rule, end: date) -> Iterator[tuple[date, date]]:
    """The first and last day of each period from the one that holds `start`."""
    try:
        if rule.freq in ("DAILY", "WEEKLY"):
            size = 7 if rule.freq == "WEEKLY" else 1
            first = start - timedelta((start.weekday() - rule.week_start) % 7) if size == 7 else start
            while first <= end:
                yield first, first + timedelta(size - 1)
                first += timedelta(size * rule.interval)
        elif rule.freq == "YEARLY":
            for year in range(start.year, min(end.year, MAXYEAR - 1) + 1, rule.interval):
                yield date(year, 1, 1), date(year, 12, 31)
        else:
            for month in range(start.year * 12 + start.month - 1, end.year * 12 + end.month, rule.interval):
                first = date(month // 12, month % 12 + 1, 1)
                yield first, (first + timedelta(31)).replace(day=1) - _ONE_DAY
    except (OverflowError, ValueError):
        return


def _sub_daily(start: datetime, rule: Rule, end: datetime, budget: Budget) -> Iterator[list[datetime]]:
    unit = _UNITS[rule.freq]
    step = timedelta(seconds=unit * rule.interval)
    fits, hours, minutes = _filter(rule), rule.by.get("BYHOUR"), rule.by.get("BYMINUTE")
    at = start.replace(minute=0 if unit == 3600 else start.minute, second=0 if unit > 1 else start.second)
    good, day = False, date.min
    while at <= end and budget.spend():
        if at.date() != day:
            day = at.date()
            good = fits(day)
        if not good:
            # Over the rest of a day that does not count, in whole steps.
            rest = datetime.combine(day, time.max) - at
            at += step * (rest // step + 1)
            continue
        if (hours is None or at.hour in hours) and (unit == 3600 or minutes is None or at.minute in minutes):
            yield _placed(_within(at, rule, unit), rule)
        at += step


def _within(at: datetime, rule: Rule, unit: int) -> list[datetime]:
    """The times of one hour, minute or second."""
    seconds = [one for one in rule.by.get("BYSECOND", (at.second,)) if one < 60]
    if unit == 1:
        return [at] if at.second in seconds else []
    minutes = rule.by.get("BYMINUTE", (at.minute,)) if unit == 3600 else (at.minute,)
    return [at.replace(minute=minute, second=second) for minute in minutes for second in seconds]


def _clock(rule: Rule) -> list[time]:
    """The times of day; a leap second is the last of its minute."""
    parts = product(
        rule.by["BYHOUR"], rule.by["BYMINUTE"], sorted({min(one, 59) for one in rule.by["BYSECOND"]})
    )
    return [time(*one) for one in parts]


def _placed(found: list[datetime], rule: Rule) -> list[datetime]:
    places = rule.by.get("BYSETPOS")
    if not places:
        return found
    size = len(found)
    kept = {one - 1 if one > 0 else size + one for one in places}
    return [found[one] for one in sorted(kept) if 0 <= one < size]


def _filter(rule: Rule) -> Callable[[date], bool]:
    """Says of a day whether the rule gives it."""
    by = rule.by
    months, month_days = frozenset(by.get("BYMONTH", ())), frozenset(by.get("BYMONTHDAY", ()))
    year_days, weeks = frozenset(by.get("BYYEARDAY", ())), frozenset(by.get("BYWEEKNO", ()))
    ordinals = rule.freq in ("YEARLY", "MONTHLY")
    plain = frozenset(day for nth, day in rule.days if not nth or not ordinals)
    nths = frozenset((nth, day) for nth, day in rule.days if nth and ordinals)
    in_year = rule.freq == "YEARLY" and not months

    def fits(day: date) -> bool:
        if months and day.month not in months:
            return False
        if month_days and not month_days & _both(day.day, _month_size(day)):
            return False
        if rule.days and day.weekday() not in plain and not nths & _nth(day, in_year):
            return False
        if year_days and not year_days & _both(day.timetuple().tm_yday, _year_size(day)):
            return False
        return not weeks or bool(weeks & _week(day, rule.week_start))

    return fits


def _both(number: int, size: int) -> set[int]:
    """A number counted from the beginning and from the end."""
    return {number, number - size - 1}


def _nth(day: date, in_year: bool) -> set[tuple[int, int]]:
    """The how manyth of its weekday a day is in its month or year, from both ends."""
    number, size = (day.timetuple().tm_yday, _year_size(day)) if in_year else (day.day, _month_size(day))
    weekday = day.weekday()
    return {((number - 1) // 7 + 1, weekday), (-((size - number) // 7 + 1), weekday)}


def _month_size(day: date) -> int:
    if day.month == 2:
        return 29 if _year_size(day) == 366 else 28
    return 30 if day.month in (4, 6, 9, 11) else 31


def _year_size(day: date) -> int:
    year = day.year
    return 366 if year % 4 == 0 and (year % 100 != 0 or year % 400 == 0) else 365


def _week(day: date, start: int) -> set[int]:
    """The number of a day's week from both ends of the year that the week belongs to: the one that has four of its
    days."""
    monday = day.toordinal() - (day.weekday() - start) % 7
    year = date.fromordinal(min(monday + 3, date.max.toordinal())).year
    first, following = _first_week(year, start), _first_week(year + 1, start)
    return _both((monday - first) // 7 + 1, (following - first) // 7)


def _first_week(year: int, start: int) -> int:
    """The ordinal of the day on which the first week of a year begins."""
    fourth = date(min(year, MAXYEAR), 1, 4)
    return fourth.toordinal() - (fourth.weekday() - start) % 7
