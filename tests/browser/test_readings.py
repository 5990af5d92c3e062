"""A click beside a letter says that it is no question: the word goes at once, nothing else moves, and it stays so."""

import os
import re
import subprocess
import sys

import pytest

from tests.browser.access import violations_everywhere
from tests.browser.visitor import BROWSER, NARROW, PHONE, WIDE, person_url

pytestmark = BROWSER

# Every letter has "the" in it, which here stands for a question: what a real model says of them would not be known.
READ = """
import time
from mutuals.team.home import prepare
prepare()
from django.db import transaction
from mutuals.record.models import Post, Unread
from mutuals.record.services.reader import reader_load
from mutuals.record.services.readings import JOB, readings_make
from mutuals.record.services.turns import Turns, holder_name
from mutuals.record.services.unread import unread_again
from mutuals.team.models import Job
from mutuals.team.services.common import now_ms
from mutuals.text.readings import Reading
from tests.record.reader import MadeUp
class Asks(MadeUp):
    def _one(self, text):
        return Reading(lang="en", tone="neutral", tone_sure=0.9, labels={"question": 0.95, "thanks": 0.7, "offer": 0.1})
while Unread.objects.exists() or Job.objects.filter(name=JOB, state=Job.RUNNING).exists():
    time.sleep(0.2)
# Under the name of the real model, and all at once, so that the worker, which is running, has nothing to read anew.
with transaction.atomic():
    unread_again(list(Post.objects.values_list("pk", flat=True)))
    readings_make(Asks(reader_load().model), turns=Turns(holder_name("readings"), now_ms), clock=now_ms)
"""


@pytest.fixture(scope="module")
def read(visit, tmp_path_factory) -> None:
    """All that was brought is read by a made-up reader."""
    home = tmp_path_factory.getbasetemp() / "home0"
    environment = {name: value for name, value in os.environ.items() if not name.startswith("MUTUALS_")}
    done = subprocess.run(
        [sys.executable, "-c", READ],
        env=environment | {"MUTUALS_HOME": str(home)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr


@pytest.mark.usefixtures("read")
def test_a_click_takes_the_word_away_at_once_and_it_stays_away(visit, window) -> None:
    page = window()
    page.goto(visit.url + person_url(page, visit, "Saoirse Byrne"))
    first = page.locator("form.says").first
    name = first.get_attribute("id")
    assert re.sub(r"\s+", " ", first.inner_text()).startswith("a question")
    page.evaluate("window.stays = true")
    first.get_by_role("button", name="No, this is no question").click()
    page.wait_for_selector(f"#{name} [role=status]")
    assert "question" not in page.locator(f"#{name}").inner_text()
    assert page.locator(f"#{name} .tag").count() == 1
    assert page.evaluate("window.stays") is True, "the page itself was not asked for again"
    page.reload()
    assert "question" not in page.locator(f"#{name}").inner_text()


@pytest.mark.usefixtures("read")
def test_the_keyboard_reaches_the_word_and_the_page_of_the_reading(visit, window) -> None:
    page = window()
    page.goto(visit.url + person_url(page, visit, "Amara Okafor"))
    page.locator("form.says").nth(1).get_by_role("button").first.focus()
    page.keyboard.press("Enter")
    page.wait_for_selector("form.says [role=status]")
    page.locator("a.says-more[href^='/readings/']").first.focus()
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile("/readings/[0-9a-f]{16}"))
    assert page.locator("h1").inner_text() == "What did I read in this?"
    page.get_by_text("What it hardly says").click()
    page.get_by_role("button", name=re.compile("Yes.*offers something")).click()
    page.wait_for_selector("text=yes, you said")
    page.get_by_role("button", name="Take it back").first.click()
    page.wait_for_selector("text=Taken back.")


@pytest.mark.usefixtures("read")
def test_without_a_script_it_is_a_form_like_any_other(visit, window) -> None:
    page = window(java_script_enabled=False)
    page.goto(visit.url + person_url(page, visit, "Amara Okafor"))
    before = page.locator("form.says .tag").count()
    page.get_by_role("button", name="No, this is no question").last.click()
    page.wait_for_load_state()
    assert "/people/" in page.url
    assert page.locator("form.says .tag").count() == before - 1


@pytest.mark.slow
@pytest.mark.usefixtures("read")
def test_readings_are_accessible_and_never_scroll_sideways(visit, window) -> None:
    page, found, wide = window(), [], []
    who = person_url(page, visit, "Saoirse Byrne")
    page.goto(visit.url + who)
    reading = page.locator("a.says-more[href^='/readings/']").first.get_attribute("href")
    for path in (who, reading, "/how-we-know"):
        page.goto(visit.url + path)
        page.evaluate("document.querySelectorAll('main details').forEach(one => { one.open = true; })")
        found += violations_everywhere(page, WIDE, PHONE)
        for size in (PHONE, NARROW):
            page.set_viewport_size(size)
            if page.evaluate("document.documentElement.scrollWidth") > size["width"]:
                wide.append((path, size["width"]))
    assert found == []
    assert wide == []
