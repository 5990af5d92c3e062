"""What axe finds on a page, asked for briefly: only what is wrong is carried out of the browser."""

from typing import Any, Final

import pytest

axe = pytest.importorskip("axe_playwright_python.sync_playwright")

RULES: Final = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
COLOURS: Final = {"type": "rule", "values": ["color-contrast"]}
_SCRIPT: Final[str] = axe.Axe().axe_script
_RUN: Final = """options => axe.run(document, options).then(found => found.violations.flatMap(
  one => one.nodes.map(node => `${location.pathname} ${one.id}: ${node.html.slice(0, 160)}`)))"""


def violations(page: Any, rules: object = RULES) -> list[str]:
    """Address, rule and element of everything that breaks one of the rules."""
    if not page.evaluate("'axe' in window"):
        page.evaluate(_SCRIPT)
    return page.evaluate(_RUN, {"runOnly": rules, "resultTypes": ["violations"], "preload": False})


def light(page: Any, scheme: str) -> None:
    """Turns day to night and waits until every colour has arrived."""
    page.emulate_media(color_scheme=scheme)
    page.wait_for_timeout(40)
    page.evaluate(
        "Promise.all(document.getAnimations().map(one => one.finished.catch(() => 0))).then(() => 0)"
    )


def violations_twice(page: Any, wide: Any, phone: Any) -> list[str]:
    """A plain page: all rules at each size, by day on a desk, by night on a phone."""
    page.set_viewport_size(wide)
    light(page, "light")
    found = violations(page)
    page.set_viewport_size(phone)
    light(page, "dark")
    return found + violations(page)


def violations_everywhere(page: Any, wide: Any, phone: Any) -> list[str]:
    """A page at both sizes, by day and by night: all rules once at each size, its colours in each of the four."""
    page.set_viewport_size(wide)
    light(page, "light")
    found = violations(page)
    light(page, "dark")
    found += violations(page, COLOURS)
    page.set_viewport_size(phone)
    light(page, "dark")
    found += violations(page)
    light(page, "light")
    return found + violations(page, COLOURS)
