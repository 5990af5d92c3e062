"""Who answers whom in chats is found beside the import: the same whatever came first, for each account by its words."""

import random

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from mutuals.as2 import Activity, Actor, Collection, Object, Time
from mutuals.record import jobs
from mutuals.record.kinds import Basis
from mutuals.record.models import Actor as ActorRow
from mutuals.record.models import ChatSpan, Interaction, Post, TieDay
from mutuals.record.services import answers as module
from mutuals.record.services.accounts import account_for
from mutuals.record.services.answers import answers_due, answers_find
from mutuals.record.services.ingest import Ingest
from mutuals.team.models import Job
from mutuals.team.services.jobs import lease_take
from mutuals.text.threads import FAR_REACH
from tests.record.worlds import canonical, empty
from tests.sizes import amount

NOW, AT, MINUTE = 1_700_000_000_000, 1_600_000_000_000, 60_000
ROOM = "tag:t.invalid,2026:whatsapp/room/7"
NAMES = ["Ola", "Bea Lind", "Cleo", "Dan", "Bea Roth", "Eli", "Finn", "Gro", "Hal", "Ida"]
WORDS = "when shall we meet tomorrow tea garden boat the and is it late yes no key bring".split()
pytestmark = pytest.mark.django_db
slowly = settings(
    max_examples=amount(6, 300),
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)


def voice(number):
    return f"tag:t.invalid,2026:whatsapp/name/{number}"


def said(number, who, text, *, minute=None, edit=0, parent=""):
    """Somebody says something in the room; `edit` makes it a later version."""
    thing = Object(
        id=f"{ROOM}/{number}", type="ChatMessage", attributed_to=voice(who), content=text, to=(ROOM,), audience=(ROOM,),
        context=ROOM, published=Time(AT + (number if minute is None else minute) * MINUTE, "min"),
        updated=Time(AT + edit) if edit else Time(None, "unknown"), in_reply_to=parent,
    )  # fmt: skip
    kind = "Update" if edit else "Create"
    return Activity(id=f"{thing.id}#{edit}", type=kind, actor=voice(who), object=thing)


def people(some=range(5)):
    return [Actor(id=voice(number), name=NAMES[number]) for number in some]


def bring(account, items, size=10_000):
    run = Ingest(account=account, now_ms=NOW)
    for at in range(0, len(items), size):
        run.write(items[at : at + size])


def read():
    assert not answers_find(now_ms=NOW)


def addressed(account=None):
    """(number of the message, who is addressed, why), in order."""
    uri = dict(Post.objects.values_list("pk", "uri"))
    name = dict(ActorRow.objects.values_list("pk", "uri"))
    rows = Interaction.objects.all() if account is None else Interaction.objects.filter(scope=account.pk)
    return sorted(
        (int(uri[i.post].rpartition("/")[2]), int(name[i.b].rpartition("/")[2]), Basis(i.basis).name)
        for i in rows
    )


@pytest.fixture
def account(ada):
    return account_for(network="test", holder=ada)


def talk(seed, size):
    """Made-up talk of five in a room, with names called, edits, answers and deletions; somebody is renamed."""
    draw, out, minute = random.Random(seed), people(), 0
    for number in range(size):
        minute += draw.choice([0, 1, 1, 2, 9, 50])
        call = draw.choice(["", "", "Ola: ", "@Cleo ", "Bea, "])
        text = call + " ".join(draw.choices(WORDS, k=draw.randint(1, 6))) + draw.choice(["", "?"])
        who = draw.randrange(5)
        parent = f"{ROOM}/{number - 2}" if draw.random() < 0.1 else ""
        out.append(said(number, who, text, minute=minute, parent=parent))
        if draw.random() < 0.1:
            out.append(said(number, who, f"Dan: {text}", minute=minute, edit=1 + number, parent=parent))
        if draw.random() < 0.06:
            out.append(Activity(id=f"{ROOM}/{number}#delete", type="Delete", object=f"{ROOM}/{number}"))
    renamed = Actor(id=voice(2), name="Dan", updated=Time(AT + 5))
    members = Collection(id="m", name="members", attributed_to=ROOM, items=tuple(map(voice, range(6))))
    return [*out, *([renamed] if draw.random() < 0.5 else []), *([members] if draw.random() < 0.5 else [])]


@slowly
@given(st.integers(0, 10**6), st.data())
def test_every_order_and_cut_with_reading_at_any_time_ends_the_same(ada, ben, monkeypatch, seed, data):
    monkeypatch.setattr(module, "STEP", 7)
    accounts = account_for(network="test", holder=ada), account_for(network="test", holder=ben)
    stream = [(item, one) for item in talk(seed, 25) for one in accounts[: 1 + (seed + len(item.id)) % 2]]
    empty()
    for one in accounts:
        bring(one, [item for item, to in stream if to == one])
    read()
    whole = canonical()
    empty()
    draw = random.Random(data.draw(st.integers(0, 10**6)))
    draw.shuffle(stream)
    while stream:
        size = draw.randint(1, 9)
        part, stream = stream[:size], stream[size:]
        for one in accounts:
            bring(one, [item for item, to in part if to == one])
        if draw.random() < 0.4:
            answers_find(now_ms=NOW, enough=lambda: draw.random() < 0.3)
    read()
    assert canonical() == whole


def test_a_part_that_comes_late_changes_what_follows_as_far_as_it_reaches(account):
    draw = random.Random(5)
    talk = [
        said(n, draw.randrange(5), " ".join(draw.choices(WORDS, k=4)), minute=n // 3)
        for n in range(2 * FAR_REACH)
    ]
    bring(account, [*people(), *talk], size=100)
    read()
    whole = addressed()
    empty()
    bring(account, [*people(), *talk[:40], *talk[60:]])
    read()
    bring(account, talk[40:60])
    read()
    assert addressed() == whole


def test_what_was_read_is_read_once(account):
    items = [item for item in talk(4, 40) if getattr(item, "type", "") != "Delete"]
    bring(account, items)
    assert answers_due()
    read()
    before = canonical()
    bring(account, items)
    assert not answers_due()
    assert canonical() == before


def test_words_and_names_tell_better_than_turns_whom_a_message_answers(account):
    bring(account, [
        *people(range(4)),
        said(0, 0, "hi all, when do we meet for the boat?"),
        said(1, 1, "who has the key of the garden?"),
        said(2, 2, "Ola: at nine, at the boat"),
        said(3, 3, "@bea I have it"),
        said(4, 0, "Cleo: thanks!"),
    ])  # fmt: skip
    assert (2, 1, "NEIGHBOUR") in addressed()
    read()
    assert addressed()[-3:] == [(2, 0, "FOUND"), (3, 1, "FOUND"), (4, 2, "FOUND")]


def test_a_name_that_two_members_bear_calls_neither(account):
    calls = [said(0, 0, "tea"), said(1, 2, "Bea: yes please"), said(2, 0, "Bea Roth: and for you?")]
    bring(account, [*people(), *calls, said(3, 1, "x"), said(4, 4, "y")])
    read()
    assert not [row for row in addressed() if row[0] < 3 and row[1] in (1, 4)]


def test_a_member_who_never_spoke_can_be_called(account):
    members = Collection(id="m", name="members", attributed_to=ROOM, items=tuple(map(voice, range(4))))
    bring(account, [*people(), members, said(0, 0, "Dan: bring the key")])
    read()
    assert addressed() == [(0, 3, "FOUND")]


def test_what_the_source_says_stays(account):
    bring(
        account,
        [*people(), said(0, 0, "tea"), said(1, 1, "yes"), said(2, 2, "Bea Lind: no", parent=f"{ROOM}/0")],
    )
    read()
    assert (2, 0, "SAID") in addressed()
    assert len([row for row in addressed() if row[0] == 2]) == 1


def test_of_a_private_copy_only_its_own_words_are_read(ada, ben):
    hers, his = account_for(network="test", holder=ada), account_for(network="test", holder=ben)
    for one, name in ((hers, "Ola"), (his, "Cleo")):
        copy = said(2, 3, f"{name}: bring the key, please, and be on time", edit=1 if one == his else 0)
        bring(one, [*people(range(4)), said(0, 0, "tea"), said(1, 2, "late"), copy])
    read()
    assert (2, 0, "FOUND") in addressed(hers)
    assert (2, 2, "FOUND") in addressed(his)
    assert (2, 2, "FOUND") not in addressed(hers)


def test_whoever_is_called_otherwise_later_is_found_by_the_new_name(account):
    bring(account, [*people(), said(0, 0, "tea"), said(1, 2, "late"), said(2, 3, "Quim: bring the key")])
    read()
    assert (2, 0, "FOUND") not in addressed()
    bring(account, [Actor(id=voice(0), name="Quim", updated=Time(AT))])
    read()
    assert (2, 0, "FOUND") in addressed()
    bring(account, [Actor(id=voice(0), name="Quim", updated=Time(AT))])
    assert not answers_due()


def test_in_a_room_of_more_than_eight_nothing_is_found(account):
    bring(account, [*people(range(8)), *(said(n, n % 8, f"Ola: x{n}") for n in range(16))])
    read()
    assert addressed()
    bring(account, [said(20, 8, "hello")])
    assert addressed() == []
    assert not TieDay.objects.exists()
    read()
    assert addressed() == []
    bring(account, [said(21, 1, "Ola: hello")])
    read()
    assert addressed() == []


def test_a_deleted_message_addresses_nobody_and_is_answered_by_none(account):
    bring(account, [*people(), said(0, 0, "tea"), said(1, 1, "Ola: yes"), said(2, 0, "Bea Lind: good")])
    read()
    bring(account, [Activity(id="d", type="Delete", object=f"{ROOM}/1")])
    read()
    assert 1 not in {row[0] for row in addressed()}


def test_the_worker_reads_what_is_to_be_read(account):
    bring(account, [*people(), said(0, 0, "tea"), said(1, 1, "yes"), said(2, 2, "Ola: no")])
    jobs.JOBS[jobs.LOOK]({})
    assert Job.objects.filter(name=jobs.ANSWERS, state=Job.WAITING).count() == 1
    jobs.JOBS[jobs.ANSWERS]({})
    assert (2, 0, "FOUND") in addressed()
    assert not answers_due()
    assert lease_take(name="bulk", holder="another", now_ms=NOW, seconds=1)
    Job.objects.all().delete()
    jobs.JOBS[jobs.LOOK]({})
    assert not Job.objects.exists()


def test_reading_may_stop_and_go_on(account, monkeypatch):
    monkeypatch.setattr(module, "STEP", 5)
    items = talk(8, 40)
    bring(account, items)
    read()
    whole = canonical()
    empty()
    bring(account, items)
    rounds = 0
    while answers_find(now_ms=NOW, enough=iter([False, True]).__next__):
        rounds += 1
    assert rounds > 3
    assert canonical() == whole


def test_a_room_that_changes_while_it_is_read_is_read_again(account, monkeypatch):
    items = talk(9, 30)
    bring(account, items)
    read()
    whole = canonical()
    empty()
    bring(account, items[:20])
    wanted, late = module._wanted, [items[20:]]

    def and_more_comes(step):
        found = wanted(step)
        if late:
            bring(account, late.pop())
        return found

    monkeypatch.setattr(module, "_wanted", and_more_comes)
    read()
    assert not late
    assert canonical() == whole
    assert not ChatSpan.objects.exists()
