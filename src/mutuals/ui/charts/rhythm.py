"""The rhythm of two people: their days above a line, ours below, meetings as rings, silences in brackets."""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from mutuals.ui.charts.svg import Svg, bar, circle, line, picture, rounded, text, width_of
from mutuals.ui.words import MONTHS


@dataclass(frozen=True, slots=True)
class Day:
    """What passed between two people on a day: the weight of their side and of ours, and whether they met."""

    day: date
    theirs: float = 0.0
    ours: float = 0.0
    met: bool = False


@dataclass(frozen=True, slots=True)
class Quiet:
    """A silence worth naming, from the last day before it to the first after it."""

    first: date
    last: date
    words: str


@dataclass(frozen=True, slots=True)
class Frame:
    """The strip on one kind of screen: sizes in units, and how many days it shows."""

    width: float
    height: float
    middle: float
    tall: float
    ring: float
    days: int


WIDE: Final = Frame(760, 166, 70, 50, 8.5, 365)
PHONE: Final = Frame(358, 120, 50, 32, 7.5, 167)
_THICK: Final = 4.0


def rhythm(
    days: Iterable[Day], *, until: date, label: str, quiet: Sequence[Quiet] = (), frame: Frame = WIDE
) -> Svg:
    """Draws the frame's number of days up to `until`; taller is a longer or weightier day (square root)."""
    first = until - timedelta(days=frame.days)
    shown = [day for day in days if first <= day.day <= until]
    unit = frame.width / frame.days
    most = max((max(day.theirs, day.ours) for day in shown), default=0.0) or 1.0
    thick = min(_THICK, max(1.4, 0.8 * unit if len(shown) > frame.days / 3 else _THICK))

    def x(day: date) -> float:
        return (day - first).days * unit

    bars = [part for day in shown for part in _bars(x(day.day), day, most, thick, frame)]
    rings = [ring for day in shown if day.met for ring in _ring(_inside(x(day.day), frame), frame)]
    brackets = [
        part
        for one in quiet
        if one.last > first
        for part in _bracket(max(0.0, x(one.first)), x(one.last), one.words, frame)
    ]
    middle = line(f"M0 {rounded(frame.middle)}H{rounded(frame.width)}", "s-rule")
    return picture(
        frame.width,
        frame.height,
        [*_months(first, until, unit, frame), middle, *bars, *brackets, *rings],
        label=label,
    )


def _bars(x: float, day: Day, most: float, thick: float, frame: Frame) -> list[Svg]:
    parts = []
    left = min(max(0.0, x - thick / 2), frame.width - thick)
    for weight, class_, above in ((day.theirs, "f-sand", True), (day.ours, "f-ink", False)):
        if weight > 0:
            height = max(4.0, frame.tall * math.sqrt(weight / most))
            top = frame.middle - 2 - height if above else frame.middle + 2
            parts.append(bar(left, top, thick, height, class_, round_=min(1.8, thick / 2)))
    return parts


def _inside(x: float, frame: Frame) -> float:
    return min(max(frame.ring + 1, x), frame.width - frame.ring - 1)


def _ring(x: float, frame: Frame) -> list[Svg]:
    return [
        circle(x, frame.middle, frame.ring, "f-card s-text", stroke_width=2),
        circle(x, frame.middle, frame.ring * 0.38, "f-text"),
    ]


def _bracket(start: float, end: float, words: str, frame: Frame) -> list[Svg]:
    top = frame.middle + 0.9 * frame.tall
    start, end = start + _THICK, max(start + _THICK, end - _THICK)
    half = width_of(words, 14) / 2
    place = min(max(half, (start + end) / 2), frame.width - half)
    shape = f"M{rounded(start)} {rounded(top)}v5h{rounded(end - start)}v-5"
    return [line(shape, "f-none s-pencil"), text(place, top + 20, words, "mid halo")]


def _months(first: date, until: date, unit: float, frame: Frame) -> list[Svg]:
    """A hairline where each month begins, its name beneath where there is room."""
    parts: list[Svg] = []
    begin = date(first.year + first.month // 12, first.month % 12 + 1, 1) if first.day > 1 else first
    while begin <= until:
        x = (begin - first).days * unit
        parts.append(line(f"M{rounded(x)} 10V{rounded(frame.height - 24)}", "s-line"))
        anchor = "" if x < 14 else "end" if x > frame.width - 14 else "mid"
        parts.append(text(x, frame.height - 4, MONTHS[begin.month - 1][:3], anchor))
        begin = date(begin.year + begin.month // 12, begin.month % 12 + 1, 1)
    return parts
