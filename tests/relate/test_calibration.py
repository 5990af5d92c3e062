"""What was said of windows that closed, beside what happened."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from mutuals.relate.calibration import (
    LEAST_CASES,
    Cases,
    calibration,
    cases,
    read,
    stored,
    wilson,
)
from mutuals.relate.forecast import forecast, prior
from mutuals.relate.forecast_terms import History
from mutuals.relate.tie_arrays import Columns, tie_days

AT = 2_000


def made(said, happened, tie=None) -> Cases:
    tie = np.arange(len(said)) if tie is None else np.array(tie)
    return Cases(tie, np.array(said, float), np.array(happened, bool), 3)


@st.composite
def some(draw):
    said = draw(st.lists(st.floats(0, 1), min_size=1, max_size=80))
    n = len(said)
    happened = draw(st.lists(st.booleans(), min_size=n, max_size=n))
    tie = draw(st.lists(st.integers(0, 20), min_size=n, max_size=n))
    return made(said, happened, tie)


@given(some())
def test_every_case_lies_in_one_bin_and_whiskers_hold_the_share(found) -> None:
    told = calibration(found)
    assert sum(one.cases for one in told.bins) == told.cases == len(found.said)
    assert sum(one.cases * one.happened for one in told.bins) == pytest.approx(told.contacts)
    for one in told.bins:
        assert one.low <= one.said <= one.high + 1e-9
        assert 0.0 <= one.least <= one.happened + 1e-9
        assert one.happened <= one.most + 1e-9 <= 1.0 + 1e-9
    assert 0.0 <= told.error <= 1.0


@given(some())
def test_what_is_kept_is_read_as_it_was(found) -> None:
    import json

    told = calibration(found)
    assert read(json.loads(json.dumps(stored(told)))) == told


def test_nothing_kept_is_too_early() -> None:
    assert read({}).early
    assert read({}).bins == ()


@given(st.floats(0, 1), st.integers(1, 500), st.integers(1, 500))
def test_more_cases_never_widen_the_whiskers(share, few, more) -> None:
    low, high = wilson(share, few)
    lower, higher = wilson(share, few + more)
    assert higher - lower <= high - low + 1e-12


def test_cases_of_one_tie_count_for_less_than_cases_of_many() -> None:
    happened = [True] * 10 + [False] * 10
    apart = calibration(made([0.5] * 20, happened)).bins[0]
    alike = calibration(made([0.5] * 20, happened, tie=[n // 5 for n in range(20)])).bins[0]
    assert alike.most - alike.least > 1.3 * (apart.most - apart.least)


def test_true_chances_come_true_within_their_whiskers() -> None:
    """Of many draws in which each chance is exactly right, nine whiskers in ten hold the line."""
    rng = np.random.default_rng(7)
    held = total = 0
    for _ in range(60):
        said = rng.random(400)
        for one in calibration(made(said, rng.random(400) < said)).bins:
            held, total = held + (one.least <= one.said <= one.most), total + 1
    assert 0.86 <= held / total <= 0.95


def world(rng: np.random.Generator, people: int = 120, days: int = 400) -> Columns:
    """Each of many people is written with at a rate of their own, the same from day to day."""
    rate = rng.beta(0.5, 8.0, people)
    who, day = np.nonzero(rng.random((people, days)) < rate[:, None])
    return Columns.of(np.full(len(who), 1), who + 2, AT - days + day)


def test_it_is_said_as_it_would_have_been_said_then() -> None:
    """The chances of a window are those of a forecast made on its first day from a record that ends there."""
    columns = world(np.random.default_rng(3))
    history = History.of(tie_days(columns, at=AT))
    found = cases(history, at=AT, among=np.ones(len(history.low), bool), start=prior(), windows=1)
    opens = AT - 28
    then = columns.take(columns.day < opens)
    fresh = forecast(then, at=opens)
    assert found.said == pytest.approx(fresh.probability)
    assert found.windows == 1
    after = columns.take((columns.day >= opens) & (columns.day < AT))
    touched = {int(b) for b in after.b}
    assert found.happened.tolist() == [int(b) in touched for b in fresh.b]


def test_what_happens_later_changes_nothing_of_what_was_said() -> None:
    columns = world(np.random.default_rng(4))
    calm = History.of(tie_days(columns.take(columns.day < AT - 28), at=AT))
    whole = History.of(tie_days(columns, at=AT))
    told = [
        cases(one, at=AT, among=np.ones(len(one.low), bool), start=prior(), windows=1).said
        for one in (calm, whole)
    ]
    assert told[0] == pytest.approx(told[1][: len(told[0])])


def test_only_the_ties_asked_for_are_judged_and_a_young_record_has_none() -> None:
    columns = world(np.random.default_rng(5))
    history = History.of(tie_days(columns, at=AT))
    among = np.zeros(len(history.low), bool)
    among[3] = True
    found = cases(history, at=AT, among=among, start=prior(), windows=4)
    assert set(found.tie.tolist()) == {3}
    young = History.of(tie_days(columns.take(columns.day > AT - 40), at=AT))
    assert cases(young, at=AT, among=np.ones(len(young.low), bool), start=prior(), windows=4).windows == 0


def test_where_habits_are_steady_the_chances_fare_well() -> None:
    columns = world(np.random.default_rng(6), people=300)
    history = History.of(tie_days(columns, at=AT))
    told = calibration(cases(history, at=AT, among=np.ones(len(history.low), bool), start=prior(), windows=4))
    assert not told.early
    assert told.cases >= LEAST_CASES
    assert told.error < 0.06
