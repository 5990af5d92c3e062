"""Reckons all ties of one viewer from the record's tie days: depth, circle, rhythm, step, chance of contact.

The tie days are the truth; everything here can be thrown away and made again, for today or for any past day.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import chain

import numpy as np
from django.db import connection
from numpy.typing import NDArray

from mutuals.people.selectors.actors import contacts_by_actor, contacts_ours, networks_by_contact
from mutuals.record.kinds import CO_PRESENCE, Grain, Kind, Medium
from mutuals.record.models import Account
from mutuals.record.selectors.scopes import accounts_readable
from mutuals.record.services.bulk import rows_in, vendor
from mutuals.relate.circles import Circle, circles
from mutuals.relate.forecast import Forecast, forecast
from mutuals.relate.past import NEVER, gaps
from mutuals.relate.rungs import Direction, Event, Rung, highest, rungs
from mutuals.relate.tie_arrays import Columns, Floats, Table, build, tie_days
from mutuals.relate.ties import DEFAULTS
from mutuals.team.models import User

DAY_MS = 86_400_000
TEAM = 0


@dataclass(frozen=True, slots=True)
class Line:
    """One tie as it is stored and shown; `a` is ours where one of the two is, `out` is from a to b."""

    a: int
    b: int
    ours: bool
    depth: float
    depth_out: float
    depth_in: float
    states: bytes
    days_active: int
    first_day: int
    last_day: int
    last_out: int | None
    last_in: int | None
    usual_gap: float | None
    trend: float | None
    chance: float | None
    terms: bytes
    circle: Circle
    rank: int
    rung: int
    networks: tuple[str, ...]
    kinds: int


@dataclass(slots=True)
class Reckoned:
    """All ties of a view as of a day, with the forecast that spoke."""

    view: int
    as_of: int
    lines: list[Line]
    forecast: Forecast | None = None
    columns: Columns | None = None


@dataclass(frozen=True, slots=True)
class Eyes:
    """What a viewer sees ties with: the view that is reckoned for them and the scopes it counts."""

    view: int
    scopes: tuple[int, ...]


def eyes_of(viewer: User) -> Eyes:
    """The view that shows a user all they may see: their own if they hold an account, else the team's."""
    own = Account.objects.filter(holder=viewer).exists()
    return Eyes(viewer.pk if own else TEAM, (0, *accounts_readable(viewer)))


def scopes_of(view: int) -> list[int]:
    """The scopes that a view counts: what is public, and the accounts it may read."""
    if view == TEAM:
        return [0, *accounts_readable(None)]
    return [0, *accounts_readable(User.objects.get(pk=view))]


def reckon(view: int, *, at_day: int) -> Reckoned:
    """Reckons the ties of a view as of a UTC day number, from the tie days up to it."""
    contacts, ours = contacts_by_actor(), contacts_ours()
    columns = columns_read(scopes_of(view), contacts, at_day)
    table = build(columns, at=float(at_day))
    out = Reckoned(view, at_day, [], columns=columns)
    if len(table):
        out.forecast = forecast(columns, at=at_day + 1)
        out.lines = _lines(out, table, columns, ours, _rungs(view, contacts, ours, at_day))
    return out


def columns_read(scopes: Sequence[int], contacts: dict[int, int], at_day: int) -> Columns:
    """The tie days of these scopes up to a day, actors mapped to contacts; pairs within one contact are left out."""
    where = f"FROM record_tieday WHERE scope IN ({','.join(map(str, scopes))}) AND day <= {int(at_day)}"
    a, b, day, kind, n, length = _integers(
        ("a", "b", "day", "kind", "n", "CAST(seconds AS BIGINT) * 128 + share"), where
    )
    a, b = _mapped(a, contacts), _mapped(b, contacts)
    keep = (a > 0) & (b > 0) & (a != b)
    found = Columns.of(a, b, day, kind=kind, n=n, seconds=length >> 7, share=length & 127)
    return found if keep.all() else found.take(keep)


def _integers(columns: Sequence[str], where: str) -> list[NDArray[np.int64]]:
    """Whole columns of integers. SQLite writes a column down as one text far quicker than a driver hands over rows."""
    with connection.cursor() as cursor:
        if vendor() == "sqlite":
            cursor.execute(f"SELECT {', '.join(f'group_concat({one})' for one in columns)} {where}")
            return [np.fromstring(text or "", dtype=np.int64, sep=",") for text in cursor.fetchone()]
        cursor.execute(f"SELECT {', '.join(columns)} {where}")
        rows = np.fromiter(chain.from_iterable(cursor.fetchall()), dtype=np.int64)
    return list(rows.reshape(-1, len(columns)).T)


def _mapped(actors: NDArray[np.int64], contacts: dict[int, int]) -> NDArray[np.int64]:
    unique, place = np.unique(actors, return_inverse=True)
    return np.array([contacts.get(one, 0) for one in unique.tolist()], dtype=np.int64)[place]


def _lines(
    out: Reckoned, table: Table, columns: Columns, ours: set[int], steps: dict[tuple[int, int], int]
) -> list[Line]:
    depths, states, trend = table.depths(out.as_of), table.states_at(out.as_of), table.trend(out.as_of)
    usual, last_out, last_in = _days(columns, table, out.as_of)
    chances = _chances(out.forecast)
    networks = _networks(columns)
    kinds = _kinds(columns)
    lines = []
    for i in range(len(table)):
        low, high = int(table.a[i]), int(table.b[i])
        turn = high in ours and low not in ours
        a, b = (high, low) if turn else (low, high)
        one, two = (1, 0) if turn else (0, 1)
        pair = (depths.out[i], depths.into[i])
        lasts = (last_out[i], last_in[i])
        lines.append(
            Line(
                a=a,
                b=b,
                ours=a in ours,
                depth=float(depths.depth[i]),
                depth_out=float(pair[one]),
                depth_in=float(pair[two]),
                states=states[i, [one, two]].astype("<f8").tobytes(),
                days_active=int(table.days_active[i]),
                first_day=int(table.first[i]),
                last_day=int(table.last[i]),
                last_out=_day(lasts[one]),
                last_in=_day(lasts[two]),
                usual_gap=_number(usual[i]),
                trend=_number(trend[i]),
                chance=chances.get((low, high), (None, b""))[0],
                terms=chances.get((low, high), (None, b""))[1],
                circle=Circle.NEW,
                rank=0,
                rung=steps.get((a, b), int(Rung.HEARD)),
                networks=tuple(sorted(networks.get(b, ()))),
                kinds=kinds.get((low, high), 0),
            )
        )
    return ranked(lines)


def _day(value: int) -> int | None:
    return None if value == NEVER else int(value)


def _number(value: float) -> float | None:
    return None if np.isnan(value) else float(value)


def _days(columns: Columns, table: Table, at: int) -> tuple[Floats, list[int], list[int]]:
    """Per tie of the table: the usual gap in days (NaN where there are too few), the last day out and the last in."""
    days = tie_days(columns, at=at)
    place = {pair: i for i, pair in enumerate(zip(table.a.tolist(), table.b.tolist(), strict=True))}
    mine = np.array(
        [place[pair] for pair in zip(days.low.tolist(), days.high.tolist(), strict=True)], dtype=np.int64
    )
    tie = mine[days.tie]
    lasts = []
    for weights in (days.out, days.into):
        last = np.full(len(table), NEVER, dtype=np.int64)
        np.maximum.at(last, tie[weights > 0], days.day[weights > 0])
        lasts.append(last.tolist())
    return gaps(tie, days.day.astype(np.int64), len(table)), lasts[0], lasts[1]


def _chances(found: Forecast | None) -> dict[tuple[int, int], tuple[float, bytes]]:
    """The chance of each pair and the printed terms behind it: raw values, then values as summed."""
    if found is None:
        return {}
    pairs = zip(found.a.tolist(), found.b.tolist(), strict=True)
    terms = np.concatenate([found.found.raw, found.found.values], axis=1).astype("<f8")
    rows = zip(found.probability.tolist(), (row.tobytes() for row in terms), strict=True)
    return dict(zip(pairs, rows, strict=True))


# Where somebody was heard as the forms of contact tell it, beside the networks of their actors.
HEARD = {Kind.CALL: "call", **dict.fromkeys(sorted(CO_PRESENCE), "in-person")}


def _networks(columns: Columns) -> dict[int, set[str]]:
    """Where each contact is heard: the networks of its actors, and in person or by call where a tie day says so."""
    found: dict[int, set[str]] = defaultdict(set)
    for contact, network in networks_by_contact():
        found[contact].add(network)
    for kind, word in HEARD.items():
        rows = columns.kind == kind
        for contact in np.unique(np.concatenate([columns.a[rows], columns.b[rows]])):
            found[int(contact)].add(word)
    return found


def _kinds(columns: Columns) -> dict[tuple[int, int], int]:
    """The forms in which each pair was in touch, as bits: 1 << Kind."""
    low, high = np.minimum(columns.a, columns.b), np.maximum(columns.a, columns.b)
    rows = np.unique(np.stack([low, high, columns.kind.astype(np.int64)], axis=1), axis=0)
    found: dict[tuple[int, int], int] = defaultdict(int)
    for a, b, kind in rows.tolist():
        found[(a, b)] |= 1 << kind
    return found


def ranked(lines: list[Line]) -> list[Line]:
    """Ranks and circles for each of our own contacts by itself; ties among others have neither."""
    groups: dict[int, list[Line]] = defaultdict(list)
    for line in lines:
        if line.ours:
            groups[line.a].append(line)
    done = [line for line in lines if not line.ours]
    for group in groups.values():
        group.sort(key=lambda line: (-line.depth, line.b))
        words = circles([line.depth for line in group], floor=DEFAULTS.floor())
        done += [
            replace(line, circle=word, rank=i)
            for i, (line, word) in enumerate(zip(group, words, strict=True), 1)
        ]
    return done


# What reaches many is not private, whatever its form.
NOT_PRIVATE = frozenset({Medium.LIST_MAIL, Medium.ROOM})
EVENTS = (
    "SELECT i.a, i.b, i.id, i.at, i.kind, i.seconds, i.grain, p.medium, COALESCE(i.post, i.activity) "
    "FROM record_interaction i "
    "LEFT JOIN record_post p ON p.id = i.post WHERE i.scope IN ({scopes}) AND i.{side} IN ({{}}) "
    "AND (i.at IS NULL OR i.at < {until})"
)


def _rungs(view: int, contacts: dict[int, int], ours: set[int], at_day: int) -> dict[tuple[int, int], int]:
    """The highest step of every tie of ours."""
    events = events_read(scopes_of(view), contacts, ours, until_ms=(at_day + 1) * DAY_MS)
    found = {}
    for pair, rows in events.items():
        step = highest(rungs(rows))
        found[pair] = int(step) if step is not None else 0
    return found


def events_read(
    scopes: Iterable[int], contacts: dict[int, int], ours: set[int], *, until_ms: int
) -> dict[tuple[int, int], list[Event]]:
    """The interactions between us and others, as the steps see them, by (our, their) contact."""
    mine = [actor for actor, contact in contacts.items() if contact in ours]
    listed = ",".join(map(str, scopes))
    found: dict[tuple[int, int], list[Event]] = defaultdict(list)
    for side in ("a", "b"):
        sql = EVENTS.format(scopes=listed, side=side, until=int(until_ms))
        for a, b, *rest in rows_in(sql, mine):
            us, them = contacts.get(a if side == "a" else b), contacts.get(b if side == "a" else a)
            if us is not None and them is not None and them not in ours:
                found[(us, them)].append(event_of(*rest, out=side == "a"))
    return found


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
) -> Event:
    """One interaction as the steps see it: a meeting goes both ways, a mail to a list is not private, and what has no
    post or activity as its `source` was noted by hand."""
    way = Direction.BOTH if kind in CO_PRESENCE else Direction.OUT if out else Direction.IN
    private = False if medium in NOT_PRIVATE else None
    moment = None if grain == Grain.UNKNOWN else at
    return Event(number, moment, way, Kind(kind), seconds, noted=source is None, private=private)
