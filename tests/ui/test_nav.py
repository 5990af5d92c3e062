"""Which place is open, and what a phone shows of the navigation."""

import pytest

from mutuals.ui.nav import Item, Section, foot, opened

SECTIONS = (
    Section("", (Item("/", "Today", "today", foot=True),)),
    Section(
        "People",
        (Item("/circles/", "Circles", "circles", foot=True), Item("/people/", "People", "people", foot=True)),
    ),
    Section("Gear", (Item("/people/groups/", "Groups", "people"), Item("/team/", "Team", "key"))),
)


@pytest.mark.parametrize(
    ("path", "title"),
    [
        ("/", "Today"),
        ("/people/", "People"),
        ("/people/0190/", "People"),
        ("/people/groups/7/", "Groups"),
        ("/circles/", "Circles"),
        ("/peoples/", None),
        ("/elsewhere/", None),
    ],
)
def test_the_nearest_place_is_open_and_only_it(path, title) -> None:
    current = [item.title for section in opened(SECTIONS, path) for item in section.items if item.current]
    assert current == ([title] if title else [])


def test_the_phone_has_a_bar_and_the_rest_behind_more() -> None:
    bar, rest = foot(SECTIONS)
    assert [item.title for item in bar] == ["Today", "Circles", "People"]
    assert [(section.title, [item.title for item in section.items]) for section in rest] == [
        ("Gear", ["Groups", "Team"])
    ]


def test_the_bar_holds_four_places_and_loses_none() -> None:
    many = (Section("", tuple(Item(f"/{at}/", str(at), "today", foot=True) for at in range(7))),)
    bar, rest = foot(many)
    assert len(bar) == 4
    assert {item.url for item in bar} | {item.url for section in rest for item in section.items} == {
        f"/{at}/" for at in range(7)
    }
