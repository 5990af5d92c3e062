"""What two give each other: dots left of the kind for you, right for them; filled was given, hollow was asked for."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, NamedTuple

from mutuals.ui.charts.svg import Svg, bar, circle, element, line, picture, shortened, text
from mutuals.ui.words import number

DOTS: Final = 20
_WIDTH: Final = 620
_MIDDLE: Final = 310.0
_SIDE: Final = 88.0
_ROW: Final = 32
_TOP: Final = 24
_PITCH: Final = 9.0
_FEW: Final = 13.5
_RADIUS: Final = 5.0
_ROOM: Final = 178.0
_NAME: Final = 14.0


@dataclass(frozen=True, slots=True)
class Row:
    """One kind: its title, how often you and they did it, where each number opens, and whether it takes (hollow)."""

    title: str
    ours: int
    theirs: int
    ours_url: str = ""
    theirs_url: str = ""
    takes: bool = False


class _Scale(NamedTuple):
    """The largest count, which has the longest bar, and how far dots stand apart."""

    most: int
    pitch: float


def ledger(rows: Sequence[Row], *, name: str, label: str) -> Svg:
    """Draws the kinds that give, a line, and those that take; above 20 dots a bar with the count, its length on the
    scale of the largest."""
    most = max((count for row in rows for count in (row.ours, row.theirs)), default=0)
    them = shortened(f"{name} gave", _NAME, _WIDTH - _MIDDLE - _SIDE)
    parts = [
        text(_MIDDLE - _SIDE, 13, "you gave", "end t-strong"),
        text(_MIDDLE + _SIDE, 13, them, "t-strong"),
    ]
    # One size of dots for all rows: the small one where the larger would not fit.
    dots = max((count for row in rows for count in (row.ours, row.theirs) if count <= DOTS), default=0)
    scale = _Scale(most, _FEW if dots * _FEW <= _ROOM else _PITCH)
    y, below = float(_TOP), False
    for row in rows:
        if row.takes and not below:
            below = True
            parts.append(line(f"M0 {y + 3:.0f}H{_WIDTH}", "s-line"))
            y += 10
        parts.append(text(_MIDDLE, y + 17, row.title, "mid t-row"))
        parts += _side(row.ours, row.ours_url, row, y, -1, scale)
        parts += _side(row.theirs, row.theirs_url, row, y, 1, scale)
        y += _ROW
    return picture(_WIDTH, y + 4, parts, label=label, role="group")


def _side(count: int, url: str, row: Row, y: float, way: int, scale: _Scale) -> list[Svg]:
    """The dots or the bar of one side, with the number that opens."""
    start, side = _MIDDLE + way * _SIDE, "ink" if way < 0 else "sand"
    class_ = f"f-none s-{side}" if row.takes else f"f-{side}"
    stroke = 1.8 if row.takes else None
    if count > DOTS:
        length = _ROOM * count / scale.most
        left = start + way * 3 - (length if way < 0 else 0)
        parts = [_bar(left, y + 7.5, length, class_, stroke)]
        end = start + way * (length + 11)
    else:
        pitch = scale.pitch
        radius = _RADIUS if pitch == _FEW else pitch / 2 - 0.7
        parts = [
            circle(start + way * (8 + place * pitch), y + 12.5, radius, class_, stroke_width=stroke)
            for place in range(count)
        ]
        end = start + way * (10 + count * pitch)
    said = text(end, y + 17, number(count), f"{'end ' if way < 0 else ''}num")
    if url and count:
        whose = "you" if way < 0 else "they"
        said = element(
            "a", said, href=url, class_="open", aria_label=f"{row.title}: {whose}, {number(count)}"
        )
    return [*parts, said]


def _bar(x: float, y: float, length: float, class_: str, stroke: float | None) -> Svg:
    if stroke is None:
        return bar(x, y, length, 10, class_, round_=5)
    return element("rect", x=x, y=y, width=length, height=10, rx=5, class_=class_, stroke_width=stroke)
