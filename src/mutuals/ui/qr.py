"""Codes that a phone reads off a screen or a terminal. Pure: text in, picture out; nothing is fetched or kept."""

import qrcode

from mutuals.ui.charts.svg import Svg, element, line

# Light modules around a code without which cameras do not find it (ISO/IEC 18004, 9.1).
QUIET = 4
DARK, LIGHT = "#000000", "#ffffff"


def qr_svg(text: str, *, label: str) -> Svg:
    """The code as a picture: dark on light in either theme, since cameras do not read it the other way round."""
    rows = _rows(text)
    size = len(rows) + 2 * QUIET
    path = "".join(
        f"M{x + QUIET} {y + QUIET}h1v1h-1z"
        for y, row in enumerate(rows)
        for x, dark in enumerate(row)
        if dark
    )
    ground = element("rect", width=size, height=size, fill=LIGHT)
    return element(
        "svg", ground, line(path, "", fill=DARK), viewBox=f"0 0 {size} {size}", role="img", aria_label=label,
        shape_rendering="crispEdges",
    )  # fmt: skip


def qr_text(text: str) -> str:
    """The code for a terminal: two rows of it in each line, light painted and dark left, for dark terminals; on a light
    one most phones read it too, turned over."""
    rows = [*_frame(_rows(text))]
    lines = []
    for upper, lower in zip(rows[::2], [*rows[1::2], [True] * len(rows[0])], strict=False):
        signs = {(False, False): "█", (False, True): "▀", (True, False): "▄", (True, True): " "}
        lines.append("".join(signs[a, b] for a, b in zip(upper, lower, strict=True)))
    return "\n".join(lines)


def _frame(rows: list[list[bool]]) -> list[list[bool]]:
    """The rows with a light edge of two, which is enough on a screen that is dark around it."""
    wide = [[False] * (len(rows) + 4)] * 2
    return [*wide, *([False, False, *row, False, False] for row in rows), *wide]


def _rows(text: str) -> list[list[bool]]:
    code = qrcode.QRCode(border=0, error_correction=qrcode.constants.ERROR_CORRECT_M)
    code.add_data(text)
    code.make(fit=True)
    return [[bool(one) for one in row] for row in code.get_matrix()]
