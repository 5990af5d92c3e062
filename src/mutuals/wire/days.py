"""Days as they are written in facts, and moments that a calendar has. Pure."""

from datetime import date

from mutuals.as2 import UNKNOWN_TIME, GrainName, Time

_EPOCH = 719_163
_LAST = 3_652_059 - _EPOCH
_FIRST_MS, _END_MS = -(_EPOCH - 1) * 86_400_000, (_LAST + 1) * 86_400_000
# Kiritimati is ahead by 14 hours, and nobody lives further from UTC.
_WIDEST = 14 * 60


def settled(ms: int, grain: GrainName, zone: int | None) -> Time:
    """A moment as it may travel: unknown outside the years 1 to 9999, without a zone (minutes) that no place has."""
    if not _FIRST_MS <= ms < _END_MS:
        return UNKNOWN_TIME
    return Time(ms, grain, zone if zone is not None and abs(zone) <= _WIDEST else None)


def day_text(time: Time) -> str:
    """A moment's day (UTC) as 2021-03-12; "" when it is unknown or no calendar has it."""
    day = None if time.ms is None else time.ms // 86_400_000
    return "" if day is None or not -_EPOCH < day <= _LAST else date.fromordinal(_EPOCH + day).isoformat()
