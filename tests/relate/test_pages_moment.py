"""The pages of moments, meetings, trips and cards through the whole stack, without a browser and without a script."""

import re
import time

import pytest
from django.test import Client

from mutuals.as2 import Activity, Object, Time
from mutuals.people.models import Contact, Encounter, Note, Trip
from mutuals.people.services.contacts import contact_add
from mutuals.people.services.moments import moment_add
from mutuals.people.services.trips import trip_add
from mutuals.record.kinds import Kind
from mutuals.record.models import Fact, Interaction, TieDay
from mutuals.record.services.accounts import account_for
from mutuals.record.services.ingest import Ingest
from tests.relate.letters import DAY_MS, bring, refreshed

pytestmark = pytest.mark.django_db

NOW = int(time.time() * 1000)
TODAY = NOW // DAY_MS
ME, JUN, OKSANA = "mailto:ada@house.example", "mailto:jun@one.example", "mailto:oksana@two.example"
NAMES = {JUN: "Jun Takahashi", OKSANA: "Oksana Shevchenko"}


@pytest.fixture
def life(ada):
    """Letters with two people, and a meeting of last week with both from a calendar."""
    letters = [(JUN, ME, 30), (ME, JUN, 20), (JUN, ME, 10), (OKSANA, ME, 40), (ME, OKSANA, 39)]
    account = bring(ada, ME, NAMES, letters, now_ms=NOW)
    tea = Object(
        id="tag:ical.example,2026:event/tea", type="Event", name="Tea at the harbour", attributed_to=ME,
        to=(JUN, OKSANA), duration=3600, published=Time(NOW - 5 * DAY_MS, "min"),
    )  # fmt: skip
    Ingest(account=account, now_ms=NOW).write([Activity(id="tea#create", actor=ME, object=tea)])
    refreshed(NOW)
    return {one.name: one for one in Contact.objects.filter(ours=False)}


def signed_in(user) -> Client:
    client = Client()
    client.force_login(user)
    return client


def text(answer) -> str:
    return answer.content.decode()


def ids(*contacts) -> list[str]:
    return [str(one.public_id) for one in contacts]


# A moment


def test_the_likeliest_are_offered_and_one_tap_notes_it(ada, life) -> None:
    client, jun = signed_in(ada), life["Jun Takahashi"]
    page = text(client.get("/moment"))
    assert f'value="{jun.public_id}"' in page
    assert "Jun Takahashi" in page
    answer = client.post("/moment", {"who": ids(jun), "how": "met", "when": "today", "text": "his new kiln"})
    assert answer.headers["Location"] == "/today"
    made = Encounter.objects.get()
    assert (made.how, made.day, made.text, made.shared) == ("met", TODAY, "his new kiln", False)
    page = text(client.get(f"/people/{jun.public_id}"))
    assert "his new kiln" in page
    assert f"/moment/{made.public_id}" in page


def test_the_notice_undoes_it(ada, life) -> None:
    client, before = signed_in(ada), sorted(TieDay.objects.values_list())
    page = text(client.post("/moment", {"who": ids(life["Jun Takahashi"])}, follow=True))
    assert "Noted: you met Jun Takahashi today." in page
    undo = re.search(r'action="(/moment/[^"]+/undo)"', page)[1]
    assert "Taken back." in text(client.post(undo, follow=True))
    assert sorted(TieDay.objects.values_list()) == before


def test_somebody_is_found_by_name_without_a_script_and_what_was_ticked_stays(ada, life) -> None:
    client, jun = signed_in(ada), life["Jun Takahashi"]
    page = text(client.post("/moment", {"find": "1", "q": "shev", "who": ids(jun), "text": "kept"}))
    assert "Oksana Shevchenko" in page
    assert "kept" in page
    assert re.search(rf'value="{jun.public_id}" checked', page)
    assert not Encounter.objects.exists()


def test_names_are_found_while_they_are_typed(ada, life) -> None:
    page = text(signed_in(ada).get("/moment/who", {"q": "Oks"}))
    assert "Oksana" in page
    assert "Jun" not in page


def test_somebody_new_is_added_on_the_way(ada, life) -> None:
    client = signed_in(ada)
    assert 'name="new" value="Zoë Quist"' in text(client.get("/moment/who", {"q": "Zoë  Quist"}))
    client.post("/moment", {"q": "Zoë Quist", "new": "Zoë Quist", "who": ids(life["Jun Takahashi"])})
    assert sorted(one.contact.name for one in Encounter.objects.get().people.all()) == [
        "Jun Takahashi",
        "Zoë Quist",
    ]


def test_a_name_that_was_typed_and_not_ticked_is_asked_about(ada, life) -> None:
    answer = signed_in(ada).post("/moment", {"q": "Zoë", "text": "kept"})
    assert answer.status_code == 422
    assert "Tick whom you mean" in text(answer)
    assert "kept" in text(answer)
    assert not Contact.objects.filter(name="Zoë").exists()


@pytest.mark.parametrize("given", [{}, {"who": "rubbish"}, {"when": "day", "date": "2026-99-99", "ok": "1"}])
def test_what_is_missing_is_said_and_nothing_is_noted(ada, life, given) -> None:
    given = {"who": ids(life["Jun Takahashi"]), **given} if "ok" in given else given
    assert signed_in(ada).post("/moment", given).status_code == 422
    assert not Encounter.objects.exists()


def test_a_day_to_come_is_a_plan_that_counts_when_it_happened(ada, life) -> None:
    client, jun = signed_in(ada), life["Jun Takahashi"]
    made = moment_add(actor=ada, contacts=[jun], how="met", day=TODAY, now_ms=NOW - 3 * DAY_MS)
    assert "Did it take place?" in text(client.get("/in-person"))
    assert not Interaction.objects.filter(post=None, kind=Kind.MEETING).exists()
    client.post(f"/moment/{made.public_id}/happened")
    assert Interaction.objects.filter(post=None, kind=Kind.MEETING).count() == 1


def test_its_writer_changes_the_words_and_others_see_what_is_shared(ada, ben, life) -> None:
    made = moment_add(
        actor=ada, contacts=[life["Jun Takahashi"]], how="met", day=TODAY, now_ms=NOW, text="old"
    )
    page = f"/moment/{made.public_id}"
    assert signed_in(ben).get(page).status_code == 404
    assert signed_in(ben).post(page, {"text": "new"}).status_code == 404
    assert signed_in(ben).post(f"{page}/undo").status_code == 404
    signed_in(ada).post(page, {"text": "new", "place": "Quay", "shared": "on"})
    made.refresh_from_db()
    assert (made.text, made.place, made.shared) == ("new", "Quay", True)
    assert signed_in(ben).get(page).status_code == 404, "of whom it is, Ben knows nothing"


# In person


def test_meetings_of_a_calendar_stand_there_and_ask_for_a_line_on_each(ada, life) -> None:
    client = signed_in(ada)
    page = text(client.get("/in-person"))
    assert "Tea at the harbour" in page
    assert "Of 2 of them nothing is written down yet." in page
    meeting = re.search(r'href="(/in-person/[0-9a-f]{16})"', page)[1]
    jun = life["Jun Takahashi"]
    client.post(meeting, {f"line-{jun.public_id}": "goes to Bristol in May"})
    assert [(one.contact, one.text, one.shared) for one in Note.objects.all()] == [
        (jun, "goes to Bristol in May", False)
    ]
    assert "Of one of them nothing is written down yet." in text(client.get("/in-person"))
    assert signed_in(ada).get("/in-person/0123456789abcdef").status_code == 404


def test_a_meeting_is_nobody_elses(ada, ben, cleo, life) -> None:
    meeting = re.search(r'href="(/in-person/[0-9a-f]{16})"', text(signed_in(ada).get("/in-person")))[1]
    for other in (ben, cleo):
        client = signed_in(other)
        assert "Tea at" not in text(client.get("/in-person"))
        assert client.get(meeting).status_code == 404


def test_what_is_good_to_know_stands_by_a_plan(ada, life) -> None:
    jun = life["Jun Takahashi"]
    Note.objects.create(contact=jun, author=ada, about="next", text="how was Bristol", at=NOW)
    made = moment_add(actor=ada, contacts=[jun], how="met", day=TODAY + 2, now_ms=NOW)
    page = text(signed_in(ada).get(f"/in-person/{made.public_id}"))
    assert "Who will be there?" in page
    assert "To ask: how was Bristol" in page


# Trips


def test_who_is_near_a_trip_and_how_that_is_known(ada, ben, life) -> None:
    jun, oksana = life["Jun Takahashi"], life["Oksana Shevchenko"]
    lives(ada, jun, "Quay 3, Bristol, UK")
    lives(ada, oksana, "Kyiv")
    client = signed_in(ada)
    days = {"since": "2027-03-01", "until": "2027-03-04"}
    page = client.post("/trips", {"place": "Bristol", **days}, follow=True)
    assert "Jun Takahashi" in text(page)
    assert "Their address: Quay 3, Bristol, UK" in text(page)
    assert "Oksana" not in text(page).split('class="there"')[1]
    trip = Trip.objects.get()
    assert signed_in(ben).get(f"/trips/{trip.public_id}").status_code == 404
    page = client.post(f"/trips/{trip.public_id}", {"place": "Київ", **days}, follow=True)
    assert "Oksana Shevchenko" in text(page)
    page = text(client.post(f"/trips/{trip.public_id}/away", follow=True))
    undo = re.search(r'action="(/trips/[^"]+/back)"', page)[1]
    assert client.post(undo, follow=True).status_code == 200


def test_an_address_in_one_book_shows_nobody_else_who_is_near(ada, ben, life) -> None:
    lives(ada, life["Jun Takahashi"], "Quay 3, Bristol, UK")
    trip = trip_add(actor=ben, place="Bristol", since=TODAY, until=TODAY + 1, now_ms=NOW)
    assert "Jun" not in text(signed_in(ben).get(f"/trips/{trip.public_id}"))


@pytest.mark.parametrize("given", [{}, {"place": "Bristol"}, {"place": "", "since": "2027-03-01"},
                                   {"place": "Bristol", "since": "2027-03-05", "until": "2027-03-01"}])  # fmt: skip
def test_a_trip_without_place_or_days_is_none(ada, given) -> None:
    assert "A trip needs a place" in text(signed_in(ada).post("/trips", given, follow=True))
    assert not Trip.objects.exists()


def lives(user, contact, where: str) -> None:
    from mutuals.people.selectors.actors import actors_of

    account = account_for(network="mail", holder=user)
    (actor,) = actors_of(contact.pk)
    Fact.objects.create(
        actor=actor, name="address", value=where, account=account.pk, private=True, at=NOW, key=actor
    )


# Cards


def test_a_card_has_an_address_and_something_to_write_about_and_is_noted_as_sent(ada, life) -> None:
    client, jun = signed_in(ada), life["Jun Takahashi"]
    lives(ada, jun, "Quay 3, Bristol, UK")
    assert client.get("/by-hand").status_code == 200
    page = text(client.get(f"/people/{jun.public_id}/write-a-card"))
    assert "Quay 3<br>Bristol<br>UK" in page
    assert "The last time together" in page
    assert "Tea at the harbour" in page
    client.post(f"/people/{jun.public_id}/write-a-card")
    assert Interaction.objects.filter(kind=Kind.CARD).count() == 1
    assert "Your last card was today." in text(client.get(f"/people/{jun.public_id}/write-a-card"))


# Who may


def test_a_viewer_notes_nothing(ada, cleo, life) -> None:
    client, jun = signed_in(cleo), life["Jun Takahashi"]
    assert client.get("/moment").status_code == 403
    assert client.post("/moment", {"who": ids(jun)}).status_code == 403
    assert client.post("/trips", {"place": "Bristol", "since": "2027-03-01"}).status_code == 403
    assert client.post(f"/people/{jun.public_id}/write-a-card").status_code == 404
    assert {client.get(path).status_code for path in ("/in-person", "/trips", "/by-hand")} == {200}
    assert not Encounter.objects.exists()
    assert not Trip.objects.exists()


def test_nobody_is_noted_with_whom_one_does_not_know_of(ada, ben, life) -> None:
    answer = signed_in(ben).post("/moment", {"who": ids(life["Jun Takahashi"])})
    assert answer.status_code == 422
    assert not Encounter.objects.exists()


@pytest.mark.parametrize(
    "path",
    ["/moment", "/in-person", "/trips", "/by-hand", "/in-person?before=20000", "/in-person?before=rubbish",
     "/moment?who=rubbish&how=x&when=y&minutes=99999999"],
)  # fmt: skip
def test_the_pages_open_on_an_empty_home(ada, path) -> None:
    assert signed_in(ada).get(path).status_code == 200


def test_what_is_typed_is_never_markup(ada) -> None:
    (who,) = [contact_add(actor=ada, name="<b>Bold</b>", now_ms=NOW)]
    moment_add(actor=ada, contacts=[who], how="met", day=TODAY, now_ms=NOW, text="<i>x</i>", place="<u>y</u>")
    client = signed_in(ada)
    for path in ("/moment", "/in-person", f"/people/{who.public_id}", "/moment/who?q=%3Cs%3Ez"):
        page = text(client.get(path))
        assert not re.search(r"<b>Bold|<i>x|<u>y|<s>z", page)


@pytest.mark.parametrize("path", ["/moment", "/in-person", "/trips", "/by-hand"])
def test_ones_own_pages_are_not_marked_as_a_sample(ada, life, path) -> None:
    assert "A sample" not in text(signed_in(ada).get(path))
