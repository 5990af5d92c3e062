"""One product and one browser for all tests of this folder: the whole first visit is made once, then looked at.

`mutuals run` is started in a home of its own, with its worker; nothing is faked and nothing is answered for it.
"""

import signal
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.browser import life


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Keeps these tests together, last and in the order of their files, however others are shuffled: Playwright allows
    one browser at a time, while it is open Django takes the thread for an asynchronous one, and one visit goes on."""
    here = Path(__file__).parent
    items.sort(
        key=lambda item: (1, str(item.path), item.reportinfo()[1]) if item.path.parent == here else (0, "", 0)
    )


@pytest.fixture(scope="package")
def started(tmp_path_factory) -> Iterator[tuple[str, str]]:
    """`mutuals run` in a fresh home: its address and the owner's link."""
    from tests.browser import visitor

    process, address, link = visitor.start(tmp_path_factory.mktemp("home"))
    yield address, link
    process.send_signal(signal.SIGINT)
    process.wait(30)


@pytest.fixture(scope="package")
def browser() -> Iterator[Any]:
    """The one browser of this folder: Playwright allows no second one at a time."""
    from tests.browser import visitor

    with visitor.sync_api.sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=visitor.CHROMIUM, args=["--no-sandbox"])
        yield opened
        opened.close()


@pytest.fixture(scope="package")
def visit(started, browser, tmp_path_factory) -> Iterator[Any]:
    """The visit up to its end; the tests look at what came of it."""
    from tests.browser import visitor

    files = tmp_path_factory.mktemp("files")
    # The second Thabo is there to be told from the first.
    people = [*life.friends(22), life.friends(39)[-1]]
    letters = life.mailbox(files / "mail.mbox", people, now=int(time.time()))
    life.address_book(files / "people.vcf", people[:12])
    life.chat(files / "WhatsApp Chat with Mia.txt", "Mia")
    made = visitor.Visit(browser, *started, files, people, letters)
    visitor.first_visit(made)
    yield made
    # Whatever was looked at, by whichever test: no page complained, and none asked for anything elsewhere.
    assert made.complaints == []
    assert made.elsewhere == []


@pytest.fixture
def window(visit) -> Iterator[Any]:
    """Opens windows of the visitor and closes them again."""
    opened = []

    def make(**more: Any) -> Any:
        opened.append(visit.page(**more))
        return opened[-1]

    yield make
    for page in opened:
        page.context.close()
