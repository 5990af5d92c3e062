"""How to ask for one's data: every archive has a way, every claim a source and a day, and any name finds it."""

import re
from datetime import date

import pytest

from mutuals.sources.asking import asked, way_of
from mutuals.sources.asking_ways import WAYS
from mutuals.sources.discover import archives
from mutuals.sources.models import Reminder
from mutuals.sources.seam import Info
from mutuals.sources.services.imports import import_add

INFOS = [one.info for one in archives()]
DAY_MS = 86_400_000


def names(**how):
    return [one.way.name for one in asked(WAYS, INFOS, **how)]


@pytest.mark.parametrize("info", INFOS, ids=lambda one: one.name)
def test_every_archive_has_a_way_that_says_what_to_do_what_to_tick_and_how_long_it_takes(info):
    ways = [one for one in asked(WAYS, INFOS) if one.info.name == info.name]
    assert ways
    for one in ways:
        assert one.way.tick
        assert one.way.brief
        assert len(one.way.brief) < 24
        assert one.steps
        assert one.wait


@pytest.mark.parametrize("way", WAYS, ids=lambda one: one.name)
def test_what_somebody_said_has_an_address_and_a_day_that_has_been(way):
    for source in way.sources:
        assert re.fullmatch(r"https?://[\w.-]+/\S+", source.url)
        assert source.by
        assert source.says.endswith(".")
        assert date(2026, 1, 1) < date.fromisoformat(source.on)
    if not way.sources:
        assert asked([way], INFOS)[0].looked_up == ""


def test_names_are_anchors_and_fit_a_reminder():
    assert len({one.name for one in WAYS}) == len(WAYS)
    longest = Reminder._meta.get_field("format").max_length
    assert all(re.fullmatch(r"[a-z][a-z-]*", one.name) and len(one.name) <= longest for one in WAYS)


def test_what_comes_at_once_needs_no_reminder_and_the_rest_has_one():
    for one in WAYS:
        waits = one.brief not in (
            "at once",
            "a minute a chat",
            "on your disk",
            "minutes",
            "minutes, with a tool",
        )
        assert bool(one.days) == waits, one.name


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("tweets", ["twitter"]),
        ("  TWITTER ", ["twitter"]),
        ("hotmail", ["outlook"]),
        ("pst", ["outlook"]),
        ("icloud", ["iphone", "mail"]),
        ("messenger", ["facebook"]),
        ("Télégram", ["telegram"]),
        ("google takeout", ["gmail", "youtube"]),
        ("irssi", ["irc"]),
        ("minitel", []),
    ],
)
def test_any_name_finds_its_way(words, found):
    there = names(find=words)
    assert set(found) <= set(there)
    assert bool(found) == bool(there)


def test_what_most_people_have_comes_first():
    order = [one.way.most for one in asked(WAYS, INFOS)]
    assert order == sorted(order, reverse=True)
    assert names()[:3] == ["iphone", "android", "whatsapp"]


def test_few_that_were_found_stand_open_and_so_does_the_one_that_was_asked_for():
    assert all(one.open for one in asked(WAYS, INFOS, find="linkedin"))
    assert not any(one.open for one in asked(WAYS, INFOS, find="a"))
    assert [one.way.name for one in asked(WAYS, INFOS, show="slack") if one.open] == ["slack"]


def test_a_plug_in_nobody_wrote_a_way_for_is_listed_in_its_own_words():
    plug = Info(name="fax", title="Fax", mark="F", ask=("Look into the tray.",), wait="Ready at once.")
    (one,) = asked(WAYS, [plug])
    assert (one.way.title, one.steps, one.wait) == ("Fax", plug.ask, plug.wait)


def test_no_way_is_shown_to_what_cannot_be_read_here():
    without = [one for one in INFOS if one.name != "mail"]
    assert not {"gmail", "mail", "outlook"} & {one.way.name for one in asked(WAYS, without)}


def test_a_reminder_of_an_archive_finds_the_first_way_to_it():
    assert way_of(WAYS, INFOS, "outlook").way.name == "outlook"
    assert way_of(WAYS, INFOS, "mail").way.name == "mail"
    assert way_of(WAYS, INFOS, "vcard").way.name == "iphone"
    assert way_of(WAYS, INFOS, "nowhere") is None


# The page


@pytest.fixture
def page(client, ada, home):
    client.force_login(ada)
    return client


def test_the_page_asks_one_question_and_shows_every_way_with_its_source(page):
    text = page.get("/bring").content.decode()
    assert re.findall(r"<h1>(.*?)</h1>", text) == ["What do you have already?"]
    for one in asked(WAYS, INFOS):
        assert f'id="ask-{one.way.name}"' in text
        for source in one.way.sources:
            assert f'<span class="url">{source.url}</span>' in text
    assert "looked up 22 November 2026" in text


def test_the_drop_field_comes_before_the_ways_and_the_rest_is_folded(page):
    text = page.get("/bring").content.decode()
    assert text.index("data-drop") < text.index('id="ask-iphone"') < text.index('class="more"')
    assert text.index('class="more"') < text.index('id="ask-slack"')


def test_the_filter_is_an_address(page):
    text = page.get("/bring", {"find": "slack"}).content.decode()
    assert 'id="ask-slack" open' in text
    assert 'id="ask-iphone"' not in text
    assert "1 way for “slack”" in text


def test_a_name_nobody_knows_is_answered_and_never_taken_for_markup(page):
    text = page.get("/bring", {"find": "<b>minitel</b>"}).content.decode()
    assert "I know no way to “&lt;b&gt;minitel&lt;/b&gt;” yet." in text
    assert page.get("/bring", {"find": "x" * 5_000}).status_code == 200


def test_one_way_can_be_led_to_inside_what_is_folded(page):
    text = page.get("/bring", {"show": "reddit"}).content.decode()
    assert 'class="more" open' in text
    assert 'id="ask-reddit" open' in text


def test_a_reminder_comes_when_the_network_is_said_to_be_ready(page, ada):
    page.post("/bring/remind/discord")
    made = Reminder.objects.get(user=ada)
    assert made.due_at - made.asked_at == 7 * DAY_MS
    text = page.get("/bring").content.decode()
    assert "Asked for, not fetched yet" in text
    file = page.get(f"/bring/reminder/{made.public_id}.ics")
    assert "Fetch your data: Discord" in file.content.decode()
    page.post(f"/bring/reminder/{made.public_id}/done")
    assert "Asked for, not fetched yet" not in page.get("/bring").content.decode()


def test_the_page_of_an_import_leads_to_the_ways(page, ada, home):
    (home / "people.vcf").write_text("BEGIN:VCARD\r\nVERSION:3.0\r\nFN:Ana\r\nEND:VCARD\r\n")
    run = import_add(actor=ada, path=home / "people.vcf")
    text = page.get(f"/bring/{run.public_id}").content.decode()
    assert 'href="/bring?show=linkedin#ask-linkedin"' in text
    assert 'href="/bring#ask"' in text


def test_nobody_is_reminded_of_what_does_not_exist(page):
    assert page.post("/bring/remind/minitel").status_code == 404


def test_the_page_says_where_the_inbox_is(page, home, client, ben, cleo):
    assert str(home / "inbox") in page.get("/bring").content.decode()
    client.force_login(ben)
    text = client.get("/bring").content.decode()
    assert "inbox/ben" in text
    assert str(home) not in text
    client.force_login(cleo)
    assert 'id="inbox"' not in client.get("/bring").content.decode()


def test_the_page_says_when_the_inbox_is_a_link(page, home, tmp_path_factory):
    (home / "inbox").symlink_to(tmp_path_factory.mktemp("elsewhere"))
    assert "is a link, and links are not followed" in page.get("/bring").content.decode()
