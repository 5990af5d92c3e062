"""The highest step of many ties at once, from no more of their events than it takes.

Most deep ties have met or written in private, which a look into an index tells. Only the others are read event by
event, some ties at a time, so that memory stays flat however many letters there are.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence, Set
from itertools import islice
from typing import Any, NamedTuple

from django.db import connection

from mutuals.people.services.moments import DAY_MS, days_joint
from mutuals.record.kinds import CO_PRESENCE, PRIVATE_KINDS, Grain, Kind, Medium
from mutuals.record.services.bulk import rows_in
from mutuals.relate.rungs import Direction, Event, Rung, highest, rungs

# What reaches many is not private, whatever its form.
NOT_PRIVATE = frozenset({Medium.LIST_MAIL, Medium.ROOM})
PROBED = 4_000
READ = 500

_PAIRS = "SELECT DISTINCT a, b FROM record_interaction WHERE "
_EVENTS = (
    "WITH pair(a, b) AS (VALUES {pairs}) "
    "SELECT i.a, i.b, i.id, i.at, i.kind, i.seconds, i.grain, p.medium, COALESCE(i.post, i.activity) "
    "FROM pair CROSS JOIN record_interaction i LEFT JOIN record_post p ON p.id = i.post "
    "WHERE i.a = pair.a AND i.b = pair.b AND {seen}"
)
_PRIVATE = (
    "WITH pair(a, b) AS (VALUES {pairs}) SELECT a, b FROM pair WHERE EXISTS (SELECT 1 FROM record_interaction i "
    "LEFT JOIN record_post p ON p.id = i.post WHERE i.a = pair.a AND i.b = pair.b AND i.kind IN ({kinds}) "
    "AND COALESCE(p.medium, 0) NOT IN ({many}) AND {seen})"
)

# Who of us with whom: the key of a tie of ours. Who towards whom: two actors.
Tie = tuple[int, int]
Way = tuple[int, int]


class Asked(NamedTuple):
    """Whose steps are asked for: the scopes that count, the actors of each side by contact, the first moment (UTC
    milliseconds) that is too late."""

    scopes: Sequence[int]
    mine: Mapping[int, int]
    theirs: Mapping[int, int]
    until_ms: int


def steps_highest(asked: Asked, *, among: Iterable[int] | None = None) -> dict[Tie, int]:
    """The highest step of every tie of ours that has any event, by (our, their) contact; 0 for none.

    `among` are the only actors of theirs that are looked at.
    """
    ways = _ways(asked, among)
    found: dict[Tie, int] = {}
    for tie, events in _events(asked, ways, CO_PRESENCE):
        if (step := highest(rungs(events))) is not None and step >= Rung.MET:
            found[tie] = int(step)
    left = {tie: ways[tie] for tie in ways if tie not in found}
    found |= dict.fromkeys(_private(asked, left), int(Rung.PRIVATE))
    left = {tie: left[tie] for tie in left if tie not in found}
    for tie, events in _events(asked, left, ()):
        found[tie] = int(highest(rungs(events)) or 0)
    return found


def _ways(asked: Asked, among: Iterable[int] | None) -> dict[Tie, list[Way]]:
    """For each tie of ours the actors that ever acted on one another."""
    mine = ",".join(map(str, asked.mine))
    found: dict[Tie, list[Way]] = defaultdict(list)
    if among is None:
        rows = rows_in(_PAIRS + "a IN ({})", asked.mine) + rows_in(_PAIRS + "b IN ({})", asked.mine)
    elif mine:
        among = list(among)
        rows = rows_in(f"{_PAIRS} a IN ({mine}) AND b IN ({{}})", among)
        rows += rows_in(f"{_PAIRS} b IN ({mine}) AND a IN ({{}})", among)
    else:
        rows = []
    for a, b in rows:
        us, them = (a, b) if a in asked.mine else (b, a)
        if us in asked.mine and them in asked.theirs:
            found[(asked.mine[us], asked.theirs[them])].append((a, b))
    return found


def _events(
    asked: Asked, ways: Mapping[Tie, list[Way]], kinds: Collection[Kind]
) -> Iterator[tuple[Tie, list[Event]]]:
    """Each tie with its events (of these kinds, where some are given), unless it has none."""
    joint = days_joint() if kinds else set[tuple[int, int, int]]()
    only = f" AND i.kind IN ({_listed(kinds)})" if kinds else ""
    for ties in _parts(ways, PROBED if kinds else READ):
        found: dict[Tie, list[Event]] = defaultdict(list)
        for a, b, *rest in _rows(asked, _EVENTS + only, [way for tie in ties for way in ways[tie]]):
            out = a in asked.mine
            tie = (asked.mine[a if out else b], asked.theirs[b if out else a])
            found[tie].append(event_of(*rest, out=out, joint=is_joint(joint, a, b, rest[1])))
        yield from found.items()


def _private(asked: Asked, ways: Mapping[Tie, list[Way]]) -> Iterator[Tie]:
    """The ties in which each of the two wrote or called the other in private."""
    for ties in _parts(ways, PROBED):
        named = {"kinds": _listed(PRIVATE_KINDS), "many": _listed(NOT_PRIVATE)}
        there = set(_rows(asked, _PRIVATE, [way for tie in ties for way in ways[tie]], **named))
        for tie in ties:
            if {a in asked.mine for a, b in ways[tie] if (a, b) in there} == {True, False}:
                yield tie


def _rows(asked: Asked, sql: str, ways: Sequence[Way], **more: str) -> list[Any]:
    if not ways:
        return []
    pairs = ",".join(f"({int(a)},{int(b)})" for a, b in ways)
    seen = f"i.scope IN ({_listed(asked.scopes)}) AND (i.at IS NULL OR i.at < {int(asked.until_ms)})"
    with connection.cursor() as cursor:
        cursor.execute(sql.format(pairs=pairs, seen=seen, **more))
        return cursor.fetchall()


def _parts(ways: Mapping[Tie, list[Way]], size: int) -> Iterator[list[Tie]]:
    stream = iter(ways)
    while part := list(islice(stream, size)):
        yield part


def _listed(numbers: Iterable[int]) -> str:
    return ",".join(str(int(one)) for one in numbers)


def event_of(
    number: int,
    at: int | None,
    kind: int,
    seconds: int,
    grain: int,
    medium: int | None,
    source: int | None,
    *,
    out: bool,
    joint: bool = False,
) -> Event:
    """One interaction as the steps see it: a meeting goes both ways, a mail to a list is not private, and what has no
    post or activity as its `source` was noted by hand, as something done together where its day is `joint`."""
    way = Direction.BOTH if kind in CO_PRESENCE else Direction.OUT if out else Direction.IN
    private = False if medium in NOT_PRIVATE else None
    moment = None if grain == Grain.UNKNOWN else at
    noted = source is None
    joint = joint and noted and kind in CO_PRESENCE
    return Event(number, moment, way, Kind(kind), seconds, noted=noted, joint=joint, private=private)


def is_joint(days: Set[tuple[int, int, int]], a: int, b: int, at: int | None) -> bool:
    """Whether one of two did something with the other on the day of a moment (UTC ms), by `moments.days_joint`."""
    if not days or at is None:
        return False
    day = at // DAY_MS
    return (a, b, day) in days or (b, a, day) in days
