"""Circles in which people say who is where: what is said holds, the others take the seats that are left."""

from hypothesis import example, given
from hypothesis import strategies as st

from mutuals.relate.circles import CAPACITIES, Circle, circles, circles_said

WORDS = list(Circle)
FLOOR = 1.0
depths = st.lists(st.floats(0, 50, allow_nan=False), max_size=60)
SMALL = (2, 4, 8, 16)


@st.composite
def worlds(draw):
    deep = draw(depths)
    places = st.integers(0, max(0, len(deep) - 1))
    said = draw(st.dictionaries(places, st.sampled_from(WORDS), max_size=12)) if deep else {}
    return deep, said


@given(depths)
def test_without_a_word_they_are_the_reckoned_ones(deep) -> None:
    assert circles_said(deep, {}, floor=FLOOR) == circles(deep, floor=FLOOR)


@given(worlds())
def test_what_is_said_holds_and_the_rest_keep_their_order(world) -> None:
    deep, said = world
    found = circles_said(deep, said, floor=FLOOR, capacities=SMALL)
    assert {i: found[i] for i in said} == said
    rest = sorted((i for i in range(len(deep)) if i not in said), key=lambda i: -deep[i])
    places = [WORDS.index(found[i]) for i in rest]
    assert places == sorted(places)
    assert all(found[i] is Circle.NEW for i in rest if deep[i] <= FLOOR)


@given(worlds())
@example(([0.0, 0.0, 0.0, 0.0, 2.0], {0: Circle.INNER, 1: Circle.CLOSE, 2: Circle.CLOSE, 3: Circle.CLOSE}))
def test_no_circle_is_fuller_than_its_room_but_by_what_was_said(world) -> None:
    deep, said = world
    found = circles_said(deep, said, floor=FLOOR, capacities=SMALL)
    for place, room in enumerate(SMALL):
        near = set(WORDS[: place + 1])
        told = sum(word in near for word in said.values())
        assert sum(word in near for word in found) <= max(room, told)


@given(worlds())
def test_nobody_gains_or_loses_more_than_the_seats_that_were_said(world) -> None:
    """One word moves at most one other over each border."""
    deep, said = world
    before, after = (
        circles(deep, floor=FLOOR, capacities=SMALL),
        circles_said(deep, said, floor=FLOOR, capacities=SMALL),
    )
    for place in range(len(SMALL)):
        near = set(WORDS[: place + 1])
        moved = sum((before[i] in near) != (after[i] in near) for i in range(len(deep)) if i not in said)
        assert moved <= len(said)


def test_a_sixth_in_the_inner_circle_moves_the_fifth() -> None:
    deep = [float(100 - n) for n in range(20)]
    found = circles_said(deep, {19: Circle.INNER})
    assert [found[i] for i in (3, 4, 19)] == [Circle.INNER, Circle.CLOSE, Circle.INNER]
    assert found.count(Circle.INNER) == CAPACITIES[0]
