"""Communities, bridges and ways: planted ones are found, the same in every order; no way leads through strangers."""

from itertools import combinations

from hypothesis import given
from hypothesis import strategies as st

from mutuals.relate.network import Tie, bridges, chain, communities, modularity, thinned, ways

TIES = st.lists(
    st.builds(Tie, st.integers(0, 11), st.integers(0, 11), st.floats(0.1, 9)).filter(
        lambda one: one.a < one.b
    ),
    max_size=40,
    unique_by=lambda one: (one.a, one.b),
)


def clique(*people, depth=3.0):
    return [Tie(a, b, depth) for a, b in combinations(sorted(people), 2)]


THREE = [*clique(0, 1, 2, 3), *clique(10, 11, 12, 13), *clique(20, 21, 22), Tie(3, 10, 0.5), Tie(13, 20, 0.5)]


def test_planted_communities_are_found():
    assert sorted(map(sorted, communities(THREE))) == [[0, 1, 2, 3], [10, 11, 12, 13], [20, 21, 22]]


def test_who_connects_them_is_told_with_where_to():
    groups = communities(THREE)
    found = bridges(THREE, groups, limit=9)
    assert {one.person for one in found} == {3, 10, 13, 20}
    for one in found:
        assert one.person in groups[one.home]
        assert one.home not in one.others


def test_one_community_has_no_bridge():
    assert bridges(clique(1, 2, 3), communities(clique(1, 2, 3))) == []


@given(TIES)
def test_everybody_is_in_one_community_whatever_the_order(ties):
    found = communities(ties)
    assert sorted(one for group in found for one in group) == sorted({one for tie in ties for one in tie[:2]})
    assert found == communities(ties[::-1])


@given(TIES)
def test_communities_are_no_worse_than_all_together_or_each_alone(ties):
    found = communities(ties)
    everybody = sorted({one for tie in ties for one in tie[:2]})
    best = modularity(ties, found)
    assert best >= modularity(ties, [everybody]) - 1e-9
    assert best >= modularity(ties, [[one] for one in everybody]) - 1e-9
    assert best <= 1


@given(TIES, st.integers(1, 4))
def test_what_is_drawn_keeps_together_who_is(ties, each):
    drawn = thinned(ties, each=each)
    assert set(drawn) <= set(ties)
    assert _parts(drawn) == _parts(ties)


def _parts(ties):
    parts = []
    for a, b, _ in ties:
        joined = [part for part in parts if a in part or b in part]
        parts = [part for part in parts if part not in joined] + [set().union({a, b}, *joined)]
    return sorted(map(sorted, parts))


@given(st.lists(st.floats(0.01, 100), min_size=1, max_size=4))
def test_a_chain_is_weaker_than_its_weakest_part(depths):
    assert chain(*depths) <= min(depths) * (1 + 1e-9)
    assert chain(*depths, 0.0) == 0.0


def test_the_strongest_way_comes_first_and_a_short_one_before_a_long_one():
    mine, theirs = {1: 5.0, 2: 1.0, 3: 9.0}, {1: 2.0, 2: 2.0, 8: 9.0}
    found = ways(mine, theirs, [Tie(3, 8, 9.0)])
    assert [way.through for way in found] == [(1,), (2,), (3, 8)]


def test_no_way_begins_with_a_stranger():
    assert ways({1: 5.0}, {2: 3.0}, [Tie(2, 4, 1.0)]) == []


def test_nobody_is_asked_for_two_ways():
    found = ways({1: 5.0}, {1: 2.0, 8: 3.0}, [Tie(1, 8, 1.0)])
    assert [way.through for way in found] == [(1,)]
