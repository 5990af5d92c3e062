"""A table in the browser: its columns are guessed, put right, counted anew, and read after the yes."""

import re

import pytest

from tests.browser.access import violations_everywhere
from tests.browser.visitor import BROWSER, NARROW, PHONE, WIDE

pytestmark = BROWSER
ROWS = (
    "Members of the choir;;;;\n"
    "Voornaam;Achternaam;Bereikbaar;Geboortedatum;Fax\n"
    "Wilma;Vos;wilma@choir.example;03/04/1971;\n"
    "Piet;Kok;piet@choir.example;05/06/1980;\n"
    "Jet;Bos;;07/08/1990;\n"
)


@pytest.fixture
def asked(visit, window, tmp_path):
    """The page that asks what the columns of a table hold, and its address."""

    def make(name="choir.csv", rows=ROWS, **more):
        (tmp_path / name).write_text(rows)
        page = window()
        page.goto(f"{visit.url}/bring")
        page.set_input_files("[name=files]", tmp_path / name)
        page.wait_for_url(re.compile("/bring/[0-9a-f-]{36}"))
        page.wait_for_selector("#progress:not([hx-get])")
        page.get_by_role("link", name="Look at its columns").click()
        page.wait_for_selector("#made")
        return page

    return make


def test_columns_are_put_right_counted_anew_and_read(visit, asked, window) -> None:
    page = asked()
    assert "3 people, 2 with a mail address" in page.locator("#made").inner_text()
    assert page.locator("#column2").input_value() == "email"
    page.get_by_label("Bereikbaar").select_option("note")
    page.wait_for_selector("#made :text('3 people, 0 with a mail address')")
    page.get_by_label("Bereikbaar").select_option("email")
    page.get_by_label("4 March").check()
    page.wait_for_selector("#made :text('born 1971-03-04')")
    page.get_by_label("3 April").check()
    page.wait_for_selector("#made :text('born 1971-04-03')")
    # However quickly one changes one's mind: what was said last counts.
    page.evaluate("""async () => {
      const [march, april] = ["4 March", "3 April"].map(words =>
        [...document.querySelectorAll("label")].find(one => one.textContent.includes(words)).querySelector("input"))
      for (const one of [march, april, march, april]) {
        one.click()
        await new Promise(done => setTimeout(done, 5))
      }
    }""")
    page.wait_for_load_state("networkidle")
    page.wait_for_timeout(300)
    assert "born 1971-04-03" in page.locator("#made").inner_text()

    # The page that asks and the one that remembers are open to everybody.
    place = page.url.removeprefix(visit.url)
    assert violations_everywhere(page, WIDE, PHONE) == []
    for size in (WIDE, PHONE, NARROW):
        page.set_viewport_size(size)
        assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0

    # Without a script a button does the same.
    plain = window(java_script_enabled=False)
    plain.goto(f"{visit.url}{place}")
    plain.get_by_label("Bereikbaar").select_option("note")
    plain.get_by_role("button", name="Look again").click()
    assert "3 people, 0 with a mail address" in plain.locator("#made").inner_text()

    page.set_viewport_size(WIDE)
    page.get_by_role("button", name="Read it like this").click()
    page.wait_for_selector("#progress:not([hx-get]) :text-is('Read')")
    assert "Bereikbaar (mail address)" in page.locator("main").inner_text()
    page.get_by_role("link", name="Tables you explained").click()
    assert "Voornaam is first name" in page.locator("main").inner_text()
    assert violations_everywhere(page, WIDE, PHONE) == []
