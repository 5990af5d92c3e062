"""Quarters of a year: the shortest season that is compared. Pure."""

import datetime as dt
from typing import NamedTuple

EPOCH = dt.date(1970, 1, 1)


class Quarter(NamedTuple):
    """A quarter: its name ("2026Q1"), its first UTC day number and the first one after it."""

    name: str
    start: int
    end: int


def quarter_of(day: int) -> Quarter:
    """The quarter in which a UTC day number lies."""
    date = EPOCH + dt.timedelta(days=day)
    place = (date.month - 1) // 3
    start = dt.date(date.year, 3 * place + 1, 1)
    end = dt.date(date.year + 1, 1, 1) if place == 3 else dt.date(date.year, 3 * place + 4, 1)
    return Quarter(f"{date.year}Q{place + 1}", (start - EPOCH).days, (end - EPOCH).days)
