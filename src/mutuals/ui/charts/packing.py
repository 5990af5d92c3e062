"""Laying faces into rings so that nobody touches, the same way every time.

Each ring is relaxed by itself (faces never leave their ring), with all pairs at once in small arrays: a ring
of a hundred faces costs about a tenth of a millisecond per step.
"""

import math
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]

_STEPS: Final = 300
_RADIAL: Final = 0.8
_HASTE: Final = 0.9
_SPRING: Final = 0.08
_SETTLED: Final = 20
_TOUCH: Final = 0.985


@dataclass(frozen=True, slots=True)
class Annulus:
    """Where a ring lies around the centre, in units."""

    inner: float
    outer: float


@dataclass(frozen=True, slots=True)
class Body:
    """What every face of a ring takes: its radius, the height of the name under it, the room around it."""

    radius: float
    caption: float
    gap: float


@dataclass(frozen=True, slots=True)
class Block:
    """A label that nobody may cover: centre and half sizes, relative to the centre of the rings."""

    x: float
    y: float
    half_width: float
    half_height: float


def pack(
    angles: Floats,
    depths: Floats,
    half_widths: Floats,
    *,
    ring: Annulus,
    body: Body,
    blocks: tuple[Block, ...],
) -> tuple[Floats, Floats, bool]:
    """Places faces in a ring: returns x, y of the face centres relative to the centre, and whether all fit.

    `angles` (radians) are where they would like to be, `depths` (0 innermost to 1 outermost) how far out;
    `half_widths` (n,) covers a face with its name.
    """
    low, high = _limits(angles, ring, body)
    radii = np.sqrt(low**2 + depths * (high**2 - low**2))
    x, y = radii * np.cos(angles), radii * np.sin(angles)
    reach_x = half_widths[:, None] + half_widths[None, :] + body.gap
    reach_y = 2 * body.radius + body.caption + body.gap
    fits = False
    for step in range(_STEPS):
        push_x, push_y, close = _pushes(x, y, reach_x, reach_y, named=body.caption > 0)
        block_x, block_y, blocked = _from_blocks(x, y, half_widths, body, blocks)
        fits = not (close or blocked)
        if fits:
            break
        spring = _SPRING * max(0.0, 1 - step / _SETTLED)
        x, y = _moved(x, y, push_x + block_x, push_y + block_y, depths, spring, ring, body)
    return x, y, fits


def rows(count: int, *, ring: Annulus, body: Body) -> tuple[Floats, Floats, float]:
    """Places any number of faces in even rows, innermost first: x, y and the radius at which they fit."""
    radius = body.radius
    while True:
        seats = _seats(ring, radius, body.gap)
        if sum(number for _, number in seats) >= count:
            break
        radius *= 0.95
    x, y = np.empty(count), np.empty(count)
    done = 0
    for index, (distance, number) in enumerate(seats):
        taken = min(number, count - done)
        turns = (np.arange(taken) + 0.5 * (index % 2) + 0.5) / max(taken, 1) * 2 * math.pi - math.pi / 2
        x[done : done + taken], y[done : done + taken] = distance * np.cos(turns), distance * np.sin(turns)
        done += taken
    return x, y, radius


def _seats(ring: Annulus, radius: float, gap: float) -> list[tuple[float, int]]:
    pitch = 2 * radius + gap
    low, high = ring.inner + radius + gap / 2, ring.outer - radius - gap / 2
    lines = max(1, int((high - low) / pitch) + 1) if high > low else 1
    step = (high - low) / (lines - 1) if lines > 1 else 0
    distances = [low + step * index for index in range(lines)] if lines > 1 else [(low + high) / 2]
    return [
        (distance, int(math.pi / math.asin(min(1.0, pitch / 2 / distance))))
        for distance in distances
        if distance > pitch / 2
    ]


def _limits(angles: Floats, ring: Annulus, body: Body) -> tuple[Floats, Floats]:
    """The distances from the centre between which a face and its name stay inside the ring, by angle."""
    below, above = np.maximum(0, np.sin(angles)), np.maximum(0, -np.sin(angles))
    edge = body.radius + body.gap * 0.7
    low = ring.inner + edge + body.caption * above
    high = ring.outer - edge - body.caption * below
    middle = (low + high) / 2
    return np.where(low < high, low, middle), np.where(low < high, high, middle)


def _pushes(
    x: Floats, y: Floats, reach_x: Floats, reach_y: float, *, named: bool
) -> tuple[Floats, Floats, bool]:
    """A face alone is round; with its name under it, it has corners: the fourth power makes it nearly a box."""
    dx, dy = x[:, None] - x[None, :], y[:, None] - y[None, :]
    across, along = (dx / reach_x) ** 2, (dy / reach_y) ** 2
    near = np.sqrt(np.sqrt(across**2 + along**2) if named else across + along)
    np.fill_diagonal(near, np.inf)
    near = np.maximum(near, 1e-3)
    short = np.maximum(0, 1 - near)
    share = short / near * _HASTE
    close = bool((near < _TOUCH).any())
    return (dx * share).sum(axis=1), (dy * share).sum(axis=1), close


def _from_blocks(
    x: Floats, y: Floats, half_widths: Floats, body: Body, blocks: tuple[Block, ...]
) -> tuple[Floats, Floats, bool]:
    push_x, push_y, blocked = np.zeros_like(x), np.zeros_like(y), False
    for block in blocks:  # sideways, since a name of a ring lies between two rings
        dx, dy = x - block.x, y + body.caption / 2 - block.y
        over_x = half_widths + block.half_width - np.abs(dx)
        over_y = body.radius + body.caption / 2 + block.half_height - np.abs(dy)
        inside = (over_x > 0) & (over_y > 0)
        blocked = blocked or bool((inside & (np.minimum(over_x, over_y) > 1)).any())
        push_x += np.where(inside, np.where(dx < 0, -1.0, 1.0) * np.minimum(over_x, 6.0), 0.0)
    return push_x, push_y, blocked


def _moved(
    x: Floats,
    y: Floats,
    push_x: Floats,
    push_y: Floats,
    depths: Floats,
    spring: float,
    ring: Annulus,
    body: Body,
) -> tuple[Floats, Floats]:
    """Moves faces, more along the ring than across it, then back towards their depth and inside the ring."""
    distance = np.maximum(np.hypot(x, y), 1e-6)
    out = (push_x * x + push_y * y) / distance
    x = x + push_x - (1 - _RADIAL) * out * x / distance
    y = y + push_y - (1 - _RADIAL) * out * y / distance
    angles = np.arctan2(y, x)
    low, high = _limits(angles, ring, body)
    wanted = np.sqrt(low**2 + depths * (high**2 - low**2))
    distance = np.hypot(x, y)
    distance = np.clip(distance + spring * (wanted - distance), low, high)
    return distance * np.cos(angles), distance * np.sin(angles)
