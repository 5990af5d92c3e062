"""The pages in a real browser: accessible, quiet on the network, whole without JavaScript, quick with the keyboard.

No server is started: every request of the browser is answered here, under the content policy of the settings.
"""

import mimetypes
import os
import shutil
from collections.abc import Iterator
from urllib.parse import urlsplit

import pytest
from django.conf import settings
from django.contrib.staticfiles import finders
from django.template.loader import render_to_string
from django.test import RequestFactory

from mutuals.ui import pages
from tests.browser.access import COLOURS, light, violations, violations_everywhere
from tests.ui import samples

sync_api = pytest.importorskip("playwright.sync_api")

CHROMIUM = os.environ.get("MUTUALS_TEST_BROWSER") or shutil.which("chromium") or shutil.which("google-chrome")
pytestmark = [pytest.mark.browser, pytest.mark.skipif(CHROMIUM is None, reason="no Chromium on this machine")]

HOUSE = "http://house.test"
POLICY = "; ".join(
    f"{name} {' '.join(values)}" for name, values in settings.CONTENT_SECURITY_POLICY["DIRECTIVES"].items()
)
WIDE, PHONE, NARROW = (1360, 900), (390, 844), (320, 700)
EVERY_PAGE = ("kit", *samples.PAGES)


@pytest.fixture(scope="module")
def chromium() -> Iterator[sync_api.Browser]:
    with sync_api.sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield browser
        browser.close()


class House:
    """One browser window: answers its requests, keeps what it complained of and whatever it wanted elsewhere."""

    def __init__(self, browser: sync_api.Browser, size: tuple[int, int], **more) -> None:
        self.context = browser.new_context(
            viewport={"width": size[0], "height": size[1]}, reduced_motion="reduce", **more
        )
        self.complaints: list[str] = []
        self.elsewhere: list[str] = []
        self.context.route("**/*", self.answer)
        self.page = self.context.new_page()
        self.page.on(
            "console",
            lambda said: self.complaints.append(said.text) if said.type in {"error", "warning"} else None,
        )
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))

    def answer(self, route) -> None:
        url = urlsplit(route.request.url)
        if f"{url.scheme}://{url.netloc}" != HOUSE:
            self.elsewhere.append(route.request.url)
            return route.abort()
        if url.path.startswith("/static/"):
            path = finders.find(url.path.removeprefix("/static/"))
            kind = mimetypes.guess_type(url.path)[0] or "application/octet-stream"
            return route.fulfill(path=path, content_type=kind) if path else route.fulfill(status=404)
        return route.fulfill(
            body=body(url.path.strip("/")),
            content_type="text/html; charset=utf-8",
            headers={"Content-Security-Policy": POLICY},
        )

    def open(self, name: str, query: str = "") -> sync_api.Page:
        self.page.goto(f"{HOUSE}/{name}/{query}", wait_until="load")
        return self.page


def body(name: str) -> str:
    if name == "kit":
        return render_to_string("ui/kit.html", pages.kit_context("/kit/"))
    if name in samples.PAGES:
        return samples.page(RequestFactory().get(f"/{name}/"), name).content.decode()
    return f'<h2 id="answered">{name}</h2>'


@pytest.fixture
def house(chromium):
    opened = []

    def make(size: tuple[int, int] = WIDE, **more) -> House:
        opened.append(House(chromium, size, **more))
        return opened[-1]

    yield make
    for one in opened:
        one.context.close()


@pytest.mark.slow
def test_every_component_is_accessible(house) -> None:
    page = house().open("kit")
    assert violations_everywhere(page, sized(WIDE), sized(PHONE)) == []


@pytest.mark.parametrize("name", ["circles", "confirm"])
@pytest.mark.slow
def test_a_crowd_and_a_question_are_accessible(house, name) -> None:
    """By night on a desk, by day on a phone: what the product's own pages, all looked at elsewhere, do not show."""
    page = house(color_scheme="dark").open(name)
    found = violations(page)
    page.set_viewport_size(sized(PHONE))
    light(page, "light")
    assert found + violations(page, COLOURS) == []


def sized(size: tuple[int, int]) -> dict[str, int]:
    return {"width": size[0], "height": size[1]}


SMALL = """() => [...document.querySelectorAll("a[href], button, summary, select, textarea, input:not([type=hidden])")]
  .filter(e => e.getClientRects().length && !e.closest("svg, dialog"))
  .filter(e => !e.matches(".sr, .skip, [type=checkbox], [type=radio]"))
  .filter(e => getComputedStyle(e).display !== "inline" && e.getBoundingClientRect().height < 43.5)
  .map(e => `${e.tagName} ${e.className} ${e.textContent.trim().slice(0, 30)}`)"""


def test_a_thumb_finds_everything_on_a_phone_and_no_page_scrolls_sideways_or_complains(house) -> None:
    window, hidden, wide = house(PHONE), {}, {}
    for name in EVERY_PAGE:
        page = window.open(name)
        hidden[name] = page.evaluate(SMALL)
        page.set_viewport_size(sized(NARROW))
        wide[name] = page.evaluate("document.documentElement.scrollWidth")
        page.set_viewport_size(sized(PHONE))
    assert {name: small for name, small in hidden.items() if small} == {}
    assert {name: width for name, width in wide.items() if width > NARROW[0]} == {}
    assert window.complaints == []
    assert window.elsewhere == []


def test_a_page_is_whole_without_javascript(house) -> None:
    page = house(WIDE, java_script_enabled=False, color_scheme="dark").open("circles")
    assert page.locator("svg a.node").count() > 60
    assert page.locator("[data-theme-toggle]:visible, [data-replay]:visible").count() == 0
    phone = house(PHONE, java_script_enabled=False).open("circles")
    phone.locator(".foot-bar summary").click()
    assert phone.locator(".sheetlet a", has_text="Team").is_visible()


def test_night_follows_the_system_and_a_choice_is_kept(house) -> None:
    paper = "getComputedStyle(document.body).backgroundColor"
    window = house(WIDE, color_scheme="dark")
    page = window.open("today")
    night = page.evaluate(paper)
    button = page.locator("[data-theme-toggle]:visible")
    assert button.inner_text() == "Theme: auto"
    button.click()
    day = page.evaluate(paper)
    assert (button.inner_text(), day != night) == ("Theme: light", True)
    page = window.open("people")
    assert page.evaluate(paper) == day
    assert window.open("today", "?theme=dark").evaluate(paper) == night


def test_slash_leads_to_find_and_letters_press_the_card(house) -> None:
    page = house().open("today")
    page.keyboard.press("/")
    assert page.evaluate("document.activeElement.name") == "q"
    page.keyboard.press("w")
    assert page.input_value("[name=q]") == "w"
    page.keyboard.press("Tab")
    page.evaluate("""document.querySelector(".n-acts").addEventListener("submit", event => {
      event.preventDefault();
      window.pressed = event.submitter.dataset.key;
    })""")
    page.keyboard.press("w")
    assert page.evaluate("window.pressed") == "w"


def test_arrows_walk_from_face_to_face_and_only_one_is_in_the_tab_order(house) -> None:
    page = house().open("circles")
    assert page.locator("svg.ch:visible a.node[tabindex='0']").count() == 1
    page.locator("svg.ch:visible a.node.is-on").focus()
    who, place = "document.activeElement.dataset.person", "document.activeElement.getBoundingClientRect().x"
    was, left = page.evaluate(who), page.evaluate(place)
    page.keyboard.press("ArrowRight")
    assert page.evaluate(who) != was
    assert page.evaluate(place) > left
    assert page.locator("svg.ch:visible a.node[tabindex='0']").count() == 1


def test_a_face_that_is_looked_at_shows_its_card(house) -> None:
    page = house().open("circles")
    node = page.locator("svg.ch:visible a.node[data-card]").last
    key = node.get_attribute("data-person")
    node.focus()
    page.wait_for_selector("#card #answered", timeout=5000)
    assert page.locator("#card").inner_text() == f"card/{key}"
    assert page.locator("svg.ch:visible a.node.is-on").get_attribute("data-person") == key


def test_a_filter_dims_the_others_without_moving_them(house) -> None:
    page = house().open("circles")
    page.locator("a.chip[data-filter=drifting]").click()
    shown = page.locator("svg.ch:visible a.node:not(.is-off)")
    assert shown.count() == page.locator("svg.ch:visible a.node.drifting").count() > 0
    assert page.locator("tbody tr:visible").count() == page.locator("tbody tr[data-tags~=drifting]").count()
    page.locator("a.chip[data-filter='']").click()
    assert page.locator("a.node.is-off").count() == 0


def test_the_years_replay_in_place(house) -> None:
    page = house().open("circles")
    page.evaluate(
        "document.getElementById('picture').dataset.old = 'yes'; document.getElementById('when').value = 49"
    )
    page.locator("[data-replay]").click()
    page.wait_for_selector("#picture:not([data-old])", timeout=5000)
    assert page.locator("#picture svg.ch").count() == 2
    page.wait_for_function("document.getElementById('when').value === '50'")


def test_files_dropped_anywhere_are_handed_over(house) -> None:
    page = house().open("welcome")
    page.evaluate("""() => {
      document.querySelector("form[data-drop]").addEventListener("submit", event => {
        event.preventDefault();
        window.handed = [...event.target.elements.files.files].map(file => file.name);
      });
      const carried = new DataTransfer();
      carried.items.add(new File(["BEGIN:VCARD"], "phone.vcf"));
      document.body.dispatchEvent(new DragEvent("drop", { bubbles: true, cancelable: true, dataTransfer: carried }));
    }""")
    assert page.evaluate("window.handed") == ["phone.vcf"]


def test_a_question_opens_and_closes_in_place(house) -> None:
    page = house().open("kit")
    page.locator("[data-dialog=sure]").click()
    assert page.locator("#sure").is_visible()
    page.locator("#sure [data-close]").last.click()
    assert not page.locator("#sure").is_visible()


def test_fonts_come_once_and_nothing_shifts(house) -> None:
    window = house()
    asked = []
    window.page.on("request", lambda request: asked.append(request.url) if ".woff2" in request.url else None)
    page = window.open("person")
    page.evaluate("document.fonts.ready")
    assert len(asked) == len(set(asked))
    moved = page.evaluate("""() => new Promise(done => {
      let sum = 0;
      new PerformanceObserver(list => list.getEntries().forEach(entry => { sum += entry.value; }))
        .observe({ type: "layout-shift", buffered: true });
      setTimeout(() => done(sum), 300);
    })""")
    assert moved < 0.01
