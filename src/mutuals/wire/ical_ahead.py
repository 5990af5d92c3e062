"""What a calendar still has ahead: meetings that are to come, and those that are no longer. Pure.

Nothing of it has happened, so that none of it is an Event of the record: it is told aside, as a document, and counts
once somebody says that it took place or a later export tells of it as past (docs/why/044-to-come.md).
"""

from dataclasses import dataclass
from typing import Any

from mutuals.as2 import Time

DAY_MS = 86_400_000
ONCE_MS = 400 * DAY_MS
"""How far ahead meetings are told that are held once."""
SERIES_MS = 92 * DAY_MS
"""The same of series, of which only the next times are told."""
NEXT = 3
FRESH_MS = 31 * DAY_MS
"""A calendar last saved longer ago says nothing of the next times of its series."""
MOST = 200


@dataclass(frozen=True, slots=True)
class Coming:
    """A meeting to come: its id, what it is called, where, when it begins (with the zone of the calendar), how long it
    is to last (seconds, 0: unknown), whether it is held online, the ids of all who are to come."""

    id: str
    title: str
    place: str
    at: Time
    seconds: int
    online: bool
    people: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Ahead:
    """All that one entry has ahead: what was told of it before, and is neither among these nor `elsewhere` (ids), is
    no longer to come. Of a `series` the ids begin with that of the entry."""

    entry: str
    series: bool
    told: tuple[Coming, ...] = ()
    elsewhere: tuple[str, ...] = ()

    def document(self) -> dict[str, Any]:
        """The same as JSON; `clock` is the minute of the day on the wall, null where only the day is known."""
        return {
            "entry": self.entry,
            "series": self.series,
            "elsewhere": list(self.elsewhere),
            "told": [_told(one) for one in self.told],
        }


def _told(one: Coming) -> dict[str, Any]:
    """One meeting; its day and clock are those on the wall where it is held."""
    wall = (one.at.ms or 0) + 60_000 * (one.at.zone or 0)
    return {
        "id": one.id,
        "title": one.title,
        "place": one.place,
        "day": wall // DAY_MS,
        "clock": None if one.at.grain == "day" else wall % DAY_MS // 60_000,
        "seconds": one.seconds,
        "online": one.online,
        "people": list(one.people[:MOST]),
    }
