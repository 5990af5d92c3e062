"""The page of circles as the server makes it: filters without a script, the years in which an old record was alive."""

import re
import time

import pytest
from django.test import Client

from mutuals.relate.templatetags.relate import depth
from tests.relate.letters import DAY_MS, bring, refreshed

pytestmark = pytest.mark.django_db

NOW = int(time.time() * 1000)
ME = "mailto:ada@house.example"
CLOSE, QUIET = "mailto:mia@one.example", "mailto:tom@one.example"


@pytest.fixture
def client(ada) -> Client:
    found = Client()
    found.force_login(ada)
    return found


def often(one: str, *, until: int, times: int = 9, gap: int = 6) -> list[tuple[str, str, int]]:
    """Letters to and fro every few days, the last `until` days ago."""
    return [(one, ME, until + gap * n) if n % 2 else (ME, one, until + gap * n) for n in range(times)]


def listed(page: str) -> list[str]:
    """The names in the table."""
    return re.findall(r'<a class="quiet name"[^>]*>([^<]+)</a></span></td>', page)


def dimmed(page: str) -> set[str]:
    """The names of the faces that a filter leaves out."""
    found = re.findall(r'<a [^>]*class="node[^"]*is-off[^"]*"[^>]*aria-label="([^",]+)', page)
    return set(found)


@pytest.fixture
def two(ada) -> None:
    people = {CLOSE: "Mia Lind", QUIET: "Tom Abara"}
    bring(ada, ME, people, often(CLOSE, until=1) + often(QUIET, until=60), now_ms=NOW)
    refreshed(NOW)


def test_a_filter_works_by_its_address_alone(two, client) -> None:
    page = client.get("/circles").content.decode()
    assert (sorted(listed(page)), dimmed(page)) == (["Mia Lind", "Tom Abara"], set())
    page = client.get("/circles?only=drifting").content.decode()
    assert (listed(page), dimmed(page)) == (["Tom Abara"], {"Mia Lind"})
    assert 'name="only" value="drifting"' in page, "the slider must keep the filter"
    page = client.get("/circles?only=net-nowhere").content.decode()
    assert (listed(page), dimmed(page)) == ([], {"Mia Lind", "Tom Abara"})


def test_every_chip_leads_where_it_says(two, client) -> None:
    page = client.get("/circles").content.decode()
    for address, word in re.findall(r'href="([^"]*)" data-filter="([^"]*)"', page):
        answer = client.get(f"/circles{address.replace('&amp;', '&')}").content.decode()
        chosen = re.findall(r'data-filter="([^"]*)" data-swap="circles" aria-current', answer)
        assert chosen == [word]


def test_an_old_record_leads_to_the_days_when_it_was_alive(ada, client) -> None:
    bring(ada, ME, {CLOSE: "Mia Lind"}, often(CLOSE, until=8_000), now_ms=NOW)
    refreshed(NOW)
    page = client.get("/circles").content.decode()
    (day,) = re.findall(r'class="btn ink" href="\?at=(\d{4}-\d\d-\d\d)"', page)
    ago = (NOW - time.mktime(time.strptime(day, "%Y-%m-%d")) * 1000) / DAY_MS
    assert 7_600 < ago < 8_100
    then = client.get(f"/circles?at={day}").content.decode()
    assert "Mia Lind" in listed(then)
    assert "btn ink" not in then.split('id="card"')[0]


def test_a_living_record_leads_nowhere_else(two, client) -> None:
    assert 'class="fullest"' not in client.get("/circles").content.decode()


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        (12.34, "12.3"),
        (1.0, "1.0"),
        (0.96, "1.0"),
        (0.5, "0.5"),
        (0.0123, "0.012"),
        (0.0004, "under 0.001"),
        (0.0, "0.0"),
    ],
)
def test_a_small_depth_can_be_told_from_a_smaller_one(value, shown) -> None:
    assert depth(value) == shown


def test_whoever_only_looks_is_not_sent_to_bring_files(ada, cleo) -> None:
    looking = Client()
    looking.force_login(cleo)
    for path in ("/today", "/circles", "/people"):
        page = looking.get(path).content.decode()
        assert 'href="/bring"' not in page, path
    assert looking.get("/welcome").headers["Location"] == "/today"
