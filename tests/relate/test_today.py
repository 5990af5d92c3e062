"""Today, from the record to the card and back: what waits, how it vanishes, what is decided, and whose it is."""

import pytest
from django.urls import reverse

from mutuals.as2 import Activity, Actor
from mutuals.people.models import Contact, Promise
from mutuals.people.services.moments import moment_note
from mutuals.record.kinds import ActName
from mutuals.record.models import Act, Deed, Interaction
from mutuals.record.services.accounts import account_for
from mutuals.record.services.ingest import ingest
from mutuals.relate.models import Nudge
from mutuals.relate.selectors.cards import card_document, today_view
from mutuals.relate.services.nudges import (
    NotOpen,
    nudge_decide,
    nudge_undo,
    nudges_follow,
    nudges_refresh,
    nudges_shown,
)
from mutuals.relate.services.ties import ties_follow
from mutuals.team.permissions import NotAllowed
from mutuals.team.services.common import now_ms as clock
from tests.relate.mornings import ANA, DAY_MS, KIM, ME, NOW, again, bring, cards, mail, talk

pytestmark = pytest.mark.django_db


def test_a_question_waits_with_its_words_and_its_evidence_opens(ada):
    bring(ada, mail(1, ANA, ME, 3, "Will you come on Sunday?"))
    (card,) = today_view(ada, now_ms=NOW).cards
    told = card_document(card)
    assert (told["kind"], told["name"]) == ("answer", "Ana Silva")
    assert told["reason"].startswith("Ana Silva asked you something 3 days ago")
    assert "“Will you come on Sunday?”" in told["evidence"]


@pytest.mark.parametrize("how", ["talked", "met"])
def test_it_vanishes_by_itself_when_they_were_spoken_to_in_person(ada, how):
    bring(ada, mail(1, ANA, ME, 3, "Will you come on Sunday?"))
    nudges_shown([Nudge.objects.get().pk], day=NOW // DAY_MS)
    ana = Contact.objects.get(name="Ana Silva")
    moment_note(actor=ada, contact=ana, how=how, day=NOW // DAY_MS - 1, now_ms=NOW)
    again(ada)
    view = today_view(ada, now_ms=NOW)
    assert "answer" not in [one.kind for one in view.cards]
    assert view.settled[0].said.startswith({"talked": "You talked with Ana", "met": "You met Ana"}[how])


def test_it_vanishes_when_it_was_answered_there_and_comes_not_back(ada):
    bring(ada, mail(1, ANA, ME, 3, "Will you come on Sunday?"))
    bring(ada, mail(2, ME, ANA, 1, "Gladly", reply_to=1))
    assert cards(ada) == []
    assert Nudge.objects.get(kind="answer").state == "settled"


def test_what_was_answered_before_it_was_asked_is_not_answered(ada):
    bring(ada, mail(2, ME, ANA, 5, "Hello"), mail(1, ANA, ME, 3, "Will you come on Sunday?"))
    assert cards(ada) == [("answer", "Ana Silva")]


def test_what_is_older_than_sixty_days_is_one_line(ada):
    bring(ada, mail(1, ANA, ME, 70, "Will you come on Sunday?"))
    view = today_view(ada, now_ms=NOW)
    assert view.cards == ()
    assert view.chosen.older == 1


def test_words_deleted_by_their_network_are_in_no_card(ada):
    bring(ada, mail(1, ANA, ME, 3, "Will you come on Sunday?"))
    gone = Activity(id="mid:1@today.example#delete", type="Delete", actor=ANA, object="mid:1@today.example")
    ingest([gone], account=account_for(network="mail", holder=ada), now_ms=NOW)
    assert cards(ada) == []


def test_drift_is_measured_in_their_own_rhythm_and_goes_when_the_rhythm_does(ada):
    bring(ada, *talk(ANA, 300, 10, 30), *talk(KIM, 301, 40, 30))
    assert cards(ada) == [("reconnect", "Ana Silva")], "Kim and Ada speak every forty days"
    again(ada, NOW + 60 * DAY_MS)
    assert {name for _, name in cards(ada, NOW + 60 * DAY_MS)} == {"Ana Silva", "Kim Ho"}


def test_help_noted_by_hand_wants_thanks_until_there_were_words(ada):
    account = bring(ada, *talk(ANA, 200, 10, 9))
    ours, theirs = Interaction.objects.filter(kind=9).order_by("-at").values_list("a", "b")[0]
    Deed.objects.create(
        a=theirs, b=ours, act=ActName.HELPED, day=NOW // DAY_MS - 5, scope=account.pk, user=ada, at=NOW
    )
    nudges_refresh(ada, now_ms=NOW)
    assert cards(ada) == [("thank", "Ana Silva")]
    bring(ada, mail(9, ME, ANA, 1, "Thank you for Tuesday"))
    assert cards(ada) == []


def test_what_they_gave_wants_thanks_and_an_unlikely_act_does_not(ada):
    bring(ada, mail(1, ANA, ME, 4, "I recommended you to Joe."))
    interaction = Interaction.objects.get()
    act = Act.objects.create(
        interaction=interaction.pk, act=ActName.RECOMMENDED, by=interaction.a, b=interaction.b, confidence=0.3,
        decided_by="x", at=NOW,
    )  # fmt: skip
    nudges_refresh(ada, now_ms=NOW)
    assert cards(ada) == []
    Act.objects.filter(pk=act.pk).update(confidence=1.0, decided_by=f"user:{ada.public_id}")
    nudges_refresh(ada, now_ms=NOW)
    assert cards(ada) == [("thank", "Ana Silva")]


def test_a_promise_of_ours_shows_while_due_with_its_words(ada):
    bring(ada, *talk(ANA, 200, 10, 9))
    ana = Contact.objects.get(name="Ana Silva")
    due = NOW // DAY_MS + 1
    Promise.objects.create(contact=ana, author=ada, ours=True, text="send the drawing", due=due, at=NOW)
    nudges_refresh(ada, now_ms=NOW)
    card = today_view(ada, now_ms=NOW).cards[0]
    assert card_document(card)["reason"].startswith("You promised Ana Silva: “send the drawing”, by")
    Promise.objects.update(kept_at=NOW)
    nudges_refresh(ada, now_ms=NOW)
    assert cards(ada) == []


@pytest.mark.parametrize(
    ("decision", "later"), [("done", []), ("dismissed", []), ("never", []), ("later", ["answer"])]
)
def test_a_decision_holds_and_later_comes_back_the_next_day(ada, decision, later):
    bring(ada, mail(1, ANA, ME, 3, "Will you come on Sunday?"))
    nudge_decide(actor=ada, nudge=Nudge.objects.get(), decision=decision, now_ms=NOW)
    again(ada)
    assert cards(ada) == []
    again(ada, NOW + DAY_MS)
    assert [kind for kind, _ in cards(ada, NOW + DAY_MS)] == later


def test_a_decision_is_taken_back_and_made_once(ada):
    bring(ada, mail(1, ANA, ME, 3, "Will you come on Sunday?"))
    nudge = Nudge.objects.get()
    nudge_decide(actor=ada, nudge=nudge, decision="done", now_ms=NOW)
    with pytest.raises(NotOpen):
        nudge_decide(actor=ada, nudge=nudge, decision="dismissed", now_ms=NOW)
    nudge_undo(actor=ada, nudge=Nudge.objects.get())
    assert cards(ada) == [("answer", "Ana Silva")]


def test_never_for_this_person_ends_all_about_them_until_it_is_taken_back(ada):
    bring(ada, *talk(ANA, 300, 10, 30), mail(1, ANA, ME, 29, "Will you come on Sunday?"))
    kinds = {one.kind for one in Nudge.objects.filter(state="open")}
    assert {"answer", "reconnect"} <= kinds
    nudge_decide(actor=ada, nudge=Nudge.objects.get(kind="answer"), decision="never", now_ms=NOW)
    again(ada)
    assert cards(ada) == []
    nudge_undo(actor=ada, nudge=Nudge.objects.get(kind="answer"))
    again(ada)
    assert {kind for kind, _ in cards(ada)} >= {"answer"}


def test_whoever_was_left_out_or_put_away_has_no_card(ada):
    bring(ada, mail(1, ANA, ME, 3, "Will you come on Sunday?"))
    for field in ("left_out_at", "deleted_at"):
        Contact.objects.filter(name="Ana Silva").update(**{field: NOW})
        assert cards(ada) == []
        Contact.objects.filter(name="Ana Silva").update(**{field: None})
    assert cards(ada) == [("answer", "Ana Silva")]


def test_only_what_changed_is_looked_at_again(ada):
    bring(ada, mail(1, ANA, ME, 3, "Will you come on Sunday?"))
    account = account_for(network="mail", holder=ada)
    ingest([mail(7, KIM, ME, 1, "Have you got a minute?")], account=account, now_ms=NOW)
    kim = ties_follow(now_ms=NOW).contacts
    nudges_follow(now_ms=NOW, contacts=kim)
    assert {name for _, name in cards(ada)} == {"Ana Silva", "Kim Ho"}


def test_the_worker_follows_what_people_write_down_of_somebody(ada):
    from mutuals.people.services.promises import promise_add
    from mutuals.relate.jobs import JOBS, TIES
    from mutuals.team.models import Job

    bring(ada, *talk(ANA, 200, 10, 9))
    JOBS[TIES]({})
    assert cards(ada) == []
    due = NOW // DAY_MS
    ana = Contact.objects.get(name="Ana Silva")
    promise_add(actor=ada, contact=ana, text="send the drawing", due=due, now_ms=NOW)
    JOBS[TIES](Job.objects.get(name=TIES).payload)
    assert cards(ada) == [("promise", "Ana Silva")]
    nudge_decide(actor=ada, nudge=Nudge.objects.get(kind="promise"), decision="done", now_ms=NOW)
    assert Promise.objects.get().kept_at == NOW


def test_a_birthday_of_somebody_in_a_circle_comes_in_time_for_a_card(ada):
    from datetime import UTC, datetime, timedelta

    from mutuals.people.services.occasions import occasion_add

    bring(ada, *talk(ANA, 200, 10, 9))
    ana = Contact.objects.get(name="Ana Silva")
    for ahead, expected in ((20, []), (2, [("congratulate", "Ana Silva")])):
        day = datetime.fromtimestamp(NOW / 1000, UTC) + timedelta(days=ahead)
        occasion_add(
            actor=ada, contact=ana, title=f"Jubilee {ahead}", month=day.month, day=day.day, now_ms=NOW
        )
        nudges_refresh(ada, now_ms=NOW)
        assert cards(ada) == expected


def test_help_for_what_they_try_to_do_comes_from_our_shelf(ada):
    from mutuals.people.services.aims import aim_add
    from mutuals.people.services.shelf import shelf_add

    bring(ada, *talk(ANA, 200, 10, 9))
    ana = Contact.objects.get(name="Ana Silva")
    aim_add(actor=ada, contact=ana, text="learn to bake sourdough bread", now_ms=NOW)
    nudges_refresh(ada, now_ms=NOW)
    assert cards(ada) == []
    shelf_add(actor=ada, kind="answer", title="How to bake sourdough bread", now_ms=NOW)
    nudges_refresh(ada, now_ms=NOW)
    assert cards(ada) == [("help", "Ana Silva")]
    reason = card_document(today_view(ada, now_ms=NOW).cards[0])["reason"]
    assert "learn to bake sourdough bread" in reason
    assert "How to bake sourdough bread" in reason


def test_a_trip_that_leads_to_somebody_suggests_to_meet(ada):
    from mutuals.as2 import PropertyValue
    from mutuals.people.services.trips import trip_add

    bring(ada, *talk(ANA, 200, 10, 9))
    account = account_for(network="mail", holder=ada)
    ingest(
        [Actor(id=ANA, name="Ana Silva", attachment=(PropertyValue("location", "Porto"),))],
        account=account,
        now_ms=NOW,
    )
    Nudge.objects.filter(kind="meet").delete()
    today = NOW // DAY_MS
    trip_add(actor=ada, place="Porto", since=today + 3, until=today + 5, now_ms=NOW)
    nudges_refresh(ada, now_ms=NOW)
    reasons = [card_document(one)["reason"] for one in today_view(ada, now_ms=NOW).cards]
    assert any("Ana Silva is near Porto, where you will be" in one for one in reasons)


def test_a_suggestion_goes_by_itself_when_they_were_in_touch_though_its_reason_stands(ada):
    from mutuals.people.services.aims import aim_add
    from mutuals.people.services.shelf import shelf_add

    bring(ada, *talk(ANA, 200, 10, 1))
    ana = Contact.objects.get(name="Ana Silva")
    aim_add(actor=ada, contact=ana, text="repair an old radio", now_ms=NOW)
    shelf_add(actor=ada, kind="answer", title="How to repair an old radio", text="", now_ms=NOW)
    nudges_refresh(ada, now_ms=NOW)
    assert cards(ada) == [("help", "Ana Silva")]
    again(ada)
    nudges_shown([Nudge.objects.get(kind="help").pk], day=NOW // DAY_MS)
    again(ada, NOW + DAY_MS)
    assert cards(ada, NOW + DAY_MS) == [("help", "Ana Silva")], (
        "what passed before it was shown settles nothing"
    )
    moment_note(actor=ada, contact=ana, how="talked", day=NOW // DAY_MS + 1, now_ms=NOW + DAY_MS)
    again(ada, NOW + DAY_MS)
    assert cards(ada, NOW + DAY_MS) == []
    assert Nudge.objects.get(kind="help").settled_by == "call"
    again(ada, NOW + 3 * DAY_MS)
    assert cards(ada, NOW + 3 * DAY_MS) == [], "not again this week"
    again(ada, NOW + 9 * DAY_MS)
    assert ("help", "Ana Silva") in cards(ada, NOW + 9 * DAY_MS)


def test_joined_people_have_their_cards_under_the_one_who_is_kept(ada):
    from mutuals.people.services.joins import contacts_join_by

    bring(ada, mail(1, ANA, ME, 3, "Will you come on Sunday?"), *talk(KIM, 100, 10, 5))
    ana, kim = Contact.objects.get(name="Ana Silva"), Contact.objects.get(name="Kim Ho")
    contacts_join_by(actor=ada, kept=kim, gone=ana, why="", now_ms=NOW)
    again(ada)
    kept = Contact.objects.get(merged_into=None, ours=False)
    # Kim heard from Ada five days ago, Ana asked after that: the one person still waits.
    assert cards(ada) == [("answer", kept.name)]


def test_nobody_sees_or_decides_anothers_cards(ada, ben, cleo, client):
    bring(ada, mail(1, ANA, ME, 3, "Will you come on Sunday?"))
    nudge = Nudge.objects.get()
    for user in (ben, cleo):
        assert today_view(user, now_ms=NOW).cards == ()
        client.force_login(user)
        assert (
            client.post(reverse("relate:decide", args=[nudge.public_id]), {"what": "done"}).status_code == 404
        )
    with pytest.raises(NotAllowed):
        nudge_decide(actor=cleo, nudge=nudge, decision="done", now_ms=NOW)
    assert Nudge.objects.get().state == "open"


def test_the_page_says_it_all_and_decides_with_one_click(ada, client):
    bring(ada, mail(1, ANA, ME, 3, "Will you come on Sunday?"))
    client.force_login(ada)
    page = client.get("/today?later").content.decode()
    assert "Ana Silva" in page
    assert "Will you come on Sunday?" in page
    assert "One person" in page
    nudge = Nudge.objects.get()
    assert nudge.shown_day == clock() // DAY_MS
    answer = client.post(reverse("relate:decide", args=[nudge.public_id]), {"what": "done"}, follow=True)
    assert "Done." in answer.content.decode()
    assert "How the order of these cards came about" in answer.content.decode()
    client.post(reverse("relate:undecide", args=[nudge.public_id]))
    assert cards(ada) == [("answer", "Ana Silva")]


def test_minutes_of_the_plan_end_the_day_but_hide_no_debt(ada):
    from mutuals.people.services.named import welcome_keep

    welcome_keep(actor=ada, why="", minutes=1, now_ms=NOW)
    bring(ada, *talk(KIM, 300, 10, 30), mail(1, ANA, ME, 3, "Will you come?"), mail(2, ANA, ME, 2, "Or not?"))
    assert cards(ada)[0] == ("answer", "Ana Silva")
    nudge_decide(actor=ada, nudge=Nudge.objects.get(kind="answer"), decision="done", now_ms=NOW)
    view = today_view(ada, now_ms=NOW)
    assert view.cards == ()
    assert view.chosen.enough


def test_after_enough_what_is_owed_is_a_line_that_opens(ada, client):
    from mutuals.people.services.named import welcome_keep

    welcome_keep(actor=ada, why="", minutes=0, now_ms=NOW)
    bring(ada, mail(1, ANA, ME, 3, "Will you come on Sunday?"))
    client.force_login(ada)
    page = client.get("/today").content.decode()
    assert "Enough for today" in page
    assert "<b>Ana Silva</b> asked you something" in page
    assert "Will you come on Sunday?" not in page
    opened = client.get(f"/today?card={Nudge.objects.get().public_id}").content.decode()
    assert "Will you come on Sunday?" in opened
    assert "That is enough for today." in opened


def test_the_plan_is_kept_read_and_shared_on_purpose(ada, ben, client):
    from mutuals.people.services.contacts import group_add
    from mutuals.relate.selectors.plan import plan_of, plans_shared

    bring(ada, *talk(ANA, 100, 10, 5))
    group = group_add(actor=ada, name="bakers", now_ms=NOW)
    client.force_login(ada)
    given = {
        "why": "friends",
        "minutes": "30",
        "people": "Ana Silva\nNobody Here",
        "groups": [str(group.public_id)],
    }
    refused = client.post("/plan", given)
    assert refused.status_code == 422
    assert "There is nobody called “Nobody Here” here yet." in refused.content.decode()
    assert client.post("/plan", {**given, "people": "Ana Silva", "will": "write letters"}).status_code == 302
    mine = plan_of(ada)
    assert (mine.minutes, mine.why, [one.name for one in mine.people]) == (30, "friends", ["Ana Silva"])
    assert plans_shared(ben) == []
    client.post("/plan", {**given, "people": "", "will": "write letters", "shared": "on"})
    assert [one.will for one in plans_shared(ben)] == ["write letters"]


def test_the_calendar_opens_by_its_address_alone_and_until_it_is_closed(ada, client):
    bring(ada, mail(1, ANA, ME, 3, "Will you come on Sunday; or, perhaps, Monday?"))
    client.force_login(ada)
    page = client.post("/plan/calendar", {"what": "make"}, follow=True).content.decode()
    address = page.split('id="feed" readonly value="')[1].split('"')[0]
    client.logout()
    told = client.get(address).content.decode()
    assert told.startswith("BEGIN:VCALENDAR\r\n")
    assert "Ana Silva" in told.replace("\r\n ", "")
    assert "Sunday\\; or\\, perhaps\\, Monday?" in told.replace("\r\n ", "")
    assert client.get(address.replace("/feeds/", "/feeds/x")).status_code == 404
    client.force_login(ada)
    client.post("/plan/calendar", {"what": "end"})
    assert client.get(address).status_code == 404


def test_an_empty_home_has_an_empty_day(ada):
    assert today_view(ada, now_ms=NOW).cards == ()
