"""The whole first visit in a real browser, on the real product: one command, one link, five names, files, circles."""

import re

import pytest

from tests.browser.visitor import BROWSER, person_url

pytestmark = BROWSER


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
    assert page.locator(".n-say").first.inner_text().startswith("Thabo. You named them second.")
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


def test_the_slider_keeps_the_keyboard_and_the_filter(visit, window) -> None:
    page = window()
    page.goto(f"{visit.url}/circles")
    page.locator("a.chip[data-filter=drifting]").click()
    page.wait_for_selector("input[name=only][value=drifting]", state="attached")
    assert page.evaluate("document.activeElement.dataset.filter") == "drifting"
    drifting = page.locator("tbody tr").count()
    assert 0 < drifting == page.locator("svg.ch:visible a.node:not(.is-off)").count()
    page.locator("#at").focus()
    for _ in range(2):
        before = page.locator("h1").inner_text()
        page.keyboard.press("ArrowLeft")
        page.wait_for_function("words => document.querySelector('h1').innerText !== words", arg=before)
    assert page.evaluate("document.activeElement.id") == "at"
    assert page.input_value("input[name=only]") == "drifting"


def test_the_replay_goes_on_and_stops(visit, window) -> None:
    page = window()
    page.goto(f"{visit.url}/circles?at=2026-01-01")
    first = page.locator("h1").inner_text()
    page.locator("[data-replay]").click()
    page.wait_for_function("words => document.querySelector('h1').innerText !== words", arg=first)
    second = page.locator("h1").inner_text()
    page.wait_for_function("words => document.querySelector('h1').innerText !== words", arg=second)
    button = page.locator("[data-replay]")
    assert button.inner_text() == "Stop"
    button.click()
    page.wait_for_selector("[data-replay]:has-text('Replay the years')")
    page.wait_for_timeout(600)
    stopped = page.locator("h1").inner_text()
    page.wait_for_timeout(900)
    assert page.locator("h1").inner_text() == stopped


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
    assert page.locator(".c-head .lede").inner_text().startswith("Wood finisher at Makers Guild")
    assert "12 March 1980" in page.locator("aside.margin").inner_text()
    page.locator("#depth a.open").first.click()
    page.wait_for_url(re.compile(r"/days/\d+"))
    assert page.locator("ul.tl li").count() >= 1
    page.go_back()
    page.keyboard.press("m")
    page.locator("#met button", has_text="Note it").click()
    page.wait_for_selector(".notice")
    assert page.locator(".notice").inner_text() in {"Noted.", "That was noted already."}


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
    page.get_by_role("button", name="We met").click()
    page.locator("#met").get_by_role("button", name="Note it").click()
    assert page.locator(".notice").inner_text().startswith(("Noted", "That was noted"))
    page.goto(f"{visit.url}/circles")
    page.locator("a.chip[data-filter=drifting]").click()
    page.wait_for_url(re.compile("only=drifting"), wait_until="load")
    assert page.locator("tbody tr").count() == page.locator("tbody tr", has_text="drifting").count() > 0
    page.goto(f"{visit.url}/circles?at=2026-01-01")
    assert page.locator("h1").inner_text().startswith("Who was close on")
    page.goto(f"{visit.url}/today")
    assert page.locator(".n-say").first.is_visible()
