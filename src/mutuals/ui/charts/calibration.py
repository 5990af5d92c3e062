"""What was said against what happened: a dot for each bin on a square, the dashed diagonal is where they agree."""

import math
from collections.abc import Sequence
from typing import NamedTuple

from mutuals.ui.charts.svg import Svg, circle, line, picture, rounded, text
from mutuals.ui.words import number, percent

WIDTH = 420
_LEFT, _TOP, _SIDE = 52.0, 14.0, 320.0
_TICKS = (0.0, 0.25, 0.5, 0.75, 1.0)
_LEAST, _MOST = 3.0, 15.0


class Said(NamedTuple):
    """Chances of about `said` (0 to 1): the share that `happened`, between `least` and `most` with 90 %, of so many."""

    said: float
    happened: float
    least: float
    most: float
    cases: int


def calibration(bins: Sequence[Said], *, said: str = "said", happened: str = "happened") -> Svg:
    """Draws the bins: the area of a dot is its cases, the whisker its 90 %; hollow where it does not hold the
    diagonal."""
    largest = max((one.cases for one in bins), default=1)
    parts = [*_scale(said, happened)]
    for one in bins:
        x, holds = _x(one.said), one.least <= one.said <= one.most
        radius = max(_LEAST, _MOST * math.sqrt(one.cases / largest))
        parts.append(
            line(f"M{rounded(x)} {rounded(_y(one.least))}V{rounded(_y(one.most))}", "s-ink", stroke_width=1.6)
        )
        parts.append(
            circle(x, _y(one.happened), radius, "f-ink" if holds else "f-card s-ink", stroke_width=2)
        )
    label = "; ".join(
        f"said {percent(one.said)}, happened {percent(one.happened)} of {number(one.cases)}" for one in bins
    )
    return picture(WIDTH, _TOP + _SIDE + 44, parts, label=label or "nothing to compare yet")


def _scale(said: str, happened: str) -> list[Svg]:
    base, right = _TOP + _SIDE, _LEFT + _SIDE
    parts = [
        line(f"M{rounded(_LEFT)} {rounded(_TOP)}V{rounded(base)}H{rounded(right)}", "f-none s-rule", stroke_width=1),
        line(
            f"M{rounded(_LEFT)} {rounded(base)}L{rounded(right)} {rounded(_TOP)}", "s-pencil", stroke_width=1.3,
            stroke_dasharray="5 5",
        ),
    ]  # fmt: skip
    for tick in _TICKS:
        parts.append(text(_x(tick), base + 20, percent(tick), "num mid"))
        parts.append(text(_LEFT - 8, _y(tick) + 5, percent(tick), "num end"))
    parts.append(text(right, base + 40, said, "end"))
    parts.append(text(_LEFT + 8, _TOP + 4, happened))
    return parts


def _x(share: float) -> float:
    return _LEFT + share * _SIDE


def _y(share: float) -> float:
    return _TOP + (1 - share) * _SIDE
