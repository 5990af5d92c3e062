"""Codes: dark on light with a quiet edge, and the same for the terminal."""

import re

from mutuals.ui.qr import QUIET, qr_svg, qr_text

ADDRESS = "http://192.168.1.20:8484/phone/" + "x" * 43


def test_the_picture_needs_no_style_and_has_a_quiet_edge() -> None:
    picture = qr_svg(ADDRESS, label="A <code>")
    assert "style" not in picture
    assert "A &lt;code&gt;" in picture
    size = int(re.search(r'viewBox="0 0 (\d+) ', picture)[1])
    places = [(int(x), int(y)) for x, y in re.findall(r"M(\d+) (\d+)h", picture)]
    edges = [edge for place in places for edge in place]
    assert min(edges) == QUIET
    assert max(edges) == size - QUIET - 1
    assert ADDRESS not in picture, "the address is told by the code alone"


def test_the_terminal_shows_the_same_modules() -> None:
    picture = qr_svg(ADDRESS, label="")
    size = int(re.search(r'viewBox="0 0 (\d+) ', picture)[1]) - 2 * QUIET
    dark = {(int(x) - QUIET, int(y) - QUIET) for x, y in re.findall(r"M(\d+) (\d+)h", picture)}
    lines = qr_text(ADDRESS).split("\n")
    assert {len(line) for line in lines} == {size + 4}
    shown = set()
    for row, line in enumerate(lines):
        for column, sign in enumerate(line):
            if sign in "▄ ":
                shown.add((column - 2, 2 * row - 2))
            if sign in "▀ ":
                shown.add((column - 2, 2 * row - 1))
    assert {(x, y) for x, y in shown if 0 <= x < size and 0 <= y < size} == dark
