"""Two small pictures: the balance of two sides with a pin at the aim, and the pulse of the last weeks."""

import math
from collections.abc import Sequence

from mutuals.ui.charts.svg import Svg, bar, circle, line, picture, rounded
from mutuals.ui.words import percent


def balance(left: str, right: str, share: float, *, aim: float | None = None, width: int = 280) -> Svg:
    """Draws `share` (0 to 1) for the left side against the rest, and a pin at the aim; no side is good."""
    share = min(1.0, max(0.0, share))
    x = share * width
    parts = [
        bar(0, 8, x - (1.5 if share < 1 else 0), 12, "f-ink", round_=6),
        bar(x + (1.5 if share > 0 else 0), 8, width - x - (1.5 if share > 0 else 0), 12, "f-sand", round_=6),
    ]
    label = f"{left} {percent(share)}, {right} {percent(1 - share)}"
    if aim is not None:
        pin = min(1.0, max(0.0, aim)) * width
        parts += [
            line(f"M{rounded(pin)} 3v22", "s-text", stroke_width=2),
            circle(pin, 3, 3, "f-text"),
        ]
        label += f"; aim {percent(aim)}"
    return picture(width, 28, parts, label=label)


def pulse(weights: Sequence[float], *, label: str, width: int = 260) -> Svg:
    """Draws one round bar per step, oldest first; a step without contact leaves a short pencil mark."""
    most = max(weights, default=0.0) or 1.0
    pitch = width / max(1, len(weights))
    thick = min(5.0, pitch * 0.55)
    parts = []
    for index, weight in enumerate(weights):
        height = max(3.0, 24 * math.sqrt(weight / most)) if weight > 0 else 2.0
        class_ = "f-sand" if weight > 0 else "f-line"
        parts.append(bar(index * pitch, 26 - height, thick, height, class_, round_=thick / 2))
    return picture(width, 28, parts, label=label)
