"""Who knows whom among people: communities, who connects them, and ways to somebody. Pure.

Communities are those of greatest modularity (Newman & Girvan 2004) that moving one person at a time finds, then whole
communities at a time (Louvain: Blondel et al. 2008), always in the same order, so that the same people give the same
picture. A bridge is somebody whose ties lead into other communities than their own.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

Weights = Mapping[int, Mapping[int, float]]
_ROUNDS = 20
_TINY = 1e-12


class Tie(NamedTuple):
    """Two people who know each other, and how deep that is."""

    a: int
    b: int
    depth: float


@dataclass(frozen=True, slots=True)
class Bridge:
    """Somebody who connects communities: which (by their place in the list), and how much leads out of their own."""

    person: int
    home: int
    others: tuple[int, ...]
    weight: float


@dataclass(frozen=True, slots=True)
class Way:
    """A way to somebody through people who know one another, ours first; the strength is that of a chain."""

    through: tuple[int, ...]
    strength: float


def communities(ties: Iterable[Tie]) -> list[list[int]]:
    """The communities of everybody in these ties, the largest first, each in the order of how well they are connected
    within it."""
    links = _links(ties)
    people = sorted(links)
    home = {one: place for place, one in enumerate(people)}
    for _ in range(_ROUNDS):
        before = dict(home)
        home = _merged(links, _settled(links, home))
        if home == before:
            break
    groups: dict[int, list[int]] = defaultdict(list)
    for one in people:
        groups[home[one]].append(one)
    found = [
        sorted(group, key=lambda one: (-_within(links, one, set(group)), one)) for group in groups.values()
    ]
    return sorted(found, key=lambda group: (-len(group), group[0]))


def modularity(ties: Iterable[Tie], groups: Sequence[Sequence[int]]) -> float:
    """How much more of all depth lies within the groups than chance would put there, at most 1."""
    links = _links(ties)
    total = sum(sum(row.values()) for row in links.values())
    if not total:
        return 0.0
    found = 0.0
    for group in groups:
        inside = set(group)
        within = sum(_within(links, one, inside) for one in group)
        share = sum(sum(links[one].values()) for one in group) / total
        found += within / total - share * share
    return found


def bridges(ties: Iterable[Tie], groups: Sequence[Sequence[int]], *, limit: int = 3) -> list[Bridge]:
    """Who connects communities, those first without whom they would hang together least."""
    links = _links(ties)
    home = {one: place for place, group in enumerate(groups) for one in group}
    between: dict[tuple[int, int], float] = defaultdict(float)
    out: dict[int, dict[int, float]] = defaultdict(lambda: defaultdict(float))
    for one, row in links.items():
        for other, depth in row.items():
            if home[one] != home[other]:
                out[one][home[other]] += depth
                if one < other:
                    between[min(home[one], home[other]), max(home[one], home[other])] += depth
    found = []
    for one, row in out.items():
        # Of what holds two communities together, the share that goes through this one.
        worth = sum(depth / between[min(home[one], to), max(home[one], to)] for to, depth in row.items())
        others = tuple(sorted(row, key=lambda to: (-row[to], to)))
        found.append(Bridge(one, home[one], others, worth))
    return sorted(found, key=lambda one: (-one.weight, one.person))[:limit]


def thinned(ties: Iterable[Tie], *, each: int = 3, most: int = 200) -> list[Tie]:
    """The ties that a picture can hold: the strongest tree that keeps everybody connected who is, and of everybody the
    `each` strongest, at most `most`."""
    ordered = sorted(ties, key=lambda tie: (-tie.depth, tie.a, tie.b))
    root: dict[int, int] = {}
    count: dict[int, int] = defaultdict(int)
    tree, rest = [], []
    for tie in ordered:
        one, two = _root(root, tie.a), _root(root, tie.b)
        if one != two:
            root[one] = two
            tree.append(tie)
        elif count[tie.a] < each and count[tie.b] < each:
            rest.append(tie)
        else:
            continue
        count[tie.a] += 1
        count[tie.b] += 1
    return sorted((tree + rest)[:most], key=lambda tie: (-tie.depth, tie.a, tie.b))


def ways(
    mine: Mapping[int, float],
    theirs: Mapping[int, float],
    middle: Iterable[Tie] = (),
    *,
    limit: int = 6,
) -> list[Way]:
    """Ways from us to somebody: through one person, else through two, the strongest first.

    `mine` is how deep our ties are, `theirs` how deep theirs, by person; `middle` are ties between people of the one
    and of the other. A chain is weaker than its weakest part: 1 / sum of 1 / depth.
    """
    found = [Way((one,), chain(mine[one], theirs[one])) for one in theirs if one in mine]
    seen = {way.through[0] for way in found}
    for tie in middle:
        for first, second in ((tie.a, tie.b), (tie.b, tie.a)):
            if first in mine and second in theirs and first not in seen and second not in seen:
                found.append(Way((first, second), chain(mine[first], tie.depth, theirs[second])))
    found.sort(key=lambda way: (len(way.through), -way.strength, way.through))
    best: dict[int, Way] = {}
    for way in found:
        best.setdefault(way.through[0], way)
    return list(best.values())[:limit]


def chain(*depths: float) -> float:
    """How strong a chain of ties is; 0 where one of them is."""
    return 1.0 / sum(1.0 / depth for depth in depths) if all(depth > 0 for depth in depths) else 0.0


def _links(ties: Iterable[Tie]) -> dict[int, dict[int, float]]:
    found: dict[int, dict[int, float]] = defaultdict(dict)
    for a, b, depth in ties:
        if a != b and depth > 0:
            found[a][b] = found[a].get(b, 0.0) + depth
            found[b][a] = found[a][b]
    return found


def _settled(links: Weights, home: Mapping[int, int]) -> dict[int, int]:
    """Everybody moved, one at a time, to the neighbouring community where modularity gains most, until nobody moves."""
    home = dict(home)
    degree = {one: sum(row.values()) for one, row in links.items()}
    total = sum(degree.values())
    held: dict[int, float] = defaultdict(float)
    for one, group in home.items():
        held[group] += degree[one]
    for _ in range(_ROUNDS):
        changed = False
        for one in sorted(links):
            to: dict[int, float] = defaultdict(float)
            for other, depth in links[one].items():
                to[home[other]] += depth
            here = home[one]
            held[here] -= degree[one]
            gains = {group: to[group] - held[group] * degree[one] / total for group in (*to, here)}
            best = max(sorted(gains), key=lambda group: (gains[group] > gains[here] + _TINY, gains[group]))
            best = best if gains[best] > gains[here] + _TINY else here
            held[best] += degree[one]
            changed |= best != here
            home[one] = best
        if not changed:
            break
    return home


def _merged(links: Weights, home: Mapping[int, int]) -> dict[int, int]:
    """Whole communities moved into one another where that gains: each is one person of a smaller network."""
    between: dict[int, dict[int, float]] = defaultdict(lambda: defaultdict(float))
    for one, row in links.items():
        for other, depth in row.items():
            between[home[one]][home[other]] += depth
    total = sum(sum(row.values()) for row in between.values())
    degree = {group: sum(row.values()) for group, row in between.items()}
    into = {group: group for group in between}
    while True:
        best = max(
            (
                (2 * (depth / total - degree[g] * degree[h] / total**2), -g, -h)
                for g, row in between.items()
                for h, depth in row.items()
                if g < h
            ),
            default=(0.0, 0, 0),
        )
        if best[0] <= _TINY:
            return {one: _end(into, group) for one, group in home.items()}
        g, h = -best[1], -best[2]
        into[h] = g
        for other, depth in between.pop(h).items():
            between[other].pop(h, None)
            if other not in (g, h):
                between[g][other] = between[other][g] = between[g].get(other, 0.0) + depth
        degree[g] += degree.pop(h)


def _end(into: Mapping[int, int], group: int) -> int:
    while into[group] != group:
        group = into[group]
    return group


def _within(links: Weights, one: int, group: set[int]) -> float:
    return sum(depth for other, depth in links[one].items() if other in group)


def _root(root: dict[int, int], one: int) -> int:
    while root.setdefault(one, one) != one:
        root[one] = root[root[one]]
        one = root[one]
    return one
