"""Days of the sample world: all are counted from a given day, and some are looked up in its calendar.

A day is an offset from today: -1 is yesterday, the latest there is, since the world may be made in the morning. Clock
times are those of Lindenfurt, which keeps summer time as the European Union does (Directive 2000/84/EC).
"""

import datetime

from mutuals.as2 import GrainName, Time

FIRST, LAST = -730, -1
WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_EPOCH = datetime.date(1970, 1, 1).toordinal()


class Calendar:
    """The two years before `today`."""

    def __init__(self, today: datetime.date) -> None:
        self.today = today

    def date(self, day: int) -> datetime.date:
        """The date of an offset."""
        return self.today + datetime.timedelta(days=day)

    def month(self, day: int) -> int:
        """The month of an offset, 1 to 12."""
        return self.date(day).month

    def day(self, text: str) -> int:
        """The offset that is written: `-270`; `-270/wed`, the last Wednesday up to then; `dec-20/1`, the first 20th
        of December of the two years (`/2` the second). Raises ValueError."""
        head, _, tail = text.partition("/")
        if head[:3] in MONTHS:
            month, day = MONTHS.index(head[:3]) + 1, int(head[4:])
            years = range(self.today.year - 2, self.today.year + 1)
            found = [(datetime.date(year, month, day) - self.today).days for year in years]
            within = [one for one in found if FIRST <= one <= LAST]
            return within[min(int(tail or 1), len(within)) - 1]
        return self.weekday(int(head), tail) if tail else int(head)

    def weekday(self, day: int, name: str) -> int:
        """The last day of that name up to `day`."""
        return day - (self.date(day).weekday() - WEEKDAYS.index(name)) % 7

    def time(self, day: int, minute: int, *, grain: GrainName = "s", more: int = 0) -> Time:
        """The moment of a local minute of a day, `more` milliseconds later."""
        date = self.date(day)
        zone = 120 if _turn(date.year, 3) <= date < _turn(date.year, 10) else 60
        ms = ((date.toordinal() - _EPOCH) * 1440 + minute - zone) * 60_000 + more
        return Time(ms, grain, zone)


def _turn(year: int, month: int) -> datetime.date:
    """The last Sunday of a month of 31 days, on which clocks are changed."""
    last = datetime.date(year, month, 31)
    return last - datetime.timedelta(days=(last.weekday() + 1) % 7)
