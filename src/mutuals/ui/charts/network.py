"""Who knows whom: communities as discs of faces, lines between people who know each other.

A community is one disc, its best connected person in the middle; how near two discs lie tells how much connects them,
their direction has no meaning. A line is drawn where two know each other, wider where more connects them; of many lines
the strongest are drawn. Whoever connects two communities stands on the side of the other, with a ring.
"""

import math
import zlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from mutuals.ui.charts.svg import Svg, circle, element, line, picture, shortened, text
from mutuals.ui.faces import first_grapheme, first_name, initials, pigment

Floats = NDArray[np.float64]
_SPOTS: Final = 41
_DRAWN, _CENTRAL = 1.2, 0.05
_SINGLE_BELOW: Final = 11.0
# So few sit around the middle, and nobody in it.
_FEW: Final = (2, 3, 4)


@dataclass(frozen=True, slots=True)
class Frame:
    """A size of the picture: the width it has, the least it takes, the faces and their names."""

    width: float
    least: float
    face: float
    gap: float
    letters: float
    margin: float


DESKTOP: Final = Frame(width=1010, least=900, face=18.0, gap=22.0, letters=13.0, margin=26.0)
PHONE: Final = Frame(width=380, least=372, face=14.0, gap=17.0, letters=12.0, margin=22.0)


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody in the picture: a key, a name, an address, what a reader is told, and whether they bridge."""

    key: str
    name: str
    href: str
    words: str
    bridge: bool = False


@dataclass(frozen=True, slots=True)
class Disc:
    """A community: its title and its people, the best connected first."""

    title: str
    people: tuple[Person, ...]


@dataclass(frozen=True, slots=True)
class Line:
    """Two people (keys) who know each other, and how deep that is."""

    a: str
    b: str
    depth: float


def network(discs: Sequence[Disc], lines: Sequence[Line], *, label: str, frame: Frame) -> Svg:
    """Draws the communities, the lines and the faces."""
    if not discs:
        return Svg("")
    home = {person.key: at for at, disc in enumerate(discs) for person in disc.people}
    radii = np.array([_radius(len(disc.people), frame) for disc in discs])
    centres = _arranged(radii, _between(lines, home, len(discs)), frame)
    places = _placed(discs, lines, centres, home, frame)
    low = (centres - radii[:, None]).min(axis=0) - frame.margin * np.array([0.5, 1.0])
    high = (centres + radii[:, None]).max(axis=0) + frame.margin * np.array([0.5, 1.0])
    deepest = max((one.depth for one in lines), default=1.0)
    parts = [
        *(_ground(at, disc, centres[at], radii[at], frame) for at, disc in enumerate(discs)),
        *(_line(one, places, home, centres, deepest) for one in lines),
        *(_titled(disc, centres[at], radii[at], frame) for at, disc in enumerate(discs)),
        *(_face(person, places[person.key], frame) for disc in discs for person in disc.people),
    ]
    width = max(float(high[0] - low[0]), frame.least)
    left = float(low[0] + high[0]) / 2 - width / 2
    return picture(
        width,
        float(high[1] - low[1]),
        parts,
        label=label,
        class_="net-pic",
        role="group",
        left=left,
        top=float(low[1]),
    )


def _pitch(frame: Frame) -> float:
    return 2 * frame.face + frame.gap


def _rings(count: int) -> list[int]:
    """How many sit on each ring of a disc: one in the middle, then six more on each."""
    found, ring = [min(1, count)], 6
    while sum(found) < count:
        found.append(min(ring, count - sum(found)))
        ring += 6
    return found


def _radius(count: int, frame: Frame) -> float:
    if count in _FEW:
        return _few(count, frame) + frame.face + frame.gap
    return (len(_rings(count)) - 1) * _pitch(frame) + frame.face + frame.gap * 0.9


def _few(count: int, frame: Frame) -> float:
    """How far from the middle two to four sit, with nobody in it."""
    return _pitch(frame) / 2 / math.sin(math.pi / count) * (1.0 if count < 3 else 1.1)


def _seats(count: int, frame: Frame) -> Floats:
    """Where faces sit around the middle of their disc, the middle first."""
    if count in _FEW:
        turns = 2 * math.pi * np.arange(count) / count - math.pi / (2 if count > 2 else 1)
        return np.stack([np.cos(turns), np.sin(turns)], axis=1) * _few(count, frame)
    seats = [(0.0, 0.0)]
    for ring, number in enumerate(_rings(count)[1:], 1):
        for seat in range(number):
            angle = 2 * math.pi * (seat + 0.5 * (ring % 2)) / number - math.pi / 2
            seats.append((ring * _pitch(frame) * math.cos(angle), ring * _pitch(frame) * math.sin(angle)))
    return np.array(seats[:count])


def _between(lines: Sequence[Line], home: Mapping[str, int], count: int) -> Floats:
    """How much connects each two discs."""
    found = np.zeros((count, count))
    for one in lines:
        a, b = home[one.a], home[one.b]
        if a != b:
            found[a, b] += one.depth
            found[b, a] += one.depth
    return found


def _arranged(radii: Floats, between: Floats, frame: Frame) -> Floats:
    """Discs dropped one after another into a box as wide as the picture, each as high as it can lie and as near to what
    connects it as that allows, without touching any other. The same discs always come to lie in the same way."""
    pull = between / between.max() if between.any() else between
    room = frame.gap + frame.letters + 6
    at = np.zeros((len(radii), 2))
    placed: list[int] = []
    for one in _order(radii, between):
        half = max(frame.width / 2 - frame.margin - radii[one], 0.0)
        spots = [
            np.array([x, _lowest(float(x), float(radii[one]), at[placed], radii[placed] + room)])
            for x in np.linspace(-half, half, _SPOTS)
        ]
        costs = [_cost(spot, float(radii[one]), at[placed], pull[one, placed]) for spot in spots]
        at[one] = spots[int(np.argmin(np.round(costs, 6)))]
        placed.append(one)
    return at


def _order(radii: Floats, between: Floats) -> list[int]:
    """The largest first, then whichever is most connected with those that lie already; the unconnected last."""
    left, found = list(range(len(radii))), list[int]()
    while left:
        linked = {one: float(between[one, found].sum()) for one in left}
        best = max(left, key=lambda one: (linked[one], radii[one], -one))
        left.remove(best)
        found.append(best)
    return found


def _lowest(x: float, radius: float, others: Floats, reach: Floats) -> float:
    """How high a disc can lie at x, below the top and clear of all others (`reach` is their radius with the room
    between)."""
    wide = (radius + reach) ** 2 - (others[:, 0] - x) ** 2
    below = others[:, 1] + np.sqrt(np.maximum(wide, 0.0))
    return max(radius, float(np.where(wide > 0, below, radius).max(initial=radius)))


def _cost(spot: Floats, radius: float, others: Floats, pull: Floats) -> float:
    """What speaks against a spot: how far down it reaches, how far it is from what connects it."""
    far = np.hypot(others[:, 0] - spot[0], others[:, 1] - spot[1])
    return float(spot[1] + radius + _DRAWN * (far * pull).sum() + _CENTRAL * abs(spot[0]))


def _placed(
    discs: Sequence[Disc], lines: Sequence[Line], centres: Floats, home: Mapping[str, int], frame: Frame
) -> dict[str, tuple[float, float]]:
    """Where every face lies: the best connected in the middle, whoever knows people of another disc on its side."""
    out = _outwards(lines, centres, home)
    places: dict[str, tuple[float, float]] = {}
    for at, disc in enumerate(discs):
        seats, free = _seats(len(disc.people), frame), list(range(len(disc.people)))
        # Those whom nothing draws outwards sit in the middle; the others choose first among the seats that are left.
        inner = [one for one in disc.people if one.key not in out][:1] if len(disc.people) not in _FEW else []
        for person in inner:
            places[person.key] = _at(centres[at], seats[free.pop(0)])
        rest = [one for one in disc.people if one not in inner]
        for person in sorted(rest, key=lambda one: (one.key not in out, rest.index(one))):
            toward = out.get(person.key)
            seat = free[0] if toward is None else max(free, key=lambda one: float(seats[one] @ toward))
            free.remove(seat)
            places[person.key] = _at(centres[at], seats[seat])
    return places


def _at(centre: Floats, seat: Floats) -> tuple[float, float]:
    return float(centre[0] + seat[0]), float(centre[1] + seat[1])


def _outwards(lines: Sequence[Line], centres: Floats, home: Mapping[str, int]) -> dict[str, Floats]:
    """For whoever knows people of other discs: the direction in which most of that lies."""
    found: dict[str, Floats] = {}
    for one in lines:
        for mine, other in ((one.a, one.b), (one.b, one.a)):
            if home[mine] != home[other]:
                way = centres[home[other]] - centres[home[mine]]
                length = max(float(np.hypot(*way)), 1e-6)
                found[mine] = found.get(mine, np.zeros(2)) + way / length * one.depth
    return found


def _ground(at: int, disc: Disc, centre: Floats, radius: float, frame: Frame) -> Svg:
    tint = "ring-1" if at % 2 else "ring-2"
    return circle(
        float(centre[0]), float(centre[1]), float(radius), tint if len(disc.people) > 1 else "f-none"
    )


def _titled(disc: Disc, centre: Floats, radius: float, frame: Frame) -> Svg:
    if not disc.title:
        return Svg("")
    room = max(2 * float(radius), 12.5 * frame.letters)
    title = shortened(disc.title, frame.letters + 1, room)
    return text(float(centre[0]), float(centre[1] - radius) - 6, title, "mid t-strong halo t-13")


def _line(
    one: Line,
    places: Mapping[str, tuple[float, float]],
    home: Mapping[str, int],
    centres: Floats,
    deepest: float,
) -> Svg:
    (x, y), (u, v) = places[one.a], places[one.b]
    across = home[one.a] != home[one.b]
    width = 0.8 + 2.6 * math.sqrt(max(one.depth, 0.0) / max(deepest, 1e-9))
    bend = 0.12 if across else 0.06
    sign = 1 if zlib.crc32(f"{one.a} {one.b}".encode()) % 2 else -1
    mid_x, mid_y = (x + u) / 2 - (v - y) * bend * sign, (y + v) / 2 + (u - x) * bend * sign
    path = f"M{x:.1f} {y:.1f}Q{mid_x:.1f} {mid_y:.1f} {u:.1f} {v:.1f}"
    return line(path, f"f-none {'s-sand' if across else 's-rule'} net-line", stroke_width=round(width, 1))


def _face(person: Person, place: tuple[float, float], frame: Frame) -> Svg:
    hue, letters, radius = pigment(person.key), initials(person.name), frame.face
    if radius < _SINGLE_BELOW:
        letters = first_grapheme(letters)
    caption = shortened(first_name(person.name), frame.letters, 2 * radius + frame.gap - 2)
    parts = [
        circle(0, 0, radius, f"disc disc-{hue}"),
        text(0, 0.5, letters, f"ini ini-{hue}"),
        circle(0, 0, radius + (3.0 if person.bridge else 1.0), f"f-none {'s-sand' if person.bridge else 's-sheet'}",
               stroke_width=3 if person.bridge else 2),
        circle(0, 0, radius + 5, "focus"),
        text(0, radius + frame.letters + 1.5, caption, f"t-name t-{12 if frame.letters < 13 else 13} mid halo"),
    ]  # fmt: skip
    return element(
        "a",
        *parts,
        href=person.href,
        class_="node",
        transform=f"translate({place[0]:.1f} {place[1]:.1f})",
        aria_label=f"{person.name}, {person.words}" if person.words else person.name,
        data_person=person.key,
    )
