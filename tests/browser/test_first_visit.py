"""The whole first visit in a real browser, on the real product: one command, one link, five names, files, circles.

`mutuals run` is started in a home of its own, with its worker; nothing is faked and nothing is answered for it.
"""

import os
import re
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from tests.browser import life

sync_api = pytest.importorskip("playwright.sync_api")
axe = pytest.importorskip("axe_playwright_python.sync_playwright")

CHROMIUM = os.environ.get("MUTUALS_TEST_BROWSER") or shutil.which("chromium") or shutil.which("google-chrome")
pytestmark = [pytest.mark.browser, pytest.mark.skipif(CHROMIUM is None, reason="no Chromium on this machine")]

WIDE, PHONE = {"width": 1360, "height": 900}, {"width": 390, "height": 844}
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
PASSWORD = "a quiet harbour at dusk"
PATIENCE = 90_000  # ms; the machines that run this are shared


@dataclass
class Visit:
    """A running product and the browser that visits it: what was seen, and all that the browser complained of."""

    browser: sync_api.Browser
    url: str
    link: str
    files: Path
    letters: int
    state: dict = field(default_factory=dict)
    said: dict[str, str] = field(default_factory=dict)
    complaints: list[str] = field(default_factory=list)
    elsewhere: list[str] = field(default_factory=list)

    def page(self, **more) -> sync_api.Page:
        """A window of a visitor who signed in before, watched."""
        options = {"viewport": WIDE, "reduced_motion": "reduce", "storage_state": self.state or None} | more
        context = self.browser.new_context(**options)
        context.set_default_timeout(PATIENCE)
        page = context.new_page()
        page.on("console", lambda one: self._heard(one.type, f"{page.url}: {one.text}"))
        page.on("pageerror", lambda error: self.complaints.append(f"{page.url}: {error}"))
        page.on("request", lambda one: self._asked(one.url))
        page.on(
            "response",
            lambda one: self.complaints.append(f"{one.status} {one.url}") if one.status >= 400 else None,
        )
        return page

    def _heard(self, kind: str, text: str) -> None:
        if kind in {"error", "warning"}:
            self.complaints.append(text)

    def _asked(self, url: str) -> None:
        if not url.startswith((self.url, "data:", "blob:")):
            self.elsewhere.append(url)


@pytest.fixture(scope="module")
def started(tmp_path_factory) -> Iterator[tuple[str, str]]:
    """`mutuals run` in a fresh home: its address and the owner's link."""
    home = tmp_path_factory.mktemp("home")
    environment = {
        **{name: value for name, value in os.environ.items() if not name.startswith("MUTUALS_")},
        "MUTUALS_HOME": str(home),
        "PYTHONUNBUFFERED": "1",
    }
    command = [sys.executable, "-m", "mutuals", "run", "--port", "0"]
    process = subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True, env=environment
    )
    try:
        greeting = ""
        for line in process.stdout:
            greeting += line
            if "Stop it" in line:
                break
        address, link = re.findall(r"http://\S+", greeting)[:2]
        yield address.rstrip("/"), link
    finally:
        process.send_signal(signal.SIGINT)
        process.wait(30)


@pytest.fixture(scope="module")
def visit(started, tmp_path_factory) -> Iterator[Visit]:
    """The visit up to its end; the tests look at what came of it."""
    files = tmp_path_factory.mktemp("files")
    people = life.friends(40)
    letters = life.mailbox(files / "mail.mbox", people, now=int(time.time()))
    life.address_book(files / "people.vcf", people[:25])
    life.chat(files / "WhatsApp Chat with Mia.txt", "Mia")
    with sync_api.sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        made = Visit(browser, *started, files, letters)
        page = made.page()
        for step in (come_in, name_five, answer_the_card, bring, answer_questions, meet_the_circles):
            step(made, page)
        yield made
        browser.close()


def come_in(visit: Visit, page: sync_api.Page) -> None:
    page.goto(visit.link)
    page.fill("[name=name]", life.ME[0])
    page.fill("[name=username]", "ines")
    page.fill("[name=password]", PASSWORD)
    page.get_by_role("button", name="Keep it").click()
    page.wait_for_url("**/welcome")
    visit.state = page.context.storage_state()


def name_five(visit: Visit, page: sync_api.Page) -> None:
    visit.said["first question"] = page.locator("h1").inner_text()
    for place, name in enumerate(("Amara Okafor", "Thabo", "Grandma Rose"), start=1):
        page.fill(f"[name=name{place}]", name)
    page.wait_for_selector("#five svg[aria-label*='three have initials']")
    page.fill("[name=why]", "to lose fewer people")
    page.fill("[name=minutes]", "30")
    page.get_by_role("button", name="Show me today").click()
    page.wait_for_url("**/today")


def answer_the_card(visit: Visit, page: sync_api.Page) -> None:
    visit.said["first card"] = page.locator(".n-say").inner_text()
    page.get_by_role("button", name="This month").click()
    page.wait_for_selector(".notice")
    visit.said["answer noted"] = page.locator(".notice").inner_text()
    visit.said["second card"] = page.locator(".n-say").inner_text()
    page.get_by_role("link", name="Bring what you have").click()
    page.wait_for_url("**/bring")


def bring(visit: Visit, page: sync_api.Page) -> None:
    page.set_input_files("[name=files]", sorted(visit.files.iterdir()))
    page.wait_for_url(re.compile("/bring/[0-9a-f-]{36}"))
    visit.said["import"] = page.url
    page.wait_for_selector("#question")
    page.wait_for_selector("#progress:not([hx-get])")


def answer_questions(visit: Visit, page: sync_api.Page) -> None:
    page.get_by_role("button", name="3 April").click()
    page.wait_for_selector("#progress:not([hx-get]) :text-is('Read')")
    visit.said["report"] = page.locator("main").inner_text()


def meet_the_circles(visit: Visit, page: sync_api.Page) -> None:
    """Ties come a moment after the files were read."""
    for _ in range(PATIENCE // 500):
        page.goto(f"{visit.url}/circles")
        if page.locator("svg.ch:visible a.node").count() >= 40:
            break
        page.wait_for_timeout(500)
    visit.said["circles"] = page.locator("main").inner_text()
    visit.state = page.context.storage_state()


@pytest.fixture
def window(visit) -> Iterator:
    """Opens windows of the visitor and closes them again."""
    opened = []

    def make(**more) -> sync_api.Page:
        opened.append(visit.page(**more))
        return opened[-1]

    yield make
    for page in opened:
        page.context.close()


def person_url(page: sync_api.Page, visit: Visit, name: str) -> str:
    page.goto(f"{visit.url}/people?q={name}")
    return page.get_by_role("link", name=name).first.get_attribute("href")


# What came of it


@pytest.mark.slow
def test_the_first_minute_asks_answers_and_leads_on(visit) -> None:
    assert visit.said["first question"] == "Which five people do you not want to lose?"
    assert visit.said["first card"] == "Amara Okafor. You named them first. When did you last speak?"
    assert visit.said["answer noted"].startswith("Noted for about ")
    assert visit.said["second card"].startswith("Thabo. You named them second.")


def test_the_report_counts_every_letter_card_and_line(visit) -> None:
    assert (
        f"{visit.letters:,}".replace(",", " ") in visit.said["report"]
        or f"{visit.letters:,}" in visit.said["report"]
    )
    assert visit.said["report"].count("understood") == 3
    assert "0 rejected" in visit.said["report"]


def test_everybody_who_wrote_is_in_the_circles(visit) -> None:
    assert "your inner circle is full" in visit.said["circles"]
    assert "Amara Okafor" in visit.said["circles"]


def test_a_name_is_matched_where_it_is_unique_and_asked_about_else(visit, window) -> None:
    page = window()
    page.goto(f"{visit.url}/people?q=Amara%20Okafor")
    assert page.locator("tbody tr").count() == 1
    page.goto(f"{visit.url}/today")
    assert page.locator(".n-say").inner_text().startswith("Thabo. You named them second.")
    choices = page.locator(".choices li")
    assert choices.count() > 1
    assert all(name.startswith("Thabo ") for name in choices.locator(".name").all_inner_texts())


def test_arrows_and_hovering_show_a_card_and_enter_opens_it(visit, window) -> None:
    page = window()
    page.goto(f"{visit.url}/circles")
    page.locator("svg.ch:visible a.node.is-on").focus()
    first = page.locator("#card h2").inner_text()
    page.keyboard.press("ArrowRight")
    page.wait_for_function("name => document.querySelector('#card h2').innerText !== name", arg=first)
    second = page.locator("#card h2").inner_text()
    page.locator("svg.ch:visible a.node").last.hover()
    page.wait_for_function("name => document.querySelector('#card h2').innerText !== name", arg=second)
    page.locator("svg.ch:visible a.node.is-on").focus()
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile("/people/[0-9a-f-]{36}"))


def test_filters_by_form_dim_those_who_were_in_touch_otherwise(visit, window) -> None:
    page = window()
    page.goto(f"{visit.url}/circles")
    everybody = page.locator("svg.ch:visible a.node").count()
    page.locator("details.kinds summary").click()
    page.locator("details.kinds a", has_text="Calls").click()
    assert 0 < page.locator("svg.ch:visible a.node:not(.is-off)").count() < everybody


def test_the_slider_goes_back_truly(visit, window) -> None:
    page = window()
    page.goto(f"{visit.url}/circles")
    now = page.locator("svg.ch:visible a.node").count()
    slider = page.locator("#at")
    middle = page.evaluate("e => (Number(e.min) + Number(e.max)) >> 1", slider.element_handle())
    slider.fill(str(middle))
    slider.dispatch_event("change")
    page.wait_for_selector("h1:has-text('Who was close on')")
    assert 0 < page.locator("svg.ch:visible a.node").count() < now


def test_people_are_grouped_put_away_and_brought_back(visit, window) -> None:
    page = window()
    page.goto(f"{visit.url}/people?sort=name")
    total = page.locator("p.lede").inner_text()
    page.locator("td.pick input").nth(2).check()
    page.locator("td.pick input").nth(3).check()
    page.fill(".bulk [name=new_group]", "workshop")
    page.get_by_role("button", name="Put in group").click()
    page.wait_for_selector(".notice")
    assert page.locator("tbody tr", has_text="workshop").count() == 2
    page.locator("td.pick input").nth(2).check()
    page.get_by_role("button", name="Put away").click()
    page.wait_for_selector("[data-undo]")
    assert page.locator("p.lede").inner_text() != total
    page.keyboard.press("z")
    page.wait_for_selector(".notice:has-text('back')")
    assert page.locator("p.lede").inner_text() == total


def test_a_person_opens_up_down_to_a_day(visit, window) -> None:
    page = window()
    page.goto(visit.url + person_url(page, visit, "Amara Okafor"))
    assert page.locator(".c-head .lede").inner_text().startswith("Wood finisher, Makers Guild")
    assert "12 March 1980" in page.locator("aside.margin").inner_text()
    page.locator("#depth a.open").first.click()
    page.wait_for_url(re.compile(r"/days/\d+"))
    assert page.locator("ul.tl li").count() >= 1
    page.go_back()
    page.keyboard.press("m")
    page.locator("#met button", has_text="Note it").click()
    page.wait_for_selector(".notice")
    assert page.locator(".notice").inner_text() == "Noted."


def test_files_dropped_anywhere_are_read_at_once(visit, window) -> None:
    page = window()
    page.goto(f"{visit.url}/bring")
    page.evaluate("""() => {
      const carried = new DataTransfer();
      const card = ["BEGIN:VCARD", "VERSION:3.0", "FN:Wei-Ling Chen", "EMAIL:wl@makers.example", "END:VCARD", ""];
      carried.items.add(new File([card.join("\\r\\n")], "one.vcf"));
      document.body.dispatchEvent(new DragEvent("drop", { bubbles: true, cancelable: true, dataTransfer: carried }));
    }""")
    page.wait_for_url(re.compile("/bring/[0-9a-f-]{36}"))
    page.wait_for_selector("#progress:not([hx-get]) :text-is('Read')")
    assert "one.vcf" in page.locator("ul.files").inner_text()


def test_everything_works_without_javascript(visit, window) -> None:
    page = window(java_script_enabled=False)
    page.goto(f"{visit.url}/bring")
    page.set_input_files("[name=files]", visit.files / "people.vcf")
    page.get_by_role("button", name="Read them").click()
    page.wait_for_url(re.compile("/bring/[0-9a-f-]{36}"))
    page.goto(visit.url + person_url(page, visit, "Jun Takahashi"))
    page.fill("#new-note", "Likes plum jam")
    page.get_by_role("button", name="Note it").first.click()
    assert "Likes plum jam" in page.locator("#notes").inner_text()
    page.goto(f"{visit.url}/circles?at=2026-01-01")
    assert page.locator("h1").inner_text().startswith("Who was close on")
    page.goto(f"{visit.url}/today")
    assert page.locator(".n-say").is_visible()


# Every page, in every light


def pages(page: sync_api.Page, visit: Visit) -> list[str]:
    who = person_url(page, visit, "Amara Okafor")
    alone = person_url(page, visit, "Grandma Rose")
    page.goto(visit.url + who)
    day = page.locator("#depth a.open").first.get_attribute("href")
    return [
        "/welcome", "/today", "/bring", visit.said["import"].removeprefix(visit.url), "/circles",
        "/circles?at=2026-01-01", "/people", "/people?q=nobody", "/how-we-know", who, alone, f"{who}/days", day,
        f"{who}/same", "/team/", "/team/me/", "/team/record/",
    ]  # fmt: skip


def violations(page: sync_api.Page, rules: object = RULES) -> list[str]:
    found = axe.Axe().run(page, options={"runOnly": rules}).response["violations"]
    return [f"{page.url} {one['id']}: {node['html'][:160]}" for one in found for node in one["nodes"]]


def light(page: sync_api.Page, scheme: str) -> None:
    """Turns day to night and waits until every colour has arrived."""
    page.emulate_media(color_scheme=scheme)
    page.wait_for_timeout(60)
    page.evaluate(
        "Promise.all(document.getAnimations().map(one => one.finished.catch(() => 0))).then(() => 0)"
    )


@pytest.mark.slow
@pytest.mark.parametrize("size", [WIDE, PHONE], ids=["desktop", "phone"])
def test_every_page_is_accessible_by_day_and_by_night_and_none_scrolls_sideways(visit, window, size) -> None:
    page, found, wide = window(viewport=size), [], []
    for path in pages(page, visit):
        page.goto(visit.url + path)
        light(page, "light")
        found += violations(page)
        light(page, "dark")
        # What a page is made of is the same at night; its colours are not.
        found += violations(page, {"type": "rule", "values": ["color-contrast"]})
        if page.evaluate("document.documentElement.scrollWidth") > size["width"]:
            wide.append(path)
    assert found == []
    assert wide == []


@pytest.mark.slow
def test_the_way_in_is_accessible_too(visit, window) -> None:
    page = window(storage_state=None)
    page.goto(f"{visit.url}/sign-in/")
    assert violations(page) == []


def test_no_page_complains_or_reaches_out(visit) -> None:
    """Stands last: it judges all that was visited before."""
    assert visit.complaints == []
    assert visit.elsewhere == []
