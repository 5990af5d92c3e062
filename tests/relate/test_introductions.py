"""Who is near whom without knowing them: the laws of the terms, and what the fit does with a past."""

import math
from itertools import combinations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from mutuals.record.kinds import Kind
from mutuals.relate.bare_log import read_log
from mutuals.relate.bare_pairs import introductions
from mutuals.relate.introductions import PRIOR, Known, active, between, fitted, likely, pairs
from mutuals.relate.tie_arrays import Columns

AT = 100
TIES = st.lists(
    st.tuples(st.integers(0, 7), st.integers(0, 7), st.integers(60, AT)).filter(lambda row: row[0] != row[1]),
    max_size=30,
)


def columns(rows):
    a, b, day = zip(*rows, strict=True) if rows else ((), (), ())
    return Columns.of(list(a), list(b), list(day), kind=[int(Kind.MESSAGE)] * len(rows))


def known(rows, people=8):
    return Known.of(columns(rows), at=AT, people=people)


def slowly(who, chosen):
    """The sum of the docstring, written out."""
    depth = {}
    for a, b, value in zip(who.a.tolist(), who.b.tolist(), who.depth.tolist(), strict=True):
        depth[a, b] = depth[b, a] = min(1.0, value)
    total = [sum(value for (one, _), value in depth.items() if one == z) for z in range(who.people)]
    found = np.zeros((len(chosen), len(chosen)))
    for i, j in combinations(range(len(chosen)), 2):
        found[i, j] = found[j, i] = sum(
            depth.get((chosen[i], z), 0) * depth.get((z, chosen[j]), 0) / math.log(2 + total[z])
            for z in range(who.people)
        )
    return found


@given(TIES)
def test_what_lies_between_is_the_sum_that_is_written_down(rows):
    who = known(rows)
    chosen = np.arange(8)
    assert np.allclose(between(who, chosen), slowly(who, chosen.tolist()), rtol=1e-9)


@given(TIES)
def test_nobody_is_paired_with_somebody_they_know_and_nobody_twice(rows):
    who = known(rows)
    found = pairs(who, np.arange(8))
    together = {(min(a, b), max(a, b)) for a, b, _ in rows}
    listed = list(zip(found.x.tolist(), found.y.tolist(), strict=True))
    assert len(listed) == len(set(listed))
    assert set(listed) | together == set(combinations(range(8), 2))
    assert not set(listed) & together


@given(TIES, st.permutations(range(8)))
def test_who_bears_which_number_changes_nothing(rows, turned):
    one, other = known(rows), known([(turned[a], turned[b], day) for a, b, day in rows])
    first, second = between(one, np.arange(8)), between(other, np.arange(8))
    assert np.allclose(first, second[np.ix_(turned, turned)])


def test_a_popular_go_between_says_less_than_a_rare_one():
    rows = [(0, 2, 99), (1, 2, 99), (3, 5, 99), (4, 5, 99), *((5, other, 99) for other in range(6, 12))]
    near = between(known(rows, 12), np.arange(12))
    assert near[0, 1] > near[3, 4] > 0


def test_what_lies_between_fades():
    fresh, old = (between(known([(0, 2, day), (1, 2, day)]), np.arange(8))[0, 1] for day in (99, 30))
    assert fresh > old > 0


def test_whoever_was_long_silent_is_not_offered():
    who = known([(0, 1, 99), (2, 3, 60)])
    assert active(who).tolist() == [0, 1]
    assert active(who, within=50).tolist() == [0, 1, 2, 3]


def test_of_too_many_the_liveliest_are_compared():
    who = known([(0, 1, 99), (0, 1, 98), (0, 1, 97), (2, 3, 99)])
    assert active(who, most=2).tolist() == [0, 1]


def test_without_a_past_the_usual_weights_speak():
    assert fitted(columns([(0, 1, 99)]), at=AT, people=8) == PRIOR
    assert fitted(columns([]), at=AT, people=8) == PRIOR


def planted(seed, *, closing):
    """A log in which people meet within their village (`closing`), or anybody meets anybody."""
    chance = np.random.default_rng(seed)
    rows, villages, size = [], 20, 14
    for day in range(120):
        for _ in range(12):
            a, b = (int(one) for one in chance.integers(0, size, 2))
            one, other = (int(place) * size for place in chance.integers(0, villages, 2))
            rows.append((one + a, (one if closing else other) + b, day))
    return columns([row for row in rows if row[0] != row[1]]), villages * size


def test_where_friends_of_friends_meet_the_fit_weighs_who_stands_between_more():
    def weight(*, closing):
        log, people = planted(7, closing=closing)
        return fitted(log, at=119, people=people)[2]

    assert weight(closing=True) > weight(closing=False)
    assert weight(closing=True) > PRIOR[2]


def test_no_weight_counts_against_two_people():
    log, people = planted(3, closing=False)
    assert min(fitted(log, at=119, people=people)) >= 0


def test_the_weighted_sum_orders_by_every_term():
    terms = np.array([[0.0, 0.0, 0.0], [1.0, 0.0, 0.0], [1.0, 1.0, 0.0], [1.0, 1.0, 1.0]])
    assert np.argsort(likely(terms)).tolist() == [0, 1, 2, 3]


def test_a_bare_log_is_told_pair_by_pair(tmp_path):
    rows = [f"{a},{b},{day * 86_400}" for a, b, day in [("ana", "cy", 1), ("bo", "cy", 1), ("dee", "eli", 1)]]
    path = tmp_path / "log.csv"
    path.write_text("from,to,time\n" + "\n".join(rows) + "\n", encoding="utf-8")
    with path.open("rb") as stream:
        found = introductions(read_log(stream, name="log"))
    near = {(one["from"], one["to"]): one["between"] for one in found}
    assert near.pop(("ana", "bo")) > 0
    assert set(near.values()) == {0.0}
    assert {one["weights"] for one in found} == {"prior"}
    assert len(found) == 10 - 3


def test_an_empty_log_proposes_nobody(tmp_path):
    path = tmp_path / "log.csv"
    path.write_text("from,to,time\n", encoding="utf-8")
    with path.open("rb") as stream:
        assert introductions(read_log(stream, name="log")) == []


@pytest.mark.parametrize("limit", [0, 1, 3])
def test_no_more_than_asked_for(tmp_path, limit):
    path = tmp_path / "log.csv"
    path.write_text("from,to,time\na,b,86400\nc,d,86400\ne,f,86400\n", encoding="utf-8")
    with path.open("rb") as stream:
        assert len(introductions(read_log(stream, name="log"), limit=limit)) == limit
