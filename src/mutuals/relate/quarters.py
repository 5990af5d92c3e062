"""Quarters of a year: the shortest season that is compared. Pure."""

import datetime as dt
from typing import NamedTuple

from mutuals.ui.words import MONTHS

EPOCH = dt.date(1970, 1, 1)


class Quarter(NamedTuple):
    """A quarter: its name ("2026Q1"), its first UTC day number and the first one after it."""

    name: str
    start: int
    end: int


def quarter_number(day: int) -> int:
    """The quarter of a year that a UTC day number lies in: four times the year, plus 0 to 3; dates beyond all calendars
    count with the last."""
    try:
        date = EPOCH + dt.timedelta(days=day)
    except OverflowError:
        date = dt.date.max if day > 0 else dt.date.min
    return date.year * 4 + (date.month - 1) // 3


def quarter_of(day: int) -> Quarter:
    """The quarter in which a UTC day number lies."""
    number = quarter_number(day)
    year, place = divmod(number, 4)
    return Quarter(f"{year}Q{place + 1}", _first(number), _first(number + 1))


def quarter_begins(day: int, back: int = 0) -> int:
    """The first UTC day of the quarter of a day, or of one so many quarters before."""
    for _ in range(back):
        day = quarter_of(day).start - 1
    return quarter_of(day).start


def quarter_ends(first: int, last: int, *, most: int = 80) -> list[int]:
    """The last UTC days of the calendar quarters that ended between two days, the latest `most`, and `last`."""
    ends = []
    number = quarter_number(first)
    while (day := _first(number + 1) - 1) < last:
        ends.append(day)
        number += 1
    return [*ends[-most:], last]


def quarter_span(number: int) -> str:
    """A quarter by its number in words: "July to September 2026"."""
    year, place = divmod(number, 4)
    return f"{MONTHS[3 * place]} to {MONTHS[3 * place + 2]} {year}"


def _first(number: int) -> int:
    """The first UTC day of a quarter by its number."""
    year, place = divmod(number, 4)
    return (dt.date(year, 3 * place + 1, 1) - EPOCH).days
