"""The hours of a week: a dot for each, its area the share of all that was written then; ours in ink, theirs behind."""

import math
from collections.abc import Sequence
from typing import Final

from mutuals.ui.charts.svg import Svg, circle, picture, text

DAYS: Final = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
WIDE: Final = 520
PHONE: Final = 350
_LEFT: Final = 40.0
_LEAST: Final = 0.7


def week(
    ours: Sequence[Sequence[int]], theirs: Sequence[Sequence[int]], *, label: str, width: int = WIDE
) -> Svg:
    """Draws counts by weekday (Monday first) and hour: a sand ring for them, a dot of ink for us."""
    pitch = (width - _LEFT) / 24
    high = max(pitch, 20.0)
    most = max((count for rows in (ours, theirs) for row in rows for count in row), default=0) or 1
    reach = min(pitch, high) * 0.5 - 0.4

    def radius(count: int) -> float:
        return reach * math.sqrt(count / most) if count else 0.0

    parts: list[str] = []
    for day, name in enumerate(DAYS):
        y = 12 + day * high
        parts.append(text(0, y + 5, name, "t-13"))
        for hour in range(24):
            x = _LEFT + (hour + 0.5) * pitch
            mine, their = radius(ours[day][hour]), radius(theirs[day][hour])
            if their:
                parts.append(circle(x, y, max(their, _LEAST + 0.5), "f-sandsoft s-sand", stroke_width=1))
            if mine or not their:
                parts.append(circle(x, y, max(mine, _LEAST), "f-ink" if mine else "f-line"))
    base = 12 + 7 * high + 8
    parts += [
        text(_LEFT + (hour + 0.5) * pitch, base, f"{hour:02}", "mid t-12") for hour in (0, 6, 12, 18, 23)
    ]
    return picture(width, base + 6, parts, label=label)
