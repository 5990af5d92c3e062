"""The seven steps: what reaches each, when, and by which events."""

import pytest

from mutuals.record.kinds import Kind
from mutuals.relate.rungs import WEEK_MS, Direction, Event, Rung, highest, rungs

OUT, IN, BOTH = Direction


def reached(*events: Event) -> dict[str, tuple]:
    return {found.rung.name: (found.at_ms, found.evidence) for found in rungs(events)}


def test_a_follow_is_heard_and_nothing_more():
    assert reached(Event(1, None, IN, Kind.FOLLOW)) == {"HEARD": (None, (1,))}
    assert highest(rungs([Event(1, None, IN, Kind.FOLLOW)])) is Rung.HEARD
    assert highest([]) is None


def test_a_like_reacts_and_the_first_of_them_is_the_evidence():
    found = reached(Event(2, 20, OUT, Kind.LIKE), Event(1, 10, OUT, Kind.LIKE))
    assert found == {"HEARD": (10, (1,)), "REACTED": (10, (1,))}


def test_replied_needs_a_word_each_way_and_is_dated_by_the_second():
    assert "REPLIED" not in reached(Event(1, 1, OUT, Kind.REPLY), Event(2, 2, IN, Kind.LIKE))
    assert reached(Event(1, 1, OUT, Kind.REPLY), Event(2, 9, IN, Kind.MENTION))["REPLIED"] == (9, (1, 2))


def turns(*moments: int, kind: Kind = Kind.REPLY) -> list[Event]:
    return [Event(i, at, OUT if i % 2 else IN, kind) for i, at in enumerate(moments)]


@pytest.mark.parametrize(("last", "holds"), [(WEEK_MS, True), (WEEK_MS + 1, False)])
def test_four_alternating_messages_within_seven_days_are_a_conversation(last, holds):
    assert ("CONVERSED" in reached(*turns(0, 1, 2, last))) is holds
    assert "CONVERSED" not in reached(*turns(0, 1, 2))


def test_messages_in_a_row_are_one_turn_and_the_tightest_four_turns_count():
    at = [
        (0, OUT),
        (WEEK_MS, OUT),
        (WEEK_MS + 1, IN),
        (WEEK_MS + 2, IN),
        (WEEK_MS + 3, OUT),
        (2 * WEEK_MS, IN),
    ]
    events = [Event(i, moment, side, Kind.MESSAGE) for i, (moment, side) in enumerate(at)]
    assert reached(*events)["CONVERSED"] == (2 * WEEK_MS, (1, 2, 4, 5))


def test_private_needs_one_direct_message_each_way_and_a_list_mail_is_not_private():
    assert reached(Event(1, 1, OUT, Kind.EMAIL), Event(2, 2, IN, Kind.MESSAGE))["PRIVATE"] == (2, (1, 2))
    assert "PRIVATE" not in reached(Event(1, 1, OUT, Kind.EMAIL, private=False), Event(2, 2, IN, Kind.EMAIL))


@pytest.mark.parametrize(
    ("seconds", "noted", "holds"), [(600, False, True), (599, False, False), (0, True, True)]
)
def test_met_is_ten_minutes_together_or_noted(seconds, noted, holds):
    assert ("MET" in reached(Event(1, 5, BOTH, Kind.MEETING, seconds=seconds, noted=noted))) is holds


def test_did_something_together_is_noted_once_or_shared_twice():
    assert reached(Event(1, 5, BOTH, Kind.EVENT, noted=True, joint=True))["TOGETHER"] == (5, (1,))
    assert "TOGETHER" not in reached(Event(1, 5, BOTH, Kind.EVENT, seconds=60))
    twice = reached(Event(1, 5, BOTH, Kind.EVENT), Event(2, 9, OUT, Kind.MESSAGE, joint=True))
    assert twice["TOGETHER"] == (9, (1, 2))


def test_rungs_come_lowest_first():
    found = rungs([*turns(0, 1, 2, 3, kind=Kind.MESSAGE), Event(9, 9, BOTH, Kind.MEETING, seconds=900)])
    assert [r.rung for r in found] == sorted(r.rung for r in found) == [Rung(i) for i in range(1, 7)]
