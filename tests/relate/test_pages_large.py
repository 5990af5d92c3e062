"""Pages of large lives: as many questions to the database as small ones, and short ways that lead to the same."""

import itertools
import random
import time

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.people import ada, cleo
from tests.relate.letters import DAY_MS, bring, refreshed

pytestmark = pytest.mark.django_db

NOW = int(time.time() * 1000)
TODAY = NOW // DAY_MS
ME = "mailto:ada@house.example"
SORTS = ("circle", "drifting", "last", "name")


def life(user, size: int, *, seed: int = 1, letters: int | None = None, some: int = 0) -> None:
    """So many people with a few letters each, the first ones most; `some` more are known by name alone."""
    rnd = random.Random(seed)
    uris = [f"mailto:p{i}@town.example" for i in range(size)]
    people = {one: f"Person {rnd.randrange(10**6)}" for one in uris}
    people |= {f"mailto:n{i}@town.example": f"Neighbour {i}" for i in range(some)}
    sent = []
    for number in range(letters or 3 * size):
        other = uris[number] if number < size else uris[int(size * rnd.random() ** 3)]
        sent.append((*((ME, other) if rnd.random() < 0.5 else (other, ME)), int(900 * rnd.random() ** 1.5)))
    bring(user, ME, people, sent, now_ms=NOW)
    refreshed(NOW)


def contact(name: str):
    """The contact of that name."""
    from mutuals.people.models import Contact

    return Contact.objects.get(name=name)


def queries(client: Client, path: str) -> int:
    """How many questions a page asks when nothing is remembered."""
    client.get(path)
    cache.clear()
    with CaptureQueriesContext(connection) as asked:
        assert client.get(path).status_code == 200
    return len(asked)


def pages() -> list[str]:
    """The pages whose lists grow with a life."""
    from mutuals.relate.models import Tie

    deepest = Tie.objects.filter(ours=True).order_by("-depth").values_list("b", flat=True)[0]
    from mutuals.people.models import Contact

    who = f"/people/{Contact.objects.get(pk=deepest).public_id}"
    past = f"/circles?at={TODAY - 100}"
    sorts = [f"/people?sort={one}" for one in SORTS]
    return [
        "/today?later",
        "/circles",
        "/circles?all=1",
        past,
        *sorts,
        "/people?q=person",
        who,
        f"{who}/days",
        f"{who}/card",
    ]


def test_a_page_asks_as_many_questions_of_hundreds_of_people_as_of_ten(db) -> None:
    from mutuals.relate.models import Tie

    user, client = ada(), Client()
    client.force_login(user)
    life(user, 10, letters=60)
    few = [queries(client, path) for path in pages()]
    life(user, 300, seed=2)
    assert Tie.objects.filter(ours=True).count() >= 300
    many = {path: queries(client, path) for path in pages()}
    more = {path: m - n for n, (path, m) in zip(few, many.items(), strict=True) if m > n}
    # Of somebody with a longer history each kind of step is asked for by itself, whoever else there is.
    assert [
        path for path, n in more.items() if n > (12 if path.startswith(("/people/", "/today")) else 0)
    ] == []
    assert max(many.values()) <= 115


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_a_frame_of_the_replay_is_the_whole_reckoning_of_that_day(seed: int) -> None:
    from mutuals.relate.selectors.ties import ties_frame, ties_ours

    user = ada()
    life(user, 25, seed=seed, letters=400)
    for back in (0, 40, 333, 880, 2000):
        whole = ties_ours(user, at_day=TODAY - back)
        found = ties_frame(user, at_day=TODAY - back)
        assert [row.pk for row in found] == [row.pk for row in whole]
        for one, other in zip(found, whole, strict=True):
            assert one.depth == pytest.approx(other.depth, rel=1e-9)
            assert one.depth_in == pytest.approx(other.depth_in, rel=1e-9)
            for name in (
                "circle",
                "rank",
                "days_active",
                "first_day",
                "last_day",
                "usual_gap",
                "networks",
                "kinds",
            ):
                assert getattr(one, name) == getattr(other, name), name


def test_a_frame_has_the_deepest_where_there_are_more_than_it_holds(monkeypatch: pytest.MonkeyPatch) -> None:
    from mutuals.relate.selectors import ties

    user = ada()
    life(user, 30, letters=300)
    whole = [row.pk for row in ties.ties_ours(user, at_day=TODAY - 10)]
    monkeypatch.setattr(ties, "FRAME", 7)
    assert [row.pk for row in ties.ties_frame(user, at_day=TODAY - 10)] == whole[:7]


def test_past_days_follow_what_is_brought_and_only_two_views_are_kept() -> None:
    from mutuals.relate.selectors.ties import ties_frame
    from mutuals.relate.services import past

    user = ada()
    life(user, 5, letters=30)
    before = {row.name for row in ties_frame(user, at_day=TODAY - 1)}
    bring(
        user, ME, {"mailto:late@town.example": "Latecomer"}, [(ME, "mailto:late@town.example", 5)], now_ms=NOW
    )
    refreshed(NOW)
    assert {row.name for row in ties_frame(user, at_day=TODAY - 1)} == before | {"Latecomer"}
    assert "Latecomer" not in {row.name for row in ties_frame(user, at_day=TODAY - 6)}
    ties_frame(cleo(), at_day=TODAY - 1)
    assert len(past._KEPT) <= past.VIEWS_KEPT


def test_the_team_sees_past_days_of_what_is_shared_summed_over_all_of_us() -> None:
    from mutuals.record.models import Account
    from mutuals.record.services.accounts import account_share
    from mutuals.relate.selectors.ties import ties_frame

    user, viewer = ada(), cleo()
    life(user, 8, letters=60)
    account_share(actor=user, account=Account.objects.get(holder=user), shared=True)
    refreshed(NOW)
    depth = {row.pk: row.depth for row in ties_frame(user, at_day=TODAY - 50)}
    assert {row.pk: row.depth for row in ties_frame(viewer, at_day=TODAY - 50)} == pytest.approx(depth)


def test_who_has_no_ties_sees_each_person_in_the_same_circle_everywhere() -> None:
    from mutuals.people.models import Contact
    from mutuals.record.models import Account
    from mutuals.record.services.accounts import account_share
    from mutuals.relate.selectors.ties import tie_counts, tie_of, ties_of, ties_ours

    user, viewer = ada(), cleo()
    life(user, 24, letters=400)
    account_share(actor=user, account=Account.objects.get(holder=user), shared=True)
    refreshed(NOW)
    Contact.objects.filter(pk=ties_ours(viewer)[2].pk).update(deleted_at=NOW)
    whole = ties_ours(viewer)
    assert len({row.circle for row in whole}) > 2
    assert ties_ours(viewer, limit=9) == whole[:9]
    assert tie_counts(viewer).total() == len(whole) == 23
    assert list(ties_of(viewer, [row.pk for row in whole[5:8]]).values()) == whole[5:8]
    for row in whole:
        assert tie_of(viewer, Contact.objects.get(pk=row.pk)) == row


@pytest.mark.parametrize("sort", SORTS)
def test_the_first_pages_of_people_are_the_beginning_of_the_whole_list(
    sort: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    from mutuals.people.models import Contact
    from mutuals.relate.selectors import people

    user = ada()
    life(user, 40, letters=260, some=12)
    put_away = Contact.objects.filter(name__startswith="Person")[3]
    Contact.objects.filter(pk=put_away.pk).update(deleted_at=NOW)
    for unnamed in (None, False):
        wanted = people.Wanted(unnamed=unnamed)
        pieces = [people.people_list(user, wanted, sort=sort, offset=at, limit=7) for at in range(0, 60, 7)]
        with monkeypatch.context() as short:
            short.setattr(people, "SHALLOW", 0)
            far = people.people_list(user, wanted, sort=sort, limit=70)
        assert [row.contact.pk for row in itertools.chain(*pieces)] == [row.contact.pk for row in far]
        assert len(far) == people.people_count(user, wanted) == 51
        assert put_away.pk not in {row.contact.pk for row in far}


def test_people_drifting_most_come_first_and_then_those_without_a_rhythm() -> None:
    from mutuals.relate.selectors.people import people_list

    user = ada()
    life(user, 20, letters=300, some=3)
    rows = [row.tie for row in people_list(user, sort="drifting")]
    over = [row.silence / row.usual_gap for row in rows if row is not None and row.usual_gap]
    assert over == sorted(over, reverse=True)
    assert len(over) > 5
    assert all(row is None or not row.usual_gap for row in rows[len(over) :])


@pytest.mark.parametrize("seed", [1, 2, 3, 4])
def test_the_steps_found_among_the_first_events_are_the_steps_of_all(
    seed: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    from mutuals.people.models import Contact
    from mutuals.people.services.moments import moment_note
    from mutuals.relate.selectors import person

    user, rnd = ada(), random.Random(seed)
    life(user, 6, seed=seed, letters=90)
    people = list(Contact.objects.filter(ours=False))
    for _ in range(12):
        how = rnd.choice(["met", "talked"])
        moment_note(
            actor=user, contact=rnd.choice(people), how=how, day=TODAY - rnd.randrange(900), now_ms=NOW
        )
    for one in people:
        with monkeypatch.context() as all_of_them:
            all_of_them.setattr(person, "EARLIEST", 10**6)
            whole = person.steps_of(user, one)
        for few in (1, 4, 12):
            monkeypatch.setattr(person, "EARLIEST", few)
            assert person.steps_of(user, one) == whole


def test_days_are_cut_into_the_same_days() -> None:
    from mutuals.relate.selectors.person import days_between, days_count

    user = ada()
    life(user, 2, letters=80)
    who = contact(next(row.name for row in _deepest(user)))
    days = days_between(user, who, at_day=TODAY)
    assert len(days) == days_count(user, who, at_day=TODAY) > 20
    pages = [days_between(user, who, at_day=TODAY, offset=at, limit=9) for at in range(0, len(days), 9)]
    assert list(itertools.chain(*pages)) == days
    assert days_between(user, who, at_day=TODAY, since=TODAY - 200) == [
        d for d in days if d.day >= TODAY - 200
    ]


def _deepest(user):
    from mutuals.relate.selectors.ties import ties_ours

    return ties_ours(user, limit=1)
