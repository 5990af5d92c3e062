"""What a calendar still has ahead: meetings that are to come, and those that are no longer. Pure.

Nothing of it has happened, so that none of it is an Event of the record: it is told aside, as a document, and counts
once somebody says that it took place or a later export tells of it as past (docs/why/044-to-come.md).
"""

from dataclasses import dataclass
from typing import Any, Literal

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
    """A meeting to come: its id, what it is called, where, when it begins, how long it is to last (seconds, 0:
    unknown), whether it is held online, the ids of all who are to come."""

    id: str
    title: str
    place: str
    at: Time
    seconds: int
    online: bool
    people: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Ahead:
    """All that one entry has ahead. What was told of it before, within `reach`, and is neither among these nor
    `elsewhere` (ids), is no longer to come.

    `reach`: "one" the entry alone; "times" what a series first meant to hold from `since` to `until` (ms); "all" the
    entry with all its times. `rank` is the place of this word among others on the entry (`ical_off.rank`), `updated`
    when the entry was last changed (ms, 0: unknown).
    """

    entry: str
    reach: Literal["one", "times", "all"]
    rank: tuple[int, int] = (0, 0)
    updated: int = 0
    since: int = 0
    until: int = 0
    told: tuple[Coming, ...] = ()
    elsewhere: tuple[str, ...] = ()

    def document(self) -> dict[str, Any]:
        """The same as JSON."""
        return {
            "entry": self.entry,
            "reach": self.reach,
            "rank": list(self.rank),
            "updated": self.updated,
            "since": self.since,
            "until": self.until,
            "elsewhere": list(self.elsewhere),
            "told": [_told(one) for one in self.told],
        }


def _told(one: Coming) -> dict[str, Any]:
    """One meeting; `at` (ms) is null where only the UTC day is known."""
    at = one.at.ms or 0
    return {
        "id": one.id,
        "title": one.title,
        "place": one.place,
        "day": at // DAY_MS,
        "at": None if one.at.grain == "day" else at,
        "seconds": one.seconds,
        "online": one.online,
        "people": list(one.people[:MOST]),
    }
