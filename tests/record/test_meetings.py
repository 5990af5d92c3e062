"""Calls and meetings: what reaches the ties of a ChatMessage with a duration, and of an Event."""

import pytest

from mutuals.as2 import Activity, Link, Object, Time
from mutuals.record.kinds import Kind
from mutuals.record.models import Actor, Interaction, TieDay
from mutuals.record.services.accounts import account_for
from mutuals.record.services.ingest import Ingest

NOW = 1_700_000_000_000
pytestmark = pytest.mark.django_db


def who(number: int) -> str:
    return f"mailto:p{number}@one.example"


def thing(uri: str, people: list[int], *, seconds: int, **more: object) -> Activity:
    one = Object(
        id=uri, attributed_to=who(people[0]), to=tuple(map(who, people[1:])), duration=seconds,
        published=Time(NOW - 9_000_000, "s"), **more,
    )  # fmt: skip
    return Activity(id=f"{uri}#create", actor=one.attributed_to, object=one)


def pairs() -> list[tuple[int, int, Kind, int]]:
    """Who with whom, by the numbers in the addresses."""
    number = {pk: int(uri.partition("@")[0][8:]) for pk, uri in Actor.objects.values_list("pk", "uri")}
    rows = Interaction.objects.values_list("a", "b", "kind", "seconds")
    return sorted((number[a], number[b], Kind(kind), seconds) for a, b, kind, seconds in rows)


@pytest.fixture
def bring(ada):
    account = account_for(network="test", holder=ada)
    return lambda *items: Ingest(account=account, now_ms=NOW).write(items)


def test_a_call_has_two_sides_and_its_length(bring):
    bring(thing("https://one.example/call", [1, 2], seconds=900, type="ChatMessage"))
    assert pairs() == [(1, 2, Kind.CALL, 900), (2, 1, Kind.CALL, 900)]
    assert sorted(TieDay.objects.values_list("kind", "n", "seconds")) == [(Kind.CALL, 1, 900)] * 2


def test_a_message_without_a_duration_is_no_call(bring):
    bring(thing("https://one.example/m", [1, 2], seconds=0, type="ChatMessage", content="hello"))
    assert pairs() == [(1, 2, Kind.MESSAGE, 0)]


def test_each_two_of_a_meeting_met_once(bring):
    bring(thing("https://one.example/e", [1, 2, 3, 2, 1], seconds=3600, type="Event", name="Tea"))
    assert pairs() == [(1, 2, Kind.MEETING, 3600), (1, 3, Kind.MEETING, 3600), (2, 3, Kind.MEETING, 3600)]


def test_at_an_event_of_many_the_organiser_met_each_and_of_the_others_nobody_knows(bring):
    bring(thing("https://one.example/e", list(range(1, 14)), seconds=60, type="Event"))
    assert pairs() == [(1, n, Kind.EVENT, 60) for n in range(2, 14)]


ONLINE = (Link("https://meet.example/x", "VirtualLocation", "Video call"),)


def test_a_meeting_online_is_a_call_of_each_with_each(bring):
    bring(
        thing("https://one.example/e", [1, 2, 3], seconds=3600, type="Event", name="Sync", attachment=ONLINE)
    )
    assert pairs() == sorted((a, b, Kind.CALL, 3600) for a in (1, 2, 3) for b in (1, 2, 3) if a != b)


def test_online_with_many_the_organiser_speaks_to_each(bring):
    bring(thing("https://one.example/e", list(range(1, 14)), seconds=60, type="Event", attachment=ONLINE))
    assert pairs() == [(1, n, Kind.CALL, 60) for n in range(2, 14)]


def test_a_meeting_that_was_moved_to_a_place_is_a_meeting(bring):
    bring(thing("https://one.example/e", [1, 2], seconds=600, type="Event", attachment=ONLINE))
    bring(thing("https://one.example/e", [1, 2], seconds=600, type="Event", updated=Time(NOW)))
    assert pairs() == [(1, 2, Kind.MEETING, 600)]
    assert set(TieDay.objects.values_list("kind", flat=True)) == {Kind.MEETING}


def test_a_meeting_that_was_made_longer_is_one_meeting(bring):
    bring(thing("https://one.example/e", [1, 2], seconds=600, type="Event"))
    bring(thing("https://one.example/e", [1, 2, 3], seconds=1200, type="Event", updated=Time(NOW)))
    bring(thing("https://one.example/e", [1, 2], seconds=600, type="Event"))
    assert pairs() == [(1, 2, Kind.MEETING, 1200), (1, 3, Kind.MEETING, 1200), (2, 3, Kind.MEETING, 1200)]
    assert {row.seconds for row in TieDay.objects.all()} == {1200}
