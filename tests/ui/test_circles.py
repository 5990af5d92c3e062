"""The circles: nobody touches, nearer is deeper, the same people stand where they stood."""

import math
import random
import time
import xml.etree.ElementTree as ET

import pytest

from mutuals.ui.charts.circles import DESKTOP, PHONE, TITLES, Person, circles, layout
from mutuals.ui.charts.svg import width_of

NAMES = (
    "Amara Okafor", "Jun Takahashi", "Bartholomew Fitzgerald-Smythe", "Wei-Ling Chen", "王小明", "Linh Trần",
    "حسن الأمين", "Zoë", "X", "Leilani Kahale", "नूर सिद्दीकी", "+44 7700 900123",
)  # fmt: skip
SVG = "{http://www.w3.org/2000/svg}"


def world(count: int, seed: int) -> list[Person]:
    """People ranked by depth into rings of 5, 10, 35 and 100, with ids and names by chance."""
    dice = random.Random(seed)
    return [
        Person(
            f"{dice.getrandbits(64):x}",
            dice.choice(NAMES),
            "/people/x/",
            0 if rank < 5 else 1 if rank < 15 else 2 if rank < 50 else 3,
            1000.0 - rank,
            drifting=dice.random() < 0.1,
        )
        for rank in range(count)
    ]


CROWDS = [(count, seed) for count in (1, 5, 9, 15, 40, 80, 150) for seed in range(3)]


@pytest.mark.parametrize(("count", "seed"), CROWDS)
@pytest.mark.parametrize("frame", [DESKTOP, PHONE], ids=["desktop", "phone"])
def test_no_two_faces_touch_and_all_stay_in_their_ring(count, seed, frame) -> None:
    placed = layout(world(count, seed), frame)
    middle, edges = frame.size / 2, (0.0, *placed.radii)
    for at, spot in enumerate(placed.spots):
        away = math.hypot(spot.x - middle, spot.y - middle)
        assert edges[spot.person.circle] <= away - spot.radius + 0.1
        assert away + spot.radius <= edges[spot.person.circle + 1] + 0.1
        assert away - spot.radius > frame.you
        for other in placed.spots[at + 1 :]:
            gap = math.hypot(spot.x - other.x, spot.y - other.y) - spot.radius - other.radius
            assert gap >= 3


@pytest.mark.parametrize(("count", "seed"), [(count, seed) for count in (30, 60, 100) for seed in range(4)])
def test_a_name_lies_under_its_own_face_and_no_other(count, seed) -> None:
    """A name may be brushed by a rim, at most once in such a crowd."""
    spots, hidden = layout(world(count, seed)).spots, 0
    for spot in (one for one in spots if one.caption):
        half, top = width_of(spot.caption, DESKTOP.letters) / 2, spot.y + spot.radius + 4
        for other in spots:
            aside = max(0.0, abs(other.x - spot.x) - half)
            above = max(0.0, top - other.y, other.y - top - DESKTOP.letters)
            hidden += other is not spot and math.hypot(aside, above) < other.radius
    assert hidden <= 1


def test_the_ring_of_a_chosen_face_leaves_you_free() -> None:
    for seed in range(12):
        for spot in layout(world(5, seed)).spots:
            away = math.hypot(spot.x - DESKTOP.size / 2, spot.y - DESKTOP.size / 2)
            assert away - spot.radius - 6.5 > DESKTOP.you


@pytest.mark.parametrize("frame", [DESKTOP, PHONE], ids=["desktop", "phone"])
def test_nobody_stands_on_the_name_of_a_ring(frame) -> None:
    for seed in range(4):
        placed = layout(world(150, seed), frame)
        for spot in placed.spots:
            for radius in placed.radii:
                beside = abs(spot.x - frame.size / 2) - spot.radius
                above = abs(spot.y - (frame.size / 2 - radius)) - spot.radius
                assert beside > 14 or above > 6


def test_everybody_of_a_shown_circle_is_drawn_once() -> None:
    people = world(150, 7)
    assert sorted(spot.person.key for spot in layout(people).spots) == sorted(one.key for one in people)
    on_phone = {spot.person.key for spot in layout(people, PHONE).spots}
    assert on_phone == {one.key for one in people if one.circle < 3}


def test_far_too_many_people_still_do_not_touch() -> None:
    crowd = [Person(f"k{at}", "Ana", "/", 3, float(-at)) for at in range(400)]
    spots = layout(crowd).spots
    assert len(spots) == 400
    for at, spot in enumerate(spots):
        for other in spots[at + 1 :]:
            assert math.hypot(spot.x - other.x, spot.y - other.y) >= spot.radius + other.radius


def test_the_order_in_which_people_are_given_does_not_matter() -> None:
    people = world(62, 3)
    shuffled = people[:]
    random.Random(1).shuffle(shuffled)
    assert {(s.person.key, s.x, s.y) for s in layout(people).spots} == {
        (s.person.key, s.x, s.y) for s in layout(shuffled).spots
    }


def test_nearer_is_deeper_within_a_crowded_ring() -> None:
    for seed in range(4):
        for ring in (2, 3):
            spots = [spot for spot in layout(world(150, seed)).spots if spot.person.circle == ring]
            deepest = sorted(spots, key=lambda spot: -spot.person.depth)
            half = len(spots) // 2
            away = [math.hypot(spot.x - 380, spot.y - 380) for spot in deepest]
            assert sum(away[:half]) / half < sum(away[half:]) / (len(away) - half) - 5


def test_a_person_keeps_the_direction_when_depths_change() -> None:
    people = world(50, 5)
    dice = random.Random(2)
    later = [
        Person(
            one.key, one.name, one.href, one.circle, one.depth + dice.uniform(-3, 3), drifting=one.drifting
        )
        for one in people
    ]
    before = {spot.person.key: spot for spot in layout(people).spots}
    turns = []
    for spot in layout(later).spots:
        was = before[spot.person.key]
        turn = math.atan2(spot.y - 380, spot.x - 380) - math.atan2(was.y - 380, was.x - 380)
        turns.append(abs((turn + math.pi) % (2 * math.pi) - math.pi))
    assert sorted(turns)[len(turns) // 2] < math.radians(8)


def test_faces_are_links_that_say_who_and_how() -> None:
    people = [
        Person("a", "Ana", "/people/a/", 0, 2.0, "inner", "/people/a/card/", ("met", "mail")),
        Person("b", "Ben", "/people/b/", 0, 1.0, "inner, drifting", drifting=True, off=True),
    ]
    root = ET.fromstring(
        circles(people, label="Two people", chosen="a", card_into="card").replace(
            "<svg", '<svg xmlns="http://www.w3.org/2000/svg"'
        )
    )
    ana, ben = root.iter(f"{SVG}a")
    assert (root.get("role"), root.get("data-card-into")) == ("group", "card")
    assert (ana.get("href"), ana.get("aria-label"), ana.get("data-card")) == (
        "/people/a/",
        "Ana, inner",
        "/people/a/card/",
    )
    assert (ana.get("class"), ana.get("data-tags")) == ("node is-on", "met mail")
    assert (ben.get("class"), ben.get("aria-label")) == ("node drifting is-off", "Ben, inner, drifting")
    assert [node.get("stroke-dasharray") for node in ben.iter(f"{SVG}circle") if node.get("stroke-dasharray")]


def test_rings_are_named_even_when_empty() -> None:
    picture = circles([], label="Nobody yet")
    assert all(f">{title}<" in picture for title in TITLES)
    assert ">you<" in picture


def test_a_full_house_is_laid_out_in_a_blink() -> None:
    """30 ms on a quiet core; the bound leaves room for machines that are shared."""
    people = world(150, 1)
    layout(people)
    took = []
    for _ in range(5):
        start = time.process_time()
        layout(people)
        took.append(time.process_time() - start)
    assert min(took) < 0.1
