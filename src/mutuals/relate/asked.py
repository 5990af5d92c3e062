"""What an address asks for: days, numbers and ids, written by anybody. Pure."""

import datetime as dt


def day_of(text: str | None) -> int | None:
    """A UTC day number from a day number or an ISO date; None for anything else."""
    if not text:
        return None
    number = number_of(text)
    if number is not None:
        return number if abs(number) < 10**7 else None
    try:
        return (dt.date.fromisoformat(text) - dt.date(1970, 1, 1)).days
    except ValueError:
        return None


def number_of(text: str | None) -> int | None:
    """A whole number of at most 15 digits; None for anything else."""
    digits = (text or "").removeprefix("-")
    return int(text or "0") if digits.isascii() and digits.isdigit() and len(digits) < 16 else None


def is_id(text: str) -> bool:
    """Whether it looks like a public id."""
    return len(text) == 36 and all(one in "0123456789abcdef-" for one in text)
