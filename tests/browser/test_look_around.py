"""Looking around in a real browser: in by one button, a whole world there, out by one click; the first look prints."""

import re

from tests.browser.access import violations_twice
from tests.browser.visitor import BROWSER, PHONE, WIDE, Visit

pytestmark = BROWSER

MOST_SECONDS = 180


def test_a_visitor_looks_around_as_mara_and_leaves_nothing_behind(visit: Visit, window) -> None:
    page = window()
    page.goto(f"{visit.url}/circles")
    own = page.locator("table.people a.name").all_inner_texts()
    page.goto(f"{visit.url}/look-around")
    page.get_by_role("button", name="Look around as Mara").click()
    page.get_by_role("link", name="Who is close to her").click(timeout=MOST_SECONDS * 1000)
    try:
        assert page.title() == "Sample: Circles · Mutuals"
        hers = page.locator("table.people a.name").all_inner_texts()
        assert hers
        assert not set(hers) & set(own)
        found = violations_twice(page, WIDE, PHONE)
        page.goto(f"{visit.url}/first-look")
        found += violations_twice(page, WIDE, PHONE)
        assert found == []
    finally:
        page.get_by_role("button", name="Remove the sample").click()
    page.goto(f"{visit.url}/circles")
    assert page.locator("table.people a.name").all_inner_texts() == own


def test_the_first_look_opens_its_evidence_and_prints_on_one_page(visit: Visit, window) -> None:
    page = window()
    page.goto(f"{visit.url}/first-look")
    page.locator("a[href='#answered-table']").first.click()
    assert page.locator("#answered-table").evaluate("one => one.open")
    edges = {"top": "10mm", "bottom": "10mm", "left": "12mm", "right": "12mm"}
    printed = page.pdf(format="A4", margin=edges)
    assert len(re.findall(rb"/Type\s*/Page[^s]", printed)) == 1
