"""One line for each tie, as it is stored and shown, from the table of ties and what stands beside it."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Set
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from mutuals.people.selectors.actors import networks_by_contact
from mutuals.record.kinds import CO_PRESENCE, Kind
from mutuals.relate.circles import Circle, circles
from mutuals.relate.forecast import Forecast
from mutuals.relate.past import NEVER, gaps
from mutuals.relate.rungs import Rung
from mutuals.relate.tie_arrays import Columns, Floats, Table, tie_days
from mutuals.relate.ties import DEFAULTS


@dataclass(slots=True)  # Not frozen: there are many, and freezing them takes longer than reckoning them.
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
    rank: int | None
    rung: int
    networks: tuple[str, ...]
    kinds: int


class Beside(NamedTuple):
    """What a line has besides the numbers of the table: who we are, and by (a, b) steps (a is ours), chances with
    their terms (a < b); the networks each contact is on."""

    ours: Set[int]
    steps: Mapping[tuple[int, int], int]
    chances: Mapping[tuple[int, int], tuple[float | None, bytes]]
    networks: Mapping[int, Set[str]]


def lines_of(table: Table, columns: Columns, beside: Beside, *, as_of: int) -> list[Line]:
    """Returns a line for each tie of the table, reckoned at a UTC day from the tie days; without ranks and circles."""
    depths, states, trend = table.depths(as_of), table.states_at(as_of), table.trend(as_of)
    usual, last_out, last_in = _days(columns, table, as_of)
    ours, kinds = beside.ours, _kinds(columns)
    lines = []
    for i in range(len(table)):
        low, high = int(table.a[i]), int(table.b[i])
        turn = high in ours and low not in ours
        a, b = (high, low) if turn else (low, high)
        one, two = (1, 0) if turn else (0, 1)
        pair = (depths.out[i], depths.into[i])
        lasts = (last_out[i], last_in[i])
        chance = beside.chances.get((low, high), (None, b""))
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
                chance=chance[0],
                terms=chance[1],
                circle=Circle.NEW,
                rank=None,
                rung=beside.steps.get((a, b), int(Rung.HEARD)),
                networks=heard_in(beside.networks.get(b, ()), kinds.get((low, high), 0)),
                kinds=kinds.get((low, high), 0),
            )
        )
    return lines


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


def chances_of(found: Forecast | None) -> dict[tuple[int, int], tuple[float, bytes]]:
    """The chance of each pair and the printed terms behind it: raw values, then values as summed."""
    if found is None:
        return {}
    pairs = zip(found.a.tolist(), found.b.tolist(), strict=True)
    terms = np.concatenate([found.found.raw, found.found.values], axis=1).astype("<f8")
    rows = zip(found.probability.tolist(), (row.tobytes() for row in terms), strict=True)
    return dict(zip(pairs, rows, strict=True))


# Where somebody was heard as the forms of contact tell it, beside the networks of their actors.
HEARD = {Kind.CALL: "call", **dict.fromkeys(sorted(CO_PRESENCE), "in-person")}


def networks_by(contacts: Iterable[int] | None = None) -> dict[int, set[str]]:
    """The networks that the actors of each contact (or of each of these) are on."""
    found: dict[int, set[str]] = defaultdict(set)
    for contact, network in networks_by_contact(contacts):
        found[contact].add(network)
    return found


def heard_in(networks: Iterable[str], kinds: int) -> tuple[str, ...]:
    """Where somebody is heard: the networks they are on, and what the forms of contact (1 << Kind) of the tie tell."""
    return tuple(sorted({*networks, *(word for kind, word in HEARD.items() if kinds >> kind & 1)}))


def _kinds(columns: Columns) -> dict[tuple[int, int], int]:
    """The forms in which each pair was in touch, as bits: 1 << Kind."""
    low, high = np.minimum(columns.a, columns.b), np.maximum(columns.a, columns.b)
    rows = np.unique(np.stack([low, high, columns.kind.astype(np.int64)], axis=1), axis=0)
    found: dict[tuple[int, int], int] = defaultdict(int)
    for a, b, kind in rows.tolist():
        found[(a, b)] |= 1 << kind
    return found


def ranked(lines: list[Line]) -> list[Line]:
    """Sets rank and circle of the lines, for each of our own contacts by itself; ties among others have neither."""
    groups: dict[int, list[Line]] = defaultdict(list)
    for line in lines:
        if line.ours:
            groups[line.a].append(line)
    done = [line for line in lines if not line.ours]
    for group in groups.values():
        group.sort(key=lambda line: (-line.depth, line.b))
        words = circles([line.depth for line in group], floor=DEFAULTS.floor())
        for rank, (line, word) in enumerate(zip(group, words, strict=True), 1):
            line.circle, line.rank = word, rank
        done += group
    return done
