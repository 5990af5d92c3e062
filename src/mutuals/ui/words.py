"""Numbers, dates and lists as the pages say them. Pure: the present is an argument."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, tzinfo
from typing import Final

MONTHS: Final = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip
SPACE: Final = "\u00a0"
_DAYS_UNTIL_MONTHS: Final = 90
_DAYS_UNTIL_YEARS: Final = 730
_DAYS_PER_MONTH: Final = 30.44
_DAYS_PER_YEAR: Final = 365.25

Moment = datetime | date | int


def number(value: float, decimals: int = 0) -> str:
    """Writes a number with commas between thousands and a true minus."""
    return f"{value:,.{decimals}f}".replace("-", "\u2212")


def percent(share: float) -> str:
    """Writes a share of one as whole percent, with "under 1" and "over 99" where rounding would lie."""
    if 0 < share < 0.005:
        return f"under 1{SPACE}%"
    if 0.995 < share < 1:
        return f"over 99{SPACE}%"
    return f"{share * 100:.0f}{SPACE}%"


def ordinal(value: int) -> str:
    """Writes 1st, 2nd, 3rd, 4th, 11th, 21st and so on."""
    ending = "th" if value % 100 in {11, 12, 13} else {1: "st", 2: "nd", 3: "rd"}.get(value % 10, "th")
    return f"{number(value)}{ending}"


def names(people: Sequence[str], limit: int = 0) -> str:
    """Lists names: "Amara", "Amara and Jun", "Amara, Jun and Thabo", with a limit "Amara, Jun and 4 more"."""
    if limit and len(people) > limit:
        people = [*people[:limit], f"{number(len(people) - limit)} more"]
    if len(people) < 2:
        return "".join(people)
    return f"{', '.join(people[:-1])} and {people[-1]}"


def day_of(moment: Moment, zone: tzinfo = UTC) -> date:
    """Returns the calendar day of a date, a datetime or integer milliseconds UTC, as seen in a zone."""
    if isinstance(moment, int):
        moment = datetime.fromtimestamp(moment / 1000, UTC)
    if isinstance(moment, datetime):
        return moment.astimezone(zone).date() if moment.tzinfo else moment.date()
    return moment


_SPELLED: Final = (
    "none", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve",
)  # fmt: skip
# Up to so many minutes it is said like this.
_SPANS: Final = (
    (7, "a few minutes"), (12, "ten minutes"), (17, "a quarter of an hour"), (24, "twenty minutes"),
    (38, "half an hour"), (52, "three quarters of an hour"), (75, "an hour"), (105, "an hour and a half"),
)  # fmt: skip


def spelled(count: int) -> str:
    """Writes a count as a word up to twelve, else in figures."""
    return _SPELLED[count] if 0 <= count < len(_SPELLED) else number(count)


def span(minutes: float) -> str:
    """Says roughly how long something takes: "a quarter of an hour", "half an hour", "3 hours"."""
    return next((word for most, word in _SPANS if minutes <= most), f"{number(round(minutes / 60))} hours")


def excerpt(text: str, most: int) -> str:
    """Writes a text in one line, cut at a word where it is longer than `most` letters."""
    line = " ".join(text.split())
    return line if len(line) <= most else f"{line[:most].rsplit(' ', 1)[0]} …"


def days(count: float) -> str:
    """Writes a length of time in whole days, or months and years when days would not be read."""
    whole = max(1, round(count))
    if whole < _DAYS_UNTIL_YEARS:
        return f"{number(whole)} {'day' if whole == 1 else 'days'}"
    return f"{round(whole / _DAYS_PER_YEAR)} years"


def ago(moment: Moment, today: date, zone: tzinfo = UTC) -> str:
    """Says how long ago a day was: "today", "yesterday", "40 days ago", "5 months ago", "in 3 days"."""
    passed = (today - day_of(moment, zone)).days
    near = {0: "today", 1: "yesterday", -1: "tomorrow"}
    if passed in near:
        return near[passed]
    length = _length(abs(passed))
    return f"{length} ago" if passed > 0 else f"in {length}"


def long_day(moment: Moment, zone: tzinfo = UTC) -> str:
    """Writes "12 March 2026"."""
    day = day_of(moment, zone)
    return f"{day.day} {MONTHS[day.month - 1]} {day.year}"


def short_day(moment: Moment, today: date | None = None, zone: tzinfo = UTC) -> str:
    """Writes "12 Mar", with the year unless it is this year's."""
    day = day_of(moment, zone)
    text = f"{day.day} {MONTHS[day.month - 1][:3]}"
    return text if today is not None and day.year == today.year else f"{text} {day.year}"


def clock(moment: datetime | int, zone: tzinfo = UTC) -> str:
    """Writes "10 March 2026, 18:42" in a zone."""
    if isinstance(moment, int):
        moment = datetime.fromtimestamp(moment / 1000, UTC)
    local = moment.astimezone(zone) if moment.tzinfo else moment
    return f"{long_day(local, zone)}, {local:%H:%M}"


def _length(passed: int) -> str:
    if passed < _DAYS_UNTIL_MONTHS:
        return f"{passed} days"
    if passed < _DAYS_UNTIL_YEARS:
        return f"{round(passed / _DAYS_PER_MONTH)} months"
    return f"{round(passed / _DAYS_PER_YEAR)} years"
