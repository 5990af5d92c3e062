"""How many are kept, who came as others left, and the shape of a year, on made-up pasts whose truth is known."""

import datetime as dt

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from mutuals.relate.keeping import (
    YEAR,
    Days,
    days_of,
    divergence,
    kept_at,
    moves,
    signatures,
)
from mutuals.relate.past import past_of
from mutuals.relate.quarters import quarter_ends
from mutuals.relate.tie_arrays import Columns
from mutuals.relate.ties import DEFAULTS

FLOOR = DEFAULTS.floor()
LAST = 20_000


def past(days: dict[int, list[int]]) -> Days:
    """The days of us (contact 1) with people 10, 11 ..."""
    who = np.array([10 + one for one, some in days.items() for _ in some], dtype=np.int64)
    day = np.array([day for some in days.values() for day in some], dtype=np.int64)
    found = past_of(Columns.of(np.full(len(who), 1), who, day))
    return days_of(found, found.high - 10)


def every(gap: int, *, since: int = LAST - 3 * YEAR, until: int = LAST) -> list[int]:
    return list(range(since, until + 1, gap))


def test_weekly_and_monthly_contact_is_counted_as_such() -> None:
    fortnight = list(range(LAST - 14, LAST + 1))
    days = {0: every(5), 1: every(6), 2: every(20), 3: every(27), 4: fortnight, 5: every(90), 6: every(500)}
    found = past(days)
    (now,) = kept_at(found, [LAST])
    assert (now.weekly, now.monthly, now.some) == (2, 4, 6), "a busy fortnight keeps nobody"
    (before,) = kept_at(found, [LAST - YEAR])
    assert (before.weekly, before.monthly, before.some) == (2, 4, 5)


days_of_a_year = st.lists(st.integers(LAST - 400, LAST), min_size=1, max_size=80)


@given(st.dictionaries(st.integers(0, 9), days_of_a_year, min_size=1))
def test_whoever_is_kept_weekly_is_kept_monthly(days) -> None:
    found = past(days)
    (now,) = kept_at(found, [LAST])
    assert now.weekly <= now.monthly <= now.some <= len(days)


def test_who_came_and_who_left_in_which_quarter() -> None:
    """Two are near; one stops writing, and another who writes daily comes; a third is merely overtaken."""
    turn = LAST - 180
    days = {0: every(4), 1: every(4, until=turn), 2: every(2, since=turn)}
    found = past(days)
    marks = [turn - 1, LAST - 60, LAST]
    told = moves(found, marks, floor=FLOOR, room=2)
    assert [(one.came, one.left, one.quiet) for one in told] == [((2,), (1,), (1,))]
    overtaken = {0: every(4), 1: every(8), 2: every(2, since=turn)}
    found = past(overtaken)
    assert [(one.came, one.left, one.quiet) for one in moves(found, marks, floor=FLOOR, room=2)] == [
        ((2,), (1,), ())
    ]


@given(
    st.dictionaries(
        st.integers(0, 12), st.lists(st.integers(LAST - 700, LAST), min_size=1, max_size=60), min_size=1
    )
)
def test_coming_and_leaving_add_up_to_who_is_near(days) -> None:
    found = past(days)
    marks = quarter_ends(LAST - 700, LAST)
    near: set[int] = set()
    for one in moves(found, [LAST - 701, *marks], floor=FLOOR, room=3):
        assert not near & set(one.came)
        assert set(one.left) <= near
        assert set(one.quiet) <= set(one.left)
        near = (near | set(one.came)) - set(one.left)
        assert len(near) <= 3


def test_quarters_end_where_the_calendar_says_and_the_last_day_is_today() -> None:
    first, last = dt.date(2023, 11, 5), dt.date(2024, 8, 9)
    epoch = dt.date(1970, 1, 1)
    found = quarter_ends((first - epoch).days, (last - epoch).days)
    assert [str(epoch + dt.timedelta(days=day)) for day in found] == [
        "2023-12-31", "2024-03-31", "2024-06-30", "2024-08-09"
    ]  # fmt: skip
    assert len(quarter_ends(0, LAST, most=8)) == 9


def test_the_signature_shares_out_the_days_of_a_year() -> None:
    days = {0: every(5), 1: every(10), 2: every(20), 3: every(40), 4: every(40), 5: every(80)}
    found = past(days)
    told = signatures(found, last=LAST)
    assert [one.until for one in told] == [LAST - 2 * YEAR, LAST - YEAR, LAST]
    assert sum(told[-1].shares) == pytest.approx(1.0)
    assert list(told[-1].shares) == sorted(told[-1].shares, reverse=True)
    assert told[-1].shares[0] == pytest.approx(73 / told[-1].days)
    assert (told[0].same, told[0].unlike) == (None, None)
    assert told[-1].same == 5
    assert told[-1].unlike < 0.01


def test_a_year_with_hardly_anybody_has_no_signature() -> None:
    found = past({0: every(3), 1: every(3)})
    assert signatures(found, last=LAST) == []


def test_the_same_shape_with_other_people_is_the_same_signature() -> None:
    """Saramäki's finding is one of shape: everybody may have changed."""
    turn = LAST - YEAR
    rates = (4, 8, 16, 30, 45, 60)
    days = {n: every(gap, since=turn - YEAR + 1, until=turn) for n, gap in enumerate(rates)}
    days |= {20 + n: every(gap, since=turn + 1) for n, gap in enumerate(rates)}
    found = past(days)
    before, now = signatures(found, last=LAST)[-2:]
    assert now.same == 0
    assert now.unlike < 0.005
    assert before.shares == pytest.approx(now.shares, abs=0.03)


shares = st.lists(st.floats(0.01, 1), min_size=1, max_size=12).map(
    lambda some: np.sort(np.array(some) / sum(some))[::-1]
)


@given(shares, shares)
def test_unlikeness_is_even_and_lies_between_nothing_and_one_bit(one, other) -> None:
    assert divergence(one, other) == pytest.approx(divergence(other, one))
    assert -1e-9 <= divergence(one, other) <= 1 + 1e-9
    assert divergence(one, one) == pytest.approx(0.0, abs=1e-9)


def test_the_depths_carried_on_are_those_of_the_whole_past() -> None:
    from mutuals.relate.keeping import _depths
    from mutuals.relate.past import depths_at

    rng = np.random.default_rng(5)
    who, day = rng.integers(10, 30, 900), LAST - rng.integers(0, 900, 900)
    found = past_of(Columns.of(np.full(900, 1), who, day))
    days = days_of(found, found.high - 10)
    for mark, depth in _depths(days, [LAST - 700, LAST - 300, LAST - 299, LAST]):
        assert depth[found.high - 10] == pytest.approx(depths_at(found, mark), rel=1e-9, abs=1e-12)


def test_two_of_us_with_one_person_on_one_day_are_one_day() -> None:
    found = past_of(Columns.of(np.array([1, 2, 1]), np.array([10, 10, 10]), np.array([LAST, LAST, LAST - 1])))
    days = days_of(found, np.zeros(2, np.int64))
    assert days.day.tolist() == [LAST - 1, LAST]
    assert days.weight[1] == pytest.approx(2 * days.weight[0])
