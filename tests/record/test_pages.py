"""What was read stands beside a post in a few words, and one click says otherwise, with a script and without."""

import re

import pytest

from mutuals.as2 import Activity, Actor, Object, Time
from mutuals.people.models import Contact
from mutuals.record.keys import key_text
from mutuals.record.models import Correction, Post
from mutuals.record.services.accounts import account_for, own_add
from mutuals.record.services.ingest import ingest
from mutuals.record.services.readings import readings_make
from mutuals.record.services.turns import Turns
from mutuals.relate.services.ties import ties_refresh
from mutuals.team.services.common import now_ms
from tests.people import PASSWORD
from tests.record.reader import MadeUp

ME, KIM = "mailto:ada@home.example", "mailto:kim@marsh.example"
WORDS = [
    "when do you open?", "thanks for the bread", "ugh, it rains", "the river is high", "ghp, see kim@one.example",
]  # fmt: skip
pytestmark = pytest.mark.django_db


def letter(number, words):
    sender, receiver = (KIM, ME) if number % 2 else (ME, KIM)
    thing = Object(
        id=f"mid:{number}@one.example", attributed_to=sender, name="", content=words, to=(receiver,),
        published=Time(now_ms() - (number + 1) * 86_400_000, "s"),
    )  # fmt: skip
    return Activity(id=f"{thing.id}#c", actor=sender, object=thing)


@pytest.fixture
def kim(ada, home):
    """Somebody with whom Ada exchanged a few letters, which are read."""
    account = account_for(network="mail", holder=ada)
    items = [Actor(id=ME, name="Ada Okafor"), Actor(id=KIM, name="Kim Reed")]
    ingest(
        [*items, *(letter(n, words) for n, words in enumerate(WORDS))],
        account=account,
        now_ms=now_ms(),
    )
    own_add(account=account, uri=ME, sure=True, evidence="a test says so")
    ties_refresh(now_ms=now_ms())
    readings_make(MadeUp(), turns=Turns("tests", now_ms), clock=now_ms)
    return Contact.objects.get(name="Kim Reed")


@pytest.fixture
def browser(client, ada):
    client.login(username="ada", password=PASSWORD)
    return client


def key_of(number):
    return key_text(Post.objects.get(uri=f"mid:{number}@one.example").key)


def said_beside(page, number):
    """The words of the chips beside a letter."""
    form = "".join(re.findall(rf'<form class="says" id="says-{key_of(number)}".*?</form>', page, re.S))
    return [re.sub(r"<.*?>", "", one).strip() for one in re.findall(r'<span class="tag">(.*?)<', form, re.S)]


def test_beside_each_letter_stands_what_it_says(browser, kim):
    page = browser.get(f"/people/{kim.public_id}").content.decode()
    assert [said_beside(page, n) for n in range(4)] == [["a question"], ["thanks"], ["sounds unhappy"], []]
    assert page.count("No, this is no question") == 2, "as a title, and for those who listen"


def test_one_click_without_a_script_says_otherwise_and_leads_back(browser, kim):
    back = f"/people/{kim.public_id}#post-{key_of(0)}"
    answer = browser.post(f"/readings/{key_of(0)}/correct", {"no": "question", "next": back})
    assert (answer.status_code, answer["Location"]) == (302, back)
    page = browser.get(f"/people/{kim.public_id}").content.decode()
    assert said_beside(page, 0) == []
    assert "What you say stands" in page
    assert Correction.objects.get().said == "yes"


def test_one_click_with_a_script_gets_the_new_words_alone(browser, kim):
    told = {"tone": "neutral", "part": "1", "next": "/x"}
    page = browser.post(
        f"/readings/{key_of(2)}/correct", told, headers={"HX-Request": "true"}
    ).content.decode()
    assert said_beside(page, 2) == []
    assert "Thank you" in page
    assert "<html" not in page


def test_nobody_is_led_elsewhere(browser, kim):
    told = {"no": "question", "next": "https://evil.example/"}
    assert browser.post(f"/readings/{key_of(0)}/correct", told)["Location"] == f"/readings/{key_of(0)}"


def test_the_page_of_a_reading_shows_all_and_takes_every_word(browser, kim):
    place = f"/readings/{key_of(4)}"
    page = browser.get(place).content.decode()
    assert '<mark title="an e-mail address">kim@one.example</mark>' in page
    assert "made-up-1" in page
    for told in (
        {"yes": "promise"},
        {"lang": "NL"},
        {"tone": "positive"},
        {"no": "personal email 9 15"},
        {"no": "joy"},
    ):
        assert browser.post(f"{place}/correct", told)["Location"] == place
    page = browser.get(place).content.decode()
    assert "<mark" not in page
    assert "Positive, you said." in page
    assert page.count("Take it back") == 3 + 5 - 1, "beside two lines, and for each of five in the margin"
    for row in Correction.objects.all():
        browser.post(f"{place}/correct", {"undo": str(row.public_id)})
    assert "Take it back" not in browser.get(place).content.decode()
    assert "kim@one.example</mark>" in browser.get(place).content.decode()


def test_what_is_no_correction_is_refused(browser, kim):
    place = f"/readings/{key_of(0)}/correct"
    assert browser.post(place, {"no": "nonsense"}).status_code == 400
    assert browser.post(place, {}).status_code == 400
    assert browser.post(place, {"undo": "nonsense"}).status_code == 404
    assert browser.post("/readings/zzz/correct", {"no": "question"}).status_code == 404
    assert browser.get("/readings/zzz").status_code == 404


def test_others_find_nothing_and_viewers_change_nothing(client, kim, ben, cleo):
    client.login(username="ben", password=PASSWORD)
    assert client.get(f"/readings/{key_of(0)}").status_code == 404
    assert client.post(f"/readings/{key_of(0)}/correct", {"no": "question"}).status_code == 404
    client.login(username="cleo", password=PASSWORD)
    assert client.post(f"/readings/{key_of(0)}/correct", {"no": "question"}).status_code == 403


def test_how_we_know_says_how_far_reading_came_and_how_often_it_was_right(browser, kim):
    page = browser.get("/how-we-know").content.decode()
    assert "All posts are read, last by made-up-1" in page
    assert "Nobody has corrected a reading yet" in page
    browser.post(f"/readings/{key_of(0)}/correct", {"no": "question"})
    assert "too early to tell" in browser.get("/how-we-know").content.decode()


def test_how_we_know_says_that_readings_are_off(browser, kim, settings):
    settings.MUTUALS_READINGS = "off"
    assert "It is turned off here" in browser.get("/how-we-know").content.decode()
    assert said_beside(browser.get(f"/people/{kim.public_id}").content.decode(), 0) == ["a question"]


def test_somebody_tells_what_else_is_personal_and_what_it_is_not_about(browser, kim, ada):
    ingest(
        [letter(9, "meet Jo about bees, about ghosts")],
        account=account_for(network="mail", holder=ada),
        now_ms=now_ms(),
    )
    readings_make(MadeUp(), turns=Turns("tests", now_ms), clock=now_ms)
    place = f"/readings/{key_of(9)}"
    page = browser.get(place).content.decode()
    assert re.findall(r"not<span class=\"sr\"> about (\w+)", page) == ["bees", "ghosts"]
    browser.post(f"{place}/correct", {"words": " Jo ", "kind": "name"})
    browser.post(f"{place}/correct", {"no": "about 26 6"})
    page = browser.get(place).content.decode()
    assert '<mark title="a name">Jo</mark>' in page
    assert re.findall(r"not<span class=\"sr\"> about (\w+)", page) == ["bees"]
    assert {one.about for one in Correction.objects.all()} == {"personal name 5 2", "about 26 6"}
    undo = re.search(r'name="undo" value="([^"]+)">Take it back<span class="sr">: a name', page)
    browser.post(f"{place}/correct", {"undo": undo[1]})
    assert "<mark" not in browser.get(place).content.decode()


@pytest.mark.parametrize(
    "told",
    [{"words": "nowhere", "kind": "name"}, {"words": "", "kind": "name"}, {"words": "open", "kind": "soup"}],
)
def test_words_that_do_not_stand_there_are_no_correction(browser, kim, told):
    assert browser.post(f"/readings/{key_of(0)}/correct", told).status_code == 400
    assert not Correction.objects.exists()
