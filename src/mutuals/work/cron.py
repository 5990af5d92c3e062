"""When a line like `30 3 * * 1` comes due next. Pure; five fields: minute, hour, day, month, weekday, all in UTC.

The grammar is crontab(5): `*`, numbers, lists, ranges, steps; weekday 0 or 7 is Sunday; when day and weekday are both
given either is enough.
"""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

MINUTE_MS = 60_000
FIELDS = (("minute", 0, 59), ("hour", 0, 23), ("day", 1, 31), ("month", 1, 12), ("weekday", 0, 7))
# A leap day on a given weekday can be 40 years away (over a century's missing leap year); beyond that there is none.
HORIZON_DAYS = 366 * 41


class BadCron(ValueError):
    """A cron line cannot be read; says which field and why."""


@dataclass(frozen=True, slots=True)
class Times:
    """The moments a cron line names: the numbers that each field admits."""

    minutes: frozenset[int]
    hours: frozenset[int]
    days: frozenset[int]
    months: frozenset[int]
    weekdays: frozenset[int]
    either_day: bool

    def day_fits(self, day: datetime) -> bool:
        """Whether anything is due on that day."""
        if day.month not in self.months:
            return False
        in_month, in_week = day.day in self.days, day.isoweekday() % 7 in self.weekdays
        return in_month or in_week if self.either_day else in_month and in_week


def parse(line: str) -> Times:
    """Reads a cron line; raises BadCron."""
    fields = line.split()
    if len(fields) != len(FIELDS):
        raise BadCron(f"{line!r} has {len(fields)} fields, not five.")
    minutes, hours, days, months, weekdays = (
        _field(text, name, low, high) for text, (name, low, high) in zip(fields, FIELDS, strict=True)
    )
    both_given = not fields[2].startswith("*") and not fields[4].startswith("*")
    return Times(minutes, hours, days, months, frozenset(d % 7 for d in weekdays), both_given)


def _field(text: str, name: str, low: int, high: int) -> frozenset[int]:
    return frozenset(n for part in text.split(",") for n in _part(part, name, low, high))


def _part(part: str, name: str, low: int, high: int) -> range:
    span, _, step = part.partition("/")
    first, dash, last = (str(low), "-", str(high)) if span == "*" else span.partition("-")
    numbers = [first, last if dash else first, step or "1"]
    if not all(n.isascii() and n.isdigit() for n in numbers) or (part.endswith("/")):
        raise BadCron(f"{part!r} is no {name}.")
    start, stop, stride = map(int, numbers)
    if step and not dash:
        stop = high
    if not low <= start <= stop <= high or stride == 0:
        raise BadCron(f"{part!r} is no {name} from {low} to {high}.")
    return range(start, stop + 1, stride)


def next_ms(line: str, after_ms: int) -> int:
    """The first moment later than `after_ms` (milliseconds UTC) that the line names; raises BadCron when none comes."""
    times = parse(line)
    minute = datetime.fromtimestamp((after_ms // MINUTE_MS + 1) * 60, UTC)
    day = minute.replace(hour=0, minute=0)
    for _ in range(HORIZON_DAYS):
        if times.day_fits(day):
            for hour in sorted(times.hours):
                for at in sorted(times.minutes):
                    moment = day.replace(hour=hour, minute=at)
                    if moment >= minute:
                        return int(moment.timestamp()) * 1000
        day += timedelta(days=1)
    raise BadCron(f"{line!r} never comes due.")
