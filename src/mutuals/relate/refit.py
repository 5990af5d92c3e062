"""What people's own words on circles say of the kind weights: where their circles differ from the reckoned ones, and
whether other weights would have put people nearer to where they are said to be. Pure: chance is handed in.

One kind of contact at a time is weighed anew (half, less, more, double). Weights move only when what was said shows
beyond doubt that circles would fit better: the best candidate is chosen on many samples of what was said and judged on
what the sample left out, so that choosing cannot flatter itself (`record.thresholds`, Efron 1979). What people say is
no fair sample, since one speaks up where something is wrong; so only a few moderate candidates are tried, and whoever
agrees counts as much.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from types import MappingProxyType

import numpy as np
from numpy.typing import NDArray

from mutuals.record.kinds import Kind
from mutuals.record.thresholds import gain_interval
from mutuals.relate.circles import Circle, circles
from mutuals.relate.tie_arrays import Columns, Floats, Ints, build
from mutuals.relate.ties import DEFAULTS, Parameters

# From so many circles on it is tried.
LEAST = 20
# What is weighed anew together, by the letter that the version names it with.
GROUPS: Mapping[str, frozenset[Kind]] = MappingProxyType(
    {
        "m": frozenset({Kind.MEETING, Kind.EVENT}),
        "p": frozenset({Kind.MESSAGE, Kind.EMAIL, Kind.CALL}),
        "t": frozenset({Kind.REPLY, Kind.MENTION, Kind.QUOTE}),
        "l": frozenset({Kind.SHARE, Kind.LIKE, Kind.FOLLOW, Kind.CONNECT}),
    }
)
FACTORS = (0.5, 0.7, 1.4, 2.0)
TITLES: Mapping[str, str] = MappingProxyType(
    {
        "m": "meetings and events", "p": "private words", "t": "public replies and mentions", "l": "likes and shares",
    }
)  # fmt: skip
_WORDS = list(Circle)


@dataclass(frozen=True, slots=True)
class Refit:
    """What `n` circles that were said show: how many agree with the reckoned ones, how many are nearer or farther; the
    best other weight (`group` times `factor`), by how many circles it brings people nearer on average to where they are
    said to be, with the 95 % interval of that gain, and whether it is `used`."""

    n: int
    agree: int
    nearer: int
    farther: int
    group: str = ""
    factor: float = 1.0
    gain: float = 0.0
    low: float = 0.0
    high: float = 0.0
    used: bool = False

    @property
    def early(self) -> bool:
        """Whether it is too early to tell."""
        return self.n < LEAST


def parameters_with(group: str, factor: float) -> Parameters:
    """Return the parameters with the weights of one group multiplied, under a version of their own; the usual ones for
    no group."""
    if group not in GROUPS:
        return DEFAULTS
    kinds = GROUPS[group]
    plain = {kind: weight * (factor if kind in kinds else 1.0) for kind, weight in DEFAULTS.plain.items()}
    timed = {
        kind: one._replace(weight=one.weight * (factor if kind in kinds else 1.0))
        for kind, one in DEFAULTS.timed.items()
    }
    version = f"{DEFAULTS.version}~{group}{factor:g}"
    return replace(DEFAULTS, version=version, plain=MappingProxyType(plain), timed=MappingProxyType(timed))


def parameters_named(version: str) -> Parameters:
    """Return the parameters that the version of a reckoning names, as `parameters_with` versions them:
    "ties-1~p1.4/..." has private words count 1.4 times; the usual ones where it names none."""
    told = version.partition("/")[0].partition("~")[2]
    try:
        return parameters_with(told[:1], float(told[1:]))
    except ValueError:
        return DEFAULTS


def refit(
    columns: Columns, said: Mapping[int, Circle], *, own: int, at: int, rng: np.random.Generator
) -> Refit:
    """Return what the circles that one of us (`own`) said of people show, by the tie days up to a UTC day.

    People without a tie are passed over: no weight brings them anywhere.
    """
    mine = columns.take((columns.a == own) | (columns.b == own))
    people, usual = _depths(mine, own, at, DEFAULTS)
    told = [(place, _WORDS.index(said[one])) for place, one in enumerate(people.tolist()) if one in said]
    if not told:
        return Refit(0, 0, 0, 0)
    at_place, wanted = np.array([place for place, _ in told]), np.array([circle for _, circle in told])
    reckoned = _circles(usual)[at_place]
    found = Refit(
        len(told),
        int((reckoned == wanted).sum()),
        int((wanted < reckoned).sum()),
        int((wanted > reckoned).sum()),
    )
    if found.early:
        return found
    candidates = [("", 1.0), *((group, factor) for group in GROUPS for factor in FACTORS)]
    off = [np.abs(reckoned - wanted)]
    for group, factor in candidates[1:]:
        _, depths = _depths(mine, own, at, parameters_with(group, factor))
        off.append(np.abs(_circles(depths)[at_place] - wanted))
    return _judged(found, candidates, np.array(off), rng)


def _judged(
    found: Refit, candidates: Sequence[tuple[str, float]], off: NDArray[np.int64], rng: np.random.Generator
) -> Refit:
    """`off`: by how many circles each candidate (the usual first) misses what was said of each person."""
    gains: NDArray[np.int64] = off[0] - off
    best = int(gains.sum(axis=1).argmax())
    low, high = gain_interval(gains, rng)
    group, factor = candidates[best]
    used = low > 0 and best > 0
    return replace(
        found, group=group, factor=factor, gain=float(gains[best].mean()), low=low, high=high, used=used
    )


def _depths(columns: Columns, own: int, at: int, parameters: Parameters) -> tuple[Ints, Floats]:
    """The people of these ties in a fixed order, and how deep each tie is."""
    table = build(columns, at=float(at), parameters=parameters)
    low, high = np.asarray(table.a), np.asarray(table.b)
    people = np.where(low == own, high, low)
    order = np.argsort(people, kind="stable")
    return people[order], np.asarray(table.depths(at).depth)[order]


def _circles(depths: Floats) -> NDArray[np.int64]:
    return np.array([_WORDS.index(one) for one in circles(depths.tolist())], dtype=np.int64)
