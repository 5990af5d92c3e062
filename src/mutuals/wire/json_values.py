"""Fields of foreign JSON, whatever their types turn out to be, and times in ISO 8601. Pure."""

import re
from collections.abc import Iterator
from datetime import date
from functools import lru_cache
from typing import Any

from mutuals.as2 import UNKNOWN_TIME, Time
from mutuals.wire.days import settled

_ISO = re.compile(
    r"(\d{4})-(\d\d)-(\d\d)[T ](\d\d):(\d\d)(?::(\d\d)(?:[.,](\d{1,9}))?)? ?(?:Z|([+-])(\d\d):?(\d\d))?"
)


def words_of(value: object) -> str:
    """A string field; "" for anything else."""
    return value if isinstance(value, str) else ""


def rows_of(value: object) -> Iterator[dict[str, Any]]:
    """The objects in a list; nothing for anything else."""
    if isinstance(value, list):
        yield from (one for one in value if isinstance(one, dict))


def part_of(row: object, name: str) -> dict[str, Any]:
    """The object in a field, or an empty one."""
    value = row.get(name) if isinstance(row, dict) else None
    return value if isinstance(value, dict) else {}


def iso_time(value: object) -> Time:
    """Reads ISO 8601 (RFC 3339, and a space for T) with the grain that it has; unknown for anything else."""
    return _iso_text(value) if isinstance(value, str) else UNKNOWN_TIME


# A post and what was done to it mostly name the same moment.
@lru_cache(maxsize=1024)
def _iso_text(text: str) -> Time:
    match = _ISO.fullmatch(text.strip())
    try:
        return _iso(match) if match else UNKNOWN_TIME
    except ValueError:
        return UNKNOWN_TIME


@lru_cache(maxsize=4096)
def midnight(year: int, month: int, day: int) -> int:
    """The first millisecond of a day since 1970 UTC; raises ValueError for a day that is none."""
    return (date(year, month, day).toordinal() - 719_163) * 86_400_000


def _iso(match: re.Match[str]) -> Time:
    year, month, day, hour, minute, second, fraction, sign, ahead, ahead_minutes = match.groups()
    if int(hour) > 23 or int(minute) > 59:
        raise ValueError("no such time")
    zone = (int(ahead) * 60 + int(ahead_minutes)) * (-1 if sign == "-" else 1) if ahead else 0
    ms = midnight(int(year), int(month), int(day))
    ms += ((int(hour) * 60 + int(minute) - zone) * 60 + int(second or 0)) * 1000 + int(
        (fraction or "0").ljust(3, "0")[:3]
    )
    return settled(ms, "ms" if fraction else "s" if second else "min", zone or None)
