"""Ties brought up to date one by one are those of a whole reckoning, whatever happened in between."""

import random
from typing import Any

import numpy as np
import pytest

from mutuals.as2 import PUBLIC, Activity, Actor, Link, Object, Time
from tests.people import ada, ben, cleo

pytestmark = pytest.mark.django_db

DAY_MS = 86_400_000
TODAY = 20_000
NOW = TODAY * DAY_MS + 3_600_000
ME = ("mailto:ada@house.example", "https://fedi.example/users/ada")
APART = ("id", "reckoning_id", "chance", "terms")


def who(number: int) -> str:
    return f"https://fedi.example/users/p{number}" if number % 2 else f"mailto:p{number}@world.example"


def forms(rnd: random.Random, uri: str, receiver: str) -> dict[str, dict[str, Any]]:
    """What makes a post of each form."""
    return {
        "mail": {"to": (receiver,)},
        "list": {"to": (receiver,), "audience": ("mailto:list@world.example",)},
        "note": {"to": (PUBLIC, receiver), "in_reply_to": f"{uri}/parent"},
        "mention": {"to": (PUBLIC,), "tag": (Link(type="Mention", href=receiver),)},
        "event": {"to": (receiver,), "type": "Event", "duration": rnd.choice([0, 300, 3600])},
        "call": {"to": (receiver,), "type": "ChatMessage", "duration": 600},
    }


def happening(rnd: random.Random, number: int, people: int) -> list[Any]:
    """Something of any form between two or three, one of them often Ada."""
    one, two = rnd.sample(range(people), 2)
    sender, receiver = who(one), who(two)
    if rnd.random() < 0.7:
        sender, receiver = rnd.choice([(rnd.choice(ME), receiver), (sender, rnd.choice(ME))])
    at = Time(NOW - rnd.randrange(300) * DAY_MS - number * 1000, "s")
    form = rnd.choice(["mail", "mail", "list", "note", "mention", "like", "follow", "event", "call"])
    uri = f"https://world.example/{number}"
    actors = [Actor(id=one) for one in (sender, receiver)]
    if form == "follow":
        return [*actors, Activity(id=uri, type="Follow", actor=sender, object=receiver)]
    if form == "like":
        liked = Object(
            id=f"{uri}/liked", attributed_to=receiver, to=(PUBLIC,), content="a post", published=at
        )
        return [*actors, Activity(id=uri, type="Like", actor=sender, object=liked)]
    more = forms(rnd, uri, receiver)[form]
    if form == "list":
        actors.append(Actor(id="mailto:list@world.example", type="Group"))
    thing = Object(id=f"{uri}/object", attributed_to=sender, published=at, content=f"words {number}", **more)
    return [*actors, Activity(id=uri, actor=sender, object=thing, published=at, to=thing.to)]


def bring(user: Any, items: list[Any]) -> Any:
    from mutuals.record.services.accounts import account_for, own_add
    from mutuals.record.services.ingest import ingest

    account = account_for(network="mail", holder=user)
    ingest(items, account=account, now_ms=NOW)
    for uri in ME:
        own_add(account=account, uri=uri, sure=True, evidence="a test says so")
    return account


def stored() -> list[dict[str, Any]]:
    """Every current tie without what only a whole reckoning knows, in a fixed order."""
    from mutuals.relate.models import Tie

    rows = Tie.objects.filter(reckoning__current=True).order_by("reckoning__view", "a", "b").values()
    return [{name: _told(value) for name, value in row.items() if name not in APART} for row in rows]


def _told(value: Any) -> Any:
    return np.frombuffer(value).tolist() if isinstance(value, bytes | memoryview) else value


def same(found: list[dict[str, Any]], rows: list[dict[str, Any]]) -> bool:
    """Whether these ties are those, to 1e-9 of every number."""
    assert [(row["a"], row["b"]) for row in found] == [(row["a"], row["b"]) for row in rows]
    for one, other in zip(found, rows, strict=True):
        for name, value in one.items():
            numbers = isinstance(value, float | list)
            assert (pytest.approx(value, rel=1e-9, abs=1e-12) if numbers else value) == other[name], name
    return True


def refreshed(later: int = 0) -> int:
    from mutuals.relate.services.ties import ties_refresh

    return ties_refresh(now_ms=NOW + later)


def whole() -> None:
    from mutuals.relate.models import Reckoning

    Reckoning.objects.update(version="old")
    refreshed()


def reckonings() -> list[int]:
    from mutuals.relate.models import Reckoning

    return list(Reckoning.objects.filter(current=True).order_by("view").values_list("pk", flat=True))


@pytest.fixture
def touching(monkeypatch: pytest.MonkeyPatch) -> None:
    """Few ties are enough to look up what changed."""
    from mutuals.relate.services import ties

    monkeypatch.setattr(ties, "TOUCH_FROM", 1)
    monkeypatch.setattr(ties, "TOUCH_SHARE", 1)


@pytest.mark.parametrize("seed", range(6))
def test_ties_that_were_touched_equal_a_whole_reckoning(touching: None, seed: int) -> None:
    from mutuals.people.models import Contact, Join
    from mutuals.people.services.joins import contacts_join_by, contacts_part
    from mutuals.people.services.moments import moment_note

    rnd, user = random.Random(seed), ada()
    number = 200
    bring(user, [item for i in range(number) for item in happening(rnd, i, 14)])
    refreshed()
    first = reckonings()
    for _ in range(5):
        more = [item for i in range(number, number + rnd.randrange(1, 9)) for item in happening(rnd, i, 20)]
        number += 9
        bring(user, more)
        people = list(Contact.objects.filter(ours=False, merged_into=None, deleted_at=None).order_by("pk"))
        if rnd.random() < 0.5:
            moment_note(
                actor=user,
                contact=rnd.choice(people),
                how=rnd.choice(["met", "talked"]),
                day=TODAY - 3,
                now_ms=NOW,
            )
        if rnd.random() < 0.5:
            kept, gone = rnd.sample(people, 2)
            contacts_join_by(actor=user, kept=kept, gone=gone, why="", now_ms=NOW)
        elif join := Join.objects.filter(ended_at=None).order_by("-pk").first():
            contacts_part(actor=user, join=join, now_ms=NOW)
        if rnd.random() < 0.4:
            gone_uri = f"https://world.example/{rnd.randrange(number)}/object"
            bring(user, [Activity(id=f"{gone_uri}#{number}", type="Delete", object=gone_uri)])
        refreshed()
        found = stored()
        assert reckonings() == first
        whole()
        assert same(stored(), found)
        first = reckonings()


@pytest.mark.parametrize("seed", range(4))
def test_the_highest_step_is_that_of_all_events(seed: int) -> None:
    from mutuals.people.selectors.actors import contacts_by_actor, contacts_ours
    from mutuals.record.models import Interaction, Post
    from mutuals.relate.models import Tie
    from mutuals.relate.rungs import highest, rungs
    from mutuals.relate.services.steps import event_of

    rnd, user = random.Random(seed), ada()
    bring(user, [item for i in range(160) for item in happening(rnd, i, 25)])
    refreshed()
    contacts, ours = contacts_by_actor(), contacts_ours()
    events: dict[tuple[int, int], list[Any]] = {}
    for one in Interaction.objects.all():
        ends = (contacts[one.a], contacts[one.b])
        if (ends[0] in ours) is not (ends[1] in ours):
            medium = Post.objects.get(pk=one.post).medium if one.post else None
            out = ends[0] in ours
            event = event_of(
                one.pk, one.at, one.kind, one.seconds, one.grain, medium, one.post or one.activity, out=out
            )
            events.setdefault(ends if out else ends[::-1], []).append(event)
    ties = {(tie.a, tie.b): tie.rung for tie in Tie.objects.filter(ours=True)}
    found = {pair: int(highest(rungs(rows)) or 0) for pair, rows in events.items()}
    assert len(set(ties.values())) > 3
    assert ties == {pair: found[pair] for pair in ties}


def test_each_view_is_touched_with_its_own_eyes(touching: None) -> None:
    rnd = random.Random(9)
    bring(ada(), [item for i in range(120) for item in happening(rnd, i, 10)])
    ben(), cleo()
    refreshed()
    first = reckonings()
    assert len(first) == 2
    bring(ada(), happening(rnd, 500, 10))
    assert refreshed() == 2
    found = stored()
    assert reckonings() == first
    whole()
    assert same(stored(), found)


def test_pairs_that_were_taken_stay_due_when_the_process_dies(
    touching: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    from mutuals.relate.services import ties

    rnd, user = random.Random(3), ada()
    bring(user, [item for i in range(60) for item in happening(rnd, i, 8)])
    refreshed()
    assert not ties.ties_due(now_ms=NOW)
    bring(user, happening(rnd, 700, 8))

    def dies(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as broken:
        broken.setattr(ties, "ties_touch", dies)
        with pytest.raises(KeyboardInterrupt):
            refreshed()
    assert ties.ties_due(now_ms=NOW)
    refreshed()
    found = stored()
    assert not ties.ties_due(now_ms=NOW)
    whole()
    assert same(stored(), found)


def test_after_a_while_a_touched_reckoning_is_made_whole(touching: None) -> None:
    from mutuals.relate.services.ties import WHOLE_AFTER_MS, ties_due

    rnd, user = random.Random(5), ada()
    bring(user, [item for i in range(60) for item in happening(rnd, i, 8)])
    refreshed()
    bring(user, happening(rnd, 700, 8))
    refreshed(1)
    first = reckonings()
    assert not ties_due(now_ms=NOW + WHOLE_AFTER_MS - 1)
    assert ties_due(now_ms=NOW + WHOLE_AFTER_MS)
    refreshed(WHOLE_AFTER_MS)
    assert reckonings() != first
    assert not ties_due(now_ms=NOW + 2 * WHOLE_AFTER_MS)


def test_an_address_that_was_somebody_elses_makes_all_ties_anew(touching: None) -> None:
    from mutuals.record.services.accounts import own_add

    rnd, user = random.Random(6), ada()
    account = bring(user, [item for i in range(80) for item in happening(rnd, i, 8)])
    refreshed()
    first = reckonings()
    own_add(account=account, uri="mailto:ada@new.example", sure=True, evidence="a test says so")
    bring(user, happening(rnd, 700, 8))
    refreshed()
    assert reckonings() == first
    own_add(account=account, uri=who(2), sure=True, evidence="a test says so")
    bring(user, happening(rnd, 701, 8))
    refreshed()
    assert reckonings() != first
    found = stored()
    whole()
    assert same(stored(), found)
