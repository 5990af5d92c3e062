"""What a person says of a relationship counts everywhere, is theirs alone, and is taken back with one click."""

import re
import time

import pytest
from django.test import Client

from mutuals.people.models import Contact
from mutuals.people.services.contacts import contacts_delete
from mutuals.people.services.joins import contacts_join_by, contacts_part
from mutuals.relate.circles import Circle
from mutuals.relate.declared import NotSaid, Trust
from mutuals.relate.models import Declaration
from mutuals.relate.selectors.declared import (
    declarations_about,
    declarations_of,
    overruled_by,
    trust_of,
)
from mutuals.relate.selectors.documents import contact_document, tie_document
from mutuals.relate.selectors.people import Wanted, people_count, people_list
from mutuals.relate.selectors.ties import tie_counts, tie_of, ties_frame, ties_ours
from mutuals.relate.services.declared import (
    declaration_end,
    declaration_make,
    declaration_resume,
    declaration_undo,
)
from mutuals.team.models import LogEntry
from mutuals.team.permissions import NotAllowed
from tests.relate.letters import DAY_MS, bring, refreshed

pytestmark = pytest.mark.django_db

NOW = int(time.time() * 1000)
TODAY = NOW // DAY_MS
ME = "mailto:ada@house.example"
MANY = 9


def uri(number: int) -> str:
    return f"mailto:p{number}@one.example"


@pytest.fixture
def nine(ada) -> list[Contact]:
    """Nine people, each written with on one day fewer than the one before: five inner, four close."""
    letters = [
        pair
        for number in range(MANY)
        for day in range(0, 4 * (14 - number), 4)
        for pair in ((uri(number), ME, day), (ME, uri(number), day))
    ]
    bring(ada, ME, {uri(n): f"Person {n}" for n in range(MANY)}, letters, now_ms=NOW)
    refreshed(NOW)
    return [Contact.objects.get(name=f"Person {n}") for n in range(MANY)]


def make(actor, contact, about, says, **more):
    told = {"instead": "close", "reason": "we meet at the pool", "now_ms": NOW, **more}
    return declaration_make(actor=actor, contact=contact, about=about, says=says, **told)


def circles_now(viewer) -> dict[str, Circle]:
    return {row.name: row.circle for row in ties_ours(viewer)}


def test_the_circle_that_is_said_is_shown_everywhere_and_the_others_follow(nine, ada) -> None:
    assert circles_now(ada)["Person 4"] is Circle.INNER
    make(ada, nine[8], "circle", "inner")
    found = circles_now(ada)
    assert (found["Person 8"], found["Person 4"]) == (Circle.INNER, Circle.CLOSE)
    tie = tie_of(ada, nine[8])
    assert (tie.circle, tie.circle_reckoned, tie.rank) == (Circle.INNER, Circle.CLOSE, 9)
    assert tie_of(ada, nine[4]).circle_reckoned is None, "of them nothing was said"
    assert [row.name for row in ties_ours(ada, limit=5)][-1] == "Person 8"
    assert [row.name for row in people_list(ada, limit=5)][-1] == "Person 8"
    inner = people_list(ada, Wanted(circle="inner"))
    assert {row.name for row in inner} == {f"Person {n}" for n in (0, 1, 2, 3, 8)}
    assert people_count(ada, Wanted(circle="close")) == 4
    assert tie_counts(ada) == {Circle.INNER: 5, Circle.CLOSE: 4}
    assert tie_document(tie)["circle"] == "inner"
    assert contact_document(ada, nine[8], at_day=None, today=TODAY)["circle"] == "inner"


def test_somebody_who_is_said_to_be_new_leaves_their_seat(nine, ada) -> None:
    make(ada, nine[0], "circle", "new")
    found = circles_now(ada)
    assert (found["Person 0"], found["Person 5"]) == (Circle.NEW, Circle.INNER)
    assert "Person 0" not in {row.name for row in ties_ours(ada, circled=True)}
    assert [row.name for row in people_list(ada)][-1] == "Person 0"
    assert [row.name for row in people_list(ada, Wanted(circle="new"))] == ["Person 0"]
    assert tie_counts(ada)[Circle.NEW] == 1


def test_it_is_taken_back_exactly_and_its_history_stays(nine, ada) -> None:
    before, counts = ties_ours(ada), tie_counts(ada)
    said = make(ada, nine[8], "circle", "inner")
    declaration_end(actor=ada, declaration=said, now_ms=NOW + 1)
    assert (ties_ours(ada), tie_counts(ada)) == (before, counts)
    assert [(one.says, one.instead, one.reason) for one in declarations_about(ada, nine[8]).past] == [
        ("inner", "close", "we meet at the pool")
    ]
    assert declaration_resume(actor=ada, declaration=said, now_ms=NOW)
    assert circles_now(ada)["Person 8"] is Circle.INNER


def test_undoing_brings_back_what_was_said_before(nine, ada) -> None:
    make(ada, nine[8], "circle", "inner")
    second = make(ada, nine[8], "circle", "familiar", now_ms=NOW + 5)
    assert declarations_of(ada, nine[8])["circle"].says == "familiar"
    declaration_undo(actor=ada, declaration=second, now_ms=NOW + 9)
    assert declarations_of(ada, nine[8])["circle"].says == "inner"
    declaration_undo(actor=ada, declaration=second, now_ms=NOW + 10)
    assert declarations_of(ada, nine[8])["circle"].says == "inner", "undoing twice does no more"


def test_nothing_is_said_again_over_something_newer(nine, ada) -> None:
    first = make(ada, nine[8], "trust", "trusted")
    make(ada, nine[8], "trust", "guarded", now_ms=NOW + 5)
    assert not declaration_resume(actor=ada, declaration=first, now_ms=NOW)
    assert trust_of(ada, [one.pk for one in nine]) == {nine[8].pk: Trust.GUARDED}


def test_a_step_that_is_said_stands_over_the_reckoned_one(nine, ada) -> None:
    make(ada, nine[2], "step", "met")
    tie = tie_of(ada, nine[2])
    assert (tie.step, tie.rung_reckoned is not None) == ("met", True)
    assert {row.tie.step for row in people_list(ada) if row.name == "Person 2"} == {"met"}


def test_to_overrule_one_says_why_and_to_agree_one_does_not(nine, ada) -> None:
    for about, says in (("circle", "inner"), ("step", "met")):
        with pytest.raises(NotSaid):
            make(ada, nine[8], about, says, reason="  ")
    make(ada, nine[8], "circle", "close", reason="")
    make(ada, nine[8], "trust", "known", reason="")
    for about, says in (("circle", "best"), ("trust", "loved"), ("mood", "yes"), ("strained", "perhaps")):
        with pytest.raises(NotSaid):
            make(ada, nine[8], about, says)
    with pytest.raises(NotSaid):
        make(ada, Contact.objects.get(ours=True, holder=ada), "trust", "known")


def test_the_past_is_shown_as_one_saw_it_then(nine, ada) -> None:
    make(ada, nine[8], "circle", "inner", now_ms=NOW - 3 * DAY_MS)
    for day, circle in ((TODAY - 1, Circle.INNER), (TODAY - 5, Circle.CLOSE)):
        found = {row.name: row.circle for row in ties_frame(ada, at_day=day)}
        assert found["Person 8"] is circle
        assert {row.name: row.circle for row in ties_ours(ada, at_day=day)}["Person 8"] is circle


def test_it_is_its_authors_alone_unless_it_is_shared(nine, ada, ben, cleo) -> None:
    make(ada, nine[8], "trust", "guarded", reason="he told Ben's secret")
    for other in (ben, cleo):
        assert declarations_of(other, nine[8]) == {}
        assert declarations_about(other, nine[8]).others == declarations_about(other, nine[8]).past == ()
        assert trust_of(other, [nine[8].pk]) == {}
    make(ada, nine[8], "circle", "inner", shared=True)
    (told,) = declarations_about(ben, nine[8]).others
    assert (told.says, told.by, told.mine) == ("inner", "Ada Okafor", False)
    assert overruled_by(ben).circles == {}, "what Ada shares moves nobody in Ben's circles"


def test_only_who_may_edit_says_and_only_its_author_takes_back(nine, ada, ben, cleo) -> None:
    with pytest.raises(NotAllowed):
        make(cleo, nine[8], "trust", "known")
    said = make(ada, nine[8], "trust", "known", shared=True)
    for act in (
        lambda: declaration_end(actor=ben, declaration=said, now_ms=NOW),
        lambda: declaration_undo(actor=ben, declaration=said, now_ms=NOW),
        lambda: declaration_resume(actor=ben, declaration=said, now_ms=NOW),
    ):
        with pytest.raises(NotAllowed):
            act()
    assert Declaration.objects.get().ended_at is None


def test_the_event_log_tells_neither_the_words_nor_of_whom(nine, ada) -> None:
    make(ada, nine[8], "trust", "guarded")
    last = LogEntry.objects.order_by("-pk").first()
    assert last.verb == "declaration_make"
    assert str(nine[8].public_id) not in last.subject


def test_a_join_keeps_what_was_said_and_parting_gives_each_their_own(nine, ada) -> None:
    make(ada, nine[8], "circle", "inner")
    contacts_join_by(actor=ada, kept=nine[7], gone=nine[8], why="the same", now_ms=NOW)
    refreshed(NOW + 1)
    assert circles_now(ada)["Person 7"] is Circle.INNER
    assert declarations_of(ada, nine[7])["circle"].says == "inner"
    contacts_part(actor=ada, join=nine[7].joins.get(), now_ms=NOW)
    refreshed(NOW + 2)
    assert (circles_now(ada)["Person 7"], circles_now(ada)["Person 8"]) == (Circle.CLOSE, Circle.INNER)


def test_who_was_put_away_is_not_counted_though_something_was_said(nine, ada) -> None:
    make(ada, nine[8], "circle", "inner")
    contacts_delete(actor=ada, contacts=[nine[8]], now_ms=NOW)
    assert "Person 8" not in circles_now(ada)
    assert tie_counts(ada).total() == MANY - 1


# On the pages


@pytest.fixture
def client(ada) -> Client:
    found = Client()
    found.force_login(ada)
    return found


def test_the_form_says_it_and_one_click_takes_it_back(nine, client, ada) -> None:
    page = f"/people/{nine[8].public_id}"
    told = {
        "circle": "inner",
        "trust": "confided",
        "strained": "",
        "step": "",
        "reason": "we meet at the pool",
    }
    answer = client.post(f"{page}/see", told, follow=True).content.decode()
    assert "we meet at the pool" in answer
    assert "Trust, set by you" in answer
    assert "reckoned close" in answer
    circles = client.get("/circles").content.decode()
    assert "you said" in circles
    (undo,) = re.findall(r'action="(/see/undo[^"]*)"', answer)
    client.post(undo.replace("&amp;", "&"))
    assert declarations_of(ada, nine[8]) == {}
    assert "you said" not in client.get("/circles").content.decode()


def test_choosing_the_reckoned_takes_it_back_and_undo_says_it_again(nine, client, ada) -> None:
    make(ada, nine[8], "circle", "inner")
    page = f"/people/{nine[8].public_id}"
    answer = client.post(f"{page}/see", {"circle": "", "trust": ""}, follow=True).content.decode()
    assert declarations_of(ada, nine[8]) == {}
    (undo,) = re.findall(r'action="(/see/undo[^"]*)"', answer)
    client.post(undo.replace("&amp;", "&"))
    assert declarations_of(ada, nine[8])["circle"].says == "inner"


def test_without_a_reason_the_page_asks_for_one(nine, client, ada) -> None:
    answer = client.post(f"/people/{nine[8].public_id}/see", {"circle": "inner", "reason": ""}, follow=True)
    assert "Say why in a few words" in answer.content.decode()
    assert declarations_of(ada, nine[8]) == {}


def test_nobody_takes_back_through_an_address_what_another_said(nine, ada, ben) -> None:
    said = make(ada, nine[8], "trust", "known")
    other = Client()
    other.force_login(ben)
    assert other.post(f"/see/{said.public_id}/end").status_code == 404
    other.post(f"/see/undo?contact={nine[8].public_id}&made={said.public_id}")
    assert declarations_of(ada, nine[8])["trust"].says == "known"
