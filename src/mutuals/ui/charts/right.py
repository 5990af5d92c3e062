"""How often something was right, by quarters of a year: a dot each, higher is oftener; hollow where few were judged."""

from collections.abc import Sequence
from typing import Final

from mutuals.ui.charts.svg import Svg, circle, line, picture, rounded

WIDTH: Final = 150
HEIGHT: Final = 34
FEW: Final = 5
_PAD: Final = 6.0


def right(quarters: Sequence[tuple[str, int, int]], *, width: int = WIDTH) -> Svg:
    """Draws (name, right, judged) of quarters, the oldest left; the dashed lines are all and none."""
    low, high = HEIGHT - _PAD, _PAD
    pitch = (width - 2 * _PAD) / max(1, len(quarters) - 1)
    dots = [
        (_PAD + place * pitch, low - (low - high) * good / max(1, judged), judged)
        for place, (_, good, judged) in enumerate(quarters)
    ]
    parts = [
        line(f"M0 {rounded(y)}h{rounded(width)}", "s-line", stroke_width=1, stroke_dasharray="3 3")
        for y in (high, low)
    ]
    if len(dots) > 1:
        path = "L".join(f"{rounded(x)} {rounded(y)}" for x, y, _ in dots)
        parts.append(line(f"M{path}", "f-none s-pencil", stroke_width=1.2))
    parts += [
        circle(x, y, 4, "f-ink" if judged >= FEW else "f-card s-ink", stroke_width=1.6)
        for x, y, judged in dots
    ]
    label = "; ".join(f"{name}: {good} of {judged} right" for name, good, judged in quarters)
    return picture(width, HEIGHT, parts, label=label or "nothing judged")
