"""*Bring what you have*: any name finds the way to one's data, with a script or without, and a link leads into it."""

from tests.browser.access import violations_everywhere
from tests.browser.visitor import BROWSER, PHONE, WIDE

pytestmark = BROWSER


def ways(page) -> list[str]:
    """The ways that can be seen."""
    return [one.strip() for one in page.locator("details.way:visible > summary > strong").all_inner_texts()]


def test_what_most_people_have_is_seen_first_and_the_rest_is_folded(visit, window) -> None:
    page = window()
    page.goto(f"{visit.url}/bring")
    assert ways(page)[:3] == ["Contacts of an iPhone", "Contacts of an Android phone", "WhatsApp"]
    assert "Slack" not in ways(page)
    page.locator("details.more > summary").click()
    assert "Slack" in ways(page)


def test_typing_finds_a_way_at_once_and_keeps_the_field(visit, window) -> None:
    page = window()
    page.goto(f"{visit.url}/bring")
    page.locator("#find").press_sequentially("hotm", delay=20)
    page.wait_for_function("() => document.querySelectorAll('details.way').length === 1")
    assert ways(page) == ["Mail in Outlook"]
    assert page.evaluate("document.activeElement.id") == "find"
    assert page.locator("ol.steps:visible li").count() > 2
    page.locator("#find").fill("")
    page.wait_for_function("() => document.querySelectorAll('details.way').length > 10")


def test_without_a_script_the_field_works_as_an_address_and_everything_opens(visit, window) -> None:
    page = window(java_script_enabled=False)
    page.goto(f"{visit.url}/bring")
    page.fill("#find", "discord")
    page.get_by_role("button", name="Find", exact=True).click()
    page.wait_for_url("**/bring?find=discord**")
    assert ways(page) == ["Discord"]
    assert page.get_by_text("Account and Messages.").is_visible()
    page.goto(f"{visit.url}/bring")
    page.locator("#ask-linkedin > summary").click()
    assert page.get_by_text("The larger archive.", exact=True).is_visible()


def test_a_link_leads_into_a_way_that_is_folded_away(visit, window) -> None:
    page = window()
    page.goto(f"{visit.url}/bring?show=reddit#ask-reddit")
    assert page.locator("#ask-reddit .steps").is_visible()
    box = page.locator("#ask-reddit").bounding_box()
    assert 0 <= box["y"] < WIDE["height"] / 2


def test_a_reminder_is_kept_and_put_away(visit, window) -> None:
    page = window()
    page.goto(f"{visit.url}/bring?show=discord")
    page.get_by_role("button", name="I asked today: remind me in a week").click()
    page.wait_for_url("**/bring#reminder-*")
    assert "look again in 7 days" in page.locator(".members").inner_text()
    page.get_by_role("button", name="Fetched").click()
    page.wait_for_selector(".members", state="detached")


def test_ways_that_were_found_and_ways_that_were_not_are_accessible(visit, window) -> None:
    page, found = window(), []
    for find in ("google", "minitel"):
        page.goto(f"{visit.url}/bring?find={find}")
        page.evaluate("document.querySelectorAll('main details').forEach(one => { one.open = true; })")
        found += violations_everywhere(page, WIDE, PHONE)
    assert found == []
