"""A week of Mara's in a real browser, day by day, with a clock that stands on each day: every card read, each key
pressed, and what vanishes by itself."""

import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

from tests.browser.access import violations_twice
from tests.browser.visitor import BROWSER, PATIENCE, PHONE, WIDE

pytestmark = BROWSER

TRUTHS = json.loads((Path(__file__).parents[1] / "sample" / "truths.json").read_text(encoding="utf-8"))
END = date.fromisoformat(TRUTHS["today"])
DAYS = [END - timedelta(days=left) for left in range(6, -1, -1)]
MOST = 7
SUGGESTED = {"Help", "Appreciate", "Introduce", "Reconnect", "Meet", "Congratulate", "Welcome back", "Listen"}
OPENED = (
    "at => [...document.querySelectorAll('.nudge')].findIndex(e => e.classList.contains('is-open')) === at"
)


@dataclass
class Seen:
    """One card as the page says it."""

    kind: str
    name: str
    sentence: str


@contextmanager
def day_of_hers(home: Path, day: date) -> Iterator[tuple[str, str]]:
    """The product on that day: its address and a link that signs her in."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("MUTUALS_")}
    command = [sys.executable, "-m", "tests.browser.week_child", day.isoformat(), END.isoformat()]
    child = subprocess.Popen(
        command, stdout=subprocess.PIPE, text=True, env={**kept, "MUTUALS_HOME": str(home)}
    )
    try:
        told = []
        for line in child.stdout:
            told += [word for word in line.split() if word.startswith("http")]
            if "Stop it" in line:
                break
        yield told[0].rstrip("/"), told[1]
    finally:
        child.send_signal(signal.SIGINT)
        child.wait(60)


def seen(page) -> list[Seen]:
    """All cards in order, each opened once to read why it is there."""
    found = []
    for card in page.locator(".nudge").all():
        sentence = card.locator(".n-say")
        name = sentence.locator("a.name").first.inner_text()
        found.append(Seen(card.locator(".n-kind").inner_text(), name, sentence.inner_text()))
    return found


def why(page) -> str:
    return page.locator(".nudge.is-open .why .opened").inner_text()


def laws(cards: list[Seen], story: dict[str, str]) -> None:
    """What holds on every day: few cards, each of somebody and about something, and what was decided stays so."""
    assert 0 < len(cards) <= MOST
    assert all(one.sentence and one.name for one in cards)
    suggested = [one.name for one in cards if one.kind in SUGGESTED]
    assert len(set(suggested)) == len(suggested), "one suggestion a person"
    asking = [one.name for one in cards if one.kind == "Answer"]
    assert not {story.get("done"), story.get("put away"), story.get("called")} & set(asking)
    assert story.get("never") not in [one.name for one in cards]


def leafed(page, cards: list[Seen]) -> None:
    """Every card is opened by its key, and says why."""
    for place, card in enumerate(cards):
        if place:
            # A key that is pressed before the page is there goes unheard.
            page.wait_for_load_state()
            page.keyboard.press("j")
            page.wait_for_function(OPENED, arg=place)
        assert page.locator(".nudge.is-open .n-say a.name").first.inner_text() == card.name
        assert card.name.split()[0] in why(page) or card.kind in SUGGESTED


def pressed(page, key: str) -> str:
    """Presses a key for the open card and gives what the page says then."""
    page.wait_for_load_state()
    page.keyboard.press(key)
    page.wait_for_selector(".notice")
    return page.locator(".notice").first.inner_text()


def friday(page, first: str, story: dict[str, str]) -> None:
    """Not this, taken back, and done."""
    assert violations_twice(page, WIDE, PHONE) == []
    pressed(page, "x")
    assert first not in [one.name for one in seen(page) if one.kind == "Answer"]
    page.wait_for_load_state()
    page.keyboard.press("z")
    page.wait_for_url("**card=*")
    assert first in [one.name for one in seen(page)]
    page.goto(page.url.split("?")[0])
    assert "Done" in pressed(page, "d")
    story["done"] = first


def saturday(page, first: str, story: dict[str, str]) -> None:
    """Later."""
    assert "comes back tomorrow" in pressed(page, "l")
    assert first not in [one.name for one in seen(page) if one.kind == "Answer"]
    story["later"] = first


def sunday(page, first: str, story: dict[str, str]) -> None:
    """What was put off came back; it is put away."""
    assert first == story["later"]
    pressed(page, "x")
    story["put away"] = first


def monday(page, first: str, story: dict[str, str]) -> None:
    """Never for this person."""
    pressed(page, "n")
    story["never"] = first


def tuesday(page, first: str, story: dict[str, str]) -> None:
    """She talks with somebody, notes it on their page, and the card is gone by itself."""
    today = page.url.split("?")[0]
    page.locator(".nudge.is-open .n-say a.name").click()
    talked(page)
    for _ in range(60):
        page.goto(today)
        if first not in [one.name for one in seen(page)]:
            break
        page.wait_for_timeout(250)
    assert f"You talked with {first.split()[0]}" in page.locator("aside").inner_text()
    story["called"] = first


def watched(page, first: str, story: dict[str, str]) -> None:
    """A day on which she only looks."""


def test_a_week_of_cards(browser, tmp_path) -> None:
    story: dict[str, str] = {}
    kinds: set[str] = set()
    acts = (friday, saturday, sunday, monday, tuesday, watched, watched)
    for day, act in zip(DAYS, acts, strict=True):
        with day_of_hers(tmp_path, day) as (address, link):
            page = browser.new_context(viewport=WIDE, reduced_motion="reduce").new_page()
            page.set_default_timeout(PATIENCE)
            page.goto(link)
            page.goto(f"{address}/today")
            cards = seen(page)
            laws(cards, story)
            leafed(page, cards)
            kinds |= {one.kind for one in cards}
            page.goto(f"{address}/today")
            act(page, cards[0].name, story)
            page.context.close()
    assert {"Answer", "Reconnect"} <= kinds


def talked(page) -> None:
    """Notes on the open page of a person that they talked today."""
    form = page.locator("form[action$='/met']").first
    form.locator("[name=how]").first.wait_for(state="attached")
    page.evaluate(
        "async () => { const form = [...document.forms].find(f => f.action.endsWith('/met'));"
        " const data = new FormData(form); data.set('how', 'talked');"
        " await fetch(form.action, {method: 'POST', body: data}); }"
    )
