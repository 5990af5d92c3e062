"""A visitor of the running product: the window through which they look, and the steps of their first visit."""

import os
import re
import shutil
import subprocess
import sys
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from tests.browser import life

sync_api = pytest.importorskip("playwright.sync_api")

CHROMIUM = os.environ.get("MUTUALS_TEST_BROWSER") or shutil.which("chromium") or shutil.which("google-chrome")
BROWSER = [
    pytest.mark.browser,
    pytest.mark.skipif(CHROMIUM is None, reason="no Chromium on this machine"),
]
WIDE, PHONE, NARROW = (
    {"width": 1360, "height": 900},
    {"width": 390, "height": 844},
    {"width": 320, "height": 700},
)
PASSWORD = "a quiet harbour at dusk"
PATIENCE = 90_000  # ms; the machines that run this are shared


@dataclass
class Visit:
    """A running product and the browser that visits it: what was seen, and all that the browser complained of."""

    browser: sync_api.Browser
    url: str
    link: str
    files: Path
    people: list[life.Friend]
    letters: int
    state: dict = field(default_factory=dict)
    said: dict[str, str] = field(default_factory=dict)
    complaints: list[str] = field(default_factory=list)
    elsewhere: list[str] = field(default_factory=list)

    def page(self, *, watched: bool = True, **more) -> sync_api.Page:
        """A window of the owner, who signed in before; where nothing is `watched`, a page may refuse."""
        options = {"viewport": WIDE, "reduced_motion": "reduce", "storage_state": self.state or None} | more
        context = self.browser.new_context(**options)
        context.set_default_timeout(PATIENCE)
        page = context.new_page()
        page.on("console", lambda one: self._heard(one.type, f"{page.url}: {one.text}", watched))
        page.on("pageerror", lambda error: self.complaints.append(f"{page.url}: {error}"))
        page.on("request", lambda one: self._asked(one.url))
        page.on("response", lambda one: self._answered(one.status, one.url, watched))
        return page

    def _heard(self, kind: str, text: str, watched: bool) -> None:
        # Chromium says in the console that a page answered 404, too.
        if kind in {"error", "warning"} and (watched or "Failed to load resource" not in text):
            self.complaints.append(text)

    def _answered(self, status: int, url: str, watched: bool) -> None:
        if status >= 400 and (watched or status >= 500):
            self.complaints.append(f"{status} {url}")

    def _asked(self, url: str) -> None:
        named = self.url.replace("127.0.0.1", "localhost")
        if not url.startswith((self.url, named, "data:", "blob:")):
            self.elsewhere.append(url)


def start(home: Path) -> tuple[subprocess.Popen, str, str]:
    """Starts `mutuals run` in a home: the process, its address and the owner's link."""
    environment = {
        **{name: value for name, value in os.environ.items() if not name.startswith("MUTUALS_")},
        "MUTUALS_HOME": str(home),
        "PYTHONUNBUFFERED": "1",
    }
    command = [sys.executable, "-m", "mutuals", "run", "--port", "0"]
    process = subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True, env=environment
    )
    greeting = ""
    for line in process.stdout:
        greeting += line
        if "Stop it" in line:
            break
    address, link = re.findall(r"http://\S+", greeting)[:2]
    return process, address.rstrip("/"), link


def first_visit(visit: "Visit") -> None:
    """Everything a stranger does on the first day."""
    page = visit.page()
    for step in (come_in, name_five, answer_the_card, bring, answer_questions, meet_the_circles):
        step(visit, page)
    page.context.close()


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
        if page.locator("svg.ch:visible a.node").count() >= len(visit.people):
            break
        page.wait_for_timeout(700)
    visit.said["circles"] = page.locator("main").inner_text()
    visit.state = page.context.storage_state()


def person_url(page: sync_api.Page, visit: Visit, name: str) -> str:
    page.goto(f"{visit.url}/people?q={name}")
    return page.get_by_role("link", name=name).first.get_attribute("href")
