"""The circles: you in the middle, people around you in rings by depth.

Nearer means deeper; the angle has no meaning, but stays with a person (a hash of the public id), so that a
replay of the years moves faces along radii. Twelve o'clock is kept free for the names of the rings.
"""

import itertools
import math
import zlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from mutuals.ui.charts.packing import Annulus, Block, Body, Floats, pack, rows
from mutuals.ui.charts.svg import Svg, circle, element, picture, rounded, shortened, text, width_of
from mutuals.ui.faces import first_grapheme, first_name, initials, pigment

TITLES: Final = ("Inner", "Close", "Familiar", "Acquainted")
_SHRINK: Final = 0.92
_FILLED: Final = 0.5
_SINGLE_BELOW: Final = 13.0
_NAMED_CLOSER: Final = 3.0
_ATTEMPTS: Final = 9
_NAMED_ATTEMPTS: Final = 7
_RELAXED: Final = 160
# Room for the ring around a chosen face, where it would else lie on "you".
_RIM: Final = 7.0


@dataclass(frozen=True, slots=True)
class Person:
    """A face in the circles: `circle` counts from 0 (inner), `depth` orders within it.

    `href` opens the page; `card` is the address of the small card; `words` is read after the name ("close,
    drifting"); `tags` are the words that filters know; `off` dims a face that a filter leaves out.
    """

    key: str
    name: str
    href: str
    circle: int
    depth: float
    words: str = ""
    card: str = ""
    tags: tuple[str, ...] = ()
    drifting: bool = False
    off: bool = False


@dataclass(frozen=True, slots=True)
class Frame:
    """How the picture is drawn on one kind of screen: sizes in units of its view box.

    A ring's faces have the radius `faces` up to `crowds` people and shrink from there, to `least` at first.
    """

    size: float
    you: float
    radii: tuple[float, ...]
    faces: tuple[float, ...]
    crowds: tuple[int, ...]
    least: tuple[float, ...]
    named: tuple[bool, ...]
    letters: float
    gap: float
    margin: float
    prefix: str


DESKTOP: Final = Frame(
    760,
    17,
    (112, 214, 310, 378),
    (25, 22.5, 20, 15.5),
    (5, 13, 20, 36),
    (20, 19, 17, 12),
    (True, True, True, False),
    13.5,
    7,
    12,
    "d",
)
PHONE: Final = Frame(
    358,
    14,
    (66, 124, 174),
    (15, 15, 13.5),
    (5, 10, 24),
    (12, 12, 12),
    (False, False, False),
    12.5,
    5,
    11,
    "p",
)


@dataclass(frozen=True, slots=True)
class Spot:
    """Where a face lies: centre and radius in units, and the name under it (empty where there is no room)."""

    person: Person
    x: float
    y: float
    radius: float
    caption: str


@dataclass(frozen=True, slots=True)
class Layout:
    """The whole picture before it is drawn: outer radius of each ring and every face."""

    radii: tuple[float, ...]
    spots: tuple[Spot, ...]


def layout(people: Iterable[Person], frame: Frame = DESKTOP, titles: Sequence[str] = TITLES) -> Layout:
    """Places everybody whose circle the frame shows; deterministic, and no two faces touch."""
    rings: list[list[Person]] = [[] for _ in frame.radii]
    for person in people:
        if 0 <= person.circle < len(rings):
            rings[person.circle].append(person)
    radii = _radii(rings, frame)
    spots: list[Spot] = []
    for index, ring in enumerate(rings):
        if ring:
            spots += _ring(ring, index, radii, frame, titles)
    return Layout(radii, tuple(spots))


def circles(
    people: Iterable[Person],
    *,
    label: str,
    frame: Frame = DESKTOP,
    titles: Sequence[str] = TITLES,
    chosen: str = "",
    card_into: str = "",
) -> Svg:
    """Draws the circles; `chosen` is the key of the ringed face, `card_into` the id of where its card goes."""
    placed = layout(people, frame, titles)
    middle = frame.size / 2
    discs = [
        circle(middle, middle, radius, f"ring-{index} s-line", stroke_width=1)
        for index, radius in reversed(list(enumerate(placed.radii)))
    ]
    you = [
        circle(middle, middle, frame.you, "f-ink"),
        text(middle, middle + 4.5, "you", "mid t-strong on-ink t-12"),
    ]
    faces = [_node(spot, middle, spot.person.key == chosen, frame) for spot in placed.spots]
    signs = [
        part
        for title, radius in zip(titles, placed.radii, strict=False)
        for part in _sign(title, middle, middle - radius, frame)
    ]
    return picture(
        frame.size + 2,
        frame.size + frame.margin,
        [*discs, *you, *signs, element("g", *faces, font_size=frame.letters)],
        label=label,
        role="group",
        left=-1,
        top=-frame.margin,
        data_card_into=card_into or None,
    )


def _radii(rings: list[list[Person]], frame: Frame) -> tuple[float, ...]:
    """The outer radius of each ring: as designed, or shared by need where a ring would be too full."""
    edges = (0.0, *frame.radii)
    faces = [_face(index, len(ring), frame) for index, ring in enumerate(rings)]
    areas = [math.pi * (b * b - a * a) for a, b in itertools.pairwise(edges)]
    needs = [
        len(ring) * (2 * face + frame.gap) * (2 * face + frame.gap + (16 if named else 0)) / _FILLED
        for ring, face, named in zip(rings, faces, frame.named, strict=True)
    ]
    if all(need <= area for need, area in zip(needs, areas, strict=True)):
        return frame.radii
    shares = [max(need, area * 0.72) for need, area in zip(needs, areas, strict=True)]
    shares[0] = max(areas[0], needs[0])
    total, so_far, radii = sum(shares), 0.0, []
    for share in shares:
        so_far += share
        radii.append(frame.radii[-1] * math.sqrt(so_far / total))
    return tuple(radii)


def _face(index: int, count: int, frame: Frame) -> float:
    crowd = frame.crowds[index]
    if count <= crowd:
        return frame.faces[index]
    return max(frame.least[index], frame.faces[index] * math.sqrt(crowd / count))


def _ring(
    ring: list[Person], index: int, radii: tuple[float, ...], frame: Frame, titles: Sequence[str]
) -> list[Spot]:
    """Relaxes a ring at ever smaller faces until all fit; a crowd beyond that stands in even rows."""
    space = Annulus(frame.you + _RIM if index == 0 else radii[index - 1], radii[index])
    blocks = tuple(_block(at, radii, titles, frame) for at in (index - 1, index) if 0 <= at < len(titles))
    if index == 0:
        blocks = (*blocks, Block(0, 0, frame.you + 2, frame.you + 1))
    radius = _face(index, len(ring), frame)
    for attempt in range(_ATTEMPTS if len(ring) <= _RELAXED else 0):
        named = frame.named[index] and attempt < _NAMED_ATTEMPTS
        if spots := _relaxed(ring, index, radius, named, space, blocks, frame):
            return spots
        radius *= _SHRINK
    by_depth = sorted(ring, key=lambda person: (-person.depth, person.key))
    x, y, radius = rows(len(ring), ring=space, body=Body(radius, 0.0, 3.0))
    return _spots(by_depth, x, y, radius, [""] * len(ring), frame)


def _block(at: int, radii: tuple[float, ...], titles: Sequence[str], frame: Frame) -> Block:
    return Block(0, -radii[at], _sign_width(titles[at], frame) / 2 + 3, _sign_height(frame) / 2 + 2)


def _relaxed(
    ring: list[Person],
    index: int,
    radius: float,
    named: bool,
    space: Annulus,
    blocks: tuple[Block, ...],
    frame: Frame,
) -> list[Spot]:
    """The ring at one size of face; nothing where it does not fit."""
    around = sorted(ring, key=lambda person: (_turn(person.key), person.key))
    captions = [_caption(person, radius, frame) if named else "" for person in around]
    body = Body(radius, 0.0, frame.gap)
    if named:
        body = Body(radius, frame.letters + 3.5, frame.gap - _NAMED_CLOSER)
    x, y, fits = pack(
        _angles(len(around), index), _outwardness(around), _half_widths(captions, radius, frame),
        ring=space, body=body, blocks=blocks,
    )  # fmt: skip
    return _spots(around, x, y, radius, captions, frame) if fits else []


def _spots(
    people: Sequence[Person], x: Floats, y: Floats, radius: float, captions: Sequence[str], frame: Frame
) -> list[Spot]:
    middle = frame.size / 2
    return [
        Spot(person, middle + float(x[at]), middle + float(y[at]), radius, captions[at])
        for at, person in enumerate(people)
    ]


def _turn(key: str) -> int:
    return zlib.crc32(f"angle {key}".encode("utf-8", "surrogatepass"))


def _angles(count: int, index: int) -> Floats:
    """Even angles clockwise from twelve; every ring begins a little further, so that faces do not line up."""
    return (np.arange(count) + 0.5 + 0.21 * index) / count * 2 * math.pi - math.pi / 2


def _outwardness(around: Sequence[Person]) -> Floats:
    """How far out each face belongs within its ring, 0 to 1, by the rank of its depth."""
    order = sorted(range(len(around)), key=lambda at: (-around[at].depth, around[at].key))
    ranks = np.empty(len(around))
    ranks[order] = (np.arange(len(around)) + 0.5) / len(around)
    return ranks


def _half_widths(captions: Sequence[str], radius: float, frame: Frame) -> Floats:
    room = _NAMED_CLOSER / 2 if any(captions) else 0.0
    return np.array([max(radius + room, width_of(caption, frame.letters) / 2) for caption in captions])


def _caption(person: Person, radius: float, frame: Frame) -> str:
    return shortened(first_name(person.name), frame.letters, 2 * radius + 26)


def _node(spot: Spot, middle: float, chosen: bool, frame: Frame) -> Svg:
    person, radius, hue = spot.person, spot.radius, pigment(spot.person.key)
    states = [("drifting", person.drifting), ("is-on", chosen), ("is-off", person.off)]
    letters = initials(person.name)
    if radius < _SINGLE_BELOW:
        letters = first_grapheme(letters)
    parts = [
        circle(0, 0, radius, f"disc disc-{hue}"),
        text(0, 0.5, letters, f"ini ini-{hue}"),
        _rim(radius, person.drifting),
        circle(0, 0, radius + 5, "focus"),
    ]
    if spot.caption:
        parts.append(text(0, radius + frame.letters + 2.5, spot.caption, "t-name t-13 mid halo"))
    return element(
        "a",
        *parts,
        href=person.href,
        class_=" ".join(["node", *(name for name, holds in states if holds)]),
        transform=f"translate({rounded(spot.x)} {rounded(spot.y)})",
        aria_label=f"{person.name}, {person.words}" if person.words else person.name,
        data_person=person.key,
        data_card=person.card or None,
        data_tags=" ".join(person.tags) or None,
    )


def _rim(radius: float, drifting: bool) -> Svg:
    if drifting:
        return circle(0, 0, radius + 3.5, "f-none s-pencil", stroke_width=1.6, stroke_dasharray="2.5 3.5")
    return circle(0, 0, radius + 1, "f-none s-sheet", stroke_width=2)


def _sign(title: str, x: float, y: float, frame: Frame) -> list[Svg]:
    width, height = _sign_width(title, frame), _sign_height(frame)
    plate = element(
        "rect",
        x=x - width / 2,
        y=y - height / 2,
        width=width,
        height=height,
        rx=height / 2,
        class_="f-sheet s-line",
    )
    return [plate, text(x, y + 4.5, title, "mid" if height > 20 else "mid t-12")]


def _sign_height(frame: Frame) -> float:
    return 22.0 if frame.size > 500 else 18.0


def _sign_width(title: str, frame: Frame) -> float:
    return width_of(title, 13.2 if frame.size > 500 else 11.8) + (18 if frame.size > 500 else 14)
