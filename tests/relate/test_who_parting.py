"""Joins taken back: whatever was joined and parted in whatever order, all is as if only what stands had ever been."""

import random
from collections.abc import Callable
from typing import Any

import pytest
from django.db import transaction
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from tests.people import ada
from tests.relate.test_touched import NOW, bring, happening, reckonings, refreshed, same, stored, whole
from tests.sizes import amount

pytestmark = pytest.mark.django_db
PEOPLE = 9
# Join the i-th and the j-th who stand, part the k-th join that stands, or note a moment with the i-th.
ACTS = st.lists(
    st.one_of(
        st.tuples(st.just("join"), st.integers(0, 20), st.integers(0, 20)),
        st.tuples(st.just("join"), st.integers(0, 20), st.integers(0, 20)),
        st.tuples(st.just("part"), st.integers(0, 20), st.just(0)),
    ),
    min_size=2,
    max_size=7,
)


@pytest.fixture
def touching(monkeypatch: pytest.MonkeyPatch) -> None:
    """Few ties are enough to look up what changed."""
    from mutuals.relate.services import ties

    monkeypatch.setattr(ties, "TOUCH_FROM", 1)
    monkeypatch.setattr(ties, "TOUCH_SHARE", 1_000)


class Undone(Exception):
    """Takes back what an example did."""


def undone(make: Callable[[], Any]) -> Any:
    """What `make` gives, and the database as it was before."""
    found = None
    try:
        with transaction.atomic():
            found = make()
            raise Undone
    except Undone:
        return found


def people() -> list[Any]:
    from mutuals.people.models import Contact

    return list(Contact.objects.filter(ours=False, merged_into=None, deleted_at=None).order_by("pk"))


def standing() -> list[Any]:
    from mutuals.people.models import Join

    return list(Join.objects.filter(ended_at=None).order_by("pk"))


def act(user: Any, what: str, i: int, j: int) -> None:
    from mutuals.people.services.joins import contacts_join_by, contacts_part

    here, joins = people(), standing()
    if what == "part" and joins:
        contacts_part(actor=user, join=joins[i % len(joins)], now_ms=NOW)
    elif what == "join" and i % len(here) != j % len(here):
        contacts_join_by(actor=user, kept=here[i % len(here)], gone=here[j % len(here)], why="", now_ms=NOW)


def told(user: Any) -> dict[str, Any]:
    """All that a join may touch: ties, the tie days behind them row by row, rows of contacts, notes, groups, steps."""
    from mutuals.people.models import Contact, Match
    from mutuals.people.selectors.actors import contacts_by_actor
    from mutuals.people.selectors.contacts import groups_by_contact, notes_of
    from mutuals.record.models import TieDay

    behind = contacts_by_actor()
    days = TieDay.objects.order_by("a", "b", "day", "kind", "scope").values_list(
        "a", "b", "day", "kind", "scope", "n", "seconds", "share"
    )
    return {
        "days": [(behind.get(a, 0), behind.get(b, 0), *row) for a, b, *row in days],
        "contacts": list(Contact.objects.order_by("pk").values()),
        "matches": list(Match.objects.order_by("pk").values_list("actor", "contact", "ended_at")),
        "notes": {one.pk: [note.text for note in notes_of(user, one)] for one in people()},
        "groups": {
            one.pk: [group.name for group in groups]
            for one in people()
            for groups in groups_by_contact(user, [one.pk]).values()
        },
    }


def world(user: Any, *, cared_for: bool = True) -> None:
    from mutuals.people.services.contacts import group_add, group_put, note_add

    rnd = random.Random(11)
    bring(user, [item for i in range(70) for item in happening(rnd, i, PEOPLE)])
    refreshed()
    if not cared_for:
        return
    close = group_add(actor=user, name="Harbour", now_ms=NOW)
    here = people()
    group_put(actor=user, group=close, contacts=[here[1], here[4]])
    for one in (here[2], here[4], here[6]):
        note_add(actor=user, contact=one, text=f"about {one.pk}", shared=False, now_ms=NOW)


@pytest.mark.usefixtures("touching")
def test_any_joins_and_partings_equal_what_stands_built_afresh() -> None:
    user = ada()
    world(user)
    before = told(user)

    def walked(acts: list[tuple[str, int, int]]) -> tuple[dict[str, Any], list[Any], list[tuple[int, int]]]:
        first = reckonings()
        for one in acts:
            act(user, *one)
            refreshed()
        assert reckonings() == first, "every step was brought up to date, none reckoned anew"
        return told(user), stored(), [(join.kept_id, join.gone_id) for join in standing()]

    def afresh(joins: list[tuple[int, int]]) -> tuple[dict[str, Any], list[Any]]:
        from mutuals.people.models import Contact
        from mutuals.people.services.joins import contacts_join

        for kept, gone in joins:
            one, other = Contact.objects.get(pk=kept), Contact.objects.get(pk=gone)
            assert contacts_join(one, other, evidence="", confidence=1, decided_by="a test", now_ms=NOW)
        whole()
        return told(user), stored()

    @given(ACTS)
    @hypothesis_settings(max_examples=amount(10, 200))
    def law(acts: list[tuple[str, int, int]]) -> None:
        found = undone(lambda: walked(acts))
        made = undone(lambda: afresh(found[2]))
        assert found[0] == made[0]
        assert same(found[1], made[1])

    law()
    assert told(user) == before


@pytest.mark.usefixtures("touching")
def test_a_long_chain_taken_apart_in_the_middle_leaves_each_side_its_ties() -> None:
    user = ada()
    world(user, cared_for=False)
    before, ties = told(user), stored()
    # The older of two is kept, so that joining from the end makes a chain.
    for count in range(PEOPLE, PEOPLE - 4, -1):
        act(user, "join", count - 2, count - 1)
        refreshed()
        found = stored()
        whole()
        assert same(stored(), found)
    for k in (1, 2, 0, 0):
        act(user, "part", k, 0)
        refreshed()
        found = stored()
        whole()
        assert same(stored(), found)
    assert told(user) == before
    assert same(stored(), ties)


def test_whom_a_person_parted_is_not_joined_again_through_somebody_else() -> None:
    from mutuals.people.services.joins import contacts_join, contacts_join_by, contacts_part

    user = ada()
    world(user)
    one, two, three = people()[:3]
    contacts_join_by(actor=user, kept=one, gone=two, why="", now_ms=NOW)
    contacts_part(actor=user, join=standing()[0], now_ms=NOW)
    contacts_join_by(actor=user, kept=three, gone=one, why="", now_ms=NOW)
    three = next(row for row in people() if row.pk in (one.pk, three.pk))
    assert not contacts_join(three, two, evidence="", confidence=1, decided_by="identifier", now_ms=NOW)
    contacts_join_by(actor=user, kept=three, gone=two, why="", now_ms=NOW)
    assert len(standing()) == 2
