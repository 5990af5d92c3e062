"""The ledger of real rows: what shows what, each thing once, a person's word over it, sums in step with the record."""

import pytest

from mutuals.as2 import PUBLIC, Activity, Actor, Link, Object, Time
from mutuals.people.models import Contact, Group, Membership
from mutuals.people.services.deeds import help_note
from mutuals.people.services.joins import contacts_join_by, contacts_part
from mutuals.people.services.moments import moment_note
from mutuals.record.kinds import ActName
from mutuals.record.models import Act, Deed, DirtyAct, Interaction
from mutuals.record.selectors.given import given_between
from mutuals.record.services.accounts import account_for, own_add
from mutuals.record.services.deeds import NoDeed, deed_redo, deed_undo
from mutuals.record.services.ingest import Ingest
from mutuals.record.services.meanings import Between, NoEntry, act_say, act_unsay
from mutuals.record.services.readings import readings_make
from mutuals.record.services.turns import Turns
from mutuals.relate.ledger import balance_of as counted
from mutuals.relate.models import Introduction, Ledger, LedgerSum, LedgerTie
from mutuals.relate.quarters import quarter_number
from mutuals.relate.selectors.give_and_take import give_and_take
from mutuals.relate.selectors.ledger import balance_of, ledger_denied, ledger_entries, ledger_of
from mutuals.relate.selectors.person import sides_of
from mutuals.relate.services.ledger import ledgers_due, ledgers_refresh
from mutuals.relate.services.ties import ties_refresh
from mutuals.relate.services.weights import weights_now, weights_set
from mutuals.team.models import LogEntry
from mutuals.team.permissions import NotAllowed
from tests.record.reader import MadeUp

NOW = 1_700_000_000_000
DAY = NOW // 86_400_000
ADA, BEA, CAL = (f"https://one.example/users/{name}" for name in ("ada", "bea", "cal"))
LINKED = "https://www.linkedin.com/in/"
pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _no_pauses(monkeypatch):
    from mutuals.record.services import turns

    monkeypatch.setattr(turns, "REST_S", 0.0)


@pytest.fixture
def hers(ada, home):
    account = account_for(network="mastodon", holder=ada)
    Ingest(account=account, now_ms=NOW).write(
        [Actor(id=ADA, name="Ada Okafor"), Actor(id=BEA, name="Bea Lund"), Actor(id=CAL, name="Cal Moss")]
    )
    own_add(account=account, uri=ADA, sure=True, evidence="a test says so")
    return account


def note(number, words, *, who=ADA, to=BEA, answers=None, quotes=None, secret=False, ago=0):
    at = Time(NOW - ago * 86_400_000 + number * 1000, "s")
    thing = Object(
        id=f"https://one.example/notes/{number}", content=words, attributed_to=who,
        to=(to,) if secret else (PUBLIC,), published=at, tag=(Link(to, "Mention", "@x"),) if to else (),
        in_reply_to=f"https://one.example/notes/{answers}" if answers else "",
        quote_url=f"https://one.example/notes/{quotes}" if quotes else "",
    )  # fmt: skip
    return Activity(id=f"{thing.id}#create", actor=who, object=thing)


def boost(number, *, who, of):
    return Activity(
        id=f"{who}#boost/{number}", type="Announce", actor=who, object=f"https://one.example/notes/{number}",
        published=Time(NOW + of, "s"),
    )  # fmt: skip


def bring(account, *items, reader=None):
    Ingest(account=account, now_ms=NOW).write(items)
    readings_make(reader or MadeUp(), turns=Turns("tests", lambda: NOW), clock=lambda: NOW)


def bea():
    return Contact.objects.get(name="Bea Lund", merged_into=None)


def refreshed():
    ties_refresh(now_ms=NOW)
    ledgers_refresh(now_ms=NOW)


def shown(viewer, contact=None):
    """How often what: {("THANKED", "them"): 1}."""
    view = ledger_of(viewer, contact or bea())
    return {(act.name, "you" if ours else "them"): one.n for (act, ours), one in view.counts.items()}


def summed(viewer, contact=None):
    """The same from what was added up."""
    one = balance_of(viewer, [(contact or bea()).pk]).get((contact or bea()).pk)
    return {(act.name, "you" if ours else "them"): n for (act, ours), n in one.counts.items()} if one else {}


def conversation(account):
    bring(
        account,
        note(1, "when?", who=BEA, to=ADA),
        note(2, "at nine", answers=1),
        note(3, "thanks", who=BEA, to=ADA, answers=2),
        note(4, "a garden", who=BEA, to=""),
        note(5, "look here", to="", quotes=4),
        boost(4, who=ADA, of=9_000),
    )
    refreshed()


def test_each_entry_is_what_was_read_or_what_its_form_says(hers, ada):
    conversation(hers)
    expected = {
        ("ASKED", "them"): 1, ("ANSWERED", "you"): 1, ("THANKED", "them"): 1,
        ("CREDITED", "you"): 1, ("SHARED_THEIRS", "you"): 1,
    }  # fmt: skip
    assert shown(ada) == expected
    assert summed(ada) == expected
    entries = ledger_entries(ada, bea())
    assert next(one.act.name for one in entries) == "SHARED_THEIRS", "the latest first"
    assert {one.post.content for one in entries} == {"when?", "at nine", "thanks", "a garden", "look here"}


def test_entries_come_page_by_page_and_by_act(hers, ada):
    conversation(hers)
    whole = ledger_entries(ada, bea())
    assert [*ledger_entries(ada, bea(), limit=2), *ledger_entries(ada, bea(), offset=2)] == whole
    only = ledger_entries(ada, bea(), act=ActName.THANKED, ours=False)
    assert [(one.act, one.ours) for one in only] == [(ActName.THANKED, False)]
    assert ledger_entries(ada, bea(), act=ActName.THANKED, ours=True) == []


def test_one_reply_is_one_answer_however_many_copies_and_addresses_it_has(hers, ada):
    second = account_for(network="mastodon", holder=ada, title="second")
    for account in (hers, second):
        bring(
            account,
            note(1, "when?", who=BEA, to=ADA, secret=True),
            note(2, "at nine", answers=1, secret=True),
        )
    refreshed()
    assert shown(ada) == summed(ada) == {("ASKED", "them"): 1, ("ANSWERED", "you"): 1}


def test_a_like_gives_nothing(hers, ada):
    bring(hers, note(4, "a garden", who=BEA, to=""), Activity(
        id="like", type="Like", actor=ADA, object="https://one.example/notes/4", published=Time(NOW, "s")
    ))  # fmt: skip
    refreshed()
    assert shown(ada) == summed(ada) == {}


def linkedin(*, shown_to_all=True):
    """An endorsement of Ada and a recommendation of Bea as the reader of LinkedIn's files makes them."""
    from mutuals.wire.linkedin import endorsement, recommendation
    from mutuals.wire.linkedin_people import Cast

    cast = Cast("scope", f"{LINKED}ada", "Ada Okafor")
    cast.learn("Bea Lund", f"{LINKED}bea")
    person = {
        "endorser first name": "Bea",
        "endorser last name": "Lund",
        "endorser public url": f"{LINKED}bea",
    }
    given = {"skill name": "Joinery", "endorsement date": "2022/05/03 10:00:00 UTC", **person}
    row = {
        "first name": "Bea", "last name": "Lund", "text": "Thanks to her we buy better wood.",
        "creation date": "05/03/22, 10:00 AM", "status": "VISIBLE" if shown_to_all else "HIDDEN",
    }  # fmt: skip
    return [*endorsement(given, cast, given=False), *recommendation(row, cast, given=True)]


@pytest.mark.parametrize("shown_to_all", [True, False])
def test_endorsements_and_recommendations_of_linkedin_are_acts_and_are_read_for_no_others(
    ada, home, shown_to_all
):
    account = account_for(network="linkedin", holder=ada)
    own_add(account=account, uri=f"{LINKED}ada", sure=True, evidence="a test says so")
    for _ in range(2):
        bring(account, *linkedin(shown_to_all=shown_to_all), reader=MadeUp())
    refreshed()
    acts = {(ActName(act), decided) for act, decided in Act.objects.values_list("act", "decided_by")}
    assert acts == {(ActName.ENDORSED, "source"), (ActName.RECOMMENDED, "source")}
    found = [shown(ada, one) for one in Contact.objects.filter(ours=False, merged_into=None)]
    whole = {key: n for one in found for key, n in one.items()}
    assert whole == {("ENDORSED", "them"): 1, ("RECOMMENDED", "you"): 1}


def sides(viewer, ours):
    between = sides_of(viewer, bea())
    return Between(between.mine, between.theirs) if ours else Between(between.theirs, between.mine)


def ref_of(viewer, act):
    return next(one.ref for one in ledger_entries(viewer, bea()) if one.act is act)


@pytest.mark.parametrize("act", [ActName.THANKED, ActName.SHARED_THEIRS, ActName.CREDITED, ActName.ANSWERED])
def test_a_person_is_right_for_good_and_can_take_it_back(hers, ada, act):
    conversation(hers)
    before, ref, ours = shown(ada), ref_of(ada, act), act is not ActName.THANKED
    told = {"actor": ada, "ref": ref, "between": sides(ada, ours), "now_ms": NOW}
    act_say(**told, act=act, says=False)
    without = {key: n for key, n in before.items() if key[0] != act.name}
    assert shown(ada) == without
    ledgers_refresh(now_ms=NOW)
    assert summed(ada) == without
    assert [one.act for one in ledger_denied(ada, bea())] == [act]
    bring(hers, reader=MadeUp("made-up-2"))
    assert shown(ada) == without, "no reading overwrites it"
    act_unsay(**told)
    assert shown(ada) == before
    assert ledger_denied(ada, bea()) == []
    ledgers_refresh(now_ms=NOW)
    assert summed(ada) == before
    assert [one.verb for one in LogEntry.objects.filter(verb__startswith="act_")] == ["act_say", "act_unsay"]


def test_it_was_something_else(hers, ada):
    conversation(hers)
    ref = ref_of(ada, ActName.ANSWERED)
    told = {"actor": ada, "ref": ref, "between": sides(ada, True), "now_ms": NOW}
    act_say(**told, act=ActName.ANSWERED, says=True, instead=ActName.HELPED)
    assert ("ANSWERED", "you") not in shown(ada)
    assert shown(ada)["HELPED", "you"] == 1
    act_unsay(**told)
    assert ("HELPED", "you") not in shown(ada)


def test_what_a_person_said_outlives_a_better_version_of_the_post(hers, ada):
    conversation(hers)
    ref = ref_of(ada, ActName.THANKED)
    act_say(actor=ada, ref=ref, between=sides(ada, False), act=ActName.THANKED, says=False, now_ms=NOW)
    old = note(3, "thanks, edited", who=BEA, to=ADA, answers=2)
    thing = Object(**{**vars_of(old.object), "updated": Time(NOW + 99_000, "s")})
    bring(hers, Activity(id="edit", type="Update", actor=BEA, object=thing))
    assert ("THANKED", "them") not in shown(ada)


def vars_of(thing):
    import dataclasses

    return {one.name: getattr(thing, one.name) for one in dataclasses.fields(thing)}


def test_a_word_on_both_copies_of_a_private_reply_holds_for_both(hers, ada):
    second = account_for(network="mastodon", holder=ada, title="second")
    for account in (hers, second):
        bring(account, note(3, "thanks", who=BEA, to=ADA, secret=True))
    refreshed()
    ref = ref_of(ada, ActName.THANKED)
    act_say(actor=ada, ref=ref, between=sides(ada, False), act=ActName.THANKED, says=False, now_ms=NOW)
    assert shown(ada) == {}


@pytest.mark.parametrize(
    "ref", ["", "x", "p123", "pzzzzzzzzzzzzzzzz", "h1", "h1.x", "d00000000", "p0000000000000000"]
)
def test_a_made_up_entry_is_none(hers, ada, ref):
    conversation(hers)
    with pytest.raises(NoEntry):
        act_say(actor=ada, ref=ref, between=sides(ada, True), act=ActName.THANKED, says=False, now_ms=NOW)


def test_cleo_may_not_mend_and_ben_not_what_he_does_not_read(hers, ada, ben, cleo):
    bring(hers, note(3, "thanks", who=BEA, to=ADA, secret=True))
    refreshed()
    told = {
        "ref": ref_of(ada, ActName.THANKED), "between": sides(ada, False), "act": ActName.THANKED, "says": False,
        "now_ms": NOW,
    }  # fmt: skip
    with pytest.raises(NotAllowed):
        act_say(actor=cleo, **told)
    with pytest.raises(NoEntry):
        act_say(actor=ben, **told)
    with pytest.raises(NotAllowed):
        help_note(actor=cleo, contact=bea(), act=ActName.HELPED, ours=True, day=DAY, text="", now_ms=NOW)
    with pytest.raises(NotAllowed):
        weights_set(actor=cleo, values={}, reason="", now_ms=NOW)


def test_a_help_noted_by_hand_counts_here_and_never_in_depth(hers, ada, ben):
    conversation(hers)
    before = Interaction.objects.count()
    deed = help_note(
        actor=ada, contact=bea(), act=ActName.HELPED, ours=False, day=DAY, text="held the ladder", now_ms=NOW
    )
    refreshed()
    assert shown(ada)["HELPED", "them"] == summed(ada)["HELPED", "them"] == 1
    (entry,) = ledger_entries(ada, bea(), act=ActName.HELPED)
    assert (entry.text, entry.ref) == ("held the ladder", f"d{deed.public_id}")
    assert Interaction.objects.count() == before
    assert given_between(ben, *[list(range(1, 20))] * 2, act=ActName.HELPED) == []
    deed_undo(actor=ada, public_id=str(deed.public_id), now_ms=NOW)
    assert ("HELPED", "them") not in shown(ada)
    deed_redo(actor=ada, public_id=str(deed.public_id))
    assert shown(ada)["HELPED", "them"] == 1
    with pytest.raises(NoDeed):
        deed_undo(actor=ben, public_id=str(deed.public_id), now_ms=NOW)
    with pytest.raises(NoDeed):
        deed_undo(actor=ada, public_id="nothing", now_ms=NOW)


def test_a_card_noted_as_a_moment_is_given_and_can_be_denied(hers, ada):
    conversation(hers)
    moment_note(actor=ada, contact=bea(), how="card", day=DAY, now_ms=NOW)
    refreshed()
    assert shown(ada)["GAVE", "you"] == summed(ada)["GAVE", "you"] == 1
    ref = ref_of(ada, ActName.GAVE)
    act_say(actor=ada, ref=ref, between=sides(ada, True), act=ActName.GAVE, says=False, now_ms=NOW)
    assert ("GAVE", "you") not in shown(ada)


def test_an_introduction_gave_both_something_and_is_known_to_who_made_it(hers, ada, ben):
    conversation(hers)
    bring(hers, note(9, "hello", to=CAL))
    refreshed()
    cal = Contact.objects.get(name="Cal Moss")
    made = Introduction.objects.create(user=ada, a=bea(), b=cal, state="made", at=NOW, made_at=NOW)
    for one in (bea(), cal):
        assert shown(ada, one)["INTRODUCED", "you"] == summed(ada, one)["INTRODUCED", "you"] == 1
        assert ("INTRODUCED", "you") not in shown(ben, one)
    assert balance_of(ada, [cal.pk])[cal.pk].helped_them.act is ActName.INTRODUCED
    assert [one.act for one in ledger_entries(ada, cal)] == [ActName.INTRODUCED]
    year = give_and_take(ada).year
    Introduction.objects.filter(pk=made.pk).update(state="asked")
    assert year.given - give_and_take(ada).year.given == 2 * weights_now()[ActName.INTRODUCED]


def test_the_last_help_each_way_is_told(hers, ada):
    conversation(hers)
    help_note(actor=ada, contact=bea(), act=ActName.HELPED, ours=False, day=DAY - 3, text="", now_ms=NOW)
    refreshed()
    one = balance_of(ada, [bea().pk])[bea().pk]
    assert (one.helped_us.act, one.helped_us.day) == (ActName.HELPED, DAY - 3)
    assert (one.helped_them.act, one.helped_them.day) == (ActName.ANSWERED, DAY)


def kept():
    rows = LedgerSum.objects.filter(ledger__in=Ledger.objects.filter(current=True).values("pk"), n__gt=0)
    ties = LedgerTie.objects.filter(ledger__in=Ledger.objects.filter(current=True).values("pk"))
    return (
        sorted(rows.values_list("b", "a", "act", "out", "quarter", "n")),
        sorted(ties.values_list("b", "a", "given", "taken", "entries")),
    )


def test_what_is_added_up_step_by_step_equals_what_is_added_up_at_once(hers, ada):
    conversation(hers)
    bring(hers, note(20, "thanks", who=CAL, to=ADA, ago=200), note(21, "please", to=CAL, ago=90))
    ledgers_refresh(now_ms=NOW)
    help_note(actor=ada, contact=bea(), act=ActName.HELPED, ours=True, day=DAY - 400, text="", now_ms=NOW)
    refreshed()
    ref = ref_of(ada, ActName.THANKED)
    act_say(actor=ada, ref=ref, between=sides(ada, False), act=ActName.THANKED, says=False, now_ms=NOW)
    contacts_join_by(actor=ada, kept=bea(), gone=Contact.objects.get(name="Cal Moss"), why="", now_ms=NOW)
    refreshed()
    steps = kept()
    Ledger.objects.update(state="")
    ledgers_refresh(now_ms=NOW)
    assert kept() == steps
    assert steps[0]


def test_a_join_moves_the_entries_and_parting_moves_them_back(hers, ada):
    from mutuals.people.models import Join

    conversation(hers)
    bring(hers, note(20, "thanks", who=CAL, to=ADA))
    refreshed()
    before = kept()
    cal = Contact.objects.get(name="Cal Moss")
    contacts_join_by(actor=ada, kept=bea(), gone=cal, why="", now_ms=NOW)
    refreshed()
    assert summed(ada) == shown(ada)
    assert shown(ada)["THANKED", "them"] == 2
    contacts_part(actor=ada, join=Join.objects.get(), now_ms=NOW)
    refreshed()
    assert kept() == before


def test_whoever_is_left_out_of_the_reckoning_has_no_ledger(hers, ada):
    conversation(hers)
    Contact.objects.filter(pk=bea().pk).update(left_out_at=NOW)
    assert ledger_of(ada, bea()) is None
    assert ledger_entries(ada, bea()) == []
    Ledger.objects.update(state="")
    ledgers_refresh(now_ms=NOW)
    assert summed(ada) == {}


def test_other_weights_change_the_years_behind(hers, ada):
    conversation(hers)
    before = give_and_take(ada)
    assert weights_set(actor=ada, values={"answered": 4}, reason="they cost an evening", now_ms=NOW)
    assert not weights_set(actor=ada, values={"answered": 4}, reason="", now_ms=NOW)
    changing = give_and_take(ada)
    assert changing.changing
    assert changing.year.given == before.year.given + 3
    assert ledgers_due(now_ms=NOW)
    ledgers_refresh(now_ms=NOW)
    assert not give_and_take(ada).changing
    assert ledger_of(ada, bea()).balance.given == before.year.given + 3
    assert LedgerTie.objects.get().given == before.year.given + 3


def test_the_whole_is_the_sum_of_its_quarters_circles_and_people(hers, ada):
    conversation(hers)
    group = Group.objects.create(name="workshop", created_at=NOW)
    Membership.objects.create(group=group, contact=bea())
    bring(hers, *(note(30 + n, "thanks", who=BEA, to=ADA, ago=100 * n) for n in range(6)))
    refreshed()
    found = give_and_take(ada)
    assert sum(sum(one.counts.values()) for one in found.quarters) == sum(shown(ada).values())
    assert found.since == quarter_number(DAY) - 3
    year = [one for one in found.quarters if one.quarter >= found.since]
    assert sum(one.balance.given for one in year) == found.year.given
    assert sum(one.balance.given for one in found.circles) == pytest.approx(found.year.given)
    assert [(one.name, one.balance) for one in found.groups] == [("workshop", found.year)]
    assert [one.contact for one in found.gave_more] + [one.contact for one in found.took_more] == [bea()]
    assert ledger_of(ada, bea()).balance == counted(
        {(act, ours): one.n for (act, ours), one in ledger_of(ada, bea()).counts.items()}
    )


def test_private_entries_are_in_no_view_but_their_holders(hers, ada, ben, cleo):
    bring(hers, note(3, "thanks", who=BEA, to=ADA, secret=True))
    refreshed()
    help_note(actor=ada, contact=bea(), act=ActName.HELPED, ours=True, day=DAY, text="x", now_ms=NOW)
    refreshed()
    for viewer in (ben, cleo):
        assert summed(viewer) == shown(viewer) == {}
        assert not give_and_take(viewer).quarters
    assert summed(ada)["THANKED", "them"] == 1


def test_nothing_is_due_after_a_refresh_and_something_after_a_change(hers, ada):
    conversation(hers)
    assert not ledgers_due(now_ms=NOW)
    assert not DirtyAct.objects.exists()
    bring(hers, note(40, "thanks", who=BEA, to=ADA))
    assert DirtyAct.objects.exists()
    assert ledgers_due(now_ms=NOW)
    assert ledgers_due(now_ms=NOW + 100 * 86_400_000), "another quarter"
    assert Deed.objects.count() == 0


def test_an_old_ledger_leaves_nothing_behind(hers, ada, monkeypatch):
    from mutuals.relate.services import ledger

    conversation(hers)
    before = kept()
    monkeypatch.setattr(ledger, "CHUNK", 2)
    for _ in range(2):
        Ledger.objects.update(state="")
        ledgers_refresh(now_ms=NOW)
    assert kept() == before
    current = set(Ledger.objects.values_list("pk", flat=True))
    assert set(LedgerSum.objects.values_list("ledger", flat=True)) <= current
    assert set(LedgerTie.objects.values_list("ledger", flat=True)) <= current
