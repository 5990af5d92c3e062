"""How many ties were kept up over the years, above the slider that replays them."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from mutuals.ui.charts.svg import Svg, circle, line, picture, rounded, text

WIDE: Final = 640
PHONE: Final = 350
_HEIGHT: Final = 62
_BASE: Final = 46.0
_LABEL_ROOM: Final = 44.0
_HALF: Final = 18.0
_STEPS: Final = (1, 2, 5, 10, 20, 50, 100)


@dataclass(frozen=True, slots=True)
class Kept:
    """How many ties were kept up on a day."""

    day: date
    count: int


def years(kept: Sequence[Kept], *, at: date, label: str, width: int = WIDE) -> Svg:
    """Draws the area of `kept` (by day, at least one) from a common zero, with a marker at the chosen day."""
    first, last = kept[0].day, kept[-1].day
    span = max(1, (last - first).days)
    most = max(1, *(one.count for one in kept)) * 1.1

    def x(day: date) -> float:
        return min(1.0, max(0.0, (day - first).days / span)) * width

    def y(count: float) -> float:
        return _BASE - (_BASE - 4) * count / most

    outline = " ".join(f"L{rounded(x(one.day))} {rounded(y(one.count))}" for one in kept)
    if len(kept) == 1:
        outline += f" L{width} {rounded(y(kept[0].count))}"
    mark = x(at)
    return picture(
        width,
        _HEIGHT,
        [
            line(f"M0 {rounded(_BASE)} {outline} L{width} {rounded(_BASE)}z", "f-sandsoft"),
            line(f"M{outline[1:]}", "f-none s-sand", stroke_width=1.6),
            line(f"M0 {rounded(_BASE)}H{width}", "s-rule", stroke_width=1),
            *_labels(first, last, x, width),
            line(f"M{rounded(mark)} 0V{rounded(_BASE)}", "s-ink", stroke_width=2),
            circle(mark, y(_count_at(kept, at)), 4.5, "f-ink s-sheet", stroke_width=2),
        ],
        label=label,
    )


def _count_at(kept: Sequence[Kept], day: date) -> float:
    """The height of the outline at a day, between its neighbours."""
    before = max((one for one in kept if one.day <= day), key=lambda one: one.day, default=kept[0])
    after = min((one for one in kept if one.day >= day), key=lambda one: one.day, default=kept[-1])
    gap = (after.day - before.day).days
    share = (day - before.day).days / gap if gap > 0 else 0.0
    return before.count + (after.count - before.count) * min(1.0, max(0.0, share))


def _labels(first: date, last: date, x: Callable[[date], float], width: int) -> list[Svg]:
    """The years under the line, each where it begins: every year, or every second, fifth, tenth... that has room."""
    begins = [(x(date(year, 1, 1)), year) for year in range(first.year + 1, last.year + 1)]
    a_year = width * 365.25 / max(1, (last - first).days)
    step = next((one for one in _STEPS if one * a_year >= _LABEL_ROOM), _STEPS[-1])
    spots = [(place, year) for place, year in begins if year % step == 0]
    # The first year does not begin here, so its name stands only where nothing else wants the room.
    if not spots or spots[0][0] >= _LABEL_ROOM + _HALF:
        spots.insert(0, (0.0, first.year))
    shown: list[Svg] = []
    free_from = 0.0
    for place, year in spots:
        anchor = "" if place < _HALF else "end" if place > width - _HALF else "mid"
        begin = place - {"": 0.0, "mid": _HALF, "end": 2 * _HALF}[anchor]
        if begin >= free_from:
            shown.append(text(min(place, width), _HEIGHT - 1, str(year), anchor))
            free_from = begin + 2 * _HALF
    return shown
