"""What ingest keeps of a stream: versions, deletions, undoing, lists, rooms, odd times and texts; all or nothing."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mutuals.as2 import PUBLIC, Activity, Actor, Checkpoint, Collection, Link, Object, Time
from mutuals.record import keys
from mutuals.record.kinds import Kind
from mutuals.record.models import (
    Activity as ActivityRow,
)
from mutuals.record.models import Actor as ActorRow
from mutuals.record.models import (
    ActorSighting,
    CollectionItem,
    Dirty,
    Interaction,
    Own,
    Post,
    PostText,
    TieDay,
)
from mutuals.record.seen import SeenKeys
from mutuals.record.selectors.posts import posts_by_key, posts_search
from mutuals.record.services import ingest as module
from mutuals.record.services import posts
from mutuals.record.services.accounts import account_for, account_share, own_add
from mutuals.record.services.ingest import Ingest, batches, ingest
from mutuals.record.services.posts import KeyClash
from tests.record.worlds import canonical, found

NOW = 1_700_000_000_000
AT = 1_600_000_000_000
ANN, BEA = "https://one.example/users/ann", "https://one.example/users/bea"
pytestmark = pytest.mark.django_db


@pytest.fixture
def account(ada):
    return account_for(network="test", holder=ada)


def run(account, *items):
    """Takes items in as one batch of a new run."""
    return Ingest(account=account, now_ms=NOW).write(items)


def create(uri, who, text="tea", *, at=AT, to=(PUBLIC,), kind="Create", **more):
    """Somebody writes something."""
    moment = at if isinstance(at, Time) else Time(at, "s")
    return Activity(
        id=f"{uri}#{kind}", type=kind, actor=who,
        object=Object(id=uri, attributed_to=who, content=text, to=to, published=moment, **more),
    )  # fmt: skip


def message(number, who, at, room="tag:t.invalid,2026:whatsapp/room/9"):
    """Somebody says something in a room."""
    return create(
        f"{room}/{number}",
        who,
        f"m{number}",
        at=at,
        to=(room,),
        type="ChatMessage",
        audience=(room,),
        context=room,
    )


def voice(number):
    return f"tag:t.invalid,2026:whatsapp/name/{number}"


def pairs(**filters):
    """Who addressed whom and how, in words."""
    uri = dict(ActorRow.objects.values_list("pk", "uri"))
    found = Interaction.objects.filter(**filters).order_by("pk").values_list("a", "b", "kind")
    return sorted(
        (uri[a].rsplit("/", 1)[-1], uri[b].rsplit("/", 1)[-1], Kind(kind).name) for a, b, kind in found
    )


def test_an_edit_replaces_words_and_addressees(account):
    run(account, create("https://one.example/1", ANN, "old leaf", tag=(Link(BEA, "Mention", "@bea"),)))
    changed = create("https://one.example/1", ANN, "new", kind="Update", updated=Time(AT + 5))
    run(account, changed)
    assert PostText.objects.get().content == "new"
    assert pairs() == []
    assert not TieDay.objects.exists()
    assert posts_search(account.holder, "leaf") == []
    assert [one.content for one in posts_search(account.holder, "new")] == ["new"]


def test_an_older_version_changes_nothing(account):
    run(account, create("https://one.example/1", ANN, "new", kind="Update", updated=Time(AT + 5)))
    run(account, create("https://one.example/1", ANN, "an old text that is longer"))
    assert PostText.objects.get().content == "new"


def test_a_delete_takes_words_and_ties_and_stays(account):
    note = create("https://one.example/1", ANN, "secret leaf dear note", tag=(Link(BEA, "Mention", "@bea"),))
    gone = Activity(id="d", type="Delete", object="https://one.example/1")
    run(account, note)
    run(account, gone)
    run(account, note)
    assert Post.objects.get().state == 3
    assert not PostText.objects.exists()
    assert not Interaction.objects.exists()
    assert posts_search(account.holder, "leaf") == []
    assert not any(found().values())


def test_undoing_a_like_takes_its_tie(account):
    note = create("https://one.example/1", ANN)
    like = Activity(
        id="l", type="Like", actor=BEA, object="https://one.example/1", published=Time(AT), to=(PUBLIC,)
    )
    run(account, note, like)
    assert pairs() == [("bea", "ann", "LIKE")]
    run(account, Activity(id="u", type="Undo", object="l"))
    assert pairs() == []
    assert Dirty.objects.exists()


def test_unfollowing_is_known_from_whole_lists_and_returning_too(account):
    def listed(*people):
        return Collection(id="f", name="followers", attributed_to=ANN, items=people)

    cleo = "https://one.example/users/cleo"
    run(account, listed(BEA, cleo))
    Ingest(account=account, now_ms=NOW + 1).write([listed(cleo)])
    bea = ActorRow.objects.get(uri=BEA).pk
    assert CollectionItem.objects.get(actor=bea).gone_at == NOW + 1
    Ingest(account=account, now_ms=NOW + 2).write([listed(BEA, cleo)])
    assert CollectionItem.objects.get(actor=bea).gone_at is None
    assert pairs() == [("bea", "ann", "FOLLOW"), ("cleo", "ann", "FOLLOW")]
    assert not TieDay.objects.exists(), "when somebody began to follow is not known"


def test_a_part_of_a_list_says_nothing_of_who_is_missing(account):
    run(account, Collection(id="f", name="followers", attributed_to=ANN, items=(BEA,)))
    run(account, Collection(id="f", name="followers", attributed_to=ANN, items=(), complete=False))
    assert CollectionItem.objects.get().gone_at is None


def test_in_a_small_room_one_speaks_to_the_last_other_within_half_an_hour(account):
    minute = 60_000
    run(
        account,
        message(0, voice(0), AT),
        message(1, voice(1), AT + minute),
        message(2, voice(1), AT + 2 * minute),
        message(3, voice(2), AT + 3 * minute),
        message(4, voice(2), AT + 32 * minute),
        message(5, voice(2), AT + 40 * minute),
    )
    expected = [("1", "0", "MESSAGE")] * 2 + [("2", "1", "MESSAGE")] * 2
    assert pairs() == expected


def test_a_room_that_grows_past_eight_addresses_nobody(account):
    run(account, *(message(n, voice(n % 8), AT + n * 1000) for n in range(16)))
    assert len(pairs()) == 15
    run(account, message(16, voice(8), AT + 60_000))
    assert pairs() == []
    assert not TieDay.objects.exists()
    run(account, message(17, voice(1), AT + 61_000))
    assert pairs() == []


def follow(uri, a, b, at=None):
    when = Time(at, "s") if at else Time(None, "unknown")
    return Activity(id=uri, type="Follow", actor=a, object=b, published=when)


LISTS = (
    Collection(id="f", name="followers", attributed_to=ANN, items=(BEA,)),
    Collection(id="g", name="following", attributed_to=BEA, items=(ANN,)),
)


def followed():
    return [(one.at, one.activity is None) for one in Interaction.objects.filter(kind=Kind.FOLLOW)]


@pytest.mark.parametrize("order", [(0, 1, 2), (2, 0, 1), (1, 2, 0), (2, 1, 0)])
@pytest.mark.parametrize("apart", [True, False])
def test_following_is_one_interaction_whether_lists_or_an_act_tell_it_first(order, apart, account):
    items = [*LISTS, follow("https://one.example/follows/1", BEA, ANN, NOW - 5_000)]
    some = [items[one] for one in order]
    for batch in [[one] for one in some] if apart else [some]:
        run(account, *batch)
    assert followed() == [(NOW - 5_000, False)]
    assert CollectionItem.objects.count() == 2
    run(account, *some)
    assert followed() == [(NOW - 5_000, False)]


def test_two_lists_that_tell_the_same_are_one_interaction(account):
    run(account, *LISTS)
    assert followed() == [(None, True)]


def test_what_a_list_says_stays_when_the_act_is_undone(account):
    act = follow("https://one.example/follows/1", BEA, ANN, NOW - 5_000)
    run(account, LISTS[0], act)
    run(account, Activity(id="u", type="Undo", object=act.id))
    assert followed() == [(None, True)]
    run(account, follow("https://one.example/follows/2", BEA, ANN, NOW - 4_000))
    assert followed() == [(NOW - 4_000, False)]


def test_an_archive_with_lists_and_acts_counts_each_following_once(account):
    first = run(account, follow("https://one.example/follows/1", BEA, ANN, NOW - 5_000), LISTS[0])
    again = run(account, follow("https://one.example/follows/1", BEA, ANN, NOW - 5_000), LISTS[0])
    assert (first.interactions, again.interactions) == (1, 1)


def test_contacts_stand_in_a_list_of_the_account_and_are_no_interactions(account, ben):
    his = account_for(network="test", holder=ben)
    cleo = "https://one.example/users/cleo"

    def known(*people, by=account, complete=True):
        one = Collection(id="c", name="contacts", attributed_to=ANN, items=people, complete=complete)
        return Ingest(account=by, now_ms=NOW).write([one])

    def stands():
        uris = dict(ActorRow.objects.values_list("pk", "uri"))
        rows = CollectionItem.objects.filter(name="contacts", gone_at=None)
        return sorted((uris[one.actor][-3:], one.scope) for one in rows)

    assert known(BEA, cleo).interactions == 0
    known(BEA, by=his)
    assert stands() == [("bea", account.pk), ("bea", his.pk), ("leo", account.pk)]
    known(cleo)
    assert stands() == [("bea", his.pk), ("leo", account.pk)]
    known(complete=False)
    assert stands() == [("bea", his.pk), ("leo", account.pk)]
    assert not Interaction.objects.exists()


def test_a_message_brought_later_changes_whom_its_followers_address(account):
    run(account, message(0, voice(0), AT), message(2, voice(2), AT + 2000))
    assert pairs() == [("2", "0", "MESSAGE")]
    run(account, message(1, voice(1), AT + 1000))
    assert pairs() == [("1", "0", "MESSAGE"), ("2", "1", "MESSAGE")]


def test_each_account_counts_the_addressees_of_its_own_copy(ada, ben):
    hers, his = account_for(network="mail", holder=ada), account_for(network="mail", holder=ben)
    me, blind, ben_ = "mailto:ada@x.example", "mailto:blind@x.example", "mailto:ben@x.example"
    copy = create("mid:1@x", me, to=(ben_,))
    run(his, copy)
    run(hers, create("mid:1@x", me, to=(ben_,), cc=(blind,)))
    assert pairs(scope=hers.pk) == [("mailto:ada@x.example", one, "EMAIL") for one in (ben_, blind)]
    assert pairs(scope=his.pk) == [("mailto:ada@x.example", ben_, "EMAIL")]


def test_people_are_joined_by_a_stable_identifier_in_any_order(account):
    mail = "mailto:ann@x.example"
    run(account, create("mid:2@x", mail, to=("mailto:b@x",)))
    run(account, Actor(id=ANN, name="Ann", also_known_as=(mail,)))
    run(account, Actor(id=BEA, also_known_as=(mail, "tel:+491")))
    same = set(
        ActorRow.objects.filter(uri__in=(ANN, BEA, mail, "tel:+491")).values_list("same_as", flat=True)
    )
    assert len(same) == 1
    assert None not in same
    assert ActorRow.objects.get(uri="mailto:b@x").same_as is None


def test_a_handle_joins_nobody(account):
    run(account, Actor(id=ANN, preferred_username="ann"), Actor(id=BEA, preferred_username="ann"))
    assert set(ActorRow.objects.values_list("same_as", flat=True)) == {None}


def test_what_neither_database_can_hold_is_cleaned_at_the_border(account):
    run(
        account,
        Actor(id=f"{ANN}\0", name="A\ud800nn\0"),
        create("https://one.example/\ud8001", f"{ANN}\0", "te\0a\r\nle\udfffaf", name="\0", url="u\0rl"),
        Activity(id="l\0", type="Like", actor=BEA, object="https://one.example/\ud8001", to=(PUBLIC,)),
        Collection(id="c", name="followers", attributed_to=ANN, items=(f"{BEA}\0",)),
    )
    assert set(ActorRow.objects.values_list("uri", "name")) == {(ANN, "A\ufffdnn"), (BEA, "")}
    assert PostText.objects.values_list("content", "name", "url").get() == ("tea\nle\ufffdaf", "", "url")
    assert ("bea", "ann", "LIKE") in pairs()


@pytest.mark.parametrize("ms", [0, -5 * 365 * 86_400_000, 299_000_000_000, 7_000_000_000_000])
def test_odd_times_are_kept_as_they_are(account, ms):
    run(account, create("https://one.example/1", ANN, at=Time(ms, "day"), tag=(Link(BEA, "Mention", "@b"),)))
    assert Post.objects.get().at == ms
    assert TieDay.objects.get().day == ms // 86_400_000


def test_an_unknown_time_makes_no_tie_day(account):
    run(
        account,
        create("https://one.example/1", ANN, at=Time(None, "unknown"), tag=(Link(BEA, "Mention", "@b"),)),
    )
    assert Interaction.objects.get().day is None
    assert not TieDay.objects.exists()
    assert Dirty.objects.exists()


def test_a_very_long_text_is_kept_and_found_by_its_last_word(account):
    text = "word " * 300_000 + "harbour"
    run(account, create("https://one.example/1", ANN, text))
    assert PostText.objects.get().content == text
    assert len(posts_search(account.holder, "harbour")) == 1
    run(account, Activity(id="d", type="Delete", object="https://one.example/1"))
    assert posts_search(account.holder, "harbour") == []


def test_a_fault_in_the_middle_leaves_nothing_and_the_same_run_goes_on(account, monkeypatch):
    ingest_ = Ingest(account=account, now_ms=NOW)
    ingest_.write([create("https://one.example/0", ANN)])
    before = canonical()
    items = [
        create("https://one.example/1", BEA, tag=(Link(ANN, "Mention", "@a"),)),
        message(1, voice(1), AT),
    ]

    def fail(batch):
        raise ConnectionError

    monkeypatch.setattr(module, "interactions_write", fail)
    with pytest.raises(ConnectionError):
        ingest_.write(items)
    assert canonical() == before
    monkeypatch.undo()
    counts = ingest_.write(items)
    assert (counts.posts, counts.new, counts.known) == (2, 2 + 3, 0)
    assert ("bea", "ann", "MENTION") in pairs()


def test_a_failing_commit_leaves_nothing(account):
    def fail(counts):
        assert counts.posts == 1
        raise KeyboardInterrupt

    ingest_ = Ingest(account=account, now_ms=NOW)
    with pytest.raises(KeyboardInterrupt):
        ingest_.write([create("https://one.example/1", ANN)], commit=fail)
    assert not Post.objects.exists()
    assert ingest_.counts.posts == 0


def test_two_uris_with_one_key_are_an_error_and_nothing_is_written(account, monkeypatch):
    run(account, create("https://one.example/1", ANN))
    before = canonical()
    Post.objects.update(uri="https://one.example/other")
    with pytest.raises(KeyClash, match="other"):
        run(account, create("https://one.example/1", ANN, "again"), create("https://one.example/2", BEA))
    Post.objects.update(uri="https://one.example/1")
    assert canonical() == before
    assert posts.key64 is keys.key64


def test_a_private_stub_of_a_like_is_not_made_public(account, cleo):
    secret = Object(id="https://one.example/9", attributed_to=ANN, content="hush", to=(BEA,))
    run(account, Activity(id="l", type="Like", actor=BEA, object=secret))
    assert posts_by_key(cleo, [keys.key64(secret.id)]) == []
    assert len(posts_by_key(account.holder, [keys.key64(secret.id)])) == 1


def test_a_like_of_what_turns_out_private_is_no_longer_public(account, ada):
    uri = "https://one.example/9"
    run(account, Activity(id="l", type="Announce", actor=BEA, object=uri, published=Time(AT), to=(PUBLIC,)))
    run(account, create(uri, ANN, to=(BEA,)))
    assert set(Interaction.objects.values_list("scope", flat=True)) == {account.pk}


def test_who_is_oneself_may_be_told_before_they_are_met(account):
    own_add(account=account, uri=ANN, sure=True, evidence="account.js")
    counts = run(account, create("https://one.example/1", ANN))
    assert Own.objects.get().actor == ActorRow.objects.get(uri=ANN).pk
    assert (counts.new, counts.known) == (2, 0)


def test_who_is_named_in_public_is_known_to_all_and_others_to_the_account(account):
    run(account, create("https://one.example/1", ANN), create("mid:1@x", "mailto:a@x", to=("mailto:b@x",)))
    seen = {ActorRow.objects.get(pk=row.actor).uri: row.account for row in ActorSighting.objects.all()}
    assert seen == {ANN: 0, "mailto:a@x": account.pk, "mailto:b@x": account.pk}


def test_batches_end_at_checkpoints_within_reach():
    items = [create(f"https://one.example/{n}", ANN) for n in range(10)]
    stream = [*items[:3], Checkpoint("a"), *items[3:6], Checkpoint("b"), *items[6:]]
    cut = [(len(batch), mark.cursor if mark else None) for batch, mark in batches(stream, size=4)]
    assert cut == [(6, "b"), (4, None)]


def test_ingest_commits_each_batch_with_its_checkpoint(account, monkeypatch):
    monkeypatch.setattr(module, "BATCH", 2)
    marks = []
    stream = [create(f"https://one.example/{n}", ANN) for n in range(2)]
    counts = ingest([*stream, Checkpoint("end")], account=account, now_ms=NOW, commit=marks.append)
    assert (counts.posts, marks) == (2, [None])


def test_sharing_an_account_is_for_its_holder(account, ben):
    from mutuals.team.permissions import NotAllowed

    with pytest.raises(NotAllowed):
        account_share(actor=ben, account=account, shared=True)


def test_seen_keys_are_told_apart_across_spills():
    seen = SeenKeys(buffer=50)
    for start in range(0, 1000, 25):
        fresh = seen.news(range(start, start + 25))
        assert fresh == set(range(start, start + 25))
        seen.keep(fresh)
    assert len(seen) == 1000
    assert seen.news(range(990, 1010)) == set(range(1000, 1010))
    assert 5 in seen
    assert 1005 not in seen


@given(
    st.lists(st.lists(st.integers(-(1 << 63), (1 << 63) - 1) | st.integers(-3, 3), max_size=9), max_size=30)
)
def test_seen_keys_know_what_a_set_knows(batches):
    seen, held = SeenKeys(buffer=7), set()
    for batch in batches:
        fresh = seen.news(batch)
        assert fresh == set(batch) - held
        seen.keep(fresh)
        held |= fresh
    assert len(seen) == len(held)


def test_an_activity_known_by_its_undoing_alone_is_kept_as_nothing(account):
    run(account, Activity(id="u", type="Undo", object="l"))
    assert ActivityRow.objects.values_list("uri", "state").get() == ("l", 3)
