"""The picture of who knows whom: nobody covers anybody, everybody is in it once, the same every time."""

import re
from itertools import combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mutuals.ui.charts.network import DESKTOP, PHONE, Disc, Line, Person, network

SIZES = st.lists(st.integers(1, 22), min_size=1, max_size=9)


def discs(sizes):
    return [
        Disc(
            f"around {at}",
            tuple(
                Person(f"{at}-{one}", f"Name {at} {one}", f"/people/{at}-{one}", "") for one in range(size)
            ),
        )
        for at, size in enumerate(sizes)
    ]


def lines(sizes):
    inner = [
        Line(f"{at}-0", f"{at}-{one}", 1.0 + one) for at, size in enumerate(sizes) for one in range(1, size)
    ]
    return inner + [Line(f"{at}-0", f"{at + 1}-0", 2.0) for at in range(len(sizes) - 1)]


def places(drawn):
    found = re.findall(r'transform="translate\(([-\d.]+) ([-\d.]+)\)"', drawn)
    return [(float(x), float(y)) for x, y in found]


@pytest.mark.parametrize("frame", [DESKTOP, PHONE], ids=["desktop", "phone"])
@settings(max_examples=25)
@given(sizes=SIZES)
def test_no_face_covers_another_and_all_lie_within_the_picture(frame, sizes):
    drawn = network(discs(sizes), lines(sizes), label="who", frame=frame)
    spots = places(drawn)
    assert len(spots) == sum(sizes)
    for (x, y), (u, v) in combinations(spots, 2):
        assert (x - u) ** 2 + (y - v) ** 2 >= (2 * frame.face) ** 2
    left, top, width, height = map(float, re.search(r'viewBox="([^"]+)"', drawn)[1].split())
    assert all(left <= x - frame.face and x + frame.face <= left + width for x, _ in spots)
    assert all(top <= y - frame.face and y + frame.face <= top + height for _, y in spots)


@given(sizes=SIZES)
@settings(max_examples=10)
def test_the_same_people_give_the_same_picture(sizes):
    one, other = (network(discs(sizes), lines(sizes), label="who", frame=DESKTOP) for _ in range(2))
    assert one == other


def test_who_bridges_is_marked_and_every_face_leads_to_its_person():
    some = [
        Disc(
            "a",
            (
                Person("1", "Ana", "/people/1", "knows 1 other here", True),
                Person("2", "Jun", "/people/2", ""),
            ),
        )
    ]
    drawn = network(some, [Line("1", "2", 1.0)], label="two people", frame=DESKTOP)
    assert drawn.count("s-sand") == 1
    assert 'href="/people/1"' in drawn
    assert 'aria-label="Ana, knows 1 other here"' in drawn
    assert 'role="group"' in drawn
    assert "style=" not in drawn


def test_names_are_escaped():
    drawn = network([Disc("<b>", (Person("1", "<i>x</i>", "/p", ""),))], [], label="<u>", frame=PHONE)
    assert "<i>" not in drawn
    assert "<u>" not in drawn


def test_nobody_gives_no_picture():
    assert network([], [], label="", frame=DESKTOP) == ""
