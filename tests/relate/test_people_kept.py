"""What is written down of people is its writer's alone until shared, moves as its table says, and follows joins."""

import time

import pytest
from django.test import Client

from mutuals.people.models import Aim, Contact, Join, Note, Occasion, Promise, ShelfItem
from mutuals.people.selectors.aims import aims_of, aims_open
from mutuals.people.selectors.contacts import notes_of
from mutuals.people.selectors.occasions import occasions_near, occasions_of
from mutuals.people.selectors.promises import promises_due, promises_of
from mutuals.people.selectors.shelf import (
    NotOnTheShelf,
    aims_helped,
    helps_for,
    shelf_all,
    shelf_get,
    shelf_shared,
)
from mutuals.people.services.aims import aim_add, aim_move, aim_refuse, aim_share
from mutuals.people.services.contacts import contact_add, contacts_delete, contacts_purge, note_add
from mutuals.people.services.joins import contacts_join_by, contacts_part
from mutuals.people.services.occasions import occasion_add, occasion_remove
from mutuals.people.services.promises import promise_add, promise_move, promise_refuse, promise_share
from mutuals.people.services.shelf import NotAnAddress, shelf_add, shelf_edit, shelf_remove, shelf_restore
from mutuals.relate.models import Outcome
from mutuals.relate.services.outcomes import aim_came_true, aim_reopen, outcome_add
from mutuals.team.models import LogDetail, LogEntry, User
from mutuals.team.permissions import NotAllowed

pytestmark = pytest.mark.django_db

NOW = int(time.time() * 1000)
TODAY = NOW // 86_400_000
POST = "00000000000000aa"


@pytest.fixture
def mia(ada) -> Contact:
    return contact_add(actor=ada, name="Mia Lind", now_ms=NOW)


@pytest.fixture
def outsider(db) -> User:
    return User.objects.create_user(
        "oz", "a quiet harbour at dusk", name="Oz", role="outside_approver", joined_at=1
    )


def signed_in(user) -> Client:
    client = Client()
    client.force_login(user)
    return client


# Whose it is


def all_of(user, contact) -> list[str]:
    """Everything that the selectors of what is kept tell a user of a contact."""
    return [
        *(one.text for one in promises_of(user, contact, today=TODAY)),
        *(one.text for one in aims_of(user, contact, today=TODAY)),
        *(one.title for one in occasions_of(user, contact, today=TODAY)),
        *(one.title for one in (*shelf_all(user), *shelf_shared(user))),
        *(one.text for one in notes_of(user, contact)),
    ]


def keep_one_of_each(user, contact, *, shared: bool) -> None:
    told = {"actor": user, "shared": shared, "now_ms": NOW}
    promise_add(contact=contact, text="the drawing", **told)
    aim_add(contact=contact, text="learn Welsh", **told)
    occasion_add(contact=contact, title="Opened", month=6, day=4, **told)
    shelf_add(kind="skill", title="leases", **told)
    note_add(contact=contact, text="the essay", about="next", **told)


def test_what_ada_writes_down_is_hers_alone(ada, ben, cleo, mia) -> None:
    keep_one_of_each(ada, mia, shared=False)
    assert all_of(ada, mia) == ["the drawing", "learn Welsh", "Opened", "leases", "the essay"]
    assert all_of(ben, mia) == all_of(cleo, mia) == []


def test_what_she_shares_on_purpose_the_team_reads(ada, ben, cleo, mia) -> None:
    keep_one_of_each(ada, mia, shared=True)
    assert all_of(ben, mia) == all_of(cleo, mia) == all_of(ada, mia)
    for open_of in (promises_due, lambda user, today: aims_open(user)):
        assert open_of(ben, TODAY) == []  # to do is what one wrote oneself
    promise_share(actor=ada, promise=Promise.objects.get(), shared=False)
    aim_share(actor=ada, aim=Aim.objects.get(), shared=False)
    assert all_of(ben, mia) == ["Opened", "leases", "the essay"]


def test_nobody_changes_what_another_wrote(ada, ben, mia) -> None:
    keep_one_of_each(ada, mia, shared=True)
    item = {"kind": "link", "title": "mine", "text": "", "url": "", "shared": True}
    for act in (
        lambda: promise_move(actor=ben, promise=Promise.objects.get(), move="keep", now_ms=NOW),
        lambda: promise_share(actor=ben, promise=Promise.objects.get(), shared=False),
        lambda: aim_move(actor=ben, aim=Aim.objects.get(), move="drop", now_ms=NOW),
        lambda: aim_share(actor=ben, aim=Aim.objects.get(), shared=False),
        lambda: aim_came_true(actor=ben, aim=Aim.objects.get(), now_ms=NOW),
        lambda: occasion_remove(actor=ben, occasion=Occasion.objects.get()),
        lambda: shelf_edit(actor=ben, item=ShelfItem.objects.get(), **item),
        lambda: shelf_remove(actor=ben, item=ShelfItem.objects.get(), now_ms=NOW),
    ):
        with pytest.raises(NotAllowed):
            act()
    with pytest.raises(NotOnTheShelf):
        shelf_get(ben, str(ShelfItem.objects.get().public_id))
    assert Outcome.objects.count() == 0


def test_a_viewer_keeps_notes_of_their_own_and_an_outside_approver_none(ada, cleo, outsider, mia) -> None:
    keep_one_of_each(cleo, mia, shared=False)
    assert len(all_of(cleo, mia)) == 5
    assert all_of(ada, mia) == []
    with pytest.raises(NotAllowed):
        promise_add(actor=outsider, contact=mia, text="x", now_ms=NOW)
    with pytest.raises(NotAllowed):
        aim_add(actor=outsider, contact=mia, text="x", now_ms=NOW)
    with pytest.raises(NotAllowed):
        shelf_add(actor=outsider, kind="link", title="x", now_ms=NOW)
    with pytest.raises(NotAllowed):
        occasion_add(actor=outsider, contact=mia, title="x", month=1, day=1, now_ms=NOW)
    with pytest.raises(NotAllowed):
        outcome_add(actor=outsider, contact=mia, kind="sale", day=TODAY, now_ms=NOW)


def test_no_word_of_it_is_in_the_record_of_who_did_what(ada, mia) -> None:
    from mutuals.team.selectors.log import log_entries

    before = LogEntry.objects.count()
    keep_one_of_each(ada, mia, shared=False)
    assert LogEntry.objects.count() == before + 5
    assert LogDetail.objects.exists()
    told = " ".join(map(str, log_entries(viewer=ada)))
    assert "promise_add" in told
    assert [word for word in ("drawing", "Welsh", "Opened", "leases", "essay") if word in told] == []


# Promises


def test_a_promise_is_kept_let_go_and_opened_again_and_nothing_else(ada, mia) -> None:
    one = promise_add(actor=ada, contact=mia, text="  the   drawing ", due=TODAY + 3, now_ms=NOW)
    assert one.text == "the drawing"
    assert promise_move(actor=ada, promise=one, move="keep", now_ms=NOW)
    assert not promise_move(actor=ada, promise=one, move="drop", now_ms=NOW), "what was kept is not let go"
    assert promises_due(ada, TODAY) == []
    assert promise_move(actor=ada, promise=one, move="reopen", now_ms=NOW)
    assert not promise_move(actor=ada, promise=one, move="reopen", now_ms=NOW)
    assert [row.promise.pk for row in promises_due(ada, TODAY)] == [one.pk]
    assert promise_move(actor=ada, promise=one, move="drop", now_ms=NOW)
    with pytest.raises(KeyError):
        promise_move(actor=ada, promise=one, move="forget", now_ms=NOW)
    with pytest.raises(ValueError, match="few words"):
        promise_add(actor=ada, contact=mia, text="  ", now_ms=NOW)


def test_promises_due_say_first_what_is_late_then_by_day_then_without(ada, mia) -> None:
    for text, due in (("none", None), ("soon", TODAY + 2), ("late", TODAY - 2), ("today", TODAY)):
        promise_add(actor=ada, contact=mia, text=text, due=due, ours=text != "soon", now_ms=NOW)
    rows = promises_due(ada, TODAY)
    assert [row.promise.text for row in rows] == ["late", "today", "soon", "none"]
    assert [row.late_on(TODAY) for row in rows] == [True, False, False, False]
    assert {row.contact.pk for row in rows} == {mia.pk}
    contacts_delete(actor=ada, contacts=[mia], now_ms=NOW)
    assert promises_due(ada, TODAY) == []


def test_what_was_refused_is_no_promise_until_it_is_taken_up(ada, ben, mia) -> None:
    promise_refuse(actor=ada, contact=mia, post=POST, ours=True, now_ms=NOW)
    promise_refuse(actor=ada, contact=mia, post=POST, ours=True, now_ms=NOW)
    assert Promise.objects.count() == 1
    assert promises_of(ada, mia, today=TODAY) == promises_due(ada, TODAY) == []
    assert not promise_move(actor=ada, promise=Promise.objects.get(), move="reopen", now_ms=NOW)
    taken = promise_add(actor=ada, contact=mia, text="the drawing", post=POST, now_ms=NOW)
    again = promise_add(actor=ada, contact=mia, text="the drawing!", post=POST, now_ms=NOW)
    assert taken.pk == again.pk
    assert [one.text for one in promises_of(ada, mia, today=TODAY)] == ["the drawing"]
    promise_add(actor=ben, contact=mia, text="his own", post=POST, now_ms=NOW)
    assert Promise.objects.count() == 2


# Aims and the shelf


def test_an_aim_that_came_true_is_an_outcome_of_theirs_and_can_be_taken_back(ada, mia) -> None:
    aim = aim_add(actor=ada, contact=mia, text="learn Welsh", now_ms=NOW, shared=True)
    outcome = aim_came_true(actor=ada, aim=aim, text="She dreams in it.", now_ms=NOW)
    assert outcome is not None
    assert (outcome.kind, outcome.of, outcome.text, outcome.shared) == (
        "aim", str(aim.public_id), "She dreams in it.", True
    )  # fmt: skip
    assert outcome.contact_id == mia.pk
    assert aims_open(ada) == []
    aim.refresh_from_db()
    assert aim_came_true(actor=ada, aim=aim, now_ms=NOW) is None
    assert Outcome.objects.count() == 1
    assert aim_reopen(actor=ada, aim=aim, now_ms=NOW)
    assert Outcome.objects.count() == 0
    assert [row.aim.pk for row in aims_open(ada)] == [aim.pk]


def test_a_refused_aim_never_shows_and_can_still_be_taken_up(ada, mia) -> None:
    aim_refuse(actor=ada, contact=mia, post=POST, now_ms=NOW)
    assert aims_of(ada, mia, today=TODAY) == aims_open(ada) == []
    assert not aim_move(actor=ada, aim=Aim.objects.get(), move="true", now_ms=NOW)
    taken = aim_add(actor=ada, contact=mia, text="learn Welsh", post=POST, now_ms=NOW)
    assert [row.aim.pk for row in aims_open(ada)] == [taken.pk]
    assert Aim.objects.count() == 1


def test_what_lies_on_the_shelf_is_set_beside_what_somebody_tries(ada, ben, mia) -> None:
    shelf_add(actor=ada, kind="link", title="Bicycle repair", now_ms=NOW)
    lease = shelf_add(actor=ada, kind="skill", title="I read leases", url="https://x.example/a", now_ms=NOW)
    aim_add(actor=ada, contact=mia, text="find a workshop with a fair lease", now_ms=NOW)
    ((helped),) = aims_helped(ada)
    assert [help.item.pk for help in helped.helps] == [lease.pk]
    assert helped.helps[0].why.said == "both speak of “lease”"
    assert helps_for(ben, ["a fair lease"]) == [()], "what Ada did not share helps nobody else"
    shelf_remove(actor=ada, item=lease, now_ms=NOW)
    assert aims_helped(ada) == []
    assert shelf_restore(actor=ada, item=lease)
    assert not shelf_restore(actor=ada, item=lease)
    assert len(aims_helped(ada)) == 1


def test_the_shelf_takes_no_other_kind_and_no_address_that_is_none(ada) -> None:
    with pytest.raises(KeyError):
        shelf_add(actor=ada, kind="money", title="x", now_ms=NOW)
    with pytest.raises(NotAnAddress):
        shelf_add(actor=ada, kind="link", title="x", url="javascript:alert(1)", now_ms=NOW)
    with pytest.raises(ValueError, match="few words"):
        shelf_add(actor=ada, kind="link", title=" ", now_ms=NOW)
    assert not ShelfItem.objects.exists()


# Joins and putting away


def test_a_join_shows_what_was_kept_of_both_and_parting_gives_each_its_own(ada, mia) -> None:
    other = contact_add(actor=ada, name="M. Lind", now_ms=NOW)
    keep_one_of_each(ada, mia, shared=False)
    promise_add(actor=ada, contact=other, text="the other drawing", now_ms=NOW)
    aim_add(actor=ada, contact=other, text="swim", now_ms=NOW)
    occasion_add(actor=ada, contact=other, title="Wedding", month=7, day=1, now_ms=NOW)
    before = all_of(ada, mia), all_of(ada, other)
    contacts_join_by(actor=ada, kept=mia, gone=other, why="", now_ms=NOW)
    kept = Contact.objects.get(pk=mia.pk)
    kept = kept if kept.merged_into_id is None else Contact.objects.get(pk=other.pk)
    assert set(all_of(ada, kept)) == {*before[0], *before[1]}
    assert {row.contact.pk for row in promises_due(ada, TODAY)} == {kept.pk}
    assert {row.contact.pk for row in aims_open(ada)} == {kept.pk}
    assert {row.contact.pk for row in occasions_near(ada, TODAY, 366)} == {kept.pk}
    contacts_part(actor=ada, join=Join.objects.get(ended_at=None), now_ms=NOW)
    assert (all_of(ada, mia), all_of(ada, other)) == before


def test_who_is_removed_for_good_takes_what_was_kept_along(ada, mia) -> None:
    keep_one_of_each(ada, mia, shared=False)
    aim_came_true(actor=ada, aim=Aim.objects.get(), now_ms=NOW)
    contacts_delete(actor=ada, contacts=[mia], now_ms=NOW - 40 * 86_400_000)
    contacts_purge(now_ms=NOW)
    assert [model.objects.count() for model in (Promise, Aim, Occasion, Note, Outcome)] == [0] * 5
    assert ShelfItem.objects.count() == 1


# Days


def test_days_near_are_those_within_so_many_days_the_next_first(ada, mia) -> None:
    import datetime as dt

    today = dt.date(1970, 1, 1) + dt.timedelta(days=TODAY)
    for title, ahead in (("Later", 40), ("Soon", 3), ("Today", 0)):
        day = today + dt.timedelta(days=ahead)
        occasion_add(
            actor=ada, contact=mia, title=title, month=day.month, day=day.day, year=today.year - 7, now_ms=NOW
        )
    found = occasions_near(ada, TODAY, 14)
    assert [(one.title, one.ahead) for one in found] == [("Today", 0), ("Soon", 3)]
    assert found[0].turns == 7
    with pytest.raises(ValueError, match="day of the year"):
        occasion_add(actor=ada, contact=mia, title="Never", month=2, day=30, now_ms=NOW)


@pytest.mark.parametrize("written", ["1980-%m-%d", "--%m-%d", "1980%m%d", "%d.%m.1980", "%d %B"])
def test_a_birthday_is_near_however_a_file_writes_it(ada, written) -> None:
    import datetime as dt

    from mutuals.as2 import Actor, PropertyValue
    from mutuals.people.services.refresh import contacts_refresh
    from mutuals.record.services.accounts import account_for
    from mutuals.record.services.ingest import ingest

    today = dt.date(1970, 1, 1) + dt.timedelta(days=TODAY)
    born = {f"mailto:p{ahead}@b.example": today + dt.timedelta(days=ahead) for ahead in (0, 5, 20)}
    people = [Actor(id=uri, name=uri[7:9], attachment=(PropertyValue("birthday", f"{day:{written}}"),))
              for uri, day in born.items()]  # fmt: skip
    ingest(people, account=account_for(network="vcard", holder=ada), now_ms=NOW)
    contacts_refresh(now_ms=NOW)
    assert [(one.contact.name, one.ahead) for one in occasions_near(ada, TODAY, 7)] == [("p0", 0), ("p5", 5)]


def test_the_29th_of_february_is_near_in_every_year(ada, mia) -> None:
    import datetime as dt

    from mutuals.as2 import Actor, PropertyValue
    from mutuals.people.services.refresh import contacts_refresh
    from mutuals.record.services.accounts import account_for
    from mutuals.record.services.ingest import ingest

    born = Actor(
        id="mailto:leap@b.example", name="Leap", attachment=(PropertyValue("birthday", "1984-02-29"),)
    )
    ingest([born], account=account_for(network="vcard", holder=ada), now_ms=NOW)
    contacts_refresh(now_ms=NOW)
    for year, ahead in ((2027, 2), (2028, 3)):
        day = (dt.date(year, 2, 26) - dt.date(1970, 1, 1)).days
        assert [one.ahead for one in occasions_near(ada, day, 7)] == [ahead]
