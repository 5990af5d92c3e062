"""A threshold moves by corrections only when these show that it helps."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from mutuals.record.thresholds import GRID, INTERVAL, LEAST, Judged, proposal

judgements = st.lists(st.builds(Judged, st.floats(0, 1), st.booleans()), max_size=60)
many = st.lists(st.builds(Judged, st.floats(0, 1), st.booleans()), min_size=LEAST, max_size=60)


def propose(judged, usual=0.6, seed=1):
    return proposal(judged, usual=usual, rng=np.random.default_rng(seed))


@given(judgements | many, st.sampled_from(GRID))
def test_it_is_one_of_the_grid_and_never_worse_on_what_was_judged(judged, usual):
    found = propose(judged, usual)
    if len(judged) < LEAST:
        assert found is None
        return
    assert found.threshold in {*GRID, usual}
    assert found.low <= found.high
    right = [[(one.confidence >= place) == one.truth for one in judged] for place in (found.threshold, usual)]
    assert np.isclose(found.gain, np.mean(right[0]) - np.mean(right[1]))
    assert found.gain >= 0
    assert found.used == (found.low > 0 and found.threshold != usual)


@given(many, st.randoms())
def test_the_order_of_the_corrections_changes_nothing(judged, rnd):
    shuffled = list(judged)
    rnd.shuffle(shuffled)
    assert propose(judged) == propose(shuffled)


@given(many, st.sampled_from(GRID))
def test_who_is_always_right_is_never_moved(judged, usual):
    found = propose([Judged(one.confidence, one.confidence >= usual) for one in judged], usual)
    assert found.gain == 0
    assert not found.used


def test_chance_seldom_moves_a_threshold():
    """Where confidence says nothing about truth, an interval that excludes zero comes by in few of a hundred worlds."""
    rng, moved = np.random.default_rng(7), 0
    for seed in range(100):
        judged = [
            Judged(float(sure), bool(truth))
            for sure, truth in zip(rng.random(60), rng.random(60) < 0.5, strict=True)
        ]
        moved += propose(judged, seed=seed).used
    assert moved <= 100 - INTERVAL[1] + 3


def test_where_it_should_be_higher_it_moves_there():
    rng = np.random.default_rng(3)
    for truth_from in (0.4, 0.8):
        sure = rng.uniform(0.3, 1, 200)
        found = propose([Judged(float(one), bool(one >= truth_from)) for one in sure])
        assert found.used
        assert abs(found.threshold - truth_from) <= 0.05
        assert found.gain > 0.1


def test_twenty_clear_judgements_are_enough_and_nineteen_are_not():
    judged = [Judged(0.7, False)] * 10 + [Judged(0.9, True)] * 10
    assert propose(judged).used
    assert propose(judged[:-1]) is None
