"""What may become of an introduction: every move from the table and no other, found anew, and whose it is."""

import pytest
from django.urls import reverse

from mutuals.as2 import PUBLIC, Activity, Actor, Link, Object, Time
from mutuals.people.models import Contact
from mutuals.people.services.contacts import group_add, group_put, note_add
from mutuals.record.services.accounts import account_for, own_add
from mutuals.record.services.ingest import Ingest
from mutuals.record.services.readings import readings_make
from mutuals.record.services.turns import Turns
from mutuals.relate.introduced import MOVES, CannotMove, Move, State, hello, moved, note, waiting
from mutuals.relate.models import Declaration, Introduction, Outcome
from mutuals.relate.selectors.introducible import kept_apart
from mutuals.relate.selectors.introductions import introduction_get, proposals
from mutuals.relate.selectors.matching import helpers_for, shelf_for
from mutuals.relate.selectors.network import network_of, ways_to
from mutuals.relate.services import introductions as acts
from mutuals.relate.services.ties import ties_refresh
from mutuals.team.models import LogEntry
from tests.record.reader import MadeUp

DAY_MS = 86_400_000
NOW = 1_700_000_000_000
ME = "https://one.example/users/ada"
NAMES = {name: f"https://one.example/users/{name}" for name in ("Mina", "Otto", "Zoe", "Tomas", "Una")}
pytestmark = pytest.mark.django_db


def post(number, who, text, *, ago, to=(), private=False):
    mentions = tuple(Link(uri, "Mention", "@x") for uri in to)
    thing = Object(
        id=f"https://one.example/p/{number}", attributed_to=who, content=text,
        published=Time(int(NOW - ago * DAY_MS), "s"), to=tuple(to) if private else (PUBLIC, *to), tag=mentions,
    )  # fmt: skip
    return Activity(id=f"{thing.id}#create", actor=who, object=thing, published=thing.published, to=thing.to)


def talk(number, one, other, days):
    """Two people who answer each other, for all to see."""
    for at, ago in enumerate(days):
        pair = (one, other) if at % 2 else (other, one)
        yield post(f"{number}-{at}", pair[0], "good day", ago=ago, to=[pair[1]])


def world(user, *, private=False, extra=()):
    """Ada knows five: Mina and Otto both write of radios and never spoke; Zoe knows Tomas, and Ada hardly does."""
    account = account_for(network="mastodon", holder=user)
    items = [Actor(id=ME, name="Ada"), *(Actor(id=uri, name=name) for name, uri in NAMES.items())]
    for at, (name, uri) in enumerate(NAMES.items()):
        days = [30] if name == "Tomas" else range(1, 60, 7)
        items += talk(f"t{at}", ME, uri, days)
    for at, name in enumerate(("Mina", "Otto")):
        items += [
            post(f"r{at}-{ago}", NAMES[name], "it is all about radios", ago=ago, to=[ME], private=private)
            for ago in (2, 9)
        ]
    items += talk("zt", NAMES["Zoe"], NAMES["Tomas"], range(1, 40, 4))
    items += list(extra)
    Ingest(account=account, now_ms=NOW).write(items)
    own_add(account=account, uri=ME, sure=True, evidence="a test says so")
    readings_make(MadeUp(), turns=Turns("tests", lambda: NOW), clock=lambda: NOW)
    ties_refresh(now_ms=NOW)
    return account


@pytest.fixture
def found(ada, home):
    world(ada)
    acts.introductions_find(user=ada, now_ms=NOW)
    return proposals(ada)


def named(row):
    return {row.a.name, row.b.name}


def test_two_who_care_about_one_thing_and_never_spoke_are_proposed(found):
    (row,) = found
    assert named(row) == {"Mina", "Otto"}
    assert "“radios”" in row.why
    assert {one.who for one in row.posts} == {"Mina", "Otto"}


def test_nobody_else_sees_them(found, ben, cleo):
    (row,) = found
    for other in (ben, cleo):
        assert proposals(other) == []
        with pytest.raises(LookupError):
            introduction_get(other, row.public_id)


def test_facts_hold_no_words(found):
    assert "radios" not in str(found[0].row.facts)


def test_a_reason_that_went_is_told_no_more(found, ada):
    from mutuals.record.models import Reading

    Reading.objects.all().update(about="")
    assert proposals(ada) == []


def test_finding_again_changes_nothing_and_keeps_the_same_row(found, ada):
    acts.introductions_find(user=ada, now_ms=NOW + 1)
    (row,) = proposals(ada)
    assert row.row.pk == found[0].row.pk
    assert not LogEntry.objects.filter(verb__startswith="introduction").exists()


def test_a_note_speaks_of_what_both_said_openly(found, ada):
    notes = acts.notes_for(user=ada, row=found[0])
    assert all("radios" in text for text in notes)


def test_what_was_said_in_private_is_in_no_note(ada, home):
    world(ada, private=True)
    acts.introductions_find(user=ada, now_ms=NOW)
    (row,) = proposals(ada)
    assert "radios" in row.why, "Ada read it and is told"
    assert not any("radios" in text for text in acts.notes_for(user=ada, row=row))


def test_whoever_spoke_with_each_other_is_not_proposed(ada, home):
    world(ada, extra=talk("mo", NAMES["Mina"], NAMES["Otto"], [3]))
    assert acts.introductions_find(user=ada, now_ms=NOW) == 0


def test_a_small_group_knows_itself(ada, home):
    world(ada)
    both = list(Contact.objects.filter(name__in=("Mina", "Otto")))
    group_put(actor=ada, group=group_add(actor=ada, name="Choir", now_ms=NOW), contacts=both)
    assert acts.introductions_find(user=ada, now_ms=NOW) == 0


@pytest.mark.parametrize(("about", "says"), [("trust", "guarded"), ("strained", "yes")])
def test_nobody_is_introduced_to_somebody_guarded_or_strained(ada, home, about, says):
    world(ada)
    mina = Contact.objects.get(name="Mina")
    Declaration.objects.create(contact=mina, user=ada, about=about, says=says, at=NOW)
    assert kept_apart(ada, [mina.pk]) == {mina.pk}
    assert acts.introductions_find(user=ada, now_ms=NOW) == 0


def test_nobody_is_introduced_where_their_own_words_say_that_it_is_strained(ada, home):
    hard = [post(f"h{ago}", NAMES["Mina"], "it is broken", ago=ago, to=[ME]) for ago in (0.4, 0.8)]
    world(ada, extra=hard)
    assert acts.introductions_find(user=ada, now_ms=NOW) == 0


def test_what_is_declared_later_holds_at_once(found, ada):
    Declaration.objects.create(contact=found[0].a, user=ada, about="trust", says="guarded", at=NOW)
    assert proposals(ada) == []


def test_what_somebody_else_declared_for_themselves_holds_for_them_alone(ada, ben, home):
    world(ada)
    mina = Contact.objects.get(name="Mina")
    Declaration.objects.create(contact=mina, user=ben, about="trust", says="guarded", at=NOW)
    assert kept_apart(ada, [mina.pk]) == set()


def test_whoever_is_left_out_is_never_proposed(ada, home):
    world(ada)
    Contact.objects.filter(name="Otto").update(left_out_at=NOW)
    assert acts.introductions_find(user=ada, now_ms=NOW) == 0


def test_it_goes_by_itself_when_the_two_are_seen_in_contact(found, ada):
    Ingest(account=account_for(network="mastodon", holder=ada), now_ms=NOW).write(
        list(talk("mo", NAMES["Mina"], NAMES["Otto"], [0]))
    )
    ties_refresh(now_ms=NOW + 1)
    acts.introductions_find(user=ada, now_ms=NOW + 1)
    assert proposals(ada) == []
    assert not Introduction.objects.exists()


def test_one_that_was_asked_settles_when_they_find_each_other(found, ada):
    row = found[0].row
    acts.introduction_ask(actor=ada, introduction=row, note_a="a", note_b="b", now_ms=NOW)
    Ingest(account=account_for(network="mastodon", holder=ada), now_ms=NOW).write(
        list(talk("mo", NAMES["Mina"], NAMES["Otto"], [0]))
    )
    ties_refresh(now_ms=NOW + 1)
    acts.introductions_find(user=ada, now_ms=NOW + 1)
    row.refresh_from_db()
    assert row.state == State.SETTLED


def test_a_refused_pair_does_not_return(found, ada):
    acts.introduction_drop(actor=ada, introduction=found[0].row, now_ms=NOW)
    assert acts.introductions_find(user=ada, now_ms=NOW + 1) == 0
    assert proposals(ada) == []


def test_two_yeses_make_it_in_either_order(found, ada):
    row = found[0].row
    acts.introduction_ask(actor=ada, introduction=row, note_a="to a", note_b="to b", now_ms=NOW)
    row.refresh_from_db()
    assert (row.state, row.note_a, row.note_b) == (State.ASKED, "to a", "to b")
    acts.introduction_answer(actor=ada, introduction=row, who="b", says=True, now_ms=NOW)
    row.refresh_from_db()
    assert (row.state, row.said_a, row.said_b) == (State.ASKED, None, True)
    acts.introduction_answer(actor=ada, introduction=row, who="a", says=True, now_ms=NOW + 5)
    row.refresh_from_db()
    assert (row.state, row.made_at) == (State.MADE, NOW + 5)


def test_a_no_ends_it(found, ada):
    row = found[0].row
    acts.introduction_ask(actor=ada, introduction=row, note_a="", note_b="", now_ms=NOW)
    row.refresh_from_db()
    assert (
        acts.introduction_answer(actor=ada, introduction=row, who="a", says=False, now_ms=NOW)
        == State.DECLINED
    )
    assert acts.introductions_find(user=ada, now_ms=NOW + 1) == 0


def test_of_two_at_once_one_is_told_that_it_moved(found, ada):
    one, two = Introduction.objects.get(), Introduction.objects.get()
    acts.introduction_ask(actor=ada, introduction=one, note_a="", note_b="", now_ms=NOW)
    with pytest.raises(CannotMove):
        acts.introduction_drop(actor=ada, introduction=two, now_ms=NOW)


def test_nobody_moves_what_is_not_theirs(found, ben):
    with pytest.raises(CannotMove):
        acts.introduction_ask(actor=ben, introduction=found[0].row, note_a="", note_b="", now_ms=NOW)


def test_what_came_of_it_is_an_outcome_and_may_be_said_anew(found, ada):
    row = found[0].row
    with pytest.raises(CannotMove):
        acts.introduction_outcome(actor=ada, introduction=row, talked=True, text="", now_ms=NOW)
    Introduction.objects.filter(pk=row.pk).update(state=State.MADE, made_at=NOW)
    acts.introduction_outcome(actor=ada, introduction=row, talked=True, text="a radio was mended", now_ms=NOW)
    assert Outcome.objects.get().text == "a radio was mended"
    row.refresh_from_db()
    acts.introduction_outcome(actor=ada, introduction=row, talked=False, text="", now_ms=NOW)
    assert not Outcome.objects.exists()


def test_ones_own_idea_stands_and_is_asked_once(ada, home):
    world(ada)
    zoe, una = Contact.objects.get(name="Zoe"), Contact.objects.get(name="Una")
    made = acts.introduction_propose(actor=ada, a=una, b=zoe, reason="Both sing.", now_ms=NOW)
    assert acts.introduction_propose(actor=ada, a=zoe, b=una, reason="", now_ms=NOW).pk == made.pk
    acts.introductions_find(user=ada, now_ms=NOW + 1)
    assert "Both sing." in [row.why for row in proposals(ada)]
    with pytest.raises(acts.CannotIntroduce):
        acts.introduction_propose(actor=ada, a=zoe, b=zoe, reason="", now_ms=NOW)


def test_every_move_that_the_table_lacks_is_refused():
    for state in State:
        for move in Move:
            if (state, move) in MOVES:
                assert moved(state, move) == MOVES[state, move]
            else:
                with pytest.raises(CannotMove):
                    moved(state, move)


def test_a_note_names_both_and_claims_nothing():
    text = note("Ana Reis", "Jun Mori", "Mara Lenz")
    assert text.startswith("Dear Ana,")
    assert "Jun Mori" in text
    assert "You both write" not in text
    assert text.endswith("Mara")
    assert "Jun Mori" in hello("Ana Reis", "Jun Mori", "Mara Lenz")


def test_for_whom_it_waits_is_said():
    assert waiting("Ana", "Jun", None, None) == "Neither has answered yet."
    assert waiting("Ana", "Jun", True, None) == "Ana said yes. Waiting for Jun."


def test_the_network_and_the_way_to_somebody(ada, home):
    world(ada)
    tomas = Contact.objects.get(name="Tomas")
    assert [[one.name for one in way.people] for way in ways_to(ada, tomas)] == [["Zoe"]]
    network = network_of(ada)
    assert sorted(one.name for group in network.communities for one in group.people) in ([], ["Tomas", "Zoe"])


def test_who_could_help_is_found_by_words_and_by_post(ada, home):
    world(ada, extra=[post("q", NAMES["Zoe"], "please, who knows all about radios ?", ago=1, to=[ME])])
    assert {one.contact.name for one in helpers_for(ada, "radios")} == {"Mina", "Otto"}
    from mutuals.record.keys import key64, key_text

    asked = key_text(key64("https://one.example/p/q"))
    assert {one.contact.name for one in helpers_for(ada, post=asked)[:2]} == {"Mina", "Otto"}


def test_a_note_of_what_they_like_helps_to_find_them(ada, home):
    world(ada)
    una = Contact.objects.get(name="Una")
    made = note_add(actor=ada, contact=una, text="clarinets; old maps", shared=False, now_ms=NOW)
    type(made).objects.filter(pk=made.pk).update(about="interest")
    (row,) = helpers_for(ada, "somebody for clarinets")
    assert (row.contact.name, row.posts) == ("Una", ())


def test_what_lies_on_the_shelf_is_offered_to_whom_it_belongs(ada, ben, home):
    from mutuals.people.models import ShelfItem

    world(ada)
    ShelfItem.objects.create(author=ada, kind="skill", title="Mending radios", at=NOW)
    assert [one.title for one in shelf_for(ada, "my radios are broken")] == ["Mending radios"]
    assert shelf_for(ben, "my radios are broken") == []


def test_the_page_walks_from_proposal_to_outcome(client, found, ada):
    client.force_login(ada)
    row = found[0]
    listed = client.get(reverse("relate:introductions")).content.decode()
    assert "Who should know each other?" in listed
    assert "Mina" in listed
    page = reverse("relate:introduction", args=[row.public_id])
    assert "Dear Mina" in client.get(page).content.decode()
    client.post(reverse("relate:introduction-ask", args=[row.public_id]), {"note_a": "x", "note_b": "y"})
    for who in "ab":
        client.post(reverse("relate:introduction-answer", args=[row.public_id]), {"who": who, "says": "yes"})
    assert "here you are" in client.get(page).content.decode()
    client.post(
        reverse("relate:introduction-outcome", args=[row.public_id]), {"talked": "yes", "text": "they sing"}
    )
    assert "they sing" in client.get(reverse("relate:introductions")).content.decode()


def test_no_page_of_it_opens_for_others(client, found, cleo):
    client.force_login(cleo)
    row = found[0]
    assert client.get(reverse("relate:introduction", args=[row.public_id])).status_code == 404
    for name in ("ask", "answer", "drop", "outcome"):
        address = reverse(f"relate:introduction-{name}", args=[row.public_id])
        assert client.post(address, {"who": "a"}).status_code == 404
    assert "Mina" not in client.get(reverse("relate:introductions")).content.decode()


def test_the_network_page_answers_its_question(client, ada, home):
    world(ada)
    client.force_login(ada)
    text = client.get(reverse("relate:network"), {"q": "Tomas"}).content.decode()
    assert "Who knows whom?" in text
    assert "Zoe" in text
    assert "Nobody here by that name" in client.get(reverse("relate:network"), {"q": "qqq"}).content.decode()


def test_two_in_mind_are_taken_by_name(client, ada, home):
    world(ada)
    client.force_login(ada)
    client.post(
        reverse("relate:introduction-propose"), {"one": "Zoe", "other": "Una", "reason": "Both sing."}
    )
    assert Introduction.objects.get().reason == "Both sing."
    client.post(reverse("relate:introduction-propose"), {"one": "Zoe", "other": "Nobody Here"})
    assert Introduction.objects.count() == 1
