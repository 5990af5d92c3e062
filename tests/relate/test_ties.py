"""The readable definition: what counts, how it fades, how directions combine; circles, rhythm."""

import math

import pytest

from mutuals.record.kinds import Kind
from mutuals.relate import circles, rhythm, ties
from mutuals.relate.circles import Circle
from mutuals.relate.ties import DEFAULTS, TieDay


def depth(*rows: TieDay, at: float) -> float:
    found = ties.tie(rows, at=at)
    assert found is not None
    return found.depth


@pytest.mark.parametrize("age", [0, 1, 28, 400])
def test_one_day_of_weight_one_follows_the_printed_formula(age):
    expected = sum(h**-0.5 * 0.5 ** (age / h) for h in (0.25, 1, 4, 16, 64, 256))
    assert depth(TieDay(1, 2, 100, Kind.MESSAGE), at=100 + age) == pytest.approx(expected, rel=1e-12)


def test_days_count_and_not_messages():
    once = depth(TieDay(1, 2, 5, Kind.MESSAGE, n=1), at=9)
    assert depth(TieDay(1, 2, 5, Kind.MESSAGE, n=300), at=9) == once
    assert depth(TieDay(1, 2, 5, Kind.MESSAGE), TieDay(1, 2, 5, Kind.LIKE), at=9) == once
    assert depth(TieDay(1, 2, 5, Kind.MESSAGE), TieDay(1, 2, 6, Kind.MESSAGE), at=9) > 2 * once


def test_both_directions_add_up_and_show_in_reciprocity_and_balance():
    found = ties.tie([TieDay(2, 1, 5, Kind.MESSAGE), TieDay(1, 2, 5, Kind.LIKE)], at=5)
    assert found is not None
    assert (found.a, found.b) == (1, 2)
    assert (found.out, found.into) == pytest.approx((0.2 * ties.kernel(0), ties.kernel(0)))
    assert found.depth == pytest.approx(found.out + found.into)
    assert found.reciprocity == pytest.approx(0.2)
    assert found.balance == pytest.approx(-0.8 / 1.2)


@pytest.mark.parametrize(
    ("kind", "seconds", "weight"),
    [
        (Kind.MEETING, 1800, 1.0), (Kind.MEETING, 900, 0.5), (Kind.MEETING, 6 * 3600, 8.0), (Kind.MEETING, 0, 2.0),
        (Kind.EVENT, 3600, 1.0), (Kind.CALL, 900, 1.0), (Kind.CALL, 7200, 4.0), (Kind.CALL, 0, 0.5),
    ],
)  # fmt: skip
def test_time_together_counts_by_its_length_up_to_a_cap(kind, seconds, weight):
    assert ties.day_weight([TieDay(1, 2, 0, kind, seconds=seconds)]) == pytest.approx(weight)


def test_seconds_of_one_day_add_up_over_identities_and_a_copy_counts_half():
    parts = [TieDay(1, 2, 0, Kind.MEETING, seconds=600), TieDay(1, 2, 0, Kind.MEETING, seconds=1200)]
    assert ties.day_weight(parts) == pytest.approx(1.0)
    assert ties.day_weight([TieDay(1, 2, 0, Kind.EMAIL, share=50)]) == pytest.approx(0.5)


def test_a_meeting_counts_both_ways_whoever_is_named_first():
    one, other = (ties.tie([TieDay(*pair, 0, Kind.MEETING, seconds=1800)], at=0) for pair in ((1, 2), (2, 1)))
    assert one == other
    assert one is not None
    assert one.out == one.into > 0


def test_the_past_is_computed_without_what_came_after():
    rows = [TieDay(1, 2, 5, Kind.MESSAGE), TieDay(1, 2, 50, Kind.MESSAGE)]
    assert depth(*rows, at=10) == depth(rows[0], at=10)
    assert ties.tie(rows, at=4) is None
    assert ties.ties([TieDay(3, 3, 1, Kind.MESSAGE)], at=9) == []


def test_trend_is_zero_for_a_steady_tie_above_for_a_young_and_below_for_a_fading_one():
    def trend(days: range, at: int) -> float:
        found = ties.tie([TieDay(1, 2, day, Kind.MESSAGE) for day in days], at=at)
        assert found is not None
        return found.trend

    assert abs(trend(range(-4000, 1), 0)) < 0.01
    assert abs(trend(range(-4000, 1, 2), 0)) < 0.2
    assert trend(range(-6, 1), 0) > 1
    assert trend(range(-400, -60), 0) < -1


def test_trend_is_not_told_of_a_tie_that_is_silent_for_long():
    def trend(last: int) -> float | None:
        found = ties.tie([TieDay(1, 2, day, Kind.MESSAGE) for day in range(last - 3000, last + 1, 3)], at=0)
        assert found is not None
        return found.trend

    assert trend(-64) == pytest.approx(-3.07, abs=0.05)
    assert trend(-65) is None
    assert trend(-3000) is None


def test_circles_fill_by_rank_up_to_their_capacities():
    words = circles.circles([float(i) for i in range(200, 0, -1)])
    counts = {circle: words.count(circle) for circle in Circle}
    assert counts == {"inner": 5, "close": 10, "familiar": 35, "acquainted": 100, "new": 50}
    assert words[:5] == [Circle.INNER] * 5


def test_a_dead_network_has_no_inner_circle_and_equals_keep_their_order():
    floor = DEFAULTS.floor()
    assert circles.circles([floor, floor / 2]) == [Circle.NEW, Circle.NEW]
    assert circles.circles([1.0] * 6) == [Circle.INNER] * 5 + [Circle.CLOSE]


def test_the_floor_is_three_one_way_days_spread_over_a_year():
    middles = [365 / 6, 365 / 2, 365 * 5 / 6]
    expected = sum(h**-0.5 * 0.5 ** (age / h) for age in middles for h in (0.25, 1, 4, 16, 64, 256))
    assert pytest.approx(expected) == DEFAULTS.floor()
    rows = [TieDay(1, 2, day, Kind.MESSAGE) for day in (0, 100, 200, 300)]
    assert depth(*rows, at=365) > DEFAULTS.floor() > depth(*rows, at=1200)


def test_the_usual_gap_needs_enough_days_and_resists_one_odd_gap():
    assert rhythm.usual_gap([0, 7, 14, 21]) is None
    assert rhythm.usual_gap([0, 7, 7, 14, 21, 28]) == 7.0
    assert rhythm.usual_gap([0, 7, 14, 21, 400]) == 7.0


@pytest.mark.parametrize(
    ("at", "drifting", "prompt"), [(42, False, False), (43, True, False), (84, True, False), (85, True, True)]
)
def test_silence_is_measured_in_usual_gaps(at, drifting, prompt):
    found = rhythm.rhythm([0, 7, 14, 21, 28, 500], at=at)
    assert (found.silence, found.drifting, found.prompt) == (at - 28, drifting, prompt)


def test_the_expected_contact_is_where_the_probability_reaches_one_half():
    assert rhythm.expected_within(0.5, horizon=28) == pytest.approx(28)
    assert rhythm.expected_within(0.75, horizon=28) == pytest.approx(14)
    assert rhythm.expected_within(0.0) == math.inf
    with pytest.raises(ValueError, match="between 0 and 1"):
        rhythm.expected_within(1.2)
    with pytest.raises(ValueError, match="active day"):
        rhythm.rhythm([9], at=3)
