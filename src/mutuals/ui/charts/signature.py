"""How somebody shares out their days over the first, second ... person: this year in ink, the years before in
pencil."""

from collections.abc import Sequence
from typing import NamedTuple

from mutuals.ui.charts.svg import Svg, circle, line, picture, rounded, text
from mutuals.ui.words import ordinal, percent

WIDE, PHONE = 640, 350
_HEIGHT, _LEFT, _TOP, _BASE = 220, 44.0, 16.0, 178.0


class Year(NamedTuple):
    """One year by its name and the shares of its ranks, the largest first."""

    title: str
    shares: tuple[float, ...]


def signature(years: Sequence[Year], *, width: int = WIDE) -> Svg:
    """Draws the years from the earliest to the latest, which alone has dots; nothing for no years."""
    ranks = max((len(one.shares) for one in years), default=0)
    most = max((share for one in years for share in one.shares), default=0.0) or 1.0
    pitch = (width - _LEFT - 14) / max(1, ranks - 1)

    def x(rank: int) -> float:
        return _LEFT + 6 + rank * pitch

    def y(share: float) -> float:
        return _BASE - (_BASE - _TOP) * share / most

    parts = [line(f"M{rounded(_LEFT)} {rounded(_BASE)}H{width}", "s-rule", stroke_width=1)]
    parts += [text(_LEFT - 6, y(share) + 5, percent(share), "num end") for share in (most, most / 2)]
    for rank in range(ranks):
        parts.append(text(x(rank), _BASE + 20, str(rank + 1), "num mid"))
    parts.append(text(width, _BASE + 38, "place by days", "end"))
    for place, one in enumerate(years):
        path = "L".join(f"{rounded(x(rank))} {rounded(y(share))}" for rank, share in enumerate(one.shares))
        if place < len(years) - 1:
            parts.append(line(f"M{path}", "f-none s-pencil", stroke_width=1.2, stroke_dasharray="4 4"))
            continue
        parts.append(line(f"M{path}", "f-none s-ink", stroke_width=2.2))
        parts += [circle(x(rank), y(share), 4, "f-ink") for rank, share in enumerate(one.shares)]
    last = years[-1] if years else Year("", ())
    told = ", ".join(f"{ordinal(rank)} {percent(share)}" for rank, share in enumerate(last.shares, 1))
    return picture(width, _HEIGHT, parts, label=f"{last.title}: {told}" if told else "no year to show yet")
