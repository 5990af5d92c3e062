"""What makes a chance: one bar for each printed term from a common zero; the terms are the explanation."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from mutuals.ui.charts.svg import Svg, bar, line, picture, text, width_of

_WIDTH: Final = 720.0
_ROW: Final = 30
_SIZE: Final = 14.5
_NUMBER: Final = 52.0
_LEAST: Final = 0.01


@dataclass(frozen=True, slots=True)
class Term:
    """One term: its title, its value in words, and what it adds to the log odds."""

    title: str
    value: str
    amount: float

    @property
    def signed(self) -> str:
        """The amount as it is printed, with a true minus."""
        return f"{self.amount:+.2f}".replace("-", "\u2212")


@dataclass(frozen=True, slots=True)
class Terms:
    """A picture of terms, as `ui/parts/terms.html` wants it (on a phone the rows stand as a table)."""

    label: str
    rows: tuple[Term, ...]

    @property
    def svg(self) -> Svg:
        """The picture."""
        return terms(self.rows, label=self.label)


def terms(rows: Sequence[Term], *, label: str) -> Svg:
    """Draws the terms on one scale: what adds in ink right of zero, what takes away in sand left of it."""
    titles = max((width_of(row.title, _SIZE) for row in rows), default=0.0)
    values = max((width_of(row.value, 14) for row in rows), default=0.0)
    left = min(330.0, max(200.0, titles + values + 34))
    down, up = _reach(rows)
    scale = (_WIDTH - left - _NUMBER) / max(down + up, _LEAST)
    zero = left + down * scale
    height = len(rows) * _ROW
    parts = [line(f"M{zero:.1f} 2V{height + 2}", "s-rule")]
    for index, row in enumerate(rows):
        parts += _row(row, index * _ROW + 8, left, zero, scale)
    return picture(_WIDTH, height + 6, parts, label=label)


def _reach(rows: Sequence[Term]) -> tuple[float, float]:
    down = max((-row.amount for row in rows), default=0.0)
    up = max((row.amount for row in rows), default=0.0)
    return max(0.0, down), max(0.0, up)


def _row(row: Term, y: float, left: float, zero: float, scale: float) -> list[Svg]:
    length = abs(row.amount) * scale
    adds = row.amount >= 0
    start = zero if adds else zero - length
    return [
        text(0, y + 13, row.title, "t-row"),
        text(left - 12, y + 13, row.value, "end num"),
        bar(start, y + 1, length, 14, "f-ink" if adds else "f-sand", round_=3),
        text(zero + (length if adds else 0) + 9, y + 13, row.signed, "t-strong num"),
    ]
