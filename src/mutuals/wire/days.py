"""Days as they are written in facts. Pure."""

from datetime import date

from mutuals.as2 import Time

_EPOCH = 719_163
_LAST = 3_652_059 - _EPOCH


def day_text(time: Time) -> str:
    """A moment's day (UTC) as 2021-03-12; "" when it is unknown or no calendar has it."""
    day = None if time.ms is None else time.ms // 86_400_000
    return "" if day is None or not -_EPOCH < day <= _LAST else date.fromordinal(_EPOCH + day).isoformat()
