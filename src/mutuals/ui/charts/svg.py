"""Building SVG text safely: every attribute and every word is escaped, no style is ever written inline.

Colours, fonts and states come from class names (`components.css`, layer "charts"), so pictures follow the theme
and the content security policy needs no exception.
"""

import unicodedata
from collections.abc import Iterable
from functools import cache
from html import escape

from mutuals.ui.faces import first_grapheme


class Svg(str):
    """Markup that is already safe; templates print it as it is (`__html__`)."""

    __slots__ = ()

    def __html__(self) -> str:
        return self


def element(tag: str, *children: str, **attributes: object) -> Svg:
    """Writes one element; text children are escaped, `Svg` children are not.

    `class_` becomes `class`, underscores become hyphens, None and "" leave an attribute out, floats are
    rounded to a tenth of a unit.
    """
    written = [f"<{tag}"]
    for name, value in attributes.items():
        if value is not None and value != "":
            written.append(f' {_attribute(name)}="{_value(value)}"')
    inner = "".join([child if isinstance(child, Svg) else escape(child) for child in children])
    written.append(f">{inner}</{tag}>" if inner else "/>")
    return Svg("".join(written))


def picture(
    width: float, height: float, children: Iterable[str], *, label: str, class_: str = "", **more: object
) -> Svg:
    """Wraps a picture of `width` by `height` units: scales to its column and is one image with a label.

    A picture with links inside passes `role="group"`; `left` and `top` move the corner of the view.
    """
    left, top = more.pop("left", 0), more.pop("top", 0)
    box = f"{_value(left)} {_value(top)} {_value(width)} {_value(height)}"
    role = more.pop("role", "img")
    return element(
        "svg",
        *children,
        class_=f"ch {class_}".rstrip(),
        viewBox=box,
        role=role,
        aria_label=label,
        focusable="false" if role == "img" else None,
        **more,
    )


def circle(x: float, y: float, radius: float, class_: str, **more: object) -> Svg:
    """Writes a circle."""
    return element("circle", cx=x, cy=y, r=radius, class_=class_, **more)


def bar(x: float, y: float, width: float, height: float, class_: str, *, round_: float = 0) -> Svg:
    """Writes a rectangle with round corners; negative sizes count as nothing."""
    return element(
        "rect", x=x, y=y, width=max(0, width), height=max(0, height), rx=round_ or None, class_=class_
    )


def line(path: str, class_: str, **more: object) -> Svg:
    """Writes a path."""
    return element("path", d=path, class_=class_, **more)


def text(x: float, y: float, words: str, class_: str = "") -> Svg:
    """Writes words at a place; "mid" and "end" among the classes move the anchor."""
    return element("text", words, x=x, y=y, class_=class_)


def width_of(words: str, size: float) -> float:
    """Estimates the width of words in units at a font size: wide signs one em, others a little over half."""
    return size * sum(
        1.0 if unicodedata.east_asian_width(char) in "WF" else 0.0 if unicodedata.combining(char) else 0.56
        for char in words
    )


def shortened(words: str, size: float, most: float) -> str:
    """Cuts words at a grapheme so that they fit into `most` units, with an ellipsis where some are missing."""
    if width_of(words, size) <= most:
        return words
    kept, rest = "", words
    while rest:
        grapheme = first_grapheme(rest)
        if width_of(f"{kept}{grapheme}…", size) > most:
            break
        kept, rest = kept + grapheme, rest[len(grapheme) :]
    return f"{kept.rstrip()}…"


def rounded(value: float) -> str:
    """Writes a coordinate with at most one decimal."""
    # NumPy's own numbers are floats too, and take ten times as long to write.
    short = f"{float(value):.1f}"
    return "0" if short in {"-0.0", "0.0"} else short.removesuffix(".0")


@cache
def _attribute(name: str) -> str:
    return name.rstrip("_").replace("_", "-")


def _value(value: object) -> str:
    if isinstance(value, float):
        return rounded(value)
    return str(value) if isinstance(value, int) else escape(str(value))
