"""Days of the year: read as people write them, and how far they lie ahead. Pure: the day is handed in."""

import datetime as dt
import re

EPOCH = dt.date(1970, 1, 1)
LEAP = 2000
_MONTHS = (
    "january february march april may june july august september october november december",
    "januar februar märz april mai juni juli august september oktober november dezember",
    "janvier février mars avril mai juin juillet août septembre octobre novembre décembre",
    "enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre",
    "gennaio febbraio marzo aprile maggio giugno luglio agosto settembre ottobre novembre dicembre",
    "janeiro fevereiro março abril maio junho julho agosto setembro outubro novembro dezembro",
    "januari februari maart april mei juni juli augustus september oktober november december",
)
_ISO = re.compile(r"(?:(\d{4})-|--)(\d\d)-?(\d\d)(?:T|$)")
_COMPACT = re.compile(r"(\d{4})(\d\d)(\d\d)$")
_DOTTED = re.compile(r"(\d{1,2})[./]\s*(\d{1,2})[./]?\s*(\d{4})?$")
_DAY_FIRST = re.compile(
    r"(\d{1,2})(?:st|nd|rd|th|\.|er|º)?\s+(?:de\s+|of\s+)?([^\W\d_]{3,})\.?,?(?:\s+(?:de\s+)?(\d{4}))?$"
)
_MONTH_FIRST = re.compile(r"([^\W\d_]{3,})\.?\s+(\d{1,2})(?:st|nd|rd|th)?,?(?:\s+(\d{4}))?$")


def date_of(day: int) -> dt.date:
    """The date of a UTC day number."""
    return EPOCH + dt.timedelta(days=day)


def day_number(text: str) -> int | None:
    """The UTC day number of an ISO date, 1970 to 9999; None for anything else."""
    try:
        number = (dt.date.fromisoformat(text.strip()) - EPOCH).days
    except ValueError:
        return None
    return number if number >= 0 else None


def is_day_of_year(month: int, day: int) -> bool:
    """Whether some year has this day; 29 February is one."""
    return _made(LEAP, month, day) is not None


def day_of_year(text: str) -> tuple[int, int, int | None] | None:
    """(month, day, year or None) of a day as people and files write it: "4 June", "June 4, 1980", "4.6.", "--06-04",
    "1980-06-04"; of figures alone the day stands before the month. None for what is no such day.

    Month names are known in English, German, French, Spanish, Italian, Portuguese and Dutch.
    """
    text = text.strip()
    if found := _ISO.match(text) or _COMPACT.match(text):
        year, month, day = found.groups()
    elif found := _DOTTED.match(text):
        day, month, year = found.groups()
    elif found := _DAY_FIRST.match(text):
        day, name, year = found.groups()
        month = str(_month(name))
    elif found := _MONTH_FIRST.match(text):
        name, day, year = found.groups()
        month = str(_month(name))
    else:
        return None
    if not is_day_of_year(int(month), int(day)):
        return None
    # Address books write a year that nobody told as 1604, 1900 or 0.
    told = int(year) if year and int(year) > 1900 else None
    return int(month), int(day), told


def days_until(month: int, day: int, *, today: dt.date) -> int:
    """In how many days a day of the year comes next, 0 today; 29 February is kept on the 28th in other years."""
    for year in (today.year, today.year + 1):
        coming = _made(year, month, day) or dt.date(year, 2, 28)
        if coming >= today:
            return (coming - today).days
    raise ValueError(f"{month}-{day} is no day of the year.")


def _month(name: str) -> int:
    small = name.casefold()
    for line in _MONTHS:
        for number, one in enumerate(line.split(), start=1):
            if one.startswith(small):
                return number
    return 0


def _made(year: int, month: int, day: int) -> dt.date | None:
    try:
        return dt.date(year, month, day)
    except ValueError:
        return None
