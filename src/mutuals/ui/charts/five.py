"""The first minute: five circles around you that take the initials of people not to be lost."""

import math
from collections.abc import Sequence
from typing import Final

from mutuals.ui.charts.svg import Svg, circle, element, picture, text
from mutuals.ui.faces import initials

PLACES: Final = 5
_X: Final = 260.0
_Y: Final = 195.0
_ORBIT: Final = 172.0
_AWAY: Final = 118.0
_FACE: Final = 36.0
_WORDS: Final = ("no", "one", "two", "three", "four", "five")


def five(names: Sequence[str]) -> Svg:
    """Draws up to five names clockwise from twelve; what is empty stays a dashed ring."""
    given = [name for name in names if name.strip()][:PLACES]
    places = [_place(at, given[at] if at < len(given) else "") for at in range(PLACES)]
    you = [circle(_X, _Y, 26.0, "f-ink"), text(_X, _Y + 5, "you", "you mid")]
    return picture(
        380,
        360,
        [circle(_X, _Y, _ORBIT, "orbit"), *places, *you],
        label=_label(len(given)),
        class_="five",
        left=70,
        top=15,
    )


def _place(at: int, name: str) -> Svg:
    turn = at / PLACES * 2 * math.pi - math.pi / 2
    x, y = _X + _AWAY * math.cos(turn), _Y + _AWAY * math.sin(turn)
    disc = circle(x, y, _FACE, "")
    if not name:
        return element("g", disc, class_="vacant")
    return element("g", disc, text(x, y, initials(name), "ini"), class_="full")


def _label(given: int) -> str:
    empty = PLACES - given
    if not given:
        return "Five empty circles around you"
    filled = f"{_WORDS[given]} {'has' if given == 1 else 'have'} initials"
    return f"Five circles around you; {filled}" + (f", {_WORDS[empty]} still empty" if empty else "")
