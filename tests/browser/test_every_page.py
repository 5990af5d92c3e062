"""Every page of the product: accessible at each size and in each light, never scrolling sideways, silent elsewhere."""

import re

import pytest

from tests.browser.access import violations_everywhere, violations_twice
from tests.browser.visitor import BROWSER, NARROW, PHONE, WIDE, Visit, person_url

pytestmark = BROWSER

# Words that stand letter by letter, since something beside them took the room.
SQUEEZED = """[...document.querySelectorAll('main h1, main h2, main p')].filter(one => one.offsetParent
  && one.innerText.trim().length > 8 && one.getBoundingClientRect().width < 60 && !one.closest('.sr'))
  .map(one => one.innerText.slice(0, 40))"""
OPEN_ALL = "document.querySelectorAll('main details').forEach(one => { one.open = true; })"


def rich(page, visit: Visit) -> list[str]:
    """The pages with components of their own."""
    who, alone = person_url(page, visit, "Amara Okafor"), person_url(page, visit, "Grandma Rose")
    return [
        "/welcome", "/today", "/bring", visit.said["import"].removeprefix(visit.url), odd_import(page, visit),
        "/circles", "/people", "/introductions", "/network?q=a", "/first-look", "/how-we-know", who, alone, "/team/",
        "/moment", "/in-person", f"{who}/write-a-card", "/team/phone",
    ]  # fmt: skip


def plain(page, visit: Visit) -> list[str]:
    """All else that the owner can open, the empty and the odd ones too: made of what the others are made of."""
    who = person_url(page, visit, "Amara Okafor")
    # Of somebody who writes seldom: a hundred lines of the same kind would say nothing more.
    seldom = person_url(page, visit, "Saoirse Byrne")
    page.goto(visit.url + who)
    day = page.locator("#depth a.open").first.get_attribute("href")
    return [
        "/circles?at=2026-01-01", "/circles?only=drifting", "/people?q=nobody", f"{seldom}/days", day,
        f"{who}/same", "/team/me/", "/team/record/", "/password/", "/keys/", "/keys/webauthn/", "/sign-in/again/",
        "/sign-out/", "/look-around", "/trips", "/by-hand",
    ]  # fmt: skip


def odd_import(page, visit: Visit) -> str:
    """Files of which some cannot be read: the address of their report."""
    odd = visit.files.parent / "odd"
    odd.mkdir(exist_ok=True)
    long = odd / f"{'a name without an end ' * 9}.vcf"
    long.write_text(
        "BEGIN:VCARD\r\nVERSION:3.0\r\nFN:Wilhelmina Featherstonehaugh\r\nEND:VCARD\r\nrubbish\r\n"
    )
    (odd / "backup_final.dat").write_bytes(bytes(range(256)) * 40)
    (odd / "broken.zip").write_bytes(b"PK\x03\x04" + bytes(range(256)))
    page.goto(f"{visit.url}/bring")
    page.set_input_files("[name=files]", sorted(odd.iterdir()))
    page.wait_for_url(re.compile("/bring/[0-9a-f-]{36}"))
    page.wait_for_selector("#progress:not([hx-get])")
    return page.url.removeprefix(visit.url)


@pytest.mark.slow
@pytest.mark.parametrize(
    ("pages", "violations"),
    [(rich, violations_everywhere), (plain, violations_twice)],
    ids=["rich", "plain"],
)
def test_every_page_is_accessible_at_each_size_and_in_each_light_and_none_scrolls_sideways(
    pages, violations, visit, window
) -> None:
    page, found, wide, squeezed = window(), [], [], []
    for path in pages(page, visit):
        page.goto(visit.url + path)
        page.evaluate(OPEN_ALL)
        found += violations(page, WIDE, PHONE)
        for size in (PHONE, NARROW):
            page.set_viewport_size(size)
            if page.evaluate("document.documentElement.scrollWidth") > size["width"]:
                wide.append((path, size["width"]))
            squeezed += [(path, size["width"], words) for words in page.evaluate(SQUEEZED)]
    assert found == []
    assert wide == []
    assert squeezed == []


@pytest.mark.slow
def test_the_way_in_and_the_ways_that_lead_nowhere_are_accessible_too(visit, window) -> None:
    stranger, owner, found = window(storage_state=None, watched=False), window(watched=False), []
    stranger.goto(f"{visit.url}/sign-in/")
    stranger.fill("[name=login]", "nobody")
    stranger.fill("[name=password]", "nothing")
    stranger.get_by_role("button", name="Sign in").first.click()
    stranger.wait_for_selector(".notice.alert")
    found += violations_everywhere(stranger, WIDE, PHONE)
    for page, path in (
        (stranger, "/sign-in/"),
        (stranger, "/sign-in/help/"),
        (stranger, visit.link.removeprefix(visit.url)),
        (owner, "/nowhere"),
    ):
        page.goto(visit.url + path)
        found += violations_twice(page, WIDE, PHONE)
    assert found == []


def test_what_opens_over_a_page_is_accessible_too(visit, window) -> None:
    page, found = window(), []
    page.goto(visit.url + person_url(page, visit, "Amara Okafor"))
    page.keyboard.press("m")
    found += violations_everywhere(page, WIDE, PHONE)
    page.goto(f"{visit.url}/team/")
    page.set_viewport_size(PHONE)
    page.locator(".foot-bar summary").click()
    found += violations_everywhere(page, PHONE, PHONE)
    assert found == []
