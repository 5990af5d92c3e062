"""A person's page whole: what is proposed from whose words, the forms and where they lead back, who sees nothing."""

import time

import pytest
from django.test import Client

from mutuals.as2 import Activity, Actor, Object, Time
from mutuals.people.models import Aim, Contact, Note, Occasion, Promise, ShelfItem
from mutuals.people.selectors.aims import aims_proposed
from mutuals.people.selectors.ground import bios_of, interests_of
from mutuals.people.selectors.promises import promises_proposed
from mutuals.people.selectors.spoken import spoken_between
from mutuals.people.services.contacts import contact_add
from mutuals.people.services.joins import contacts_join_by
from mutuals.people.services.shelf import shelf_add
from mutuals.record.services.accounts import account_for, account_share, own_add
from mutuals.record.services.corrections import reading_correct
from mutuals.record.services.ingest import ingest
from mutuals.record.services.reader import reader_load
from mutuals.record.services.readings import readings_make
from mutuals.record.services.turns import Turns
from mutuals.record.thresholds import SHOWN
from mutuals.relate.models import Outcome
from mutuals.relate.selectors.knowing import knowing
from tests.relate.letters import DAY_MS, bring, refreshed

pytestmark = pytest.mark.django_db

NOW = int(time.time() * 1000)
TODAY = NOW // DAY_MS
ME, MIA = "mailto:ada@house.example", "mailto:mia@one.example"
WORDS = (
    (MIA, ME, "I'm trying to find a workshop with a fair lease before the summer.", 9),
    (ME, MIA, "I promise to bring the rye starter to the repair café.", 8),
    (MIA, ME, "We talked for the whole evening, and all of it was about cold water swimming.", 30),
    (MIA, ME, "Tomorrow we go to the lake again, since it is the best place for cold water swimming.", 28),
    (ME, MIA, "Have you read the new piece that everybody speaks about, the one on cold water swimming?", 25),
    (MIA, ME, "I promise to write about old things, which was very long ago.", 200),
)


def write(user, words, *, me: str = ME) -> None:
    account = account_for(network="mail", holder=user)
    items: list = [
        Actor(id=me, name=user.name),
        Actor(id=MIA, name="Mia Lind", summary="Wood finisher in Leeds."),
    ]
    for number, (sender, receiver, text, ago) in enumerate(words):
        note = Object(id=f"mid:{user.pk}.{number}@w.example", attributed_to=sender, content=text, to=(receiver,),
                      published=Time(NOW - ago * DAY_MS, "s"))  # fmt: skip
        items.append(
            Activity(id=f"{note.id}#create", actor=sender, object=note, published=note.published, to=note.to)
        )
    ingest(items, account=account, now_ms=NOW)
    own_add(account=account, uri=me, sure=True, evidence="a test says so")


@pytest.fixture
def mia(ada) -> Contact:
    """Somebody who wrote with Ada, with the words read as they are read on this machine."""
    write(ada, WORDS)
    readings_make(reader_load(), turns=Turns("tests", lambda: NOW), clock=lambda: NOW)
    refreshed(NOW)
    return Contact.objects.get(name="Mia Lind")


def signed_in(user) -> Client:
    client = Client()
    client.force_login(user)
    return client


def page(user, contact) -> str:
    answer = signed_in(user).get(f"/people/{contact.public_id}")
    return answer.content.decode() if answer.status_code == 200 else ""


def test_what_was_said_lately_is_proposed_with_its_post_and_kept_only_when_taken_up(ada, mia) -> None:
    text = page(ada, mia)
    assert "I promise to bring the rye starter" in text
    assert "trying to find a workshop" in text
    assert "old things, which" not in text.split('id="all"')[0], "what was said long ago is not proposed"
    assert not Promise.objects.exists()
    assert not Aim.objects.exists()
    (aimed,) = aims_proposed(ada, spoken_between(ada, mia), SHOWN, today=TODAY)
    where = {
        "next": f"/people/{mia.public_id}#aims",
        "post": aimed.post,
        "said": aimed.text,
        "text": " ",
    }
    answer = signed_in(ada).post(f"/people/{mia.public_id}/aim", where)
    assert answer["Location"] == where["next"]
    assert (Aim.objects.get().post, Aim.objects.get().text) == (aimed.post, aimed.text)
    assert aims_proposed(ada, spoken_between(ada, mia), SHOWN, today=TODAY) == []


def test_what_is_refused_once_is_not_proposed_again(ada, mia) -> None:
    client = signed_in(ada)
    spoken = spoken_between(ada, mia)
    (promised,) = promises_proposed(ada, spoken, SHOWN, today=TODAY)
    (aimed,) = aims_proposed(ada, spoken, SHOWN, today=TODAY)
    assert promised.ours
    client.post(
        f"/people/{mia.public_id}/promise", {"post": promised.post, "who": "us", "text": "x", "no": "1"}
    )
    client.post(f"/people/{mia.public_id}/aim", {"post": aimed.post, "text": "x", "no": "1"})
    assert (
        promises_proposed(ada, spoken, SHOWN, today=TODAY)
        == aims_proposed(ada, spoken, SHOWN, today=TODAY)
        == []
    )
    text = page(ada, mia)
    assert 'id="promises"' not in text
    assert 'id="aims"' not in text


def test_what_somebody_said_is_no_promise_is_not_proposed(ada, mia) -> None:
    (promised,) = promises_proposed(ada, spoken_between(ada, mia), SHOWN, today=TODAY)
    reading_correct(actor=ada, key=promised.post, about="promise", says="no", now_ms=NOW)
    assert promises_proposed(ada, spoken_between(ada, mia), SHOWN, today=TODAY) == []


def test_both_sides_speak_of_it_and_so_it_is_common_ground(ada, mia) -> None:
    found = interests_of(ada, mia, spoken_between(ada, mia))
    assert [one for one in found if one.common and "cold water" in one.phrase.casefold()]
    assert "Common ground" in page(ada, mia)


def test_nothing_of_adas_private_words_shows_to_others(ada, ben, cleo, mia) -> None:
    for user in (ben, cleo):
        assert spoken_between(user, mia) == []
        assert bios_of(user, mia) == []
        assert page(user, mia) == ""
    account_share(actor=ada, account=account_for(network="mail", holder=ada), shared=True)
    refreshed(NOW + 1)
    assert len(spoken_between(ben, mia)) == len(WORDS)
    assert bios_of(ben, mia) == ["Wood finisher in Leeds."]


def test_only_so_many_words_are_looked_at_the_latest(ada, mia) -> None:
    write(ada, [(MIA, ME, f"line {number} of many lines", 100 + number) for number in range(60)])
    found = spoken_between(ada, mia, limit=5)
    assert len([one for one in found if not one.ours]) == 5
    assert [one.at for one in found] == sorted((one.at for one in found), reverse=True)


def test_a_page_of_somebody_unknown_has_nothing_but_ways_to_add(ada) -> None:
    zoe = contact_add(actor=ada, name="Zoë", now_ms=NOW)
    text = page(ada, zoe)
    for place in ("promises", "aims", "ground", "next", "days", "began", "notes", "knows"):
        assert f'<section id="{place}"' not in text
    assert text.count('id="promise-text"') == text.count('id="aim-text"') == text.count('id="new-note"') == 1


def test_every_form_writes_what_it_says_and_leads_back(ada, mia) -> None:
    client, who = signed_in(ada), f"/people/{mia.public_id}"
    for path, data in (
        ("promise", {"text": "the drawing", "who": "us", "due": "2030-03-28"}),
        ("promise", {"text": "beeswax", "who": "them", "due": ""}),
        ("aim", {"text": "learn Welsh"}),
        ("occasion", {"title": "Opened the shop", "day": "4 June 2019"}),
        ("note", {"text": "how the essay goes", "about": "next"}),
        ("note", {"text": "over a chair", "about": "met", "through": "Nobody Here"}),
        ("note", {"text": "cold water", "about": "like"}),
    ):
        answer = client.post(f"{who}/{path}", {**data, "next": f"{who}#here"})
        assert (answer.status_code, answer["Location"]) == (302, f"{who}#here")
    assert [(one.ours, one.text, one.due) for one in Promise.objects.order_by("pk")] == [
        (True, "the drawing", 22_001), (False, "beeswax", None)
    ]  # fmt: skip
    assert (Occasion.objects.get().month, Occasion.objects.get().year) == (6, 2019)
    assert Note.objects.get(about="met").text == "over a chair (through Nobody Here)"
    text = page(ada, mia)
    for word in (
        "the drawing",
        "beeswax",
        "Learn Welsh",
        "Opened the shop, 4 June",
        "how the essay goes",
        "over a chair",
    ):
        assert word in text
    assert "4 June 2019" in text


@pytest.mark.parametrize(
    ("path", "data"),
    [
        ("promise", {"text": "x", "due": "soon"}),
        ("promise", {"text": "  "}),
        ("promise", {"no": "1", "post": "not a key"}),
        ("aim", {"text": ""}),
        ("occasion", {"title": "x", "day": "30 February"}),
        ("occasion", {"title": "", "day": "4 June"}),
        ("note", {"text": "x", "about": "money"}),
    ],
)
def test_what_makes_no_sense_writes_nothing(ada, mia, path, data) -> None:
    assert signed_in(ada).post(f"/people/{mia.public_id}/{path}", data).status_code in (302, 400)
    assert [model.objects.count() for model in (Promise, Aim, Occasion, Note)] == [0, 0, 0, 0]


def test_a_promise_and_an_aim_are_moved_by_their_own_writer_alone(ada, ben, mia) -> None:
    client, who = signed_in(ada), f"/people/{mia.public_id}"
    client.post(f"{who}/promise", {"text": "the drawing", "who": "us"})
    client.post(f"{who}/aim", {"text": "learn Welsh"})
    promise, aim = Promise.objects.get(), Aim.objects.get()
    for path in (
        f"promise/{promise.public_id}/act/keep",
        f"aim/{aim.public_id}/true",
        f"aim/{aim.public_id}/act/drop",
    ):
        assert signed_in(ben).post(f"/people/{path}").status_code == 404
    assert client.post(f"/people/promise/{promise.public_id}/act/burn").status_code == 400
    client.post(f"/people/promise/{promise.public_id}/act/keep")
    client.post(f"/people/aim/{aim.public_id}/true", {"text": "at last"})
    promise.refresh_from_db()
    assert promise.kept_at is not None
    assert Outcome.objects.get().text == "at last"
    assert "It came true" in page(ada, mia)
    client.post(f"/people/aim/{aim.public_id}/not-yet")
    assert not Outcome.objects.exists()


def test_through_whom_one_met_is_a_person_and_follows_a_join(ada, mia) -> None:
    jo = contact_add(actor=ada, name="Jo March", now_ms=NOW)
    signed_in(ada).post(f"/people/{mia.public_id}/note", {"text": "", "about": "met", "through": "jo march"})
    assert Note.objects.get().through_id == jo.pk
    assert "Jo March" in page(ada, mia)
    other = contact_add(actor=ada, name="Joan March", now_ms=NOW)
    contacts_join_by(actor=ada, kept=other, gone=jo, why="", now_ms=NOW)
    link = f"/people/{Note.objects.get().through.public_id}"
    assert signed_in(ada).get(link, follow=True).status_code == 200


def test_who_knows_somebody_best_counts_only_what_is_shared(ada, ben, mia) -> None:
    his = "mailto:ben@house.example"
    bring(ben, his, {MIA: "Mia Lind"}, [(MIA, his, ago) for ago in range(1, 9)], now_ms=NOW)
    refreshed(NOW)
    assert knowing(ada, mia) == [], "nobody else is known to know her"
    account_share(actor=ben, account=account_for(network="mail", holder=ben), shared=True)
    refreshed(NOW + 1)
    assert [(one.contact.name, one.days) for one in knowing(ada, mia)] == [
        ("Ben Sørensen", 8),
        ("Ada Okafor", 6),
    ]
    assert "best" in page(ada, mia)


def test_the_shelf_page_adds_changes_takes_down_and_puts_back(ada, ben) -> None:
    client = signed_in(ada)
    assert (
        client.post("/shelf", {"kind": "skill", "title": "I read leases", "shared": "on"}).status_code == 302
    )
    assert client.post("/shelf", {"kind": "link", "title": "x", "url": "nonsense"}).status_code == 422
    item = ShelfItem.objects.get()
    assert "I read leases" in signed_in(ben).get("/shelf").content.decode()
    assert signed_in(ben).get(f"/shelf/{item.public_id}").status_code == 404
    assert signed_in(ben).post(f"/shelf/{item.public_id}/out").status_code == 404
    assert client.get(f"/shelf/{item.public_id}").status_code == 200
    client.post(f"/shelf/{item.public_id}", {"kind": "skill", "title": "I read French leases"})
    item.refresh_from_db()
    assert (item.title, item.shared) == ("I read French leases", False)
    client.post(f"/shelf/{item.public_id}/out")
    assert 'id="mine"' not in client.get("/shelf").content.decode()
    client.post(f"/shelf/{item.public_id}/back")
    assert ShelfItem.objects.get().deleted_at is None


def test_a_long_shelf_is_cut_into_pages(ada) -> None:
    for number in range(45):
        shelf_add(actor=ada, kind="answer", title=f"Answer {number:02d}", now_ms=NOW + number)
    first, second = (signed_in(ada).get(f"/shelf?page={page}").content.decode() for page in (1, 2))
    assert "Answer 44" in first
    assert "Answer 04" not in first
    assert "Answer 04" in second
    assert signed_in(ada).get("/shelf?page=x").status_code == 200


def test_how_we_could_help_says_why_on_the_page(ada, mia) -> None:
    shelf_add(actor=ada, kind="skill", title="I read leases in German", now_ms=NOW)
    signed_in(ada).post(f"/people/{mia.public_id}/aim", {"text": "find a workshop with a fair lease"})
    text = page(ada, mia)
    assert "How you could help" in text
    assert "Both speak of “lease”" in text


def test_a_birthday_of_an_address_book_is_a_day_to_remember_and_told_once(ada) -> None:
    from mutuals.as2 import PropertyValue
    from mutuals.people.selectors.occasions import occasions_near, occasions_of

    facts = (PropertyValue("birthday", "1980-06-04"), PropertyValue("hobby", "felting"), PropertyValue("org", "Guild"),
             PropertyValue("title", "Potter"), PropertyValue("anniversary", "in spring"))  # fmt: skip
    account = account_for(network="vcard", holder=ada)
    ingest([Actor(id=MIA, name="Mia Lind", attachment=facts)], account=account, now_ms=NOW)
    refreshed(NOW)
    mia = Contact.objects.get(name="Mia Lind")
    assert [(one.title, one.month, one.day, one.year) for one in occasions_of(ada, mia, today=TODAY)] == [
        ("Birthday", 6, 4, 1980)
    ]  # fmt: skip
    assert [one.contact.pk for one in occasions_near(ada, TODAY, 366)] == [mia.pk]
    text = page(ada, mia)
    assert text.count("4 June 1980") == 1
    assert "felting" in text
    assert "Potter at Guild" in text
    assert "in spring" in text, "what is no day is told as it stands"


def test_birthdays_of_a_private_address_book_are_near_for_nobody_else(ada, ben) -> None:
    from mutuals.as2 import PropertyValue
    from mutuals.people.selectors.occasions import occasions_near

    account = account_for(network="vcard", holder=ada)
    ingest(
        [Actor(id=MIA, name="Mia", attachment=(PropertyValue("birthday", "--06-04"),))],
        account=account,
        now_ms=NOW,
    )
    refreshed(NOW)
    assert len(occasions_near(ada, TODAY, 366)) == 1
    assert occasions_near(ben, TODAY, 366) == []
